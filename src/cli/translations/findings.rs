//! All that the command has to tell.

use std::sync::Arc;

use crate::base::{Place, position};
use crate::cli::report;
use crate::document::Document;
use crate::pipeline::PlannedSite;
use crate::translation::{PairReport, SectionReport, Selection, Suggestion};

pub(super) struct Findings<'a> {
    pub planned: &'a PlannedSite,
    pub reports: &'a [PairReport],
    pub selection: &'a Selection,
    pub suggestions: &'a [Suggestion],
    /// The text of a file of the site.
    pub text: report::SourceText<'a>,
}

impl Findings<'_> {
    /// The pairs of which some part was asked for.
    pub fn pairs(&self) -> impl Iterator<Item = &PairReport> {
        let includes =
            |report: &PairReport, section| self.selection.includes(&self.planned.site, report, section);
        self.reports
            .iter()
            .filter(move |report| report.sections.iter().any(|section| includes(report, section)))
    }

    /// The parts that were asked for, each with its pair.
    pub fn sections(&self) -> impl Iterator<Item = (&PairReport, &SectionReport)> {
        self.reports
            .iter()
            .flat_map(|report| report.sections.iter().map(move |section| (report, section)))
            .filter(|(report, section)| self.selection.includes(&self.planned.site, report, section))
    }

    /// The line and column of a place.
    pub fn position(&self, place: &Place) -> (usize, usize) {
        let text = (self.text)(&place.file).unwrap_or_default();
        let found = position(&text, place.span.range().start);
        (found.line, found.column)
    }

    /// A version that is not shown.
    pub fn hidden_version(&self, report: &PairReport) -> Option<&Document> {
        let mut documents = self.planned.site.documents.iter();
        let is_it = |document: &&Arc<Document>| {
            document.page_key() == report.pair.key && document.locale == report.pair.to
        };
        documents.find(is_it).map(|document| &**document)
    }
}
