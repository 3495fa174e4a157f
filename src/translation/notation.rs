//! The state as a text: EDN that people can read and `git` can merge.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::state::{Mark, PairKey, SectionName, TranslationState};
use crate::base::{Code, Diagnostic, FilePath, Place, Span, composed};
use crate::edn::{self, Form, FormKind};
use crate::locale::Locale;

/// What stands above the marks.
const HEADER: &str = "\
;; Which sections of the translations were right when somebody last looked: `diglot translations` reads it, and
;; `diglot translations --mark` writes it. Keep it with the posts. No page depends on it.
;;
;; A line is a section: the page's key, the languages of the original and the translation, the section (its number or its
;; `:section/id`; `:page` is the title and other texts of the page itself), and the digests of the section in both languages.
;; Differences that are meant follow in brackets. After a merge that ended in a conflict keep the lines of both sides.
";

impl TranslationState {
    /// Writes the state: the same state is always the same text, one line for each section, in
    /// order.
    pub fn write(&self) -> String {
        let mut text = format!("{HEADER}[\n");
        for (pair, marks) in &self.pairs {
            for mark in marks {
                let _ = writeln!(text, "{}", line(pair, mark));
            }
        }
        text.push_str("]\n");
        text
    }

    /// Reads what [`TranslationState::write`] has written, perhaps merged since; `None` where
    /// something in it is not understood, which is told at its place.
    pub fn read(file: &FilePath, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Self> {
        let before = diagnostics.len();
        if let Some(fault) = conflict(file, text) {
            diagnostics.push(fault);
            return None;
        }
        let form = edn::read_file(file, text, diagnostics);
        let mut state = TranslationState::default();
        match form.as_ref().map(|form| (form, &form.kind)) {
            None => {}
            Some((_, FormKind::Vector(lines))) => {
                for line in lines {
                    match read_line(line) {
                        Some((pair, mark)) => state.add(pair, mark),
                        None => diagnostics.push(
                            Diagnostic::at(
                                Place::new(file, line.span),
                                Code::InvalidEntry,
                                "this is no marked section",
                            )
                            .help("remove the line; `diglot translations --mark` writes it anew"),
                        ),
                    }
                }
            }
            Some((form, _)) => diagnostics.push(
                Diagnostic::at(
                    Place::new(file, form.span),
                    Code::InvalidEntry,
                    "marked sections stand in a vector",
                )
                .help("remove the file; `diglot translations --mark` writes it anew"),
            ),
        }
        (diagnostics.len() == before).then_some(state)
    }

    /// Adds a mark; where both sides of a merge have marked a section, it keeps both, and either
    /// may prove right.
    fn add(&mut self, pair: PairKey, mark: Mark) {
        let marks = self.pairs.entry(pair).or_default();
        if !marks.contains(&mark) {
            marks.push(mark);
        }
    }
}

fn line(pair: &PairKey, mark: &Mark) -> String {
    let digest = |digest: &Option<String>| digest.as_deref().map_or_else(|| "nil".to_owned(), quoted);
    let section = match &mark.section {
        SectionName::Page => ":page".to_owned(),
        SectionName::Number(number) => number.to_string(),
        SectionName::Id(id) => quoted(id),
    };
    let mut line = format!(
        "[{} :{} :{} {section} {} {}",
        quoted(&pair.key),
        pair.from,
        pair.to,
        digest(&mark.source),
        digest(&mark.translation)
    );
    if !mark.meant.is_empty() {
        let meant: Vec<String> = mark.meant.iter().map(|digest| quoted(digest)).collect();
        let _ = write!(line, " [{}]", meant.join(" "));
    }
    line.push(']');
    line
}

fn quoted(text: &str) -> String {
    Form::text(text).to_string()
}

fn read_line(form: &Form) -> Option<(PairKey, Mark)> {
    let FormKind::Vector(items) = &form.kind else { return None };
    let (fields, meant) = match items.as_slice() {
        [fields @ .., meant] if items.len() == 7 => (fields, Some(meant)),
        fields => (fields, None),
    };
    let [key, from, to, section, source, translation] = fields else { return None };
    let locale = |form: &Form| Locale::parse(form.as_keyword()?);
    let digest = |form: &Form| match &form.kind {
        FormKind::Nil => Some(None),
        FormKind::Text(digest) => Some(Some(digest.clone())),
        _ => None,
    };
    let section = match &section.kind {
        FormKind::Keyword(name) if name == "page" => SectionName::Page,
        FormKind::Integer(number) => SectionName::Number(usize::try_from(*number).ok()?),
        FormKind::Text(id) => SectionName::Id(composed(id).into_owned()),
        _ => return None,
    };
    let meant = match meant {
        None => BTreeSet::new(),
        Some(meant) => {
            let digests = meant.as_items()?.iter().map(|item| item.as_text().map(str::to_owned));
            digests.collect::<Option<_>>()?
        }
    };
    let pair = PairKey { key: composed(key.as_text()?).into_owned(), from: locale(from)?, to: locale(to)? };
    Some((pair, Mark { section, source: digest(source)?, translation: digest(translation)?, meant }))
}

/// The first conflict marker that a merge has left.
fn conflict(file: &FilePath, text: &str) -> Option<Diagnostic> {
    const MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];
    let mut start = 0;
    let found = text.split_inclusive('\n').find_map(|line| {
        let span = Span::new(start, start + line.trim_end().len());
        start += line.len();
        MARKERS.iter().any(|marker| line.starts_with(marker)).then_some(span)
    })?;
    let fault = "the file holds both sides of a merge";
    let help =
        "remove the lines of marks (`<<<<<<<`, `=======`, `>>>>>>>`) and keep the others of both sides";
    Some(
        Diagnostic::at(Place::new(file, found), Code::EdnSyntax, fault).label("a merge left this").help(help),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::into_composed;

    fn read(text: &str) -> (Option<TranslationState>, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let state = TranslationState::read(&FilePath::new("translations.edn"), text, &mut diagnostics);
        (state, diagnostics)
    }

    #[test]
    fn faults_are_told_at_their_lines() {
        for (text, at, message) in [
            ("[\n<<<<<<< HEAD\n]", "<<<<<<< HEAD", "the file holds both sides of a merge"),
            ("{}", "{}", "marked sections stand in a vector"),
            ("[[\"a\" :nb :en]]", "[\"a\" :nb :en]", "this is no marked section"),
            ("[[\"a\" :nb :en 1.5 nil nil]]", "[\"a\" :nb :en 1.5 nil nil]", "this is no marked section"),
            ("[[\"a\" :nb :en 1 nil nil nil]]", "[\"a\" :nb :en 1 nil nil nil]", "this is no marked section"),
        ] {
            let (state, diagnostics) = read(text);
            let [fault] = diagnostics.as_slice() else { panic!("{text}: {diagnostics:?}") };
            let place = fault.place.as_ref().unwrap();
            assert_eq!((&text[place.span.range()], fault.message.as_str()), (at, message));
            assert_eq!(state, None);
        }
        assert!(read("[[").0.is_none());
        assert_eq!(read("").0, Some(TranslationState::default()));
    }

    #[test]
    fn lines_of_both_sides_of_a_merge_are_kept() {
        let (state, _) = read(
            "[[\"a\" :nb :en 1 \"x\" \"y\"] [\"a\" :nb :en 1 \"z\" \"y\"] [\"a\" :nb :en 1 \"x\" \"y\"]]",
        );
        assert_eq!(state.unwrap().pairs.values().map(Vec::len).collect::<Vec<_>>(), [2]);
    }

    proptest! {
        #[test]
        fn whatever_a_file_holds_is_read_or_told(text in "(\\[|\\]|\"[a-z]?\"|:[a-z]{2}|[0-9]|nil|[ \n<=>]|\\PC){0,40}") {
            let (state, faults) = read(&text);
            prop_assert_eq!(state.is_some(), faults.is_empty());
            for fault in faults {
                prop_assert!(text.get(fault.place.unwrap().span.range()).is_some());
                prop_assert!(fault.help.is_some());
            }
        }

        #[test]
        fn what_is_written_is_read(
            key in "\\PC{1,9}", id in "\\PC{1,9}", number in 1usize..99,
            digests in prop::collection::btree_set("[0-9a-f]{10}", 0..3),
        ) {
            let [key, id] = [key, id].map(into_composed);
            let locale = |tag| Locale::parse(tag).unwrap();
            let mark = |section, meant| Mark { section, source: Some("0a".into()), translation: None, meant };
            let pair = PairKey { key, from: locale("nb"), to: locale("sr-Latn") };
            let marks = vec![
                mark(SectionName::Page, BTreeSet::new()),
                mark(SectionName::Number(number), digests),
                mark(SectionName::Id(id), BTreeSet::new()),
            ];
            let state = TranslationState { pairs: [(pair, marks)].into() };
            let (read, faults) = read(&state.write());
            prop_assert_eq!(faults, []);
            prop_assert_eq!(read, Some(state));
        }
    }
}
