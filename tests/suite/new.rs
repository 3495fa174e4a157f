//! `diglot new`: the posts and translations that it begins, and what it refuses.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::support::temp_site;

const SETTINGS: &str = "{:site/base-url \"https://blog.example\" :site/locales [:nb :en :de]\n \
                        :site/time-zone \"Europe/Oslo\" :site/social-cards false}";

const BREAD: &str = ":page/title Brød tar tid
:page/slug brod
:post/published 2024-02-01
:post/tags [:baking]
:my/mood glad
:my/minutes 45
:post/description Om *brød* som ikke er noe hastverk, og som det er verdt å vente på.

--------------------------------------------------------------------------------
:section/title Deigen
:section/id deig
:section/theme :fjord
:section/image /loaf.svg
:section/image-alt Et brød som ligger på en fjøl
:section/body

Dette er en tekst som er skrevet på norsk, og det er ikke noen som har oversatt den til engelsk ennå.

```clj
(knead! 10)
:page/title no key
```

--------------------------------------------------------------------------------
:section/kind :quote
:section/body

\\:smil, sa hun, og det var ikke mer å si om den saken.
";

/// A blog in a folder.
struct Blog(TempDir);

impl Blog {
    fn new(files: &[(&str, &str)]) -> Self {
        let blog = Self(tempfile::tempdir().unwrap());
        blog.write("content/site.edn", SETTINGS);
        files.iter().for_each(|(path, text)| blog.write(path, text));
        blog
    }

    fn write(&self, path: &str, text: &str) {
        temp_site::write(self.0.path(), path, text);
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.path().join(path)).unwrap()
    }

    /// What a command says, on both streams, and the code that it answers with.
    fn run(&self, arguments: &[&str]) -> (i32, String) {
        run(self.0.path(), self.0.path(), arguments)
    }

    /// The file that `diglot new` has made.
    fn made(&self, arguments: &[&str]) -> String {
        let now = ["--now", "2024-05-17T10:00:00Z"];
        let (code, told) = self.run(&[&["new"], arguments, &now].concat());
        assert_eq!(code, 0, "{told}");
        told.lines().next().unwrap().to_owned()
    }
}

fn run(folder: &Path, home: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diglot"));
    command.args(arguments).current_dir(folder).env("NO_COLOR", "1").stdin(Stdio::null());
    for name in ["GIT_AUTHOR_EMAIL", "XDG_CONFIG_HOME"] {
        command.env_remove(name);
    }
    let output = command.env("HOME", home).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(said).unwrap())
}

#[test]
fn a_post_is_begun() {
    let blog = Blog::new(&[]);
    assert_eq!(blog.made(&["Brød tar tid", "--tags", "baking,:tag/rye"]), "content/posts/brod-tar-tid.nb.md");
    let expected = ":page/title Brød tar tid
:post/published #time/ldt \"2024-05-17T12:00\"
:post/tags [:baking :rye]
:post/body

";
    assert_eq!(blog.read("content/posts/brod-tar-tid.nb.md"), expected);
    assert_eq!(
        blog.made(&["Ärger", "--locale", "de", "--sections", "--draft"]),
        "content/posts/aerger.de.md"
    );
    let expected = format!(
        ":page/title Ärger
:page/draft? true
:post/published #time/ldt \"2024-05-17T12:00\"

{}
:section/title Ärger
:section/body

",
        "-".repeat(80)
    );
    assert_eq!(blog.read("content/posts/aerger.de.md"), expected);
    let (code, told) = blog.run(&["build", "--strict", "--quiet", "--drafts"]);
    assert_eq!((code, told.as_str()), (0, ""));
}

