//! Remembering what is right.

use std::collections::{BTreeMap, BTreeSet};

use super::report::{Difference, DifferenceKind, PairReport, SectionReport};
use super::select::Selection;
use super::state::{Mark, PairKey, SectionName, TranslationState};
use crate::site::Site;

/// What marking has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// How many sections are marked now that were chosen, the pages' own texts among them.
    pub sections: usize,
    /// How many of their differences were accepted.
    pub meant: usize,
    /// How many differences of theirs remain.
    pub left: usize,
}

/// Makes the state in which the chosen sections are right as they are; `accept` says that their
/// differences are meant.
///
/// Marks of pages that are hidden now stay, and those of pages that are gone go.
pub fn mark(
    site: &Site,
    state: &TranslationState,
    reports: &[PairReport],
    selection: &Selection,
    accept: bool,
) -> (TranslationState, Marked) {
    let mut pairs: BTreeMap<PairKey, Vec<Mark>> = BTreeMap::new();
    let keys: BTreeSet<&str> = site.documents.iter().map(|document| document.page_key()).collect();
    let is_here = |pair: &PairKey| {
        keys.contains(pair.key.as_str())
            && [&pair.from, &pair.to].iter().all(|locale| site.settings.locales.contains(locale))
    };
    for (pair, marks) in state.pairs.iter().filter(|(pair, _)| is_here(pair)) {
        pairs.insert(pair.clone(), marks.clone());
    }
    let mut marked = Marked::default();
    for report in reports {
        let chosen: Vec<bool> =
            report.sections.iter().map(|section| selection.includes(site, report, section)).collect();
        let marks = match (report.translation, chosen.contains(&true)) {
            (_, false) => continue,
            (Some(_), true) => marks(report, &chosen, accept, &mut marked),
            (None, true) => marks_of_missing(report, state.marks(&report.pair), accept, &mut marked),
        };
        pairs.insert(report.pair.clone(), marks);
    }
    pairs.retain(|_, marks| !marks.is_empty());
    (TranslationState { pairs }, marked)
}

/// The marks of a pair, of which some sections are chosen to be marked anew.
fn marks(report: &PairReport, chosen: &[bool], accept: bool, marked: &mut Marked) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    // What is meant of sections that the original lacks; the page's own mark, which is the first,
    // holds it.
    let mut added = BTreeSet::new();
    for (section, is_chosen) in report.sections.iter().zip(chosen) {
        let meant = meant(section, *is_chosen && accept);
        if *is_chosen {
            let is_compared = section.original.is_some() && section.translation.is_some();
            let open = section.reported_differences().filter(|difference| is_lasting(difference));
            marked.sections += usize::from(is_compared);
            *if accept { &mut marked.meant } else { &mut marked.left } += open.count();
        }
        let Some(name) = section.name.clone() else {
            added.extend(meant);
            continue;
        };
        let digests = if *is_chosen {
            let digest = |side: &Option<(_, String)>| side.as_ref().map(|(_, digest)| digest.clone());
            (digest(&section.original), digest(&section.translation))
        } else {
            section.mark.as_ref().map_or((None, None), |mark| (mark.source.clone(), mark.translation.clone()))
        };
        marks.push(Mark { section: name, source: digests.0, translation: digests.1, meant });
    }
    if let Some(page) = marks.first_mut() {
        page.meant.extend(added);
    }
    marks.retain(|mark| mark.translation.is_some() || !mark.meant.is_empty());
    marks
}

/// The marks of a page that has no translation. It may have a hidden one, whose marks stay.
fn marks_of_missing(report: &PairReport, marks: &[Mark], accept: bool, marked: &mut Marked) -> Vec<Mark> {
    let mut marks = marks.to_vec();
    for section in &report.sections {
        let open = section.reported_differences().count();
        *if accept { &mut marked.meant } else { &mut marked.left } += open;
        if !accept || open == 0 {
            continue;
        }
        let page = marks.iter().position(|mark| mark.section == SectionName::Page).unwrap_or_else(|| {
            let blank = BTreeSet::new();
            marks.insert(
                0,
                Mark { section: SectionName::Page, source: None, translation: None, meant: blank },
            );
            0
        });
        marks[page].meant.extend(meant(section, true));
    }
    marks
}

/// The digests of the accepted differences of a section: those accepted before that still exist, or
/// all.
fn meant(section: &SectionReport, accept: bool) -> BTreeSet<String> {
    let differences = section.differences.iter().filter(|difference| is_lasting(difference));
    differences
        .filter(|difference| difference.is_intentional || accept)
        .map(|difference| difference.digest.clone())
        .collect()
}

/// Whether a difference is still one when the section has been marked.
fn is_lasting(difference: &Difference) -> bool {
    !matches!(difference.kind, DifferenceKind::Stale | DifferenceKind::BothChanged | DifferenceKind::Unmarked)
}
