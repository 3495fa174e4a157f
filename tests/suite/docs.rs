//! Holds the documentation to the code, and the code to the documentation.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use diglot::base::{Code, Severity};
use diglot::document::{PAGE_KEYS, POST_NAMES, SECTION_KEYS};
use diglot::highlight::{Language, TokenClass};
use diglot::site::{ColourSchemes, SETTING_KEYS};

use crate::support::page::{fences, prose};
#[cfg(unix)]
use crate::support::shell::shell;
use crate::support::site::Site;

const README: &str = include_str!("../../README.md");
const DIAGNOSTICS: &str = include_str!("../../docs/diagnostics.md");
const EXAMPLES: &str = include_str!("../cases/docs/diagnostics.txt");
const FORMAT: &str = include_str!("../../docs/format.md");
const CONFIGURATION: &str = include_str!("../../docs/configuration.md");

#[test]
fn every_diagnostic_is_documented_with_its_severity_an_example_and_the_way_out() {
    let mut faults = Vec::new();
    for code in Code::ALL {
        let Some(section) = section_of(code.name()) else {
            faults.push(format!("`{code}` has no heading"));
            continue;
        };
        let severity = match code.severity() {
            Severity::Error => "*Error.*",
            Severity::Warning => "*Warning.*",
            Severity::Note => "*Note.*",
        };
        if !section.trim_start().starts_with(severity) {
            faults.push(format!("`{code}` does not begin with {severity}"));
        }
        if !section.contains(&format!("{}[{code}]", code.severity().name())) {
            faults.push(format!("`{code}` has no example"));
        }
        if !section.contains("**The way out:**") {
            faults.push(format!("`{code}` does not say the way out"));
        }
    }
    assert!(faults.is_empty(), "docs/diagnostics.md:\n{}", faults.join("\n"));
}

/// `BLESS=1` writes what the program prints into the page, for review.
#[cfg(unix)]
#[test]
fn every_example_of_a_diagnostic_is_what_the_program_prints() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut page = DIAGNOSTICS.to_owned();
    let mut faults = String::new();
    let mut shown = BTreeSet::new();
    for example in EXAMPLES.split("\n== ").skip(1) {
        let (code, files) = example.split_once('\n').expect("an example has files");
        let printed = printed_for(files);
        let mut told = printed.split("\n\n").filter(|told| told.contains(&format!("[{code}]: ")));
        let (Some(told), None) = (told.next(), told.next()) else { panic!("{code}:\n{printed}") };
        let section = section_of(code).unwrap_or_else(|| panic!("`{code}` has no heading"));
        let (_, after) = section.split_once("```text\n").expect("a diagnostic has an example");
        let (written, _) = after.split_once("\n```\n\n**The way out").expect("an example ends");
        if written != told.trim_end() {
            faults.push_str(&format!("{code}: documented\n{written}\nprinted\n{told}\n"));
        }
        page = page.replace(written, told.trim_end());
        shown.insert(code);
    }
    if bless {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diagnostics.md"), page)
            .expect("the page can be written");
    }
    assert!(bless || faults.is_empty(), "\n{faults}");
    // Of what the system lacks while a site is served, no site can be an example.
    shown.insert(Code::Unwatched.name());
    let missing: Vec<_> = Code::ALL.iter().filter(|code| !shown.contains(code.name())).collect();
    assert!(missing.is_empty(), "tests/cases/docs/diagnostics.txt has no site for {missing:?}");
}

#[test]
fn every_documented_diagnostic_exists() {
    for heading in headings(DIAGNOSTICS) {
        let Some(name) = heading.strip_prefix("### ") else { continue };
        assert!(name.parse::<Code>().is_ok(), "docs/diagnostics.md tells of `{name}`, which is no code");
    }
}

#[test]
fn every_key_of_the_format_is_documented_and_no_other() {
    let keys = PAGE_KEYS.iter().chain(&SECTION_KEYS).map(|key| (*key).to_owned());
    let keys: BTreeSet<String> =
        keys.chain(POST_NAMES.iter().map(|name| format!("tech-blog/{name}"))).collect();
    let first_cells: String =
        FORMAT.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next()).collect();
    for key in &keys {
        assert!(first_cells.contains(&format!("`:{key}`")), "docs/format.md has no row for `:{key}`");
    }
    let told = keywords(FORMAT, &["page", "section", "tech-blog", "open-graph"]);
    let unknown: Vec<_> = told.difference(&keys).filter(|key| *key != "section/tilte").collect();
    assert!(unknown.is_empty(), "docs/format.md tells of {unknown:?}");
}