#[test]
fn a_post_lies_beside_the_newest_of_its_language() {
    let post = ":page/title B\n:post/published 2024-02-01\n:post/body B";
    for (files, arguments, expected) in [
        (vec!["content/b.nb.md"], vec!["C"], "content/c.nb.md"),
        (vec!["content/notes/b.md"], vec!["C"], "content/notes/c.md"),
        (vec!["content/notes/b.md"], vec!["C", "--locale", "en"], "content/notes/c.en.md"),
        (vec!["content/nb/notes/b.md"], vec!["C", "--locale", "en"], "content/en/notes/c.md"),
        (vec!["content/nb/b.md", "content/eng/b.en.md"], vec!["C", "--locale", "en"], "content/eng/c.en.md"),
    ] {
        let blog = Blog::new(&files.iter().map(|file| (*file, post)).collect::<Vec<_>>());
        assert_eq!(blog.made(&arguments), expected, "{files:?}");
    }
}

#[test]
fn the_author_is_the_one_whom_git_knows() {
    let authors = "[{:author/id :kari :author/name \"Kari\" :author/email \"kari@blog.example\"}\n \
                   {:author/id :ola :author/name \"Ola\" :author/email \"ola@blog.example\"}]";
    let blog = Blog::new(&[("content/authors.edn", authors)]);
    assert!(!blog.read(&blog.made(&["A"])).contains(":post/author"));
    blog.write(".gitconfig", "[user]\n\tname = Ola\n\temail = OLA@blog.example\n");
    assert!(blog.read(&blog.made(&["B"])).contains("\n:post/author :ola\n"));
    blog.write(".git/config", "[core]\n\tbare = false\n[user]\n\temail = kari@blog.example\n");
    assert!(blog.read(&blog.made(&["C"])).contains("\n:post/author :kari\n"));
    assert!(blog.read(&blog.made(&["D", "--author", "ola"])).contains("\n:post/author :ola\n"));
    let (code, told) = blog.run(&["build", "--strict", "--quiet"]);
    assert_eq!((code, told.as_str()), (0, ""));
    let pages = blog.0.path().join("public");
    let page = fs::read_to_string(pages.join("d/index.html")).unwrap();
    assert!(page.contains("Ola") && !page.contains("ola@blog.example"), "an address is not published");
}

#[test]
fn a_translation_is_begun() {
    let image = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"2\" height=\"2\"/>";
    let blog = Blog::new(&[("content/posts/bread.nb.md", BREAD), ("static/loaf.svg", image)]);
    assert_eq!(blog.made(&["--translation", "bread", "--locale", "en"]), "content/posts/bread.en.md");
    let text = blog.read("content/posts/bread.en.md");
    let (page, sections) = text.split_once("\n---").unwrap();
    let expected = ":page/title Brød tar tid
:page/draft? true
:my/mood glad
:post/description

Om *brød* som ikke er noe hastverk, og som det er verdt å vente på.
";
    assert_eq!(page, expected);
    assert_eq!(sections, BREAD.split_once("\n---").unwrap().1);

    // Nothing of it is published or judged as long as nobody has translated it.
    let build = ["build", "--strict", "--quiet", "--no-cache"];
    assert_eq!(blog.run(&build), (0, String::new()));
    assert!(!blog.0.path().join("public/en/bread/index.html").exists());
    assert_eq!(blog.run(&[&build[..], &["--drafts"]].concat()), (0, String::new()));
    let (_, told) = blog.run(&["translations"]);
    assert!(told.contains("begun: `content/posts/bread.en.md` is a draft"), "{told}");

    // Neither is what is left of one that is half translated.
    let translated =
        "This is a text that has been written in English, and there is nothing of it that is not.";
    let at = text.find("Dette er").unwrap();
    let end = at + text[at..].find('\n').unwrap();
    blog.write("content/posts/bread.en.md", &format!("{}{translated}{}", &text[..at], &text[end..]));
    assert_eq!(blog.run(&[&build[..], &["--drafts"]].concat()), (0, String::new()));

    // What has changed is judged, and so is what is no draft any more.
    let changes = [
        ("Brød tar", "Brød tar lang"),
        ("Om *", "Om det *"),
        ("som har", "som noensinne har"),
        ("mer å", "noe mer å"),
    ];
    let changed = changes.iter().fold(text.clone(), |text, (from, to)| text.replace(from, to));
    blog.write("content/posts/bread.en.md", &changed);
    let (code, told) = blog.run(&[&build[..], &["--drafts"]].concat());
    assert!(code == 1 && told.contains("[wrong-language]: the page is written in `nb`"), "{told}");
    blog.write("content/posts/bread.en.md", &text.replace(":page/draft? true\n", ""));
    let (code, told) = blog.run(&build);
    assert!(code == 1 && told.contains("[wrong-language]: the page is written in `nb`"), "{told}");
}

