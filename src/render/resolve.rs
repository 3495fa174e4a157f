//! Where an address as written leads.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use url::Url;

use crate::assets::{Asset, Assets};
use crate::base::{FilePath, Place};
use crate::locale::Locale;
use crate::output::OutputPath;
use crate::plan::{Address, Plan, Route};
use crate::site::{BaseUrl, DocumentId, Site};

/// Tells where addresses lead, and how they are written on the page.
#[derive(Clone, Copy, Debug)]
pub struct Resolver<'a> {
    /// The site.
    pub site: &'a Site,
    /// What stands where.
    pub plan: &'a Plan,
    /// The files that pages load.
    pub assets: &'a Assets,
}

/// The context that an address is resolved in.
#[derive(Clone, Copy, Debug)]
pub struct LinkContext<'a> {
    /// The page whose relative addresses it shares: its own, or that of the document it was written
    /// in.
    pub address: &'a Address,
    /// The language of the reader.
    pub locale: &'a Locale,
    /// The file it was written in, where addresses may name files beside it; `None` where a
    /// template made it.
    pub file: Option<&'a FilePath>,
    /// Whether the very address is meant, since the writer has said what language is there.
    pub is_exact: bool,
}

/// Where an address leads.
#[derive(Clone, Debug)]
pub enum Target<'a> {
    /// Away from the site, or nowhere (`mailto:`): it stays as written.
    Elsewhere,
    /// Into the page itself.
    Here {
        /// The anchor as a URL has it, without `#`.
        fragment: Cow<'a, str>,
    },
    /// To a page or a generated file of the site.
    Page(PageTarget<'a>),
    /// To a file of `static/`, or beside the text.
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

/// A page or a generated file of the site that an address leads to.
#[derive(Clone, Debug)]
pub struct PageTarget<'a> {
    /// Where it stands.
    pub address: &'a Address,
    /// What it shows.
    pub route: &'a Route,
    /// The query with its `?`, as written.
    pub query: &'a str,
    /// The anchor as a URL has it, without `#`.
    pub fragment: Option<Cow<'a, str>>,
    /// The version of the page in a third language that the address names, where it was led past
    /// that to the reader's.
    pub redirected_from: Option<&'a Address>,
    /// Whether the writer means this version although the page exists in the reader's language.
    pub is_intentional: bool,
}

impl<'a> LinkContext<'a> {
    /// The context of an address in a file, for readers of a language.
    pub fn file(file: &'a FilePath, address: &'a Address, locale: &'a Locale) -> Self {
        Self { address, locale, file: Some(file), is_exact: false }
    }

    /// The context of an address that a template made, on a page of a language.
    pub fn template(address: &'a Address, locale: &'a Locale) -> Self {
        Self { address, locale, file: None, is_exact: true }
    }

    /// Whether the address stands for the page in any language, so that it leads to the reader's.
    pub fn follows_reader(&self) -> bool {
        self.file.is_some() && !self.is_exact
    }
}

impl PageTarget<'_> {
    /// The query and the fragment, as they stand at the end of a URL.
    pub fn suffix(&self) -> String {
        match &self.fragment {
            Some(fragment) => format!("{}#{fragment}", self.query),
            None => self.query.to_owned(),
        }
    }
}

impl<'a> Resolver<'a> {
    /// The absolute URL of a file that is made for a page.
    pub fn output_url(&self, path: &OutputPath) -> String {
        let base_url = &self.site.settings.base_url;
        format!("{}{}/{path}", base_url.origin, base_url.path)
    }

