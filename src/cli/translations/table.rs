//! The list for people.

use std::collections::BTreeMap;

use super::findings::Findings;
use crate::base::Place;
use crate::cli::columns::aligned;
use crate::cli::terminal::{print_line, sanitize_name};
use crate::translation::{
    Difference, DifferenceKind, Marked, PairReport, ReportPart, SectionReport, Suggestion, Tie,
};

/// The longest text of a post (in characters) that the table shows whole.
const LONGEST: usize = 40;

const BOLD: &str = "\u{1b}[1m";
const RED: &str = "\u{1b}[31m";
const YELLOW: &str = "\u{1b}[33m";
const DIM: &str = "\u{1b}[2m";
const PLAIN: &str = "\u{1b}[0m";

/// Prints the differences, one a line, and pages that look like translations of each other.
pub fn show(findings: &Findings<'_>) {
    let rows = rows(findings);
    let shown = |row: &Row| row.cells.each_ref().map(|cell| sanitize_name(cell).into_owned());
    let lines = aligned(rows.iter().map(shown).collect());
    for (Row { kind, .. }, [a, b, c, d, e]) in rows.iter().zip(lines).filter(|_| rows.len() > 1) {
        let (line, colour) = match kind {
            None => (BOLD, ""),
            Some(
                DifferenceKind::Missing
                | DifferenceKind::MissingSection
                | DifferenceKind::Stale
                | DifferenceKind::BothChanged,
            ) => ("", RED),
            Some(DifferenceKind::Unmarked) => ("", DIM),
            Some(_) => ("", YELLOW),
        };
        anstream::println!("{line}{a}  {b}  {c}  {d}  {colour}{e}{PLAIN}");
    }
    for suggestion in findings.suggestions {
        print_line!("{}", self::suggestion(findings, suggestion));
    }
}

/// What marking has done, in a sentence.
pub fn marked(marked: &Marked) -> String {
    let sections = format!("{} as right", counted(marked.sections, "section", "sections"));
    let meant = format!("{} as meant", counted(marked.meant, "difference", "differences"));
    let said = match (marked.sections, marked.meant) {
        (_, 0) => format!("Marked {sections}"),
        (0, _) => format!("Marked {meant}"),
        _ => format!("Marked {sections}, and {meant}"),
    };
    match marked.left {
        0 => format!("{said}."),
        left => format!(
            "{said}. {} left; `--mark --accept` takes what is meant.",
            counted(left, "difference is", "differences are")
        ),
    }
}

/// How many pages were compared, and with what result, in a sentence or two.
pub fn summary(findings: &Findings<'_>) -> String {
    let mut kinds: BTreeMap<DifferenceKind, usize> = BTreeMap::new();
    let mut meant = 0;
    for (_, section) in findings.sections() {
        meant += section.differences.iter().filter(|difference| difference.is_intentional).count();
        for difference in section.reported_differences() {
            let kind = if difference.kind == DifferenceKind::BothChanged {
                DifferenceKind::Stale
            } else {
                difference.kind
            };
            *kinds.entry(kind).or_default() += 1;
        }
    }
    let unmarked = kinds.remove(&DifferenceKind::Unmarked).unwrap_or_default();
    let pairs = findings.pairs().filter(|report| report.translation.is_some()).count();
    let found: Vec<String> = kinds.iter().map(|(kind, count)| label(*kind, *count)).collect();
    let result = if found.is_empty() { "nothing to mend".to_owned() } else { found.join(", ") };
    let mut said = format!("Compared {}: {result}", counted(pairs, "translation", "translations"));
    if meant > 0 {
        said.push_str(&format!("; {} meant", counted(meant, "difference is", "differences are")));
    }
    said.push('.');
    if unmarked > 0 {
        let unmarked = counted(unmarked, "section was", "sections were");
        said.push_str(&format!(
            " {unmarked} never marked: when a translation is right, say so with `--mark`."
        ));
    }
    said
}

const HEAD: [&str; 5] = ["POST", "LANGUAGE", "SECTION", "WHERE", "WHAT"];

struct Row {
    cells: [String; 5],
    kind: Option<DifferenceKind>,
}

fn rows(findings: &Findings<'_>) -> Vec<Row> {
    let mut rows = vec![Row { cells: HEAD.map(str::to_owned), kind: None }];
    let mut told_unmarked: Option<&PairReport> = None;
    for (report, section) in findings.sections() {
        for difference in section.reported_differences() {
            let is_whole = difference.kind == DifferenceKind::Unmarked && !report.is_marked;
            if is_whole && told_unmarked.replace(report) == Some(report) {
                continue;
            }
            let cells = [
                report.pair.key.clone(),
                format!("{} → {}", report.pair.from, report.pair.to),
                if is_whole { String::new() } else { name(section) },
                place(findings, section, difference),
                what(findings, report, difference),
            ];
            rows.push(Row { cells, kind: Some(difference.kind) });
        }
    }
    rows
}

