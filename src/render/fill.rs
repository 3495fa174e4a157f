//! Filling the holes of HTML with addresses.

use std::collections::BTreeSet;

use super::assets::{Asset, Dimensions};
use super::resolve::{From, Resolver, Target};
use crate::base::{FilePath, Origin, Place, Span};
use crate::locale::Locale;
use crate::markup::{self, Body, ImageTag, Piece, Reference, Role, escape_attribute};
use crate::plan::{Address, Route};

/// What stands around the number of a body in what templates produce. No source can hold these noncharacters.
const BODY_OPEN: char = '\u{fdd0}';
const BODY_CLOSE: char = '\u{fdd1}';

/// A body that is to be put into a page.
#[derive(Clone, Copy, Debug)]
pub struct Insert<'a> {
    /// The body.
    pub body: &'a Body,
    /// The file it was written in.
    pub file: &'a FilePath,
    /// The page of the document it was written in, from which its relative addresses count.
    pub home: &'a Address,
}

/// The bodies of a page; templates see a mark in the place of each.
#[derive(Clone, Debug, Default)]
pub struct Inserts<'a>(Vec<Insert<'a>>);

impl<'a> Inserts<'a> {
    /// Adds a body and hands out its mark, a string that is safe to print as HTML.
    pub fn mark(&mut self, insert: Insert<'a>) -> String {
        self.0.push(insert);
        format!("{BODY_OPEN}{}{BODY_CLOSE}", self.0.len() - 1)
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
}

/// An address on a page that leads into the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The address as written.
    pub written: String,
    /// What the page does with it.
    pub role: Role,
    /// Where it was written; `None` where a template made it.
    pub place: Option<Place>,
    /// Where it leads.
    pub end: LinkEnd,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkEnd {
    /// To a page of the site, and perhaps to an anchor in it.
    Page(Address, Option<String>),
    /// To an address where nothing is.
    Missing(Option<Address>),
}

/// Fills holes for the readers of one page.
pub struct Filler<'a> {
    resolver: Resolver<'a>,
    /// The page that is being filled.
    address: &'a Address,
    locale: &'a Locale,
    /// Whether URLs are written whole, for readers elsewhere.
    absolute: bool,
    images: usize,
    filled: Filled,
}

impl<'a> Filler<'a> {
    /// Makes a filler for a page.
    pub fn new(resolver: Resolver<'a>, address: &'a Address, locale: &'a Locale) -> Self {
        Self { resolver, address, locale, absolute: false, images: 0, filled: Filled::default() }
    }

    /// Makes a filler for what is read elsewhere, such as a feed's entry: URLs are written whole.
    pub fn absolute(resolver: Resolver<'a>, address: &'a Address, locale: &'a Locale) -> Self {
        Self { absolute: true, ..Self::new(resolver, address, locale) }
    }

    /// Fills what a template produced, and the bodies at their marks in it.
    pub fn page(mut self, html: &str, inserts: &Inserts<'a>) -> Filled {
        let origin = Origin { file: FilePath::new(""), span: Span::default(), verbatim: false };
        let shell = markup::scan(html, &origin);
        self.filled.html.reserve(html.len() * 2);
        let home = Home { address: self.address, file: None };
        for piece in &shell.pieces {
            match piece {
                Piece::Html(html) => self.marked(html, inserts),
                hole => self.hole(hole, home),
            }
        }
        // Anchors of the shell come without a place, and after those of bodies, so that of two equal ones the writer's is
        // the one that is shown.
        self.filled.anchors.extend(shell.anchors.into_iter().map(|anchor| (anchor.value, None)));
        self.filled
    }

    /// Appends finished HTML.
    pub fn html(&mut self, html: &str) {
        self.filled.html.push_str(html);
    }

    /// Fills one hole that stands in a file whose page is `home`.
    pub fn piece(&mut self, hole: &Piece, home: &Address, file: &FilePath) {
        self.hole(hole, Home { address: home, file: Some(file) });
    }

