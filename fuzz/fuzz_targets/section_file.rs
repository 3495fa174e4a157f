//! A section file of any text: reading it never panics, and its faults lie within it.
#![no_main]

use std::sync::LazyLock;

use diglot::base::FilePath;
use diglot::document::{Bodies, Context, OwnKinds, PageSource, Stem, TemplateIds, compile, records_of};
use diglot::locale::{Locale, PerLocale, Slugs};
use diglot::markup::BodyTexts;
use diglot::source::Text;
use libfuzzer_sys::fuzz_target;

static CONTEXT: LazyLock<Context> = LazyLock::new(|| Context {
    locales: ["nb", "en"].iter().filter_map(|tag| Locale::parse(tag)).collect(),
    zone: "Europe/Oslo".parse().expect("a zone of the database"),
    words: PerLocale::new(),
    words_elsewhere: BodyTexts::default(),
    quotes: PerLocale::new(),
    slugs: Slugs::default(),
    own_kinds: OwnKinds::default(),
    detector: None,
    template_ids: TemplateIds::default(),
});

fuzz_target!(|bytes: &[u8]| {
    let mut diagnostics = Vec::new();
    let file = FilePath::new("content/post.md");
    let text = Text::decode(&file, bytes, &mut diagnostics).text;
    let records = records_of(&file, &text, &mut diagnostics);
    let stem = Stem::of(&file, &CONTEXT.locales);
    let source = PageSource { file: &file, stem, content: records.page(&text) };
    let document = compile(source, &CONTEXT, &mut Bodies::new(), &mut diagnostics);
    let anchors = document.bodies().flat_map(|body| &body.anchors).map(|anchor| anchor.span);
    let faults = diagnostics.iter().filter_map(|fault| fault.place.as_ref()).map(|place| place.span);
    for span in anchors.chain(faults) {
        assert!(span.start <= span.end && span.end as usize <= text.len(), "{span:?}");
    }
});