#[test]
fn every_setting_is_documented_and_no_other() {
    let keys: BTreeSet<String> = SETTING_KEYS.iter().map(|key| (*key).to_owned()).collect();
    for key in &keys {
        assert!(
            CONFIGURATION.contains(&format!("\n| `:{key}` |")),
            "docs/configuration.md has no row for `:{key}`"
        );
    }
    for (file, text) in documentation() {
        let told = keywords(&text, &["site"]);
        let unknown: Vec<_> = told.difference(&keys).collect();
        assert!(unknown.is_empty(), "{} tells of {unknown:?}", file.display());
    }
}

#[test]
fn every_language_of_code_and_every_class_is_documented() {
    let page = include_str!("../../docs/highlighting.md");
    for language in Language::all() {
        let aliases: Vec<String> = language.aliases().iter().map(|name| format!("`{name}`")).collect();
        let row = format!("| {} | `{}` | {} |", language.label(), language.name(), aliases.join(" "));
        assert!(page.contains(&row), "docs/highlighting.md lacks\n{row}");
    }
    for class in TokenClass::ALL {
        let row = format!("\n| `{}` | `{}` |", class.class(), class.role());
        assert!(page.contains(&row), "docs/highlighting.md lacks{row}");
    }
}

#[test]
fn every_role_of_colour_schemes_is_documented() {
    let schemes = ColourSchemes::built_in();
    for (name, scheme) in schemes.iter() {
        assert!(
            CONFIGURATION.contains(&format!("`:{name}`")),
            "docs/configuration.md lacks the scheme `:{name}`"
        );
        for role in scheme.colours.keys() {
            let is_token = role
                .strip_prefix("code/")
                .is_some_and(|role| TokenClass::ALL.iter().any(|class| class.role() == role));
            assert!(
                is_token || CONFIGURATION.contains(&format!("`:{role}`")),
                "docs/configuration.md lacks the role `:{role}`"
            );
        }
    }
}

#[test]
fn the_example_of_the_settings_has_them_all_and_builds() {
    let fences = fences(CONFIGURATION);
    let settings =
        fences.iter().find(|fence| fence.language() == "edn").expect("the settings have an example").body;
    for key in SETTING_KEYS {
        assert!(settings.contains(&format!(":{key} ")), "the example lacks `:{key}`");
    }
    let built = Site::of(&[
        ("content/site.edn", settings),
        ("content/authors.edn", "[{:author/id :christian :author/name \"Christian\"}]"),
        ("content/om.nb.md", "# Om"),
        ("content/om.en.md", ":page/title About\n:page/slug about\n:page/body [Bread](/en/2024/bread/)"),
        (
            "content/bread.en.md",
            ":page/title Bread\n:post/published 2024-02-01\n:post/tags [:rye]\n:post/body B",
        ),
    ])
    .build();
    assert!(built.diagnostics.is_empty(), "{:?}", built.diagnostics);
    let outputs = built.outputs.expect("a site without a fault is published");
    let about = outputs.iter().find(|(path, _)| path.as_str() == "en/about/index.html");
    let about = about.and_then(|(_, page)| page.blob.content.read().ok()).expect("the page is published");
    assert!(String::from_utf8_lossy(&about).contains("href=\"/en/about/\""), "the menu follows the language");
    assert!(
        outputs.keys().any(|path| path.as_str() == "en/topics/rye/index.html"),
        "a tag stands where it is told"
    );
}