    /// Fills one body.
    pub fn body(&mut self, insert: Insert<'a>) {
        let home = Home { address: insert.home, file: Some(insert.file) };
        for piece in &insert.body.pieces {
            match piece {
                Piece::Html(html) => self.filled.html.push_str(html),
                hole => self.hole(hole, home),
            }
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
        while let Some((before, after)) = rest.split_once(BODY_OPEN) {
            self.filled.html.push_str(before);
            rest = after;
            if let Some((number, after)) = after.split_once(BODY_CLOSE) {
                if let Some(insert) = number.parse::<usize>().ok().and_then(|number| inserts.0.get(number)) {
                    self.body(*insert);
                }
                rest = after;
            }
        }
        self.filled.html.push_str(rest);
    }

    fn hole(&mut self, hole: &Piece, home: Home<'_>) {
        match hole {
            Piece::Html(_) => {}
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
            Piece::LinkAttributes(reference) => self.link_attributes(reference, home),
        }
    }

    /// The URL to write for a reference, which is noted as a link.
    fn url(&mut self, reference: &Reference, home: Home<'_>) -> String {
        let written = reference.target.as_str();
        // What was written whole stays whole: `canonical` and `og:image` are read elsewhere.
        let path = written.split(['?', '#']).next().unwrap_or_default();
        let absolute = self.absolute || path.contains("//");
        let (url, end) = match self.target(written, home) {
            Target::Elsewhere => return written.to_owned(),
            Target::Here { fragment } if home.address == self.address && !absolute => {
                let end = LinkEnd::Page(self.address.clone(), Some(fragment.to_owned()));
                (written.to_owned(), end)
            }
            Target::Here { fragment } => {
                let url = format!("{}#{fragment}", self.site_url(home.address, absolute));
                (url, LinkEnd::Page(home.address.clone(), Some(fragment.to_owned())))
            }
            Target::Page { address, query, fragment, .. } => {
                let fragment_part = fragment.map_or_else(String::new, |fragment| format!("#{fragment}"));
                let url = format!("{}{query}{fragment_part}", self.site_url(&address, absolute));
                (url, LinkEnd::Page(address, fragment.map(str::to_owned)))
            }
            Target::File { asset, suffix } => {
                self.filled.assets.insert(asset.path().clone());
                return format!("{}{suffix}", self.asset_url(asset, absolute));
            }
            Target::Missing { address } => {
                // Where the owner lets it pass, it leads nowhere within the site, and not out of it.
                let url = match &address {
                    Some(address) if written.starts_with('/') && !written.starts_with("//") => {
                        let suffix = written.find(['?', '#']).map_or("", |at| &written[at..]);
                        format!("{}{suffix}", self.site_url(address, absolute))
                    }
                    _ => written.to_owned(),
                };
                (url, LinkEnd::Missing(address))
            }
        };
        let place = home.file.map(|file| Place::new(file, reference.span));
        self.filled.links.push(Link { written: written.to_owned(), role: reference.role, place, end });
        url
    }

    fn image_attributes(&mut self, tag: &ImageTag, home: Home<'_>) {
        self.images += 1;
        if !tag.has_size
            && let Target::File { asset, .. } = self.target(&tag.target, home)
            && let Some(Dimensions { width, height }) = asset.dimensions()
        {
            self.filled.html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        if !tag.has_loading {
            // The first image is likely what the reader sees first: to put it off would slow the page down.
            self.filled.html.push_str(if self.images == 1 {
                " loading=\"eager\""
            } else {
                " loading=\"lazy\""
            });
        }
        if !tag.has_decoding {
            self.filled.html.push_str(" decoding=\"async\"");
        }
    }

    fn link_attributes(&mut self, reference: &Reference, home: Home<'_>) {
        if let Target::Page { route, .. } = self.target(&reference.target, home) {
            let there = match route {
                Route::Document(id) => Some(&self.resolver.site.documents[*id].locale),
                route => route.locale(),
            };
            if let Some(there) = there.filter(|there| *there != self.locale) {
                self.filled.html.push_str(&format!(" hreflang=\"{there}\""));
            }
        }
    }

    fn target<'t>(&self, written: &'t str, home: Home<'_>) -> Target<'t>
    where
        'a: 't,
    {
        let from = From { address: home.address, locale: self.locale, file: home.file };
        self.resolver.resolve(written, from)
    }

    fn site_url(&self, address: &Address, absolute: bool) -> String {
        if absolute { self.resolver.absolute_url(address) } else { self.resolver.url(address) }
    }

    fn asset_url(&self, asset: &Asset, absolute: bool) -> String {
        let url = self.resolver.assets.url(asset);
        if absolute { format!("{}{url}", self.resolver.site.settings.base_url.origin) } else { url }
    }
}

/// What relative addresses count from.
#[derive(Clone, Copy)]
struct Home<'a> {
    address: &'a Address,
    file: Option<&'a FilePath>,
}
