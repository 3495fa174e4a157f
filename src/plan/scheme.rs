//! The site's URL scheme: what stands where, in each language.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::address::{Address, AddressError};
use super::kind::FeedFormat;
use super::pattern::{Pattern, PatternValues, Variable};
use crate::base::{Code, Diagnostic, FilePath, Place, Span, keywords, nearest};
use crate::document::{Document, EntryKind};
use crate::locale::{Locale, PerLocale, SlugLetters, Slugs};
use crate::site::{Named, Settings};

/// A kind of thing that has a pattern: its name in `:site/uris`, its default, and the variables it
/// may and must have.
struct PatternSpec {
    name: &'static str,
    default: &'static str,
    allowed: &'static [Variable],
    wanted: &'static [Variable],
}

const SHAPES: [PatternSpec; 7] = {
    use Variable::{Day, Locale, Month, Path, Slug, Year};
    [
        PatternSpec {
            name: "post",
            default: "/{slug}/",
            allowed: &[Slug, Path, Year, Month, Day, Locale],
            wanted: &[Slug, Path],
        },
        PatternSpec {
            name: "page",
            default: "/{path}/",
            allowed: &[Path, Slug, Locale],
            wanted: &[Path, Slug],
        },
        PatternSpec { name: "tag", default: "/tags/{slug}/", allowed: &[Slug, Locale], wanted: &[Slug] },
        PatternSpec { name: "tags", default: "/tags/", allowed: &[Locale], wanted: &[] },
        PatternSpec {
            name: "author",
            default: "/authors/{slug}/",
            allowed: &[Slug, Locale],
            wanted: &[Slug],
        },
        PatternSpec { name: "series", default: "/series/{slug}/", allowed: &[Slug, Locale], wanted: &[Slug] },
        PatternSpec { name: "archive", default: "/archive/", allowed: &[Locale], wanted: &[] },
    ]
};

/// Every kind that has a pattern; a format of feeds is one.
fn shapes() -> impl Iterator<Item = PatternSpec> {
    let of_feeds = |format: FeedFormat| PatternSpec {
        name: format.kind().name,
        default: format.path(),
        allowed: &[Variable::Locale],
        wanted: &[],
    };
    SHAPES.into_iter().chain(FeedFormat::ALL.map(of_feeds))
}

/// What stands where, in each language.
pub(super) struct UrlScheme<'a> {
    settings: &'a Settings,
    patterns: BTreeMap<&'static str, PerLocale<Pattern>>,
}

impl<'a> UrlScheme<'a> {
    /// Reads the site's patterns. One that is amiss has its default.
    pub(super) fn new(settings: &'a Settings, diagnostics: &mut Vec<Diagnostic>) -> Self {
        for (name, uri) in &settings.uris {
            if shapes().all(|shape| shape.name != name) {
                let near = nearest(name, shapes().map(|shape| shape.name));
                let help = near.map_or_else(
                    || format!("they are {}", keywords(shapes().map(|shape| shape.name))),
                    |near| format!("did you mean `:{near}`?"),
                );
                let message = format!("no pattern is called `:{name}`");
                diagnostics.extend(fault(settings, uri.key, message, help));
            }
        }
        let mut patterns: BTreeMap<&str, PerLocale<Pattern>> = BTreeMap::new();
        for shape in shapes() {
            let written = settings.uris.get(shape.name);
            let mut told = Vec::new();
            for locale in &settings.locales {
                let own = written.and_then(|uri| uri.pattern.get(locale, &settings.locales));
                let read = own.map(|own| (Pattern::parse(&own.value, shape.allowed, shape.wanted), own.span));
                let pattern = match read {
                    Some((Ok(pattern), _)) => pattern,
                    Some((Err((message, help)), span)) => {
                        if !told.contains(&span) {
                            diagnostics.extend(fault(settings, span, message, help));
                            told.push(span);
                        }
                        default_pattern(&shape)
                    }
                    None => default_pattern(&shape),
                };
                patterns.entry(shape.name).or_default().insert(locale.clone(), pattern);
            }
        }
        Self { settings, patterns }
    }

    /// The front page of a language, or a further page of its list.
    pub(super) fn front(&self, locale: &Locale, number: usize) -> String {
        let prefix = self.prefix(locale);
        if number == 1 { format!("{prefix}/") } else { format!("{prefix}/page/{number}/") }
    }

    /// The page for addresses that lead nowhere; the default language's is at the root, where
    /// servers look for it.
    pub(super) fn not_found(&self, locale: &Locale) -> String {
        if locale == self.settings.default_locale() {
            "/404.html".to_owned()
        } else {
            format!("{}/404.html", self.prefix(locale))
        }
    }

