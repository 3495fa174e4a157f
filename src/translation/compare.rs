//! All pairs of a site, compared.

use std::collections::BTreeSet;

use super::links::{self, Written};
use super::recall::{KnownSection, recall};
use super::report::{Difference, DifferenceKind, Mention, PairReport, ReportPart, SectionReport};
use super::state::{Mark, PairKey, SectionName, TranslationState};
use super::{code, texts};
use crate::base::{Digest, Located, Place};
use crate::document::{Document, Section};
use crate::html::Role;
use crate::locale::Locale;
use crate::markup::Body;
use crate::render::Resolver;
use crate::site::{DocumentId, align, align_known};

/// Compares every page that is shown with each of its translations: a report for each page and each
/// other language of the site, in the order of the pages' keys and of the site's languages.
///
/// The original is the version in the first of the site's languages that has one.
pub fn compare(resolver: Resolver<'_>, state: &TranslationState) -> Vec<PairReport> {
    resolver.site.translations.keys().flat_map(|key| compare_page(resolver, state, key)).collect()
}

/// Compares one page, by its key, with each of its translations; there is nothing to tell of one
/// that is not shown.
pub fn compare_page(resolver: Resolver<'_>, state: &TranslationState, key: &str) -> Vec<PairReport> {
    let site = resolver.site;
    let locales = &site.settings.locales;
    let Some(versions) = site.translations.get(key) else { return Vec::new() };
    let Some(from) = locales.iter().find(|locale| versions.get(locale).is_some()) else { return Vec::new() };
    let Some(original) = versions.get(from).copied() else { return Vec::new() };
    let report = |to: &Locale| {
        let pair = PairKey { key: key.to_owned(), from: from.clone(), to: to.clone() };
        let marks = state.marks(&pair);
        let translation = versions.get(to).copied();
        let sections = match translation {
            Some(translation) => Comparison { resolver, original, translation }.sections(marks),
            None => vec![missing(&site.documents[original], to, marks)],
        };
        let is_marked = marks.iter().any(|mark| mark.translation.is_some());
        PairReport { pair, original, translation, is_marked, sections }
    };
    locales.iter().filter(|locale| *locale != from).map(report).collect()
}

fn missing(original: &Document, to: &Locale, marks: &[Mark]) -> SectionReport {
    let mark = marks.iter().find(|mark| mark.section == SectionName::Page);
    let mut report = SectionReport {
        part: ReportPart::Page,
        name: Some(SectionName::Page),
        id: None,
        title: Some(original.title.value.clone()),
        original: Some((original.place(original.title.span), texts::of_page(original))),
        translation: None,
        differences: vec![difference(DifferenceKind::Missing, (Vec::new(), Vec::new()), to.tag())],
        mark: mark.cloned(),
    };
    set_meant(&mut report, mark);
    report
}

/// The sections of a page and its translation in pairs: first those that a mark has seen together,
/// as they still are on both sides; what lies between them by its looks.
fn pairs(original: &Document, translation: &Document, marks: &[Mark]) -> Vec<(Option<usize>, Option<usize>)> {
    let by_looks = align(original, translation);
    if marks.is_empty() {
        return by_looks;
    }
    let digests = |document: &Document| document.sections.iter().map(texts::of_section).collect::<Vec<_>>();
    let (ours, theirs) = (digests(original), digests(translation));
    // Of sections with the same text those go together that look most like each other, else they
    // are taken in order, those that were left out too.
    let partner = |ours: usize| by_looks.iter().find(|pair| pair.0 == Some(ours)).and_then(|pair| pair.1);
    let next = |digests: &[String], digest: &str, taken: &BTreeSet<usize>| {
        (0..digests.len()).find(|at| digests[*at] == digest && !taken.contains(at))
    };
    let (mut our_taken, mut their_taken) = (BTreeSet::new(), BTreeSet::new());
    let mut known: Vec<(usize, usize)> = Vec::new();
    for mark in marks.iter().filter(|mark| mark.section != SectionName::Page) {
        let Some(source) = mark.source.as_deref() else { continue };
        let ours = next(&ours, source, &our_taken);
        let theirs = mark.translation.as_deref().and_then(|digest| {
            let fits = |at: &usize| theirs[*at] == digest && !their_taken.contains(at);
            ours.and_then(partner).filter(fits).or_else(|| next(&theirs, digest, &their_taken))
        });
        if theirs.is_some() || mark.translation.is_none() {
            our_taken.extend(ours);
        }
        if let Some(pair) = ours.zip(theirs) {
            their_taken.insert(pair.1);
            known.push(pair);
        }
    }
    align_known(original, translation, &known)
}

struct Comparison<'a> {
    resolver: Resolver<'a>,
    original: DocumentId,
    translation: DocumentId,
}

