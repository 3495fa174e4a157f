//! The `diglot` command: what it says, where it says it, and what it answers with.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;
use walkdir::WalkDir;

use crate::support::temp_site;

const SITE: &str = "{:site/base-url \"https://blog.example\" :site/locales [:nb]}";

/// A site of two pages, one of which links to nothing.
const BROKEN: &[(&str, &str)] =
    &[("content/site.edn", SITE), ("content/a.md", "# Å\n\nSe [b](/b/).\n"), ("content/c.md", "# C\n")];

/// A site with a warning.
const DOUBTFUL: &[(&str, &str)] =
    &[("content/site.edn", SITE), ("content/a.md", ":page/title A\n:page/bdoy B\n")];

#[test]
fn a_sound_site_is_published() {
    let site = site(&[("content/site.edn", SITE), ("content/a.md", "# A\n")]);
    let output = build(&site, &[]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(text(&output.stdout).is_empty(), "{output:?}");
    let said = text(&output.stderr);
    assert!(said.starts_with("Published 5 pages (5 in nb): ") && said.lines().count() == 1, "{said}");
    assert!(site.path().join("public/a/index.html").is_file());
    let again = text(&build(&site, &[]).stderr);
    assert!(again.contains(": 0 files written, "), "{again}");
}

/// Nothing names it there: the linker takes it for the system's allocator.
#[cfg(target_os = "linux")]
#[test]
fn the_allocator_is_mimalloc() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diglot"));
    let output = command.arg("--version").env("MIMALLOC_VERBOSE", "1").output().unwrap();
    assert!(text(&output.stderr).contains("mimalloc: process init"), "{output:?}");
}

#[test]
fn a_build_that_has_nothing_to_do_sees_it_at_once() {
    let post = ":page/title B\n:post/published 2026-05-01\n:post/body x\n";
    let site = site(&[("content/site.edn", SITE), ("content/a.md", "# A\n"), ("content/b.md", post)]);
    let says = |arguments: &[&str]| {
        let said = text(&build(&site, arguments).stderr);
        said.split_once(": ").unwrap().1.split_once(", in ").unwrap().0.to_owned()
    };
    let (before, after) = (&["--now", "2026-04-01"][..], &["--now", "2026-06-01"][..]);
    says(before);
    let records = site.path().join(".diglot/cache/builds-1");
    assert_eq!(
        walkdir::WalkDir::new(&records)
            .into_iter()
            .filter(|entry| entry.as_ref().unwrap().file_type().is_file())
            .count(),
        1
    );
    let page = site.path().join("public/a/index.html");
    let untouched = says(before);
    assert!(
        untouched.starts_with("0 files written, ") && untouched.ends_with(" kept, 0 removed"),
        "{untouched}"
    );
    assert_eq!(says(&["--now", "2026-04-02"]), untouched, "no post's time has come");

    // What has happened to the folder is seen, and put right.
    let good = fs::read(&page).unwrap();
    let bad = vec![b'x'; good.len()];
    fs::write(&page, &bad).unwrap();
    assert!(says(before).starts_with("1 files written, "));
    assert_eq!(fs::read(&page).unwrap(), good);
    fs::remove_file(&page).unwrap();
    assert!(says(before).starts_with("1 files written, "));
    fs::remove_file(site.path().join("public/.diglot-manifest")).unwrap();
    says(&["--now", "2026-04-01", "--adopt"]);
    assert!(site.path().join("public/.diglot-manifest").is_file());

    // So is what has happened to the site, and that time has passed.
    assert!(!says(after).starts_with("0 files written, "));
    assert!(site.path().join("public/b/index.html").is_file());
    assert!(says(after).starts_with("0 files written, "));
    fs::write(site.path().join("content/a.md"), "# A\n\nMore.\n").unwrap();
    assert!(says(after).starts_with("1 files written, "));
    assert_eq!(says(&["--no-cache", "--now", "2026-06-01"]), says(after));

    // A warning is told each time, and is no reason to do all again.
    fs::write(site.path().join("content/a.md"), ":page/title A\n:page/bdoy B\n").unwrap();
    let warned = |arguments: &[&str]| text(&build(&site, &[after, arguments].concat()).stderr);
    assert!(warned(&[]).contains("warning[unknown-key]"));
    let again = warned(&["--timings"]);
    assert!(again.contains("warning[unknown-key]") && again.contains("nothing has changed"), "{again}");
}

