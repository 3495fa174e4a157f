//! What lies behind the pages of a site that is served: the panel, what is told of a page, both
//! languages at once.

use std::fs;

use chrono::{DateTime, Utc};
use diglot::serve::http::{IN_PAIR, Request, Response};
use diglot::serve::{DevSession, SiteState};
use diglot::source::Options;
use tempfile::TempDir;

const SEPARATOR: &str = "--------------------------------------------------------------------------------";

/// A site in a folder of its own.
struct Folder(TempDir);

impl Folder {
    fn new(settings: &str) -> Self {
        let folder = Self(TempDir::new().unwrap());
        folder.write("content/site.edn", settings);
        folder.write("content/keys.nb.md", &post("Nøkler & <lås>", &["En.", "To.", "Tre."]));
        folder.write("content/keys.en.md", &post("Keys", &["One.", "Two."]));
        folder
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn state(&self) -> SiteState {
        let clock = || -> DateTime<Utc> { "2024-06-01T12:00:00Z".parse().unwrap() };
        let options = Options { drafts: true, future: true, ..Options::default() };
        DevSession::new(self.0.path(), options, &clock).build(&|fault, _| fault.message.clone()).state
    }
}

const SETTINGS: &str =
    "{:site/base-url \"https://blog.example/b\" :site/locales [:nb :en] :site/title \"Blog\"}";

fn post(title: &str, sections: &[&str]) -> String {
    let head = format!(":page/title {title}\n:post/published 2024-01-01\n:post/tags []\n");
    let section =
        |text: &&str| format!("{SEPARATOR}\n:section/body\n\n{text}\n\n```js\n{}\n```\n", text.len());
    head + &sections.iter().map(section).collect::<String>()
}

fn text(answer: &Response) -> String {
    String::from_utf8(answer.body.content.read().unwrap().to_vec()).unwrap()
}

fn own(state: &SiteState, path: &str) -> (u16, String) {
    let answer = state.own(path);
    (answer.status, text(&answer))
}

#[test]
fn what_lies_behind_a_page_is_found_and_escaped() {
    let state = Folder::new(SETTINGS).state();
    for (path, status, part) in [
        ("", 200, "<a class=\"title\" lang=\"nb\" href=\"/b/keys/\">Nøkler &amp; &lt;lås&gt;</a>"),
        ("", 200, "href=\"/b/__diglot/pair/keys/\""),
        ("", 200, "2 posts and 0 pages in 2 languages; nothing is wrong"),
        ("page/en/keys/", 200, "href=\"/b/__diglot/page/content/keys.en.md\""),
        ("page/en/keys", 200, "<h1>Keys</h1>"),
        ("page/content/keys.en.md", 200, "its text rebuilds"),
        ("page/content%2Fkeys.en.md", 200, "its text rebuilds"),
        ("page/en/kyes/", 404, "did you mean `/en/keys/`?"),
        ("page/%3Cb%3E", 404, "&lt;b&gt;"),
        ("pair/en/keys/", 200, "<iframe src=\"/b/keys/?__diglot=pair\" title=\"Nøkler &amp; &lt;lås&gt;\""),
        ("pair/en/keys/", 200, "Nøkler &amp; &lt;lås&gt; – Diglot"),
        ("pair/en/keys/?left=en&right=nb", 200, "id=\"left\" aria-label=\"English\""),
        ("pair/archive/", 404, "No page of yours stands here"),
        ("pair/nothing/", 404, "No page of yours stands here"),
        ("nothing", 404, "Not found"),
        ("nothing/at/all", 404, "Not found"),
    ] {
        let (found, html) = own(&state, path);
        assert_eq!(found, status, "{path}");
        let part = if path == "pair/en/keys/" {
            part.replace("Nøkler &amp; &lt;lås&gt; – D", "Keys – D")
        } else {
            part.to_owned()
        };
        assert!(html.contains(&part), "{path}: `{part}` in {html}");
    }
}

#[test]
fn a_pair_says_of_each_section_what_is_to_be_said() {
    let folder = Folder::new(SETTINGS);
    let rows = |state: &SiteState| -> serde_json::Value {
        let html = own(state, "pair/keys/").1;
        let (_, json) = html.split_once("id=\"rows\">").unwrap();
        serde_json::from_str(json.split_once("</script>").unwrap().0).unwrap()
    };
    let found = rows(&folder.state());
    assert_eq!(found.as_array().unwrap().len(), 3);
    assert_eq!(found[0]["left"], 0);
    let kinds = |row: &serde_json::Value| {
        let remarks = row["remarks"].as_array().unwrap().iter();
        remarks.map(|remark| remark["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all: Vec<Vec<String>> = found.as_array().unwrap().iter().map(kinds).collect();
    assert_eq!(all.iter().flatten().filter(|kind| *kind == "missing-section").count(), 1, "{all:?}");
    assert!(own(&folder.state(), "pair/keys/").1.contains("diglot translations --mark keys"));

    fs::remove_file(folder.0.path().join("content/keys.en.md")).unwrap();
    let html = own(&folder.state(), "pair/keys/").1;
    assert!(html.contains("<pre>cp content/keys.nb.md content/keys.en.md</pre>"), "{html}");
    let one = SETTINGS.replace(":nb :en", ":nb");
    let (status, html) = own(&Folder::new(&one).state(), "pair/keys/");
    assert!(status == 404 && html.contains("The site has one language"), "{html}");
}

#[test]
fn a_page_beside_its_translation_tells_where_its_sections_begin_and_no_other_does() {
    let folder = Folder::new(SETTINGS);
    let state = folder.state();
    let page = |target: &str, is_navigation: bool| {
        text(&state.respond(&Request { target, is_navigation, ..Request::default() }))
    };
    let in_pair = page(&format!("/b/keys/?{IN_PAIR}"), true);
    for (number, said) in ["En.", "To.", "Tre."].iter().enumerate() {
        let (_, after) = in_pair.split_once(&format!("<!--diglot:section {number}-->")).unwrap();
        let section = after.split("<!--diglot").next().unwrap();
        assert!(after.starts_with("<div class=\"section") && section.contains(said), "{number}: {section}");
    }
    assert!(in_pair.contains("&amp;quiet\"></script>"));
    let alone = page("/b/keys/", true);
    assert!(
        alone.contains("client.js?tag=") && !alone.contains("diglot:section") && !alone.contains("quiet")
    );
    assert_eq!(page(&format!("/b/keys/?{IN_PAIR}"), false), page("/b/keys/", false));
    assert!(!page("/b/keys/", false).contains("diglot"));
}

#[test]
fn drafts_and_what_is_to_come_are_told_with_the_event() {
    let folder = Folder::new(SETTINGS);
    let keys = post("Utkast", &["En."]);
    folder.write("content/draft.nb.md", &keys.replace(":post/published 2024-01-01\n", ""));
    folder.write("content/later.nb.md", &keys.replace("2024-01-01", "2031-05-17"));
    let state = folder.state();
    let mark = |page: &str| {
        let event: serde_json::Value = serde_json::from_str(&state.event(page)).unwrap();
        event["mark"].as_str().map(str::to_owned)
    };
    for (page, expected) in [
        ("/b/draft/", Some("Draft")),
        ("/b/draft/?x", None),
        ("/b/later/", Some("Will be published 2031-05-17")),
        ("/b/keys/", None),
        ("/b/", None),
        ("/b/__diglot/pair/draft/", None),
    ] {
        assert_eq!(mark(page).as_deref(), expected, "{page}");
    }
}

#[test]
fn the_servers_own_pages_have_the_tag_of_the_build() {
    let folder = Folder::new(SETTINGS);
    let clock = || -> DateTime<Utc> { "2024-06-01T12:00:00Z".parse().unwrap() };
    let mut session = DevSession::new(folder.0.path(), Options::default(), &clock);
    let describe = |fault: &diglot::base::Diagnostic, _: &diglot::source::Snapshot| fault.message.clone();
    let first = session.build(&describe).state;
    let tags = |state: &SiteState| ["/b/__diglot/", "/b/__diglot/pair/keys/"].map(|page| state.event(page));
    let before = tags(&first);
    assert_eq!(before, tags(&first));
    let page = first.event("/b/keys/");
    let second = session.build(&describe).state;
    assert_ne!(before, tags(&second));
    assert_eq!(page, second.event("/b/keys/"), "a page whose bytes stay hears nothing");
}