impl<'a> Comparison<'a> {
    fn sections(&self, marks: &[Mark]) -> Vec<SectionReport> {
        let (ours, theirs) = self.documents();
        let mut reports = vec![self.page()];
        for (original, translation) in pairs(ours, theirs, marks) {
            reports.push(self.section(original, translation));
        }
        // What the original lacks is noted with the page.
        let originals: Vec<usize> =
            (0..reports.len()).filter(|at| reports[*at].name.is_some()).skip(1).collect();
        let known: Vec<KnownSection<'_>> = originals
            .iter()
            .filter_map(|at| {
                let report = &reports[*at];
                let id = match &report.name {
                    Some(SectionName::Id(id)) => Some(id.as_str()),
                    _ => None,
                };
                let translation = report.translation.as_ref().map(|(_, digest)| digest.as_str());
                Some(KnownSection { id, source: &report.original.as_ref()?.1, translation })
            })
            .collect();
        let recalled = recall(marks, &known);
        let page = page_mark(marks, &reports[0]);
        set_status(&mut reports[0], page);
        for (at, mark) in originals.into_iter().zip(recalled) {
            set_status(&mut reports[at], mark.map(|index| &marks[index]));
        }
        for report in reports.iter_mut().filter(|report| report.name.is_none()) {
            set_meant(report, page);
        }
        reports
    }

    fn documents(&self) -> (&'a Document, &'a Document) {
        let documents = &self.resolver.site.documents;
        (&documents[self.original], &documents[self.translation])
    }

    fn page(&self) -> SectionReport {
        let (ours, theirs) = self.documents();
        let mut differences = Vec::new();
        differences.extend(value(DifferenceKind::Layout, ours.layout.as_ref(), theirs.layout.as_ref()));
        for (our_image, their_image) in [
            (ours.image.as_ref(), theirs.image.as_ref()),
            (ours.open_graph.image.as_ref(), theirs.open_graph.image.as_ref()),
        ] {
            differences.extend(self.images((our_image, None), (their_image, None)));
        }
        differences.extend(self.links(ours.description.as_deref(), theirs.description.as_deref()));
        differences.extend(self.code(ours.description.as_deref(), theirs.description.as_deref()));
        let side =
            |document: &Document| Some((document.place(document.title.span), texts::of_page(document)));
        SectionReport {
            part: ReportPart::Page,
            name: Some(SectionName::Page),
            id: None,
            title: Some(ours.title.value.clone()),
            original: side(ours),
            translation: side(theirs),
            differences,
            mark: None,
        }
    }

    fn section(&self, original: Option<usize>, translation: Option<usize>) -> SectionReport {
        let (our_page, their_page) = self.documents();
        let ours = original.map(|index| &our_page.sections[index]);
        let theirs = translation.map(|index| &their_page.sections[index]);
        let differences = match (ours, theirs) {
            (Some(ours), Some(theirs)) => self.differences(ours, theirs),
            (Some(_), None) => vec![difference(DifferenceKind::MissingSection, (Vec::new(), Vec::new()), "")],
            (None, Some(theirs)) => {
                let known_by =
                    theirs.id.as_ref().map_or_else(|| texts::of_section(theirs), |id| id.value.clone());
                vec![difference(DifferenceKind::AddedSection, (Vec::new(), Vec::new()), &known_by)]
            }
            (None, None) => Vec::new(),
        };
        let name = original.zip(ours).map(|(index, section)| match written_id(section) {
            Some(id) => SectionName::Id(id.to_owned()),
            None => SectionName::Number(index + 1),
        });
        let shown = ours.or(theirs);
        SectionReport {
            part: ReportPart::Section(original, translation),
            name,
            id: shown.and_then(|section| section.id.as_ref()).map(|id| id.value.clone()),
            title: shown.and_then(|section| section.title.as_ref()).map(|title| title.value.clone()),
            original: ours.map(|section| (place(our_page, section), texts::of_section(section))),
            translation: theirs.map(|section| (place(their_page, section), texts::of_section(section))),
            differences,
            mark: None,
        }
    }

    fn differences(&self, ours: &'a Section, theirs: &'a Section) -> Vec<Difference> {
        let mut differences = Vec::new();
        differences.extend(value(DifferenceKind::Theme, ours.theme.as_ref(), theirs.theme.as_ref()));
        differences.extend(value(DifferenceKind::Layout, ours.kind.as_ref(), theirs.kind.as_ref()));
        let bodies = (ours.body.as_deref(), theirs.body.as_deref());
        differences.extend(self.images((ours.image.as_ref(), bodies.0), (theirs.image.as_ref(), bodies.1)));
        differences.extend(self.code(bodies.0, bodies.1));
        differences.extend(self.links(bodies.0, bodies.1));
        differences
    }