    /// What has a pattern and there is one of in a language: `archive`, `tags`, a feed.
    pub(super) fn one(&self, name: &'static str, locale: &Locale) -> String {
        self.fill(name, locale, &PatternValues { locale: locale.tag(), ..PatternValues::default() })
    }

    /// The page of a tag, an author or a series.
    pub(super) fn entry(&self, kind: EntryKind, entry: &Named, locale: &Locale, slugs: &Slugs) -> String {
        let slug = entry.slug(locale, &self.settings.locales, slugs);
        self.fill(
            kind.word(),
            locale,
            &PatternValues { slug: &slug, locale: locale.tag(), ..PatternValues::default() },
        )
    }

    /// The index of a kind: that of tags has a pattern of its own; that of the others is their
    /// pattern up to its first variable, or `None` where that is the front page.
    pub(super) fn index(&self, kind: EntryKind, locale: &Locale) -> Option<String> {
        if kind == EntryKind::Tag {
            return Some(self.one("tags", locale));
        }
        let pattern = self.patterns.get(kind.word())?.get(locale)?.stem();
        let path = pattern.fill(&PatternValues { locale: locale.tag(), ..PatternValues::default() });
        let address =
            if pattern.has(Variable::Locale) { path } else { format!("{}{path}", self.prefix(locale)) };
        (address != self.front(locale, 1) && address.ends_with('/')).then_some(address)
    }

    pub(super) fn document(
        &self,
        document: &Document,
        now: DateTime<Utc>,
        slugs: &Slugs,
    ) -> Result<Address, AddressError> {
        if let Some(uri) = &document.uri {
            return Address::parse(&uri.value);
        }
        let letters = slugs.of(&document.locale);
        let own_slug = document.slug.as_ref().map(|slug| slug.value.as_str());
        let slug = own_slug.map_or_else(|| path_part(document.stem.name(), letters), str::to_owned);
        let name = document.kind.word();
        let path = || {
            let mut parts: Vec<String> =
                document.stem.page_path().split('/').map(|part| path_part(part, letters)).collect();
            if own_slug.is_some() {
                parts.pop();
                parts.push(slug.clone());
            }
            parts.join("/")
        };
        let has_path = self.pattern(name, &document.locale).has(Variable::Path);
        // A draft has no time yet; it is shown as if it were published at the moment of the build.
        let published =
            document.published.as_ref().map_or(now.with_timezone(&self.settings.zone), |time| time.value.at);
        let values = PatternValues {
            slug: &slug,
            path: &has_path.then(path).unwrap_or_default(),
            date: published.date_naive(),
            locale: document.locale.tag(),
        };
        Address::parse(&self.fill(name, &document.locale, &values))
    }

    /// What the addresses of each language begin with; nothing where those of one language begin
    /// with nothing.
    pub(super) fn prefixes(&self) -> PerLocale<String> {
        let locales = &self.settings.locales;
        let prefixes = locales.iter().map(|locale| (locale.clone(), self.prefix(locale)));
        let all_have_one = locales.iter().all(|locale| !self.prefix(locale).is_empty());
        prefixes.filter(|_| all_have_one).collect()
    }

    fn fill(&self, name: &'static str, locale: &Locale, values: &PatternValues<'_>) -> String {
        let pattern = self.pattern(name, locale);
        let path = pattern.fill(values);
        if pattern.has(Variable::Locale) { path } else { format!("{}{path}", self.prefix(locale)) }
    }

    fn pattern(&self, name: &str, locale: &Locale) -> &Pattern {
        self.patterns[name].get(locale).expect("each language of the site has its patterns")
    }

    fn prefix(&self, locale: &Locale) -> String {
        let is_bare = locale == self.settings.default_locale() && !self.settings.prefix_default_locale;
        if is_bare { String::new() } else { format!("/{locale}") }
    }
}

/// A part of a file's path as a part of an address: as it is where it is plain, else its slug.
fn path_part(name: &str, letters: &SlugLetters) -> String {
    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "-._~".contains(c));
    let slug = if is_plain { String::new() } else { letters.slug(name) };
    if slug.is_empty() { name.to_owned() } else { slug }
}

fn default_pattern(shape: &PatternSpec) -> Pattern {
    Pattern::parse(shape.default, shape.allowed, shape.wanted).expect("the default patterns are sound")
}

fn fault(settings: &Settings, span: Span, message: String, help: String) -> Option<Diagnostic> {
    let file: &FilePath = settings.file.as_ref()?;
    Some(Diagnostic::at(Place::new(file, span), Code::InvalidSetting, message).help(help))
}