#[test]
fn the_time_of_each_phase_is_told_and_traced() {
    let site = site(&[("content/site.edn", SITE), ("content/a.md", "# A\n"), ("content/b.md", "# B\n")]);
    let trace = site.path().join("trace.json");
    let first = build(&site, &["--timings", "--trace", trace.to_str().unwrap()]);
    let told = text(&first.stderr);
    for line in ["documents", "2 compiled", "render", "publish", "kept, 0 removed\n", "all"] {
        assert!(told.contains(line), "no `{line}` in\n{told}");
    }
    let trace: serde_json::Value = serde_json::from_slice(&fs::read(&trace).unwrap()).unwrap();
    let events = trace["traceEvents"].as_array().unwrap();
    let steps = |phase: &str| {
        let steps = events.iter().filter(|event| event["cat"] == phase);
        steps.map(|event| event["name"].as_str().unwrap().to_owned()).collect::<BTreeSet<_>>()
    };
    assert_eq!(steps("documents"), BTreeSet::from(["content/a.md", "content/b.md"].map(String::from)));
    assert!(steps("render").contains("/a/"), "{events:?}");
    assert!(steps("phase").is_superset(&["source", "check", "publish"].map(String::from).into()));
    for event in events {
        assert_eq!(event["ph"], "X");
        assert!(event["ts"].as_f64().unwrap() >= 0.0 && event["dur"].as_f64().unwrap() >= 0.0, "{event}");
    }

    let again = text(&build(&site, &["--timings"]).stderr);
    assert!(again.contains("nothing has changed") && !again.contains("documents"), "{again}");
    let nowhere = build(&site, &["--trace", "no/such/folder/trace.json"]);
    assert_eq!(nowhere.status.code(), Some(1));
    assert!(text(&nowhere.stderr).contains("`no/such/folder/trace.json` cannot be written"));
}