#[test]
fn every_option_of_the_command_line_is_documented_and_no_other() {
    let help = |args: &[&str]| {
        let help = Command::new(env!("CARGO_BIN_EXE_diglot")).args(args).arg("--help").output();
        String::from_utf8(help.expect("the command can be run").stdout).expect("help is UTF-8")
    };
    let all = help(&[]);
    let (_, commands) = all.split_once("Commands:\n").expect("there are commands");
    let names = commands.lines().take_while(|line| !line.is_empty()).filter_map(|line| {
        let line = line.strip_prefix("  ").filter(|line| !line.starts_with(' '))?;
        line.split(' ').next().filter(|name| *name != "help")
    });
    let commands: Vec<&str> = names.collect();
    assert!(commands.contains(&"build"), "{all}");
    for command in commands {
        let help = help(&[command]);
        let known: BTreeSet<&str> =
            help.lines().filter(|line| line.trim_start().starts_with('-')).flat_map(options).collect();
        assert!(known.contains("--root") || ["init", "import", "completions"].contains(&command), "{help}");
        let usage = format!("```text\ndiglot {command} ");
        let (file, page) = documentation()
            .into_iter()
            .find(|(_, text)| text.contains(&usage))
            .unwrap_or_else(|| panic!("no page has the usage of `diglot {command}`"));
        // What all commands have in common is told once.
        for option in known.iter().filter(|option| command == "build" || **option != "--help") {
            let is_told = page
                .lines()
                .any(|line| line.starts_with("| `-") && options(line).any(|told| told == *option));
            assert!(is_told, "{} has no row for `{option}` of `diglot {command}`", file.display());
        }
        for (file, text) in pages() {
            for line in text.lines() {
                let Some((_, call)) = line.split_once(&format!("diglot {command}")) else { continue };
                let unknown: Vec<_> = options(call).filter(|option| !known.contains(option)).collect();
                assert!(unknown.is_empty(), "{}: {line}", file.display());
            }
        }
    }
}

#[test]
fn links_between_the_pages_lead_to_what_is_there() {
    for (file, text) in documentation() {
        let text = prose(&text);
        let targets = text.match_indices("](").map(|(at, _)| &text[at + 2..]);
        for target in targets.filter_map(|rest| Some(&rest[..rest.find(')')?])) {
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            if path.contains(':') || path.starts_with('/') {
                continue;
            }
            let there = if path.is_empty() { file.clone() } else { file.with_file_name(path) };
            assert!(there.exists(), "{}: `{target}` is not there", file.display());
            if !anchor.is_empty() {
                let page = fs::read_to_string(&there).expect("a page can be read");
                let is_there = headings(&page).iter().any(|heading| anchor_of(heading) == anchor);
                assert!(is_there, "{}: `{target}` has no such heading", file.display());
            }
        }
    }
}

/// Files are named from `src/` on, or from the package's folder.
#[test]
fn source_files_that_the_pages_name_are_there() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let is_of_path = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-/.".contains(c);
    for (file, text) in documentation() {
        let text = prose(&text);
        for path in text.split('`').skip(1).step_by(2).filter(|code| code.chars().all(is_of_path)) {
            let path = path.strip_prefix("src/").unwrap_or(path);
            let Some((module, _)) = path.split_once('/') else { continue };
            let is_module = module.starts_with(char::is_alphabetic) && source.join(module).is_dir();
            let is_there = !is_module || source.join(path).exists();
            assert!(is_there, "{}: `src/{path}` is not there", file.display());
        }
    }
}

#[test]
fn the_table_of_tests_has_every_file() {
    let contributing = include_str!("../../CONTRIBUTING.md");
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    for entry in fs::read_dir(suite).expect("the folder of this file can be read") {
        let name = entry.expect("an entry of a folder").file_name().into_string().expect("a name in UTF-8");
        let is_named =
            [format!("`{name}`"), format!("/{name}`")].iter().any(|name| contributing.contains(name));
        assert!(
            is_named || name == "main.rs" || !name.ends_with(".rs"),
            "CONTRIBUTING.md: `{name}` is missing"
        );
    }
}

#[cfg(unix)]
#[test]
fn the_first_post_of_the_readme_builds_without_a_warning() {
    let (_, after) = README.split_once("## Your first post").expect("the README has a first post");
    let (_, block) = after.split_once("```sh\n").expect("the first post is a listing");
    let (script, _) = block.split_once("```").expect("the listing ends");
    let script =
        script.lines().filter(|line| !line.starts_with("diglot serve")).collect::<Vec<_>>().join("\n");
    let folder = tempfile::tempdir().expect("a folder can be made");
    let run = shell(&script, folder.path());
    let told = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(run.status.success() && !told.contains("warning"), "{told}");
    let page = |path: &str| {
        let html = fs::read_to_string(folder.path().join("my-blog/public").join(path).join("index.html"));
        html.unwrap_or_else(|error| panic!("{path}: {error}"))
    };
    assert!(page("brod-tar-tid").contains("Brød tar tid"));
    assert!(page("skrevet-to-ganger").contains("«anførselstegn»"));
    assert!(page("en/written-twice").contains("“quotation marks”"));
}

