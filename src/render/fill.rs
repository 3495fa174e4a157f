//! Filling the holes of HTML with addresses.

mod elsewhere;
mod images;
pub(super) mod marks;
mod policy;

use self::marks::Mark;
use super::resolve::{LinkContext, Target};
use super::tracked::Tracked;
use crate::assets::Asset;
use crate::base::{FilePath, Origin, Place, Span};
use crate::html::{self, Piece, Reference, Role, Unsafe, escape_attribute, escape_text};
use crate::locale::Locale;
use crate::markup::Body;
use crate::plan::Address;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// What a writer puts behind an image's address to have it as it is.
const ORIGINAL: &str = "#original";

/// A body that is to be put into a page.
#[derive(Clone, Copy, Debug)]
pub struct Insert<'a> {
    /// The body.
    pub body: &'a Body,
    /// The file it was written in.
    pub file: &'a FilePath,
    /// The page of the document it was written in, from which its relative addresses count.
    pub home: &'a Address,
    /// The language that it is written in.
    pub locale: &'a Locale,
}

/// A section's HTML with the mark that tells where on the page the section begins.
pub(super) fn marked_section(index: usize, html: &str) -> String {
    marks::section(index) + html
}

/// The bodies of a page; templates see a mark in the place of each.
#[derive(Clone, Debug, Default)]
pub struct Inserts<'a>(Vec<Insert<'a>>);

impl<'a> Inserts<'a> {
    /// Adds a body and hands out its mark, a string that is safe to print as HTML.
    pub fn mark(&mut self, insert: Insert<'a>) -> String {
        self.0.push(insert);
        marks::body(self.0.len() - 1)
    }
}

/// A finished page, and what was found in it.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    /// The HTML.
    pub html: String,
    /// Every anchor, in order, with its place where it was written in a body.
    pub anchors: Vec<(String, Option<Place>)>,
    /// Every address that leads into the site.
    pub links: Vec<Link>,
    /// The static files that the page refers to.
    pub assets: BTreeSet<FilePath>,
    /// Where in the HTML the sections of its document begin: each one's place in the document, and
    /// its offset in bytes.
    pub sections: Vec<(usize, usize)>,
    /// Those of the files that are images which the page has in several sizes.
    pub resized: BTreeSet<FilePath>,
    /// The colours that stand in the places of images.
    pub(super) tones: BTreeSet<String>,
    /// What a browser may run and load on the page, where its host is to say so.
    pub policy: String,
    /// Which stretches of the HTML hold what a policy may have to name.
    pub(super) guards: Vec<Range<usize>>,
    /// Whether what the template made could not be read to its end.
    pub(super) is_cut: bool,
}

/// An address on a page that leads into the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The address as written.
    pub written: String,
    /// What the page does with it.
    pub role: Role,
    /// Where it was written; `None` where a template made it.
    pub place: Option<Place>,
    /// Where it leads.
    pub end: Destination,
    /// The version of the page that the address names, where it is in another language than the
    /// text around it and the link was led past it.
    pub redirected_from: Option<Address>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Destination {
    /// To a page of the site, and perhaps to an anchor in it.
    Page(Address, Option<String>),
    /// To an address where nothing is.
    Missing(Option<Address>),
    /// Nowhere, since the address is none.
    Unsafe(Unsafe),
}

/// Fills holes for the readers of one page.
pub struct Filler<'a> {
    site: Tracked<'a>,
    /// The page that is being filled.
    address: &'a Address,
    /// The language of its readers.
    locale: &'a Locale,
    /// Whether it is for readers elsewhere.
    is_elsewhere: bool,
    /// The address of the page's card, which is there though no file is yet.
    card: Option<&'a str>,
    /// The link that was filled last, and the language that it leads to, as
    /// [`other_language`](Self::other_language) tells it.
    last_link: Option<(Reference, Option<(Locale, bool)>)>,
    images: usize,
    filled: Filled,
}

impl<'a> Filler<'a> {
    /// Makes a filler for a page.
    pub fn new(site: Tracked<'a>, address: &'a Address, locale: &'a Locale) -> Self {
        Self {
            site,
            address,
            locale,
            is_elsewhere: false,
            card: None,
            last_link: None,
            images: 0,
            filled: Filled::default(),
        }
    }

    /// Makes a filler for what is read elsewhere, such as a feed's entry: URLs are written whole,
    /// and code has no colours.
    pub fn elsewhere(site: Tracked<'a>, address: &'a Address, locale: &'a Locale) -> Self {
        Self { is_elsewhere: true, ..Self::new(site, address, locale) }
    }

    /// Knows that the page has a card.
    pub fn with_card(self, url: Option<&'a str>) -> Self {
        Self { card: url, ..self }
    }