#[test]
fn bodies_that_an_earlier_build_compiled_are_as_new() {
    let line = "-".repeat(80);
    // Ids and the numbers of notes go on from body to body.
    let long = format!(
        ":page/title A\n:post/published 2026-05-01\n:post/description Om *a*.\n{line}\n:section/title Del\n:section/body\n\
         ## Del\n\nEn note[^1].\n\n[^1]: Her.\n\n```rust\nlet a = 1;\n```\n{line}\n:section/title Del\n:section/body\n\
         # Del\n\nEn note til[^x], og [lenke](/b/).\n\n[^x]: Der.\n\n<p id=\"del-9\">x</p>\n"
    );
    let settings = SITE.replace("[:nb]", "[:nb :en]");
    let site = site(&[
        ("content/site.edn", &settings),
        ("content/a.md", &long),
        ("content/b.md", "# B\n\nTekst.\n"),
        ("content/c.md", ":page/title C\n:page/bdoy C\n:page/body\n\nTekst.\n"),
        ("content/d.md", "# D\n\n```klingon\nx\n```\n"),
        (
            "content/e.nb.md",
            ":page/title E\n:page/body\n\nShe said that she could not come until the others had left.\n",
        ),
    ]);
    let counts = || {
        let output = build(&site, &["--timings"]);
        let said = text(&output.stderr);
        assert!(output.status.success(), "{said}");
        // What there is to tell of a text is told each time.
        assert!(["klingon", "page/bdoy", "written in `en`"].iter().all(|told| said.contains(told)), "{said}");
        let line = said.lines().find(|line| line.starts_with("documents")).unwrap().to_owned();
        line.rsplit("%  ").next().unwrap().to_owned()
    };
    let published = |folder: &str| -> BTreeMap<PathBuf, Vec<u8>> {
        let folder = site.path().join(folder);
        let files =
            WalkDir::new(&folder).into_iter().map(Result::unwrap).filter(|file| file.file_type().is_file());
        files
            .map(|file| {
                (file.path().strip_prefix(&folder).unwrap().to_owned(), fs::read(file.path()).unwrap())
            })
            .collect()
    };
    let assert_as_new = |number: usize| {
        let anew = format!("anew-{number}");
        let output = site.path().join(&anew);
        assert!(build(&site, &["--no-cache", "--output", output.to_str().unwrap()]).status.success());
        assert_eq!(published("public"), published(&anew));
    };
    assert_eq!(counts(), "5 compiled, 0 reused");
    assert_as_new(1);
    fs::write(site.path().join("content/numbers.edn"), "{:n 1}").unwrap();
    assert_eq!(counts(), "0 compiled, 5 reused");
    assert_as_new(2);
    fs::write(site.path().join("content/a.md"), long.replace("Del\n\nEn note til", "Ny\n\nEn note til"))
        .unwrap();
    assert_eq!(counts(), "1 compiled, 4 reused");
    assert_as_new(3);
    fs::write(
        site.path().join("content/site.edn"),
        settings.replace("}", " :site/slug-letters {:nb {\"æ\" \"e\"}}}"),
    )
    .unwrap();
    assert_eq!(counts(), "5 compiled, 0 reused");
    assert_as_new(4);
    let shards = site.path().join(".diglot/cache/bodies-5");
    for shard in
        WalkDir::new(shards).into_iter().map(Result::unwrap).filter(|file| file.file_type().is_file())
    {
        fs::write(shard.path(), "rubbish").unwrap();
    }
    fs::write(site.path().join("content/b.md"), "# B\n\nMer.\n").unwrap();
    assert_eq!(counts(), "5 compiled, 0 reused");
    assert_as_new(5);
}

