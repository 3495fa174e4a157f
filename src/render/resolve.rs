//! Where an address as written leads.

use percent_encoding::percent_decode_str;
use url::Url;

use super::assets::{Asset, Assets};
use crate::base::{FilePath, Place};
use crate::document::Stem;
use crate::locale::Locale;
use crate::plan::{Address, Plan, Route};
use crate::site::{BaseUrl, DocumentId, Site};

/// Tells where addresses lead, and how they are written on the page.
#[derive(Clone, Copy, Debug)]
pub struct Resolver<'a> {
    /// The site.
    pub site: &'a Site,
    /// What stands where.
    pub plan: &'a Plan,
    /// The static files.
    pub assets: &'a Assets,
}

/// What an address is read from.
#[derive(Clone, Copy, Debug)]
pub struct From<'a> {
    /// The page whose relative addresses it shares: its own, or that of the document it was written in.
    pub address: &'a Address,
    /// The language of the reader.
    pub locale: &'a Locale,
    /// The file it was written in, where addresses may name files beside it.
    pub file: Option<&'a FilePath>,
}

/// Where an address leads.
#[derive(Clone, Debug)]
pub enum Target<'a> {
    /// Away from the site, or nowhere (`mailto:`): it stays as written.
    Elsewhere,
    /// Into the page itself.
    Here {
        /// The anchor as written, without `#`.
        fragment: &'a str,
    },
    /// To a page or a generated file of the site.
    Page {
        /// The page.
        address: Address,
        /// What it shows.
        route: &'a Route,
        /// The query with its `?`, as written.
        query: &'a str,
        /// The anchor as written, without `#`.
        fragment: Option<&'a str>,
    },
    /// To a static file.
    File {
        /// The file.
        asset: &'a Asset,
        /// The query and fragment, as written.
        suffix: &'a str,
    },
    /// To an address of the site where nothing is.
    Missing {
        /// The address, where it is one at all.
        address: Option<Address>,
    },
}

