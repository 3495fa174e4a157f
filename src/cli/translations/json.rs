//! The list for machines: one JSON object a line.

use std::collections::BTreeSet;

use serde::Serialize;

use super::findings::Findings;
use crate::base::Place;
use crate::cli::terminal::print_json;
use crate::document::Document;
use crate::translation::{
    Difference, DifferenceKind, Mention, PairReport, ReportPart, SectionReport, Suggestion, Tie,
};

/// Shows each part in which something is to be told, and each suggestion, on standard output.
pub fn show(findings: &Findings<'_>) {
    let mut told_unmarked: Option<&PairReport> = None;
    for (report, section) in findings.sections() {
        let is_whole =
            |difference: &Difference| difference.kind == DifferenceKind::Unmarked && !report.is_marked;
        let differences: Vec<&Difference> =
            section.reported_differences().filter(|difference| !is_whole(difference)).collect();
        if section.reported_differences().any(is_whole) && told_unmarked.replace(report) != Some(report) {
            print_json(&Object { part: "pair", ..Object::of(findings, report, section, &[]) });
        }
        if !differences.is_empty() {
            print_json(&Object::of(findings, report, section, &differences));
        }
    }
    for suggestion in findings.suggestions {
        print_json(&Tied::of(findings, suggestion));
    }
}

#[derive(Serialize)]
struct Object<'a> {
    post: &'a str,
    from: &'a str,
    to: &'a str,
    part: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    kinds: BTreeSet<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    original: Option<LineColumn>,
    #[serde(skip_serializing_if = "Option::is_none")]
    translation: Option<LineColumn>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    differences: Vec<Sides<'a>>,
}

/// A place: the line and the column count from 1, columns in characters.
#[derive(Serialize)]
struct LineColumn {
    file: String,
    line: usize,
    column: usize,
}

/// What one side has and the other has not.
#[derive(Serialize)]
struct Sides<'a> {
    kind: &'static str,
    original: Vec<Item<'a>>,
    translation: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    text: &'a str,
    #[serde(flatten)]
    place: LineColumn,
}

/// Two pages that look like one.
#[derive(Serialize)]
struct Tied<'a> {
    post: &'a str,
    from: &'a str,
    to: &'a str,
    kinds: [&'static str; 1],
    because: &'a [&'static str],
    original: LineColumn,
    translation: LineColumn,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
}

impl<'a> Object<'a> {
    fn of(
        findings: &Findings<'_>,
        report: &'a PairReport,
        section: &'a SectionReport,
        differences: &[&'a Difference],
    ) -> Self {
        let is_pair = differences.is_empty();
        let (part, number) = match section.part {
            ReportPart::Page => ("page", None),
            ReportPart::Section(original, translation) => {
                ("section", original.or(translation).map(|index| index + 1))
            }
        };
        let kinds = differences.iter().map(|difference| difference.kind.name());
        let spot =
            |side: &Option<(Place, String)>| side.as_ref().map(|(place, _)| LineColumn::of(findings, place));
        let items = |mentions: &'a [Mention]| {
            let item = |mention: &'a Mention| Item {
                text: &mention.text,
                place: LineColumn::of(findings, &mention.place),
            };
            mentions.iter().map(item).collect::<Vec<_>>()
        };
        let sides = |difference: &&'a Difference| Sides {
            kind: difference.kind.name(),
            original: items(&difference.original),
            translation: items(&difference.translation),
        };
        let has_sides =
            |difference: &&&Difference| !difference.original.is_empty() || !difference.translation.is_empty();
        Self {
            post: &report.pair.key,
            from: report.pair.from.tag(),
            to: report.pair.to.tag(),
            part,
            section: number.filter(|_| !is_pair),
            id: section.id.as_deref().filter(|_| !is_pair),
            title: section.title.as_deref(),
            kinds: if is_pair { [DifferenceKind::Unmarked.name()].into() } else { kinds.collect() },
            original: spot(&section.original),
            translation: spot(&section.translation),
            differences: differences.iter().filter(has_sides).map(sides).collect(),
        }
    }
}

impl LineColumn {
    fn of(findings: &Findings<'_>, place: &Place) -> Self {
        let (line, column) = findings.position(place);
        Self { file: place.file.to_string(), line, column }
    }
}

impl<'a> Tied<'a> {
    fn of(findings: &'a Findings<'_>, suggestion: &'a Suggestion) -> Self {
        let document = |id: usize| &findings.planned.site.documents[id];
        let (original, translation) = (document(suggestion.original), document(suggestion.translation));
        let spot = |document: &Document| LineColumn::of(findings, &document.place(document.title.span));
        let (line, name) = match &suggestion.tie {
            Tie::Line(line) => (Some(line.as_str()), None),
            Tie::Name(name) => (None, Some(name.as_str())),
        };
        Self {
            post: original.page_key(),
            from: original.locale.tag(),
            to: translation.locale.tag(),
            kinds: ["suggestion"],
            because: &suggestion.because,
            original: spot(original),
            translation: spot(translation),
            line,
            name,
        }
    }
}