#[test]
fn a_site_with_errors_is_not_published() {
    let site = site(BROKEN);
    let output = build(&site, &[]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(!site.path().join("public").exists());
    assert_eq!(
        text(&output.stderr),
        "\
error[broken-link]: nothing stands at `/b/`
 --> content/a.md:3:8
  |
3 | Se [b](/b/).
  |        ^^^
  |
  = help: did you mean `/a/`?

Nothing was published: 1 error.
"
    );
}

#[test]
fn what_was_published_stays_when_a_build_fails() {
    let site = site(&[("content/site.edn", SITE), ("content/a.md", "# A\n")]);
    build(&site, &[]);
    let before = fs::read(site.path().join("public/a/index.html")).unwrap();
    fs::write(site.path().join("content/a.md"), "# B\n\n[b](/b/)\n").unwrap();
    assert_eq!(build(&site, &[]).status.code(), Some(1));
    assert_eq!(fs::read(site.path().join("public/a/index.html")).unwrap(), before);
}

#[test]
fn a_dictionary_at_fault_fails_the_build_with_both_places() {
    const ENGLISH: &str = "{:loaves {:one \"{n} loaf from {oven}\" :other \"{n} loaves from {oven}\"}}";
    let build_with = |english: &str| {
        let norwegian = ENGLISH.replace("loaf from", "brød fra").replace("loaves from", "brød fra");
        let template = "<p>{{ t(key=\"loaves\", n=3, oven=page.title) }}</p>";
        let site = site(&[
            ("content/site.edn", &SITE.replace(":nb]", ":nb :en]")),
            ("content/a.md", "# A\n"),
            ("templates/page.html", template),
            ("i18n/nb.edn", &norwegian),
            ("i18n/en.edn", english),
        ]);
        let output = build(&site, &[]);
        (output.status.code(), text(&output.stderr))
    };
    assert_eq!(build_with(ENGLISH).0, Some(0));
    for (fault, code) in [
        (ENGLISH.replace(":one \"{n} loaf from {oven}\" ", ""), "missing-plural-form"),
        (ENGLISH.replace("loaves from {oven}", "loaves from {ovne}"), "missing-parameter"),
    ] {
        let (status, said) = build_with(&fault);
        assert_eq!(status, Some(1), "{said}");
        let lines = [&format!("error[{code}]: "), " --> i18n/en.edn:1:2", " ::: templates/page.html:1:7"];
        assert!(lines.iter().all(|line| said.contains(*line)), "{said}");
    }
}

#[test]
fn an_error_may_be_allowed() {
    let broken = site(BROKEN);
    let output = build(&broken, &["--allow", "missing-file", "--allow", "broken-link"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(text(&output.stderr).starts_with("warning[broken-link]: "), "{output:?}");
    assert!(text(&output.stderr).trim_end().ends_with(", 1 warning."), "{output:?}");

    let allowed = SITE.replace('}', " :site/allow {:broken-link \"not moved yet\"}}");
    let allowed = site(&[("content/site.edn", &allowed), BROKEN[1]]);
    assert_eq!(build(&allowed, &[]).status.code(), Some(0));
    assert_eq!(build(&allowed, &["--strict"]).status.code(), Some(0));
}

#[test]
fn warnings_count_as_errors_when_asked() {
    let site = site(DOUBTFUL);
    assert_eq!(build(&site, &["--strict", "--allow", "unknown-key"]).status.code(), Some(0));
    let output = build(&site, &["--strict"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(text(&output.stderr).contains("warning[unknown-key]"), "{output:?}");
    assert_eq!(build(&site, &[]).status.code(), Some(0));
}

#[test]
fn wrong_usage_is_told_apart_from_wrong_content() {
    let site = site(BROKEN);
    for (arguments, said) in [
        (&["--nonsense"] as &[&str], "--nonsense"),
        (&["--allow", "broken-lnik"], "did you mean `broken-link`?"),
        (&["--allow"], "--allow"),
        (&["--now", "noon"], "2026-05-17T10:00:00Z"),
        (&["--base-url", "blog.example"], "https://blog.example"),
        (&["--format", "xml"], "json"),
        (&["content"], "content"),
    ] {
        let output = build(&site, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {output:?}");
        assert!(text(&output.stderr).contains(said), "{arguments:?}: {output:?}");
    }
    let nothing = Command::new(env!("CARGO_BIN_EXE_diglot")).output().unwrap();
    assert_eq!(nothing.status.code(), Some(2));
}

#[test]
fn machines_get_one_object_for_each_diagnostic() {
    let mut files = BROKEN.to_vec();
    files.push(("content/x.md", ":page/title A\n:page/slug ø\n:page/title «B»\n"));
    files.push(("content/talks.edn", "{:a [1\n"));
    let site = site(&files);
    let output = build(&site, &["--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let objects: Vec<serde_json::Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [link, edn, key] = objects.as_slice() else { panic!("three faults: {objects:?}") };
    assert_eq!(
        *link,
        serde_json::json!({
            "severity": "error",
            "code": "broken-link",
            "message": "nothing stands at `/b/`",
            "file": "content/a.md",
            "line": 3,
            "column": 8,
            "end_line": 3,
            "end_column": 11,
            "source": "Se [b](/b/).",
            "help": "did you mean `/a/`?",
        })
    );
    assert_eq!(
        (&edn["file"], &edn["line"], &edn["column"]),
        (&"content/talks.edn".into(), &1.into(), &5.into())
    );
    assert_eq!((&key["line"], &key["column"], &key["end_column"]), (&3.into(), &1.into(), &12.into()));
    assert_eq!(key["notes"][0]["line"], 1);
    assert_eq!(key["notes"][0]["message"], "it stands here first");
}

#[test]
fn a_diagnostic_without_a_place_has_no_line() {
    let site = site(&[("content/a.md", "# A\n")]);
    let output = build(&site, &["--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let object: serde_json::Value = serde_json::from_str(text(&output.stdout).trim()).unwrap();
    assert_eq!(object["code"], "missing-settings");
    assert_eq!(object["severity"], "warning");
    assert_eq!((object.get("line"), object.get("file")), (None, None));
}

#[test]
fn a_page_is_explained_to_people_and_to_machines() {
    let site = site(&[("content/site.edn", SITE), ("content/a.md", "# Å\n\nSe [b](/b/).\n")]);
    let explain = |arguments: &[&str]| run(&site, "explain", arguments).output().unwrap();
    let output = explain(&["/a/"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(text(&output.stdout).starts_with("/a/  page in nb: Å\n  written in"), "{output:?}");
    assert_eq!(text(&output.stderr), "The site has an error, which `diglot build` tells.\n");
    let output = explain(&["content/a.md", "--format", "json"]);
    let object: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(object["makes"][0]["address"], "/a/");
    assert_eq!(object["rebuilds"]["text"], serde_json::json!(["/a/"]));
    let output = explain(&["/b/"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(text(&output.stderr), "error: nothing stands at `/b/`\n\n  help: did you mean `/a/`?\n");
    assert_eq!(explain(&[]).status.code(), Some(2));
}

#[test]
fn colour_schemes_are_shown_with_their_contrasts() {
    let themes = r##"{:dusk {:background "#222233" :foreground "#f0f0ff" :muted "#77778a"}}"##;
    let site = site(&[("content/site.edn", SITE), ("content/a.md", "# A\n"), ("content/themes.edn", themes)]);
    let output = run(&site, "themes", &["dusk"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let shown = text(&output.stdout);
    let faint: Vec<&str> = shown.lines().filter(|line| line.contains("too little")).collect();
    assert_eq!(
        faint,
        [
            "dusk    muted             #77778a  #2e2e3f background, tinted    3.01:1  too little; #9696a5 would do"
        ]
    );
    assert!(text(&output.stderr).contains("warning[low-contrast]"), "{output:?}");

    let output = run(&site, "themes", &["--format", "json"]).output().unwrap();
    let rows: Vec<serde_json::Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let faint: Vec<_> = rows.iter().filter(|row| row["enough"] == false).collect();
    assert_eq!((rows.len(), faint.len()), (144, 1), "{faint:?}");
    assert_eq!(faint[0]["instead"], "#9696a5");

    let output = run(&site, "themes", &["dust"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(text(&output.stderr).contains("did you mean `dusk`?"), "{output:?}");
}

#[test]
fn quiet_shows_faults_only() {
    let sound = site(&[("content/site.edn", SITE), ("content/a.md", "# A\n")]);
    let output = build(&sound, &["--quiet"]);
    assert_eq!((text(&output.stdout), text(&output.stderr)), (String::new(), String::new()));
    let output = build(&site(DOUBTFUL), &["--quiet"]);
    assert!(text(&output.stderr).starts_with("warning[unknown-key]"), "{output:?}");
    assert!(!text(&output.stderr).contains("Published"), "{output:?}");
}

#[test]
fn colour_is_for_terminals() {
    let site = site(BROKEN);
    for (name, value, is_coloured) in
        [("NO_COLOR", "1", false), ("TERM", "xterm-256color", false), ("CLICOLOR_FORCE", "1", true)]
    {
        let output = command(&site, &[]).env(name, value).output().unwrap();
        assert_eq!(text(&output.stderr).contains('\u{1b}'), is_coloured, "{name}: {output:?}");
    }
}

#[test]
fn the_output_folder_and_the_moment_may_be_chosen() {
    let post = ":page/title A\n:post/published #time/ldt \"2025-01-01T12:00\"\n";
    let site = site(&[
        ("content/site.edn", SITE),
        ("content/a.md", post),
        ("content/b.md", ":page/title B\n:page/draft? true\n"),
    ]);
    let elsewhere = TempDir::new().unwrap();
    let folder = elsewhere.path().join("deep/site");
    let shows = |arguments: &[&str], page: &str| {
        let output = command(&site, arguments).arg("--output").arg(&folder).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        folder.join(page).join("index.html").is_file()
    };
    assert!(!shows(&["--now", "2025-01-01T11:59:59Z"], "a"));
    assert!(shows(&["--now", "2025-01-01T12:00:00Z"], "a"));
    assert!(shows(&["--now", "2025-01-02"], "a"));
    assert!(shows(&["--now", "2025-01-01", "--future"], "a"));
    assert!(!shows(&[], "b"));
    assert!(shows(&["--drafts"], "b"));
    assert!(!site.path().join("public").exists());
}

#[test]
fn files_of_no_known_kind_are_left_alone() {
    let others = [
        "content/x.hs",
        "content/x.org",
        "content/.#a.md",
        "content/#a.md#",
        "content/a.md~",
        "content/.hidden.md",
        "content/.git/a.md",
    ];
    let mut files = vec![("content/site.edn", SITE), ("content/a.md", "# A\n")];
    files.extend(others.iter().map(|name| (*name, "{:broken")));
    let output = build(&site(&files), &["--strict"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[test]
fn a_folder_without_content_cannot_be_read() {
    let output = build(&TempDir::new().unwrap(), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).starts_with("error[unreadable]: the site has no `content` folder\n"),
        "{output:?}"
    );
    assert!(text(&output.stderr).contains("= help: "), "{output:?}");
}

#[test]
fn a_foreign_file_stops_publishing() {
    let site =
        site(&[("content/site.edn", SITE), ("content/a.md", "# A\n"), ("public/a/index.html", "mine")]);
    let output = build(&site, &[]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(text(&output.stderr).starts_with("error[foreign-file]: "), "{output:?}");
    assert_eq!(fs::read_to_string(site.path().join("public/a/index.html")).unwrap(), "mine");
    assert!(!site.path().join("public/index.html").exists());
}

#[test]
fn a_file_in_the_place_of_the_output_folder_stops_publishing() {
    let site = site(&[("content/site.edn", SITE), ("content/a.md", "# A\n"), ("public", "mine")]);
    let output = build(&site, &["--format", "json"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let object: serde_json::Value = serde_json::from_str(text(&output.stdout).trim()).unwrap();
    assert_eq!(object["code"], "unwritable");
    assert_eq!(fs::read_to_string(site.path().join("public")).unwrap(), "mine");
}

#[cfg(unix)]
#[test]
fn a_file_that_leads_nowhere_cannot_be_read() {
    let site = site(&[("content/site.edn", SITE), ("content/a.md", "# A\n")]);
    std::os::unix::fs::symlink("nowhere.md", site.path().join("content/b.md")).unwrap();
    let output = build(&site, &[]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(text(&output.stderr).starts_with("error[unreadable]: "), "{output:?}");
    assert!(text(&output.stderr).contains("content/b.md"), "{output:?}");
}

fn site(files: &[(&str, &str)]) -> TempDir {
    let root = TempDir::new().unwrap();
    for (path, text) in files {
        temp_site::write(root.path(), path, text);
    }
    root
}

fn command(site: &TempDir, arguments: &[&str]) -> Command {
    run(site, "build", arguments)
}

fn run(site: &TempDir, subcommand: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diglot"));
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command.arg(subcommand).arg("--root").arg(Path::new(site.path())).args(arguments);
    command
}

fn build(site: &TempDir, arguments: &[&str]) -> Output {
    command(site, arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