/// A section as people find it: its number and its anchor.
fn name(section: &SectionReport) -> String {
    let ReportPart::Section(original, translation) = section.part else { return "page".to_owned() };
    let number = original.or(translation).map_or(0, |index| index + 1);
    match &section.id {
        Some(id) => format!("{number} #{}", shortened(id, 0)),
        None => number.to_string(),
    }
}

fn what(findings: &Findings<'_>, report: &PairReport, difference: &Difference) -> String {
    let sides = |name: &str| {
        let (ours, theirs) = (difference.original.as_slice(), difference.translation.as_slice());
        match (ours, theirs) {
            ([ours, ..], [theirs, ..]) => {
                let start = first_difference(&ours.text, &theirs.text);
                let [ours, theirs] = [ours, theirs].map(|mention| shortened(&mention.text, start));
                format!("{name}: `{theirs}` instead of `{ours}`{}", and_more(difference))
            }
            ([only, ..], []) => {
                format!("{name} missing: `{}`{}", shortened(&only.text, 0), and_more(difference))
            }
            ([], mentions) => {
                let text = mentions.first().map_or("", |mention| &mention.text);
                format!("{name} added: `{}`{}", shortened(text, 0), and_more(difference))
            }
        }
    };
    match difference.kind {
        DifferenceKind::Missing => match findings.hidden_version(report) {
            Some(hidden) if hidden.draft => format!("begun: `{}` is a draft", hidden.file),
            Some(hidden) => format!("missing: `{}` is not shown yet", hidden.file),
            None => "missing".to_owned(),
        },
        DifferenceKind::MissingSection => "section missing".to_owned(),
        DifferenceKind::AddedSection => "section added".to_owned(),
        DifferenceKind::Stale => "stale".to_owned(),
        DifferenceKind::BothChanged => "stale? both have changed".to_owned(),
        DifferenceKind::Unmarked => "never marked".to_owned(),
        DifferenceKind::Theme => sides("theme"),
        DifferenceKind::Layout => sides("kind"),
        DifferenceKind::Image => sides("image"),
        DifferenceKind::Code => sides("code"),
        DifferenceKind::Links => sides("link"),
    }
}

/// Where there is something to be done: in the translation, where it has the part.
fn place(findings: &Findings<'_>, section: &SectionReport, difference: &Difference) -> String {
    let own = |side: &'_ Option<(Place, String)>| side.as_ref().map(|(place, _)| place.clone());
    let mention = difference.translation.first().map(|mention| mention.place.clone());
    let place = mention.or_else(|| own(&section.translation)).or_else(|| own(&section.original));
    place.map_or_else(String::new, |place| format!("{}:{}", place.file, findings.position(&place).0))
}

fn suggestion(findings: &Findings<'_>, suggestion: &Suggestion) -> String {
    let file = |id: usize| &findings.planned.site.documents[id].file;
    let (original, translation) = (file(suggestion.original), file(suggestion.translation));
    let because = suggestion.because.join(", ");
    let tie = match &suggestion.tie {
        Tie::Line(line) => format!("add this line to the first block of `{translation}`:\n\n    {line}"),
        Tie::Name(name) => format!("give `{translation}` another name:\n\n    {name}"),
    };
    format!(
        "\n`{original}` and `{translation}` look like one page; they share {because}. To tie them, {tie}\n"
    )
}

fn label(kind: DifferenceKind, count: usize) -> String {
    match kind {
        DifferenceKind::Missing => counted(count, "page missing", "pages missing"),
        DifferenceKind::MissingSection => counted(count, "section missing", "sections missing"),
        DifferenceKind::AddedSection => counted(count, "section added", "sections added"),
        DifferenceKind::Theme => counted(count, "theme differs", "themes differ"),
        DifferenceKind::Layout => counted(count, "kind differs", "kinds differ"),
        DifferenceKind::Image => counted(count, "section with other images", "sections with other images"),
        DifferenceKind::Code => counted(count, "section with other code", "sections with other code"),
        DifferenceKind::Links => counted(count, "section with other links", "sections with other links"),
        DifferenceKind::Stale | DifferenceKind::BothChanged => {
            counted(count, "stale section", "stale sections")
        }
        DifferenceKind::Unmarked => counted(count, "section never marked", "sections never marked"),
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// How many more there are than the first.
fn and_more(difference: &Difference) -> String {
    match difference.original.len().max(difference.translation.len()) {
        0 | 1 => String::new(),
        count => format!(" and {} more", count - 1),
    }
}

/// The number of characters that two texts have in common at their beginning.
fn first_difference(one: &str, other: &str) -> usize {
    one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count()
}

/// As much of a text as the table shows, with the character at an index in it.
fn shortened(text: &str, shown: usize) -> String {
    let count = text.chars().count();
    let skipped = if count <= LONGEST { 0 } else { shown.saturating_sub(LONGEST / 4).min(count - LONGEST) };
    let part: String = text.chars().skip(skipped).take(LONGEST).collect();
    let before = if skipped > 0 { "…" } else { "" };
    let after = if skipped + LONGEST < count { "…" } else { "" };
    format!("{before}{part}{after}")
}