    /// Fills what a template produced, and the bodies at their marks in it.
    pub fn page(mut self, html: &str, inserts: &Inserts<'a>) -> Filled {
        let origin = Origin { file: FilePath::new(""), span: Span::default(), verbatim: false };
        let shell = html::scan(html, &origin);
        self.filled.is_cut = !shell.is_whole;
        self.filled.html.reserve(html.len() * 2);
        let home = Home { address: self.address, source: None };
        let mut guards = shell.guards.iter().peekable();
        let mut guarded_since = None;
        for (index, piece) in shell.pieces.iter().enumerate() {
            let mut done = 0;
            while let Some(edge) = guards.next_if(|edge| edge.piece == index) {
                if let Piece::Html(html) = piece {
                    self.marked(&html[done..edge.offset], inserts);
                    done = edge.offset;
                }
                self.guard(&mut guarded_since);
            }
            match piece {
                Piece::Html(html) => self.marked(&html[done..], inserts),
                hole => self.hole(hole, home),
            }
        }
        guards.for_each(|_| self.guard(&mut guarded_since));
        // Anchors of the shell come last: of two equal ones, the writer's, which has a place, is
        // reported.
        self.filled.anchors.extend(shell.anchors.into_iter().map(|anchor| (anchor.value, None)));
        self.filled.links.extend(shell.unsafe_addresses.into_iter().map(|(fault, reference)| Link {
            written: reference.target,
            role: reference.role,
            place: None,
            end: Destination::Unsafe(fault),
            redirected_from: None,
        }));
        self.tones();
        self.policy();
        self.filled
    }

    /// Appends finished HTML.
    pub fn html(&mut self, html: &str) {
        self.filled.html.push_str(html);
    }

    /// Fills one hole that stands in a file whose page is `home`.
    pub fn piece(&mut self, hole: &Piece, home: &Address, file: &FilePath) {
        self.hole(hole, Home { address: home, source: Some(Source { file, locale: self.locale }) });
    }

    /// Fills one body.
    pub fn body(&mut self, insert: Insert<'a>) {
        let source = Source { file: insert.file, locale: insert.locale };
        let home = Home { address: insert.home, source: Some(source) };
        let start = self.filled.html.len();
        let finished = insert.body.content.pieces.iter().map(|piece| match piece {
            Piece::Html(html) => html.len(),
            Piece::Code(code) if !self.is_elsewhere => code.len(),
            _ => 0,
        });
        self.filled.html.reserve(finished.sum());
        for piece in &insert.body.content.pieces {
            match piece.html(!self.is_elsewhere) {
                Some(html) => self.filled.html.push_str(&html),
                None => self.hole(piece, home),
            }
        }
        if self.is_elsewhere && insert.body.runs {
            let html = self.filled.html.split_off(start);
            self.filled.html.push_str(&elsewhere::for_feeds(&html));
        }
        if insert.body.guarded {
            self.filled.guards.push(start..self.filled.html.len());
        }
        let anchors = insert.body.anchors.iter();
        self.filled
            .anchors
            .extend(anchors.map(|anchor| (anchor.value.clone(), Some(Place::new(insert.file, anchor.span)))));
    }

    /// What has been filled.
    pub fn finish(self) -> Filled {
        self.filled
    }

    /// Copies HTML, with the bodies at their marks.
    fn marked(&mut self, html: &str, inserts: &Inserts<'a>) {
        let mut rest = html;
        while let Some((before, mark, after)) = Mark::first(rest) {
            self.filled.html.push_str(before);
            match mark {
                Mark::Section(number) => self.filled.sections.push((number, self.filled.html.len())),
                Mark::Body(number) => inserts.0.get(number).into_iter().for_each(|insert| self.body(*insert)),
            }
            rest = after;
        }
        self.filled.html.push_str(rest);
    }

    fn hole(&mut self, hole: &Piece, home: Home<'_>) {
        match hole {
            Piece::Html(_) | Piece::Code(_) => {}
            Piece::Url(reference) => {
                let url = self.url(reference, home);
                escape_attribute(&url, &mut self.filled.html);
            }
            Piece::StyleUrl(reference) => {
                let url = self.url(reference, home);
                for c in url.chars() {
                    match c {
                        '"' | '\'' | '(' | ')' | ' ' | '<' | '\\' => {
                            self.filled.html.push_str(&format!("%{:02X}", c as u32));
                        }
                        c => self.filled.html.push(c),
                    }
                }
            }
            Piece::ImageAttributes(tag) => self.image_attributes(tag, home),
            Piece::LinkAttributes(reference) => {
                if let Some((there, _)) = self.other_language(reference, home) {
                    self.filled.html.push_str(&format!(" hreflang=\"{there}\""));
                }
            }
            Piece::LinkMark(reference) => self.link_mark(reference, home),
        }
    }

