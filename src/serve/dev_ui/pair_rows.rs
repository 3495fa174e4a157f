//! Which section stands beside which, and what is to be said of them.

use serde::Serialize;

use crate::document::Document;
use crate::pipeline::BuiltSite;
use crate::site::{DocumentId, align};
use crate::translation::{
    Difference, DifferenceKind, PairReport, ReportPart, SectionReport, TranslationState, compare_page,
};

/// Two versions of a page, section by section.
#[derive(Debug, Default)]
pub(super) struct Pairing {
    /// What is to be said of the pages as a whole.
    pub remarks: Vec<PairNote>,
    /// The sections.
    pub rows: Vec<PairRow>,
}

#[derive(Debug, Serialize)]
pub(super) struct PairRow {
    /// Its place in the page on the left, from 0.
    pub left: Option<usize>,
    /// Its place in the page on the right, from 0.
    pub right: Option<usize>,
    /// What it is called: its title, or its number.
    pub title: String,
    /// What is to be said of it.
    pub remarks: Vec<PairNote>,
}

/// Something that is to be said of a section or a page.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct PairNote {
    /// The kind of difference, by its stable name.
    pub kind: &'static str,
    /// It, in words.
    pub text: String,
}

/// Puts two versions of a page beside each other.
pub(super) fn pairing(
    sight: BuiltSite<'_>,
    memory: &TranslationState,
    left: DocumentId,
    right: DocumentId,
) -> Pairing {
    let site = &sight.planned.site;
    let (ours, theirs) = (&site.documents[left], &site.documents[right]);
    let reports = compare_page(sight.planned.resolver(), memory, ours.page_key());
    let is_report = |original: DocumentId, translation: DocumentId| {
        let is_it = move |report: &&PairReport| {
            report.original == original && report.translation == Some(translation)
        };
        reports.iter().find(is_it)
    };
    if let Some(report) = is_report(left, right) {
        return of_report(report, false);
    }
    if let Some(report) = is_report(right, left) {
        return of_report(report, true);
    }
    let (ours, theirs): (&Document, &Document) = (ours, theirs);
    let rows = align(ours, theirs).into_iter().enumerate().map(|(number, (left, right))| {
        let section = left.map(|at| (ours, at)).or(right.map(|at| (theirs, at)));
        PairRow { left, right, title: title(section, number), remarks: Vec::new() }
    });
    let text = "Neither is the original: what differs is told beside that".to_owned();
    Pairing { remarks: vec![PairNote { kind: "neither", text }], rows: rows.collect() }
}

fn of_report(report: &PairReport, is_turned: bool) -> Pairing {
    let mut pairing = Pairing::default();
    if !report.is_marked {
        let text = format!(
            "Never marked: when the translation is right, say so with `diglot translations --mark {}`",
            report.pair.key
        );
        pairing.remarks.push(PairNote { kind: DifferenceKind::Unmarked.name(), text });
    }
    for section in &report.sections {
        let told = section
            .reported_differences()
            .filter(|told| report.is_marked || told.kind != DifferenceKind::Unmarked);
        let remarks: Vec<PairNote> =
            told.map(|told| PairNote { kind: told.kind.name(), text: in_words(told) }).collect();
        match section.part {
            ReportPart::Page => pairing.remarks.extend(remarks),
            ReportPart::Section(original, translation) => {
                let (left, right) = if is_turned { (translation, original) } else { (original, translation) };
                let title = called(section, original.or(translation).unwrap_or_default());
                pairing.rows.push(PairRow { left, right, title, remarks });
            }
        }
    }
    pairing
}

fn in_words(difference: &Difference) -> String {
    let first = |name: &str| {
        let one = |mentions: &[crate::translation::Mention]| {
            mentions.first().map(|mention| shortened(&mention.text))
        };
        match (one(&difference.original), one(&difference.translation)) {
            (Some(ours), Some(theirs)) => format!("{name}: `{theirs}` instead of `{ours}`"),
            (Some(ours), None) => format!("{name}: `{ours}` is missing"),
            (None, Some(theirs)) => format!("{name}: `{theirs}` is not in the original"),
            (None, None) => name.to_owned(),
        }
    };
    match difference.kind {
        DifferenceKind::Missing => "Not translated".to_owned(),
        DifferenceKind::MissingSection => "Missing in the translation".to_owned(),
        DifferenceKind::AddedSection => "Not in the original".to_owned(),
        DifferenceKind::Stale => {
            "Stale: the original has changed since the translation was marked".to_owned()
        }
        DifferenceKind::BothChanged => "Stale? Both have changed since the translation was marked".to_owned(),
        DifferenceKind::Unmarked => "Never marked".to_owned(),
        DifferenceKind::Theme => first("Other theme"),
        DifferenceKind::Layout => first("Other kind"),
        DifferenceKind::Image => first("Other image"),
        DifferenceKind::Code => first("Other code"),
        DifferenceKind::Links => first("Other link"),
    }
}

fn shortened(text: &str) -> String {
    /// How many characters of a mention are shown.
    const LONGEST: usize = 40;
    let line = text.lines().next().unwrap_or_default();
    let short: String = line.chars().take(LONGEST).collect();
    if short == text { short } else { short + "…" }
}

fn called(section: &SectionReport, index: usize) -> String {
    section.title.clone().unwrap_or_else(|| format!("Section {}", index + 1))
}

fn title(section: Option<(&Document, usize)>, number: usize) -> String {
    let title = section.and_then(|(document, at)| document.sections[at].title.as_ref());
    title.map_or_else(|| format!("Section {}", number + 1), |title| title.value.clone())
}