/// What the program prints for a site of some files.
#[cfg(unix)]
fn printed_for(files: &str) -> String {
    const SETTINGS: &str = "-- content/site.edn --\n{:site/base-url \"https://blog.example\"\n :site/locales [:nb :en]\n :site/time-zone \"Europe/Oslo\"}\n";
    let folder = tempfile::tempdir().expect("a folder can be made");
    for file in format!("\n{SETTINGS}{files}").split("\n-- ").skip(1) {
        let (path, text) = file.split_once(" --").expect("a file has a path and a text");
        let text = text.strip_prefix('\n').unwrap_or(text);
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder can be made");
        let written = if let Some(target) = text.strip_prefix("-> ") {
            std::os::unix::fs::symlink(target.trim_end(), path)
        } else if let Some(len) = text.strip_prefix("=> ") {
            let len = len.trim_end().parse().expect("a length is a number");
            fs::File::create(path).and_then(|file| file.set_len(len))
        } else if text.trim().is_empty() {
            fs::remove_file(path)
        } else {
            fs::write(path, bytes_of(text))
        };
        written.expect("a file can be made");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_diglot"));
    let run = command
        .args(["build", "--now", "2024-06-01"])
        .current_dir(folder.path())
        .env("NO_COLOR", "1")
        .output();
    String::from_utf8(run.expect("the command can be run").stderr).expect("what is printed is UTF-8")
}

/// A text with its `\xNN` made bytes.
fn bytes_of(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).expect("two hexadecimal digits"));
        bytes.extend(part[2..].bytes());
    }
    bytes
}

/// The README, the page for contributors and the pages of `docs/`.
fn documentation() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = texts_below(&root.join("docs"));
    for name in ["README.md", "CONTRIBUTING.md"] {
        let path = root.join(name);
        let text = fs::read_to_string(&path).expect("a page can be read");
        files.push((path, text));
    }
    files
}

/// The documentation, and the posts and pages of the project's own blog.
fn pages() -> Vec<(PathBuf, String)> {
    let mut files = documentation();
    files.extend(texts_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content")));
    files
}

fn texts_below(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut folders = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of texts") {
            let path = entry.expect("an entry of a folder").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md" || extension == "edn") {
                let text = fs::read_to_string(&path).expect("a text can be read");
                files.push((path, text));
            }
        }
    }
    files
}

/// The long options that a text names.
fn options(text: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| !(c.is_ascii_lowercase() || c == '-');
    let words = text.split(|c: char| c.is_whitespace() || "`[]|,".contains(c));
    words.filter_map(move |word| {
        let name =
            word.strip_prefix("--").filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))?;
        Some(&word[..2 + name.find(ends).unwrap_or(name.len())])
    })
}

/// The keywords of some namespaces that a text names, without their colons.
fn keywords(text: &str, namespaces: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for namespace in namespaces {
        for (at, start) in text.match_indices(&format!(":{namespace}/")) {
            let name = &text[at + start.len()..];
            let end =
                name.find(|c: char| !(c.is_ascii_lowercase() || "-?".contains(c))).unwrap_or(name.len());
            if end > 0 {
                found.insert(format!("{namespace}/{}", &name[..end]));
            }
        }
    }
    found
}

/// The lines that are headings, outside code.
fn headings(text: &str) -> Vec<String> {
    prose(text).lines().filter(|line| line.starts_with('#')).map(str::to_owned).collect()
}

/// The anchor that forges give a heading.
fn anchor_of(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// The text below a code's heading, up to the next one.
fn section_of(name: &str) -> Option<&'static str> {
    let (_, after) = DIAGNOSTICS.split_once(&format!("\n### {name}\n"))?;
    after.split("\n## ").next()?.split("\n### ").next()
}