    /// The URL to write for a reference, which is noted as a link.
    fn url(&mut self, reference: &Reference, home: Home<'_>) -> String {
        let written = reference.target.as_str();
        if self.card == Some(written) {
            return written.to_owned();
        }
        // Absolute URLs stay absolute: `canonical` and `og:image` are read outside the site.
        let path = written.split(['?', '#']).next().unwrap_or_default();
        let absolute = self.is_elsewhere || path.as_bytes().windows(2).any(|pair| pair == b"//");
        let mut redirected_from = None;
        let target = self.target(reference, home);
        if reference.role == Role::Link {
            // Cached: the holes at the end of the tag and of the element ask for it again.
            self.last_link = Some((reference.clone(), self.language_of(&target)));
        }
        let (url, end) = match target {
            Target::Elsewhere => return written.to_owned(),
            Target::Here { fragment } => {
                let is_here = home.address == self.address && !absolute;
                let page = if is_here { String::new() } else { self.site_url(home.address, absolute) };
                let end = Destination::Page(home.address.clone(), Some(fragment.clone().into_owned()));
                (format!("{page}#{fragment}"), end)
            }
            Target::Page(page) => {
                let url = self.site_url(page.address, absolute) + &page.suffix();
                redirected_from = page.redirected_from.filter(|_| self.is_in_own_language(home)).cloned();
                (url, Destination::Page(page.address.clone(), page.fragment.map(Cow::into_owned)))
            }
            Target::File { asset, suffix } => {
                self.filled.assets.insert(asset.path().clone());
                let suffix =
                    if reference.role == Role::Image { suffix.trim_end_matches(ORIGINAL) } else { suffix };
                return self.asset_url(asset, absolute) + suffix;
            }
            Target::Missing { address } => {
                // If the policy allows broken links, link to a missing page of the site, not out of
                // it.
                let url = match &address {
                    Some(address) if written.starts_with('/') && !written.starts_with("//") => {
                        let suffix = written.find(['?', '#']).map_or("", |at| &written[at..]);
                        self.site_url(address, absolute) + suffix
                    }
                    _ => written.to_owned(),
                };
                (url, Destination::Missing(address))
            }
        };
        let place = home.source.map(|source| Place::new(source.file, reference.span));
        self.filled.links.push(Link {
            written: written.to_owned(),
            role: reference.role,
            place,
            end,
            redirected_from,
        });
        url
    }

    /// Tells the reader, in words, that a page is not to be had in the language of this one.
    fn link_mark(&mut self, reference: &Reference, home: Home<'_>) {
        if let Some((there, false)) = self.other_language(reference, home) {
            let here = self.locale;
            let direction = home.source.map(|source| source.locale.direction());
            let dir = match here.direction() {
                own if direction == Some(own) => String::new(),
                own => format!(" dir=\"{}\"", own.name()),
            };
            let mark = format!(" <span class=\"link-language\" lang=\"{here}\"{dir}>(");
            self.filled.html.push_str(&mark);
            escape_text(&self.site.in_language(here, &there), &mut self.filled.html);
            self.filled.html.push_str(")</span>");
        }
    }

    /// The language of what a link leads to, where it is not the reader's, and whether that is
    /// meant.
    fn other_language(&self, reference: &Reference, home: Home<'_>) -> Option<(Locale, bool)> {
        match &self.last_link {
            Some((last, language)) if last == reference => language.clone(),
            _ => self.language_of(&self.target(reference, home)),
        }
    }

    fn language_of(&self, target: &Target<'_>) -> Option<(Locale, bool)> {
        let Target::Page(page) = target else { return None };
        let there = self.site.language_at(page)?;
        (there != self.locale).then(|| (there.clone(), page.is_intentional))
    }

    /// Whether a text stands on a page of its own language: a list may show an original to readers
    /// of another.
    fn is_in_own_language(&self, home: Home<'_>) -> bool {
        home.source.is_some_and(|source| source.locale == self.locale)
    }

    fn target<'t>(&self, reference: &'t Reference, home: Home<'_>) -> Target<'t>
    where
        'a: 't,
    {
        let from = self.from(home);
        let Some(language) = &reference.hreflang else {
            return self.site.resolve(&reference.target, from);
        };
        let said = self.site.settings().locales.iter().find(|locale| locale.tag() == language);
        let from = LinkContext { locale: said.unwrap_or(from.locale), is_exact: true, ..from };
        self.site.resolve(&reference.target, from)
    }

    fn from<'t>(&self, home: Home<'t>) -> LinkContext<'t>
    where
        'a: 't,
    {
        match home.source {
            Some(Source { file, .. }) => LinkContext::file(file, home.address, self.locale),
            None => LinkContext::template(home.address, self.locale),
        }
    }

    fn site_url(&self, address: &Address, absolute: bool) -> String {
        if absolute { self.site.absolute_url(address) } else { self.site.url(address) }
    }

    fn asset_url(&self, asset: &Asset, absolute: bool) -> String {
        let origin = if absolute { &self.site.settings().base_url.origin } else { "" };
        [origin, self.site.asset_url(asset)].concat()
    }
}

#[derive(Clone, Copy)]
struct Home<'a> {
    /// The page from which relative ones count.
    address: &'a Address,
    /// What they are written in; `None` where a template made them.
    source: Option<Source<'a>>,
}

/// A text that a writer wrote.
#[derive(Clone, Copy)]
struct Source<'a> {
    file: &'a FilePath,
    locale: &'a Locale,
}
