//! The pages that list posts, and those that nobody links to.

use chrono::Datelike;
use serde::Serialize;

use super::meta::Subject;
use super::renderer::Job;
use crate::base::Diagnostic;
use crate::locale::Args;
use crate::markup;
use crate::plan::{Address, Route};
use crate::render::fill::Insert;
use crate::render::view::{
    ArchiveView, ArchiveYear, Breadcrumb, FeedLink, FrontView, NotFoundView, PageKind, PageNumber,
    Pagination, PostSummary, RedirectView, SeriesIndexView, SeriesSummary, SeriesView, TagSummary, TagView,
    TagsView,
};
use crate::site::{DocumentId, Named};

/// How many posts the page for lost readers offers.
const RECENT: usize = 5;

impl<'a> Job<'_, 'a> {
    /// The HTML of the page, with marks for bodies and holes not yet filled.
    pub(super) fn html(&mut self) -> Result<String, Box<Diagnostic>> {
        match self.route {
            Route::Document(id) => self.document(*id),
            Route::Front { number, .. } => self.front(*number),
            Route::Archive(_) => self.archive(),
            Route::Tags(_) => self.tag_index(),
            Route::Tag { tag, .. } => self.tag(tag),
            Route::SeriesIndex(_) => self.series_index(),
            Route::Series { series, .. } => self.series(series),
            Route::NotFound(_) => self.not_found(),
            Route::Redirect { to, .. } => self.redirect(to),
            Route::Feed { .. } | Route::Sitemap | Route::Robots | Route::Static(_) => Ok(String::new()),
        }
    }

    fn front(&mut self, number: usize) -> Result<String, Box<Diagnostic>> {
        let site = self.renderer.site();
        let size = site.settings.posts_per_page;
        let posts = site.posts_in(self.locale);
        let total = posts.len().div_ceil(size).max(1);
        let page: Vec<DocumentId> = posts.iter().skip((number - 1) * size).take(size).copied().collect();
        let url = |number: usize| {
            let route = Route::Front { locale: self.locale.clone(), number };
            self.renderer.resolver.plan.address(&route).map(Address::encoded)
        };
        let pagination = Pagination {
            page: number,
            total,
            newer_url: number.checked_sub(1).and_then(url),
            older_url: url(number + 1),
            pages: (1..=total)
                .filter_map(|each| {
                    Some(PageNumber { number: each, url: url(each)?, current: each == number })
                })
                .collect(),
        };
        let shared = self.renderer.shared(self.locale);
        let description = described(&shared.description, || self.say("archive-description"));
        let mut subject = Subject::new(PageKind::Front, shared.title.clone(), description);
        subject.number = (number > 1).then_some((number, total));
        let view = FrontView { posts: self.summaries(&page), pagination };
        self.list("index.html", subject, &view)
    }

    fn archive(&mut self) -> Result<String, Box<Diagnostic>> {
        let site = self.renderer.site();
        let posts = site.posts_in(self.locale);
        let now = self.renderer.now.with_timezone(&site.settings.zone);
        let year = |id: &DocumentId| {
            let published = site.documents[*id].published.as_ref();
            published.map_or(now, |time| time.value.at).year()
        };
        let years = posts
            .chunk_by(|a, b| year(a) == year(b))
            .map(|posts| ArchiveYear { year: year(&posts[0]), posts: self.summaries(posts) });
        let view = ArchiveView { years: years.collect(), total: posts.len() };
        let subject = Subject::new(PageKind::Archive, self.say("archive"), self.say("archive-description"));
        self.list("archive.html", subject, &view)
    }

    fn tag_index(&mut self) -> Result<String, Box<Diagnostic>> {
        let mut tags: Vec<TagSummary> =
            self.renderer.site().tags.iter().filter_map(|tag| self.tag_summary(tag)).collect();
        let collator = self.renderer.tongue(self.locale).language.collator();
        tags.sort_by(|a, b| collator.compare(&a.name, &b.name));
        let subject = Subject::new(PageKind::Tags, self.say("tags"), self.say("tags-description"));
        self.list("tags.html", subject, &TagsView { tags })
    }

    fn tag(&mut self, id: &str) -> Result<String, Box<Diagnostic>> {
        let site = self.renderer.site();
        let Some(tag) = site.tags.get(id).and_then(|tag| self.tag_summary(tag)) else {
            return Ok(String::new());
        };
        let count = Args::new().with("n", tag.count).with("tag", tag.name.as_str());
        let description =
            described(&tag.description, || self.renderer.tongue(self.locale).say("tag-posts", &count));
        let mut subject = Subject::new(PageKind::Tag, tag.name.clone(), description);
        subject.between.extend(self.step(&Route::Tags(self.locale.clone()), "tags"));
        subject.feed.clone_from(&tag.feed);
        let view = TagView { tag, posts: self.summaries(site.tagged(id, self.locale)) };
        self.list("tag.html", subject, &view)
    }

    fn series_index(&mut self) -> Result<String, Box<Diagnostic>> {
        let site = self.renderer.site();
        let mut series: Vec<SeriesSummary> =
            site.series.iter().filter_map(|series| self.series_summary(series)).collect();
        let collator = self.renderer.tongue(self.locale).language.collator();
        series.sort_by(|a, b| collator.compare(&a.name, &b.name));
        let subject = Subject::new(PageKind::SeriesIndex, self.say("series"), self.say("series-description"));
        self.list("series-index.html", subject, &SeriesIndexView { series })
    }

    fn series(&mut self, id: &str) -> Result<String, Box<Diagnostic>> {
        let site = self.renderer.site();
        let named = site.series.get(id);
        let Some(series) = named.and_then(|series| self.series_summary(series)) else {
            return Ok(String::new());
        };
        let name = Args::new().with("series", series.name.as_str());
        let description =
            described(&series.blurb, || self.renderer.tongue(self.locale).say("in-series", &name));
        let mut subject = Subject::new(PageKind::Series, series.name.clone(), description);
        subject.between.extend(self.step(&Route::SeriesIndex(self.locale.clone()), "series"));
        let view = SeriesView { series, posts: self.summaries(site.parts_of(id, self.locale)) };
        self.list("series.html", subject, &view)
    }

    fn not_found(&mut self) -> Result<String, Box<Diagnostic>> {
        let posts = self.renderer.site().posts_in(self.locale);
        let recent = self.summaries(&posts[..posts.len().min(RECENT)]);
        let subject =
            Subject::new(PageKind::NotFound, self.say("not-found-title"), self.say("not-found-text"));
        self.list("404.html", subject, &NotFoundView { recent })
    }

    fn redirect(&self, to: &Address) -> Result<String, Box<Diagnostic>> {
        let resolver = self.renderer.resolver;
        let title = match resolver.plan.routes.get(to) {
            Some(Route::Document(id)) => resolver.site.documents[*id].title.value.clone(),
            _ => self.renderer.shared(self.locale).title.clone(),
        };
        let mut page = self.meta(Subject::new(PageKind::Redirect, title, String::new()));
        page.canonical = resolver.absolute_url(to);
        let view = RedirectView { target: to.encoded() };
        self.template("redirect.html", &self.context(&page, &view))
    }

    fn list(
        &self,
        template: &str,
        subject: Subject,
        view: &impl Serialize,
    ) -> Result<String, Box<Diagnostic>> {
        self.template(template, &self.context(&self.meta(subject), view))
    }

    fn summaries(&mut self, posts: &[DocumentId]) -> Vec<PostSummary> {
        posts.iter().map(|id| self.summary(*id)).collect()
    }

    fn tag_summary(&self, tag: &Named) -> Option<TagSummary> {
        let resolver = self.renderer.resolver;
        let locales = &resolver.site.settings.locales;
        let address = |route: Route| resolver.plan.address(&route).map(Address::encoded);
        let name = tag.name(self.locale, locales);
        let feed = address(Route::Feed { locale: self.locale.clone(), tag: Some(tag.id.clone()) });
        let described =
            tag.entry.as_ref().and_then(|entry| entry.description.as_ref()?.get(self.locale, locales));
        Some(TagSummary {
            url: address(Route::Tag { tag: tag.id.clone(), locale: self.locale.clone() })?,
            description: described.map_or_else(String::new, |body| body.text.clone()),
            count: resolver.site.tagged(&tag.id, self.locale).len(),
            feed: feed.map(|url| FeedLink {
                title: format!("{} – {}", name, self.renderer.shared(self.locale).title),
                url,
            }),
            name,
        })
    }

    fn series_summary(&mut self, series: &'a Named) -> Option<SeriesSummary> {
        let resolver = self.renderer.resolver;
        let locales = &resolver.site.settings.locales;
        let route = Route::Series { series: series.id.clone(), locale: self.locale.clone() };
        let home = resolver.plan.address(&route)?;
        let entry = series.entry.as_ref();
        let blurb = entry.and_then(|entry| entry.blurb.as_ref()?.get(self.locale, locales));
        let description = entry.and_then(|entry| entry.description.as_ref()?.get(self.locale, locales));
        Some(SeriesSummary {
            name: series.name(self.locale, locales),
            url: home.encoded(),
            blurb: blurb.map_or_else(String::new, |text| markup::plain(text)),
            description: match (description, entry) {
                (Some(body), Some(entry)) => self.inserts.mark(Insert { body, file: &entry.file, home }),
                _ => String::new(),
            },
            sequential: entry.is_some_and(|entry| entry.sequential),
            count: resolver.site.parts_of(&series.id, self.locale).len(),
        })
    }

    /// A step of the way to the page.
    fn step(&self, route: &Route, key: &str) -> Option<Breadcrumb> {
        let address = self.renderer.resolver.plan.address(route)?;
        Some(Breadcrumb { title: self.say(key), url: address.encoded() })
    }

    fn say(&self, key: &str) -> String {
        self.renderer.tongue(self.locale).say(key, &Args::new())
    }
}

/// What a page is about: in the writer's words, else in Diglot's.
fn described(written: &str, otherwise: impl FnOnce() -> String) -> String {
    if written.is_empty() { otherwise() } else { written.to_owned() }
}