    fn images(
        &self,
        ours: (Option<&'a Located<String>>, Option<&'a Body>),
        theirs: (Option<&'a Located<String>>, Option<&'a Body>),
    ) -> Option<Difference> {
        let images = |id: DocumentId,
                      document: &'a Document,
                      (image, body): (Option<&'a Located<String>>, Option<&'a Body>)| {
            let own = image.map(|image| Written {
                home: self.resolver.site.source_document(id, &image.place.file),
                address: image.value.as_str(),
                place: image.place.clone(),
                is_exact: false,
            });
            let mut images: Vec<Written<'a>> = own.into_iter().collect();
            images.extend(links::addresses(id, document, body, Role::Image));
            images
        };
        let (our_page, their_page) = self.documents();
        let ours = images(self.original, our_page, ours);
        let theirs = images(self.translation, their_page, theirs);
        self.addresses(DifferenceKind::Image, &ours, &theirs)
    }

    fn links(&self, ours: Option<&'a Body>, theirs: Option<&'a Body>) -> Option<Difference> {
        let (our_page, their_page) = self.documents();
        let ours = links::addresses(self.original, our_page, ours, Role::Link);
        let theirs = links::addresses(self.translation, their_page, theirs, Role::Link);
        self.addresses(DifferenceKind::Links, &ours, &theirs)
    }

    fn addresses(
        &self,
        kind: DifferenceKind,
        ours: &[Written<'a>],
        theirs: &[Written<'a>],
    ) -> Option<Difference> {
        let (ours, theirs) = links::difference(self.resolver, ours, theirs);
        let written = |mentions: &[Mention]| {
            let mut written: Vec<&str> = mentions.iter().map(|mention| mention.text.as_str()).collect();
            written.sort_unstable();
            written.join("\u{1}")
        };
        let known_by = format!("{}\u{2}{}", written(&ours), written(&theirs));
        (!ours.is_empty() || !theirs.is_empty()).then(|| difference(kind, (ours, theirs), &known_by))
    }

    fn code(&self, ours: Option<&'a Body>, theirs: Option<&'a Body>) -> Option<Difference> {
        let (our_page, their_page) = self.documents();
        let found = code::difference((our_page, ours), (their_page, theirs))?;
        Some(difference(DifferenceKind::Code, (found.original, found.translation), &found.code))
    }
}

fn value(
    kind: DifferenceKind,
    ours: Option<&Located<String>>,
    theirs: Option<&Located<String>>,
) -> Option<Difference> {
    let written = |value: Option<&Located<String>>| value.map(|value| value.value.clone());
    let (our_value, their_value) = (written(ours), written(theirs));
    let mention = |value: Option<&Located<String>>| {
        let mention =
            |value: &Located<String>| Mention { text: value.value.clone(), place: value.place.clone() };
        value.map(mention).into_iter().collect()
    };
    let known_by =
        [&our_value, &their_value].map(|value| value.as_deref().unwrap_or_default().to_owned()).join("\u{2}");
    (our_value != their_value).then(|| difference(kind, (mention(ours), mention(theirs)), &known_by))
}

fn difference(
    kind: DifferenceKind,
    (original, translation): (Vec<Mention>, Vec<Mention>),
    known_by: &str,
) -> Difference {
    let digest = Digest::of(format!("{}\u{1}{known_by}", kind.name()).as_bytes()).short();
    Difference { kind, original, translation, digest, is_intentional: false }
}

/// The mark of a page's own texts; of two that a merge has left, the one that fits.
fn page_mark<'m>(marks: &'m [Mark], report: &SectionReport) -> Option<&'m Mark> {
    let source = report.original.as_ref().map(|(_, digest)| digest);
    let mut pages = marks.iter().filter(|mark| mark.section == SectionName::Page);
    let first = pages.clone().next();
    pages.find(|mark| mark.source.as_ref() == source).or(first)
}

/// Tells what the mark of a section tells of it.
fn set_status(report: &mut SectionReport, mark: Option<&Mark>) {
    set_meant(report, mark);
    report.mark = mark.cloned();
    let (Some((_, source)), Some((_, translation))) = (&report.original, &report.translation) else { return };
    let marked = mark.and_then(|mark| mark.source.as_ref().zip(mark.translation.as_ref()));
    let kind = match marked {
        None => DifferenceKind::Unmarked,
        Some((marked, _)) if marked == source => return,
        Some((_, marked)) if marked != translation => DifferenceKind::BothChanged,
        Some(_) => DifferenceKind::Stale,
    };
    report.differences.insert(0, difference(kind, (Vec::new(), Vec::new()), source));
}

fn set_meant(report: &mut SectionReport, mark: Option<&Mark>) {
    for difference in &mut report.differences {
        difference.is_intentional = mark.is_some_and(|mark| mark.meant.contains(&difference.digest));
    }
}

/// The id that a section's writer gave it; one that is made stands at the title.
fn written_id(section: &Section) -> Option<&str> {
    let id = section.id.as_ref()?;
    (section.title.as_ref().map(|title| title.span) != Some(id.span)).then_some(id.value.as_str())
}

fn place(document: &Document, section: &Section) -> Place {
    document.place(section.title.as_ref().map_or(section.span, |title| title.span))
}