impl<'a> Resolver<'a> {
    /// Tells where an address leads.
    pub fn resolve(&self, written: &'a str, from: From<'_>) -> Target<'a> {
        let Some((path, suffix)) = within(&self.site.settings.base_url, written) else {
            return Target::Elsewhere;
        };
        let (query, fragment) = match suffix.split_once('#') {
            Some((query, fragment)) => (query, Some(fragment)),
            None => (suffix, None),
        };
        if path.is_empty() && query.is_empty() {
            return Target::Here { fragment: fragment.unwrap_or_default() };
        }
        if let Some(address) = path.ends_with(".md").then(|| self.of_file(path, from)).flatten() {
            return match self.plan.routes.get(&address) {
                Some(route) => Target::Page { address, route, query, fragment },
                None => Target::Missing { address: Some(address) },
            };
        }
        let Ok(address) = from.address.join(path) else { return Target::Missing { address: None } };
        if let Some(asset) = self.asset(&address) {
            return Target::File { asset, suffix };
        }
        match self.plan.routes.get(&address) {
            Some(Route::Static(file)) => match self.assets.find(&format!("/{file}")) {
                Some(asset) => Target::File { asset, suffix },
                None => Target::Missing { address: Some(address) },
            },
            Some(route) => Target::Page { address, route, query, fragment },
            None => Target::Missing { address: Some(address) },
        }
    }

    /// The page from which relative addresses count in a value that a document has, perhaps from its original.
    pub fn home(&self, id: DocumentId, place: &Place) -> Option<&'a Address> {
        self.plan.document(self.site.written_in(id, place)).or_else(|| self.plan.document(id))
    }

    /// The URL of a place within the site, from the root of its host.
    pub fn url(&self, address: &Address) -> String {
        format!("{}{}", self.site.settings.base_url.path, address.encoded())
    }

    /// The whole URL of a place within the site.
    pub fn absolute_url(&self, address: &Address) -> String {
        format!("{}{}", self.site.settings.base_url.origin, self.url(address))
    }

    /// The whole URL of an address that is written in data, for readers elsewhere; one that leads away, or nowhere, as it is.
    pub fn absolute(&self, written: &str, locale: &Locale) -> String {
        let Some(root) = self.plan.front(self.site.settings.default_locale()) else {
            return written.to_owned();
        };
        match self.resolve(written, From { address: root, locale, file: None }) {
            Target::Page { address, query, fragment, .. } => {
                let fragment = fragment.map_or_else(String::new, |fragment| format!("#{fragment}"));
                format!("{}{query}{fragment}", self.absolute_url(&address))
            }
            // A file has its own name beside the hashed one, and whoever keeps the address needs one that lasts.
            Target::File { asset, suffix } => Address::of_file(asset.path().as_str())
                .map_or_else(|_| written.to_owned(), |own| format!("{}{suffix}", self.absolute_url(&own))),
            Target::Here { .. } | Target::Elsewhere | Target::Missing { .. } => written.to_owned(),
        }
    }

    /// The static file at an address, whose last part may lack a dot (`/CNAME`).
    fn asset(&self, address: &Address) -> Option<&'a Asset> {
        self.assets
            .find(address.as_str())
            .or_else(|| self.assets.find(address.as_str().trim_end_matches('/')))
    }

    /// The page that a file makes: in the language that its path names, else in the reader's where it has been translated.
    fn of_file(&self, path: &str, from: From<'_>) -> Option<Address> {
        let path = percent_decode_str(path).decode_utf8().ok()?;
        let folder =
            from.file.and_then(|file| file.as_str().rsplit_once('/')).map_or("content", |(folder, _)| folder);
        let wanted = match path.strip_prefix('/') {
            Some(rooted) => format!("content/{rooted}"),
            None => normalised(&format!("{folder}/{path}"))?,
        };
        // `keys.md` is any of `keys.nb.md` and `keys.en.md`.
        let wanted_stem = Stem::of(&FilePath::new(&wanted), &self.site.settings.locales);
        let mut documents = self.site.documents.iter().enumerate();
        let (id, document) = documents
            .clone()
            .find(|(_, document)| document.file.as_str() == wanted)
            .or_else(|| documents.find(|(_, document)| document.stem.path == wanted_stem.path))?;
        let versions = self.site.versions(document);
        let wanted = wanted_stem.locale.as_ref().unwrap_or(from.locale);
        let version = versions.get(wanted).or_else(|| versions.get(&document.locale)).copied();
        self.plan.document(version.unwrap_or(id)).cloned()
    }
}

/// The path of a URL that leads into the site, and its query and fragment; `None` for a URL that leads elsewhere.
fn within<'a>(base: &BaseUrl, written: &'a str) -> Option<(&'a str, &'a str)> {
    let cut = |url: &'a str| url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
    let after_scheme = match written.split_once(':') {
        Some((scheme, rest))
            if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") =>
        {
            rest
        }
        Some((scheme, _)) if !scheme.contains(['/', '?', '#']) => return None,
        _ => written,
    };
    let Some(absolute) = after_scheme.strip_prefix("//") else { return Some(cut(written)) };
    let (absolute, suffix) = cut(absolute);
    let (host, path) = absolute.split_at(absolute.find('/').unwrap_or(absolute.len()));
    let path = path.strip_prefix(base.path.as_str()).filter(|_| is_host(base, host))?;
    match path.chars().next() {
        None => Some(("/", suffix)),
        Some('/') => Some((path, suffix)),
        // Another site whose path begins alike.
        Some(_) => None,
    }
}

/// Whether a host and port as written, perhaps with letters beyond ASCII, are those of the site.
fn is_host(base: &BaseUrl, written: &str) -> bool {
    let scheme = base.origin.split(':').next().unwrap_or_default();
    let is_same = |url: Url| url.origin().ascii_serialization() == base.origin;
    written.eq_ignore_ascii_case(base.host())
        || Url::parse(&format!("{scheme}://{written}/")).is_ok_and(is_same)
}

fn normalised(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