    /// Tells where an address leads: one that a writer wrote, to its page in the reader's language
    /// where there is one.
    pub fn resolve(&self, written: &'a str, from: LinkContext<'_>) -> Target<'a> {
        let Some((path, suffix)) = within(&self.site.settings.base_url, written) else {
            return Target::Elsewhere;
        };
        let (query, fragment) = match suffix.split_once('#') {
            Some((query, fragment)) => (query, Some(fragment)),
            None => (suffix, None),
        };
        if path.is_empty() && query.is_empty() {
            return Target::Here { fragment: self.follow_here(fragment.unwrap_or_default(), from) };
        }
        let page = |address: &'a Address, route: &'a Route| PageTarget {
            address,
            route,
            query,
            fragment: fragment.map(Cow::Borrowed),
            redirected_from: None,
            is_intentional: from.is_exact,
        };
        if let Some(address) = path.ends_with(".md").then(|| self.of_file(path, from)).flatten() {
            return match self.plan.routes.get(address) {
                Some(route) => Target::Page(self.follow(page(address, route), false, from)),
                None => Target::Missing { address: Some(address.clone()) },
            };
        }
        let beside = from.file.filter(|_| !path.starts_with('/'));
        if let Some(asset) = beside.and_then(|file| self.assets.beside(file, path)) {
            return Target::File { asset, suffix };
        }
        let Ok(address) = from.address.join(path) else { return Target::Missing { address: None } };
        if let Some(asset) = self.asset(&address) {
            return Target::File { asset, suffix };
        }
        match self.at(&address, from) {
            Some((_, Route::Static(file))) => match self.assets.find(&format!("/{file}")) {
                Some(asset) => Target::File { asset, suffix },
                None => Target::Missing { address: Some(address) },
            },
            Some((found, route)) => Target::Page(self.follow(page(found, route), true, from)),
            None => match self.unprefixed(&address, from) {
                Some((found, route)) => Target::Page(self.follow(page(found, route), false, from)),
                None => Target::Missing { address: Some(address) },
            },
        }
    }

    /// Tells where an address leads that is written in a data file.
    pub fn resolve_data(&self, written: &'a str, file: &FilePath, locale: &Locale) -> Target<'a> {
        match self.plan.front(self.site.settings.default_locale()) {
            Some(root) => self.resolve(written, LinkContext::file(file, root, locale)),
            None => Target::Elsewhere,
        }
    }

    /// The page from which relative addresses count in a value that a document has, perhaps from
    /// its original.
    pub fn home(&self, id: DocumentId, place: &Place) -> Option<&'a Address> {
        self.home_in(id, &place.file)
    }

    /// The same of a value that stands in a file.
    pub(super) fn home_in(&self, id: DocumentId, file: &FilePath) -> Option<&'a Address> {
        self.plan.document(self.site.source_document(id, file)).or_else(|| self.plan.document(id))
    }

    /// The URL of a place within the site, from the root of its host.
    pub fn url(&self, address: &Address) -> String {
        [self.site.settings.base_url.path.as_str(), &address.encoded()].concat()
    }

    /// The whole URL of a place within the site.
    pub fn absolute_url(&self, address: &Address) -> String {
        [self.site.settings.base_url.origin.as_str(), &self.url(address)].concat()
    }

    /// An address that is written in a data file, for a page in a language: from the site's root
    /// where it leads to a page, else as written.
    pub fn for_reader(&self, written: &str, file: &FilePath, locale: &Locale) -> String {
        match self.resolve_data(written, file, locale) {
            Target::Page(page) => format!("{}{}", page.address.encoded(), page.suffix()),
            _ => written.to_owned(),
        }
    }

    /// The whole URL of an address that is written in a data file, for readers elsewhere; one that
    /// leads away, or nowhere, as it is.
    pub fn absolute(&self, written: &str, file: &FilePath, locale: &Locale) -> String {
        match self.resolve_data(written, file, locale) {
            Target::Page(page) => format!("{}{}", self.absolute_url(page.address), page.suffix()),
            // Use the name without a hash where there is one: readers elsewhere need a stable URL.
            Target::File { asset, suffix } if asset.is_copied() => Address::of_file(asset.path().as_str())
                .map_or_else(|_| written.to_owned(), |own| format!("{}{suffix}", self.absolute_url(&own))),
            Target::File { asset, suffix } => {
                format!("{}{}{suffix}", self.site.settings.base_url.origin, self.assets.url(asset))
            }
            Target::Here { .. } | Target::Elsewhere | Target::Missing { .. } => written.to_owned(),
        }
    }

    /// The static file at an address, whose last part may lack a dot (`/CNAME`).
    fn asset(&self, address: &Address) -> Option<&'a Asset> {
        self.assets
            .find(address.as_str())
            .or_else(|| self.assets.find(address.as_str().trim_end_matches('/')))
    }

    /// The page at an address; what a writer's older address leads to.
    fn at(&self, address: &Address, from: LinkContext<'_>) -> Option<(&'a Address, &'a Route)> {
        if from.follows_reader() {
            self.plan.page_at(address)
        } else {
            self.plan.routes.get_key_value(address)
        }
    }

    /// The page that a writer named without the prefix of its language.
    fn unprefixed(&self, address: &Address, from: LinkContext<'_>) -> Option<(&'a Address, &'a Route)> {
        from.file?;
        self.at(self.plan.unprefixed(self.site, address, from.locale)?, from)
    }

    /// The page that a file makes: the version that the path names, else the original.
    fn of_file(&self, path: &str, from: LinkContext<'_>) -> Option<&'a Address> {
        let path = percent_decode_str(path).decode_utf8().ok()?;
        let folder =
            from.file.and_then(|file| file.as_str().rsplit_once('/')).map_or("content", |(folder, _)| folder);
        let wanted = match path.strip_prefix('/') {
            Some(rooted) => format!("content/{rooted}"),
            None => normalised(&format!("{folder}/{path}"))?,
        };
        let locales = &self.site.settings.locales;
        let (id, language) = self.site.names.find_file(&wanted, locales)?;
        let versions = self.site.versions(&self.site.documents[id]);
        // Choose the reader's version here if no later step does.
        let language = language.as_ref().or((!from.follows_reader()).then_some(from.locale));
        let version = language.and_then(|language| versions.get(language)).copied();
        let version = version.or(self.site.is_shown[id].then_some(id));
        let version = version.or_else(|| locales.iter().find_map(|locale| versions.get(locale)).copied());
        self.plan.document(version.unwrap_or(id))
    }
}

/// The path of a URL that leads into the site, and its query and fragment; `None` for a URL that
/// leads elsewhere.
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
        // Another path with the same prefix: `/blog2` for `/blog`.
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

/// A path without `.` and `..`; `None` where it climbs too far.
pub fn normalised(path: &str) -> Option<String> {
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
