//! Whatever the files of a site hold, a build neither panics nor is at a loss for words.

use diglot::base::{Code, Diagnostic, FilePath};
use diglot::pipeline::{Sections, Silent, plan_site, source_text};
use diglot::translation::{Selection, TranslationState, compare, mark, suggest};
use proptest::prelude::*;

use crate::support::site::Site;

const SECTIONS: &str = r#"(:page/title A\n|:page/title|:page/locale :en\n|:page/locale :x\n|:page/uri /a/b\n|:page/uri /\n|:page/slug ../c\n|:page/slug \n|:page/alt-uris [\"/old/\" \"/\" x]\n|:page/kind :y\n|:page/draft\? true\n|:page/draft\? no\n|:tech-blog/published 2024-01-01\n|:post/published #time/ldt \"2024-03-31T02:30\"\n|:tech-blog/tags [:css :a/b]\n|:tech-blog/tags css\n|:tech-blog/author :me\n|:tech-blog/series :s\n|:tech-blog/description *d*\n|:tech-blog/image /x.png\n|:open-graph/title \"\n|=====\n|:section/title B\n|:section/title Blåbær\n|:section/body\n|:section/theme :dark1\n|:section/kind :quote\n|:section/id b\n|:section/locale :ar\n|:series/id :s\n|:my/key [1 2\n|text\n|\n|```clj\n|```\n|<div id="b">\n|</div>\n|<img src=/x.png>\n|\[a\]\(/b/\#c\)\n|\[a\]\( <x> \n|\#\# B\n|\[\^1\]\n|\[\^1\]: c\n|: d\n|:e\n|> \[!NOTE]\n|🙂|\u{feff}|-----\n|<!--\n|-->\n|---\n|title: A\n|:title x\n| :page/slug y\n|\{"a": 1\}\n){0,16}"#;

const DATA: &str = r#"(\{|\}|\[|\]|:tag/id |:css |:tag/name |"CSS" |:nb |:en |:page/title |:page/body |:page/uri |"/a/" |:author/id |:me |:author/photo |:author/uri |:series/id |:s |\#inst |"x|"|; c\n|7 |nil |:x/y |:background |"\#fff" ){0,14}"#;

const SETTINGS: &str = r#"( :site/title "T"| :site/title \{:nb "T" :en 7\}| :site/time-zone "Europe/Oslo"| :site/time-zone :x| :site/author :me| :site/author \{:author/name "M"\}| :site/uris \{:post "/\{year\}/\{slug\}/"\}| :site/uris \{:post "/x/" :page \{:en "/\{path\}"\} :tag "\{"\}| :site/prefix-default-locale\? true| :site/posts-per-page 1| :site/feed-size 0| :site/missing-translation :show-original| :site/navigation \[\{:nav/title "A" :nav/uri "/a/"\} 7\]| :site/extra \{:a 1\}| :site/allow \{:broken-link "x" :nothing 7\}| :site/nothing 1){0,5}"#;

const TEMPLATE: &str = r#"(\{\{ page.title \}\}|\{\{ page.nothing \}\}|\{\{ nothing|\{% for x in sections %\}|\{% endfor %\}|\{% extends "base.html" %\}|\{% include "x.html" %\}|\{\{ t\(key="nothing"\) \}\}|<a href="/a/">|<img src="x.png">|<p id=b>|\n){0,6}"#;

proptest! {
    // A site takes longer than a value does.
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn any_site_is_built_or_told(
        sections in prop::collection::vec(SECTIONS, 3),
        data in prop::collection::vec(DATA, 4),
        settings in SETTINGS,
        template in TEMPLATE,
        base in prop::sample::select(vec!["https://blog.example", "https://blog.example/a/b/", "blog"]),
    ) {
        let separator = "-".repeat(80);
        let sections: Vec<String> = sections.iter().map(|text| text.replace("=====", &separator)).collect();
        let settings = format!("{{:site/base-url \"{base}\" :site/locales [:nb :en]{settings}}}");
        let mut files = vec![
            ("content/site.edn", settings.as_str()),
            ("content/a.md", &sections[0]),
            ("content/a.en.md", &sections[1]),
            ("content/b/index.md", &sections[2]),
            ("content/tags.edn", &data[0]),
            ("content/pages.edn", &data[1]),
            ("content/people/me.edn", &data[2]),
            ("content/themes.edn", &data[3]),
            ("static/x.png", "no image"),
        ];
        if !template.is_empty() {
            files.push(("templates/page.html", &template));
        }
        let mut site = Site::of(&files);
        site.policy.allow = Code::ALL.to_vec();
        let snapshot = site.snapshot();
        let build = site.build();
        for diagnostic in &build.diagnostics {
            sound(diagnostic, |file| source_text(&snapshot, file))?;
        }
        prop_assert!(build.outputs.is_some(), "everything is allowed");

        let planned = plan_site(&snapshot, &mut Sections::default(), &Silent);
        let resolver = planned.resolver();
        suggest(&planned.site);
        let reports = compare(resolver, &TranslationState::default());
        let (state, _) = mark(&planned.site, &TranslationState::default(), &reports, &Selection::default(), true);
        let read = TranslationState::read(&FilePath::new("translations.edn"), &state.write(), &mut Vec::new());
        prop_assert_eq!(read.as_ref(), Some(&state));
        let told = compare(resolver, &state).into_iter().flat_map(|report| report.sections);
        prop_assert!(told.flat_map(|section| section.differences).all(|difference| difference.is_intentional));
    }
}

/// Holds what is true of every diagnostic: it says the way out, and its places lie in their texts.
fn sound(diagnostic: &Diagnostic, text: impl Fn(&FilePath) -> Option<String>) -> Result<(), TestCaseError> {
    prop_assert!(diagnostic.help.as_ref().is_some_and(|help| !help.is_empty()), "{diagnostic:?}");
    prop_assert!(!diagnostic.message.is_empty() && !diagnostic.message.ends_with('.'), "{diagnostic:?}");
    let notes = diagnostic.notes.iter().filter_map(|note| note.place.as_ref());
    for place in diagnostic.place.iter().chain(notes) {
        if let Some(text) = text(&place.file) {
            prop_assert!(text.get(place.span.range()).is_some(), "{diagnostic:?}");
        }
    }
    Ok(())
}