#[test]
fn a_page_without_keys_and_one_in_a_folder_are_translated_too() {
    let blog = Blog::new(&[
        ("content/nb/om.md", "# Om *oss*\n\nVi baker.\n"),
        ("content/en/om.md", "# About\n\nWe bake.\n"),
    ]);
    assert_eq!(blog.made(&["--translation", "om"]), "content/de/om.md");
    let expected = ":page/title Om oss\n:page/draft? true\n:page/body\n\nVi baker.\n";
    assert_eq!(blog.read("content/de/om.md"), expected);
}

#[test]
fn what_cannot_be_is_told_with_the_way_out() {
    let blog = Blog::new(&[
        ("content/posts/bread.nb.md", BREAD),
        ("content/posts/salt.md", ":page/title Salt\n:post/published 2024-01-01\n:post/body Salt."),
        ("content/tags.edn", "{:baking \"Baking\"}"),
        ("content/pages.edn", "{:page/title \"Om\" :page/uri \"/om/\" :page/body \"Vi.\"}"),
    ]);
    for (arguments, code, fault, help) in [
        (vec!["Bread"], 2, "`content/posts/bread.nb.md` is there already", "choose another title"),
        (vec!["Salt"], 2, "`content/posts/salt.md` is there already", "choose another title"),
        (vec!["!"], 2, "`!` has no letter and no digit", "a title with words"),
        (vec!["A", "--locale", "fr"], 2, "the site is not in `fr`", "add it to `:site/locales`"),
        (vec!["A", "--locale", "no"], 2, "the site is not in `no`", "did you mean `nb`?"),
        (vec!["A", "--tags", "bakin"], 2, "the site has no tag `bakin`", "did you mean `baking`?"),
        (vec!["A", "--author", "kari"], 2, "the site has no author `kari`", "add it to `authors.edn`"),
        (vec!["--translation", "bred"], 2, "no page is named `bred`", "did you mean"),
        (vec!["--translation", "bread"], 2, "lacks more than one language", "`:en`, `:de`"),
        (vec!["--translation", "bread", "--locale", "nb"], 2, "is in `nb` already", "go on with that file"),
        (vec!["--translation", "/om/", "--locale", "en"], 2, "`content/pages.edn`", "`:page/locale :en`"),
        (vec!["A", "--translation", "bread"], 2, "cannot be used with", "Usage"),
        (vec![], 2, "TITLE", "Usage"),
    ] {
        let (answer, told) = blog.run(&[&["new"], &arguments[..]].concat());
        assert_eq!(answer, code, "{arguments:?}: {told}");
        assert!(told.contains(fault) && told.contains(help), "{arguments:?}: {told}");
    }
    let empty = tempfile::tempdir().unwrap();
    let (code, told) = run(empty.path(), empty.path(), &["new", "A"]);
    assert!(code == 1 && told.contains("`diglot init` begins a blog"), "{told}");
    let long = "x".repeat(300);
    let (code, told) = blog.run(&["new", &long]);
    assert!(code == 1 && told.contains("choose a shorter one"), "{told}");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let other = tempfile::tempdir().unwrap();
    let blog = Blog::new(&[]);
    std::os::unix::fs::symlink(other.path(), blog.0.path().join("content/posts")).unwrap();
    let (code, told) = blog.run(&["new", "A"]);
    assert!(code == 1 && told.contains("a symbolic link"), "{told}");
    assert_eq!(fs::read_dir(other.path()).unwrap().count(), 0);
}
