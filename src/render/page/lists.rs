//! The pages that list posts, and those that nobody links to.

use std::collections::BTreeSet;

use chrono::Datelike;
use serde::Serialize;

use super::job::{Job, TemplateContext};
use super::meta::PageSubject;
use crate::base::Diagnostic;
use crate::plan::{Address, Route};
use crate::site::DocumentId;
use crate::template::MessageId;
use crate::template::view::{
    ArchiveView, ArchiveYear, FrontView, NotFoundView, PageKind, PageNumber, Pagination, PostSummary,
    RedirectView,
};

/// How many posts the page for lost readers offers.
const RECENT: usize = 5;

/// How many pages on either side of its own a page of a long list leads to, beside the first and
/// the last.
const BESIDE: usize = 2;

impl Job<'_> {
    pub(super) fn front(&mut self, number: usize) -> Result<String, Box<Diagnostic>> {
        let site = self.site;
        let size = site.settings().posts_per_page;
        let posts = site.posts_in(self.locale);
        let total = posts.len().div_ceil(size).max(1);
        let page: Vec<DocumentId> = posts.iter().skip((number - 1) * size).take(size).copied().collect();
        let url = |number: usize| {
            let route = Route::Front { locale: self.locale.clone(), number };
            site.address(&route).map(Address::encoded)
        };
        let pagination = Pagination {
            page: number,
            total,
            newer_url: number.checked_sub(1).and_then(url),
            older_url: url(number + 1),
            pages: numbers(number, total)
                .into_iter()
                .filter_map(|(each, after_gap)| {
                    Some(PageNumber { number: each, url: url(each)?, current: each == number, after_gap })
                })
                .collect(),
        };
        let shared = site.shared(self.locale);
        let description = described(&shared.description, || self.text(MessageId::ArchiveDescription));
        let mut subject = PageSubject::new(PageKind::Front, shared.title.clone(), description);
        subject.number = (number > 1).then_some((number, total));
        let view = FrontView { posts: self.summaries(&page), pagination };
        self.list("index.html", subject, &view)
    }

    pub(super) fn archive(&mut self) -> Result<String, Box<Diagnostic>> {
        let site = self.site;
        let posts = site.posts_in(self.locale);
        let now = site.now().with_timezone(&site.settings().zone);
        let year = |id: &DocumentId| {
            let published = site.document(*id).published.as_ref();
            published.map_or(now, |time| time.value.at).year()
        };
        let years = posts
            .chunk_by(|a, b| year(a) == year(b))
            .map(|posts| ArchiveYear { year: year(&posts[0]), posts: self.summaries(posts) });
        let view = ArchiveView { years: years.collect(), total: posts.len() };
        let subject = PageSubject::new(
            PageKind::Archive,
            self.text(MessageId::Archive),
            self.text(MessageId::ArchiveDescription),
        );
        self.list("archive.html", subject, &view)
    }

    pub(super) fn not_found(&mut self) -> Result<String, Box<Diagnostic>> {
        let posts = self.site.posts_in(self.locale);
        let recent = self.summaries(&posts[..posts.len().min(RECENT)]);
        let subject = PageSubject::new(
            PageKind::NotFound,
            self.text(MessageId::NotFoundTitle),
            self.text(MessageId::NotFoundText),
        );
        self.list("404.html", subject, &NotFoundView { recent })
    }

    pub(super) fn redirect(&mut self, to: &Address) -> Result<String, Box<Diagnostic>> {
        let title = match self.site.route_at(to) {
            Some(Route::Document(id)) => self.site.document(*id).title.value.clone(),
            _ => self.site.shared(self.locale).title.clone(),
        };
        let mut page = self.meta(PageSubject::new(PageKind::Redirect, title, String::new()));
        page.canonical = self.site.absolute_url(to);
        let view = RedirectView { target: to.encoded() };
        self.template("redirect.html", &TemplateContext { page: &page, view: &view })
    }

    pub(super) fn list(
        &mut self,
        template: &str,
        subject: PageSubject,
        view: &impl Serialize,
    ) -> Result<String, Box<Diagnostic>> {
        let page = self.meta(subject);
        self.template(template, &TemplateContext { page: &page, view })
    }

    pub(super) fn summaries(&mut self, posts: &[DocumentId]) -> Vec<PostSummary> {
        posts.iter().map(|id| self.summary(*id)).collect()
    }

    /// A text of the interface in the page's language.
    pub(super) fn text(&self, id: MessageId<'_>) -> String {
        self.site.text(self.locale, id)
    }
}

/// The pages that one page of a long list leads to, nine at most, each with whether pages are left
/// out before it.
fn numbers(number: usize, total: usize) -> Vec<(usize, bool)> {
    let beside = number.saturating_sub(BESIDE).max(1)..=(number + BESIDE).min(total);
    let shown: BTreeSet<usize> = beside.chain([1, total]).collect();
    let (mut numbers, mut last) = (Vec::new(), 0);
    for each in shown {
        // An ellipsis for a single page would not be shorter than its number.
        if each == last + 2 {
            numbers.push((last + 1, false));
        }
        numbers.push((each, each > last + 2));
        last = each;
    }
    numbers
}

/// What a page is about: in the writer's words, else in Diglot's.
pub(super) fn described(written: &str, otherwise: impl FnOnce() -> String) -> String {
    if written.is_empty() { otherwise() } else { written.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn a_page_leads_to_the_ends_and_to_what_is_beside_it() {
        for (number, total, shown) in [
            (1, 1, "1"),
            (2, 3, "1 2 3"),
            (1, 5, "1 2 3 4 5"),
            (1, 6, "1 2 3 … 6"),
            (1, 4, "1 2 3 4"),
            (4, 7, "1 2 3 4 5 6 7"),
            (5, 9, "1 2 3 4 5 6 7 8 9"),
            (6, 11, "1 … 4 5 6 7 8 … 11"),
            (1, 5000, "1 2 3 … 5000"),
            (5000, 5000, "1 … 4998 4999 5000"),
            (2500, 5000, "1 … 2498 2499 2500 2501 2502 … 5000"),
        ] {
            let found: Vec<String> = numbers(number, total)
                .into_iter()
                .map(|(each, after_gap)| if after_gap { format!("… {each}") } else { each.to_string() })
                .collect();
            assert_eq!(found.join(" "), shown, "{number} of {total}");
        }
    }
}
