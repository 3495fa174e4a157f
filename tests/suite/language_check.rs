//! What texts are written in, against what they claim: a table of passages, and the project's own
//! blog with its claims turned round.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use diglot::base::{Code, Diagnostic, FilePath, Origin, Span};
use diglot::document::{Bodies, Context, OwnKinds, PageSource, Stem, TemplateIds, compile, records_of};
use diglot::locale::{Detector, Locale, PerLocale, Slugs, sentences};
use diglot::markup::{BodyTexts, passages as passages_of};
use proptest::prelude::*;

/// Each line of `tests/cases/languages/written-in.txt` holds the site's locales, the one that the
/// page claims, the one that is told (`-` for none), and the page's body.
#[test]
fn passages() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/languages/written-in.txt");
    let mut failures = String::new();
    let mut count = 0;
    let table = fs::read_to_string(path).expect("the table is there");
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let columns: Vec<&str> = line.splitn(4, " | ").collect();
        let [locales, claimed, expected, body] = columns[..] else { panic!("four columns, please: {line}") };
        let locales: Vec<&str> = locales.split(' ').collect();
        let body = body.replace('¶', "\n");
        let found = told(
            &locales,
            "content/x.md",
            &format!(":page/title X\n:page/locale :{claimed}\n:page/body\n\n{body}\n"),
        );
        let tags: Vec<&str> = found.iter().filter_map(|fault| fault.message.split('`').nth(1)).collect();
        count += 1;
        let expected = if expected == "-" { "" } else { expected };
        if tags.join(" ") != expected {
            let _ = writeln!(failures, "{line}\n  but: {tags:?}");
        }
    }
    assert!(count > 0, "there are no cases");
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn own_posts_with_a_wrong_claim_are_told_as_a_whole() {
    let mut failures = String::new();
    for (file, text) in own_files() {
        let own =
            Stem::of(&file, &locales(&["nb", "en"])).locale.expect("the blog's files name their locale");
        let other = if own.tag() == "nb" { "en" } else { "nb" };
        let title = text.find(":page/title").expect("a page has a title");
        let first_block = title..text[title..].find("\n---").map_or(text.len(), |end| title + end);
        let mut swapped = text.clone();
        if let Some(at) = text[first_block.clone()].find(":page/locale") {
            let line = first_block.start + at;
            let end = line + text[line..].find('\n').expect("a line ends");
            swapped.replace_range(line..=end, "");
        }
        swapped.insert_str(title, &format!(":page/locale :{other}\n"));
        assert!(told(&["nb", "en"], file.as_str(), &text).is_empty(), "{file}");
        let found = told(&["nb", "en"], file.as_str(), &swapped);
        let place = found.first().and_then(|fault| fault.place.as_ref());
        let at = place.map(|place| &swapped[place.span.range()]);
        if found.len() != 1 || at != Some(format!(":{other}").as_str()) {
            let _ = writeln!(failures, "{file}: {at:?} {found:#?}");
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn a_paragraph_that_is_moved_to_the_translation_is_told_at_its_line() {
    let files = own_files();
    let mut moved = 0;
    for (file, text) in &files {
        let stem = Stem::of(file, &locales(&["nb", "en"]));
        let other = files.iter().find(|(other, _)| {
            let other = Stem::of(other, &locales(&["nb", "en"]));
            other.path == stem.path && other.locale != stem.locale
        });
        let Some((_, other)) = other else { continue };
        let (Some(paragraph), Some(neighbour)) = (paragraph(other), paragraph(text)) else { continue };
        let mixed = text.replacen(neighbour, &format!("{neighbour}\n\n{paragraph}"), 1);
        let found = told(&["nb", "en"], file.as_str(), &mixed);
        let place = found.first().and_then(|fault| fault.place.as_ref());
        let at = place.map(|place| &mixed[place.span.range()]);
        assert_eq!((found.len(), at), (1, Some(paragraph)), "{file}: {found:#?}");
        moved += 1;
    }
    assert!(moved > 10, "only {moved} paragraphs were moved");
}

/// The first paragraph of a file's bodies that is plain prose.
fn paragraph(text: &str) -> Option<&str> {
    let plain = |paragraph: &&str| {
        paragraph.starts_with(char::is_alphabetic)
            && paragraph.len() > 150
            && !paragraph.contains(['`', '<', '[', '*', ':'])
    };
    let bodies = text.find("/body\n")?;
    text[bodies..].split("\n\n").map(str::trim).find(plain)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn passages_have_their_places_in_any_text(text in MARKDOWN) {
        let origin = Origin { file: FilePath::new("x.md"), span: Span::new(0, text.len()), verbatim: true };
        for passage in passages_of(&text, &origin) {
            for range in sentences(&passage.text) {
                let span = passage.span(range);
                prop_assert!(text.get(span.range()).is_some(), "{:?} of {:?}", span, text);
            }
        }
    }
}

const MARKDOWN: &str = r#"(å|Æ. |b c|\[|\]\(x\)|!|<|>|\*|`|```|\n|\n\n|\n> |    |- |\||-|&amp;|\\|\t|<div>|</div>|<p lang=nb>|<q>|</q>|<br>|<pre>|</pre>|\r|\[\^1\]|: |# |\{lang=en\}){0,30}"#;

/// The section files of the project's blog.
fn own_files() -> Vec<(FilePath, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let walk = walkdir::WalkDir::new(root.join("content")).sort_by_file_name();
    let files = walk.into_iter().map(|entry| entry.expect("the content can be read").into_path());
    let read = |path: std::path::PathBuf| {
        let name = path.strip_prefix(root).expect("it lies below").to_string_lossy().into_owned();
        (FilePath::new(&name), fs::read_to_string(&path).expect("a file of the blog can be read"))
    };
    files.filter(|path| path.extension().is_some_and(|ending| ending == "md")).map(read).collect()
}

/// What is told of a page's languages on a site of these locales.
fn told(tags: &[&str], file: &str, text: &str) -> Vec<Diagnostic> {
    let locales = locales(tags);
    let context = Context {
        detector: Some(Detector::new(&locales)),
        zone: chrono_tz::UTC,
        words: PerLocale::new(),
        words_elsewhere: BodyTexts::default(),
        quotes: PerLocale::new(),
        slugs: Slugs::default(),
        own_kinds: OwnKinds::default(),
        template_ids: TemplateIds::default(),
        locales,
    };
    let file = FilePath::new(file);
    let mut diagnostics = Vec::new();
    let records = records_of(&file, text, &mut diagnostics);
    let stem = Stem::of(&file, &context.locales);
    let source = PageSource { file: &file, stem, content: records.page(text) };
    compile(source, &context, &mut Bodies::new(), &mut diagnostics);
    diagnostics.retain(|fault| fault.code == Code::WrongLanguage);
    diagnostics
}

fn locales(tags: &[&str]) -> Vec<Locale> {
    tags.iter().map(|tag| Locale::parse(tag).expect("a tag")).collect()
}
