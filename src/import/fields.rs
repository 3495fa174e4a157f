//! What the names of front matter mean, for each tool, and what is carried over of them.

use super::report::{Fate, Report};
use super::value::{Map, Unreadable, Value, ValueKind, get};
use crate::base::FilePath;
use crate::blocks::{self, Fields};
use crate::document::{own_key, written_time};
use crate::edn::{self, Form, FormKind};
use crate::locale::Locale;

/// What a name of front matter means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The title.
    Title,
    /// The title in lists.
    ShortTitle,
    /// When it was published.
    Published,
    /// When it was last changed.
    Updated,
    /// Whether it is a draft.
    Draft,
    /// Whether it is published.
    Public,
    /// Tags, and what becomes tags.
    Tags,
    /// Older addresses.
    Aliases,
    /// The last part of the address.
    Slug,
    /// The whole address.
    Url,
    /// What it is about.
    Description,
    /// What it is about, where no description says it.
    Summary,
    /// An image.
    Image,
    /// Who wrote it.
    Authors,
    /// The series it is a part of.
    Series,
    /// What ties it to its translations.
    TranslationKey,
    /// Its language.
    Locale,
}

impl Meaning {
    /// The key of Diglot that says it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Title => ":page/title",
            Self::ShortTitle => ":post/short-title",
            Self::Published => ":post/published",
            Self::Updated => ":post/updated",
            Self::Draft => ":page/draft?",
            Self::Public => ":page/draft?, turned round",
            Self::Tags => ":post/tags",
            Self::Aliases => ":page/alt-uris",
            Self::Slug | Self::Url => ":page/uri",
            Self::Description => ":post/description",
            Self::Summary => ":post/description, or :post/short-description beside one",
            Self::Image => ":post/image",
            Self::Authors => ":post/authors",
            Self::Series => ":post/series",
            Self::TranslationKey => ":page/translation-key",
            Self::Locale => "the language in the file's name",
        }
    }
}

/// Names and what they mean. Case, `-` and `_` do not matter; of several names with one meaning the
/// first that a page has counts.
pub type FieldTable = &'static [(&'static str, Meaning)];

/// The names of Hugo, and those that its commonest themes add.
pub const HUGO: FieldTable = &[
    ("title", Meaning::Title),
    ("linkTitle", Meaning::ShortTitle),
    ("date", Meaning::Published),
    ("publishDate", Meaning::Published),
    ("lastmod", Meaning::Updated),
    ("draft", Meaning::Draft),
    ("tags", Meaning::Tags),
    ("categories", Meaning::Tags),
    ("aliases", Meaning::Aliases),
    ("slug", Meaning::Slug),
    ("url", Meaning::Url),
    ("description", Meaning::Description),
    ("summary", Meaning::Summary),
    ("image", Meaning::Image),
    ("images", Meaning::Image),
    ("cover", Meaning::Image),
    ("featured_image", Meaning::Image),
    ("thumbnail", Meaning::Image),
    ("author", Meaning::Authors),
    ("authors", Meaning::Authors),
    ("series", Meaning::Series),
    ("translationKey", Meaning::TranslationKey),
];

/// The names of Zola, Astro, Eleventy and Obsidian.
pub const MARKDOWN: FieldTable = &[
    ("title", Meaning::Title),
    ("date", Meaning::Published),
    ("pubDate", Meaning::Published),
    ("publishDate", Meaning::Published),
    ("publishedAt", Meaning::Published),
    ("created", Meaning::Published),
    ("updated", Meaning::Updated),
    ("updatedDate", Meaning::Updated),
    ("lastmod", Meaning::Updated),
    ("modified", Meaning::Updated),
    ("draft", Meaning::Draft),
    ("published", Meaning::Public),
    ("publish", Meaning::Public),
    ("tags", Meaning::Tags),
    ("tag", Meaning::Tags),
    ("categories", Meaning::Tags),
    ("category", Meaning::Tags),
    ("aliases", Meaning::Aliases),
    ("redirect_from", Meaning::Aliases),
    ("slug", Meaning::Slug),
    ("permalink", Meaning::Url),
    ("path", Meaning::Url),
    ("url", Meaning::Url),
    ("description", Meaning::Description),
    ("summary", Meaning::Summary),
    ("excerpt", Meaning::Summary),
    ("image", Meaning::Image),
    ("cover", Meaning::Image),
    ("heroImage", Meaning::Image),
    ("author", Meaning::Authors),
    ("authors", Meaning::Authors),
    ("series", Meaning::Series),
    ("translationKey", Meaning::TranslationKey),
    ("lang", Meaning::Locale),
    ("language", Meaning::Locale),
    ("locale", Meaning::Locale),
];

/// The maps within front matter whose names count as if they stood outside.
const GROUPS: [&str; 3] = ["params", "taxonomies", "extra"];

/// What front matter says, by its meaning.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matter {
    /// The title.
    pub title: Option<String>,
    /// The title in lists.
    pub short_title: Option<String>,
    /// When it was published.
    pub published: Option<blocks::Value>,
    /// When it was last changed.
    pub updated: Option<blocks::Value>,
    /// Whether it is a draft.
    pub is_draft: bool,
    /// The names of its tags.
    pub tags: Vec<String>,
    /// Older addresses, as they are written.
    pub aliases: Vec<String>,
    /// The last part of its address.
    pub slug: Option<String>,
    /// Its whole address.
    pub url: Option<String>,
    /// What it is about, as plain text.
    pub description: Option<String>,
    /// The same, shorter.
    pub summary: Option<String>,
    /// Its image, as it is written.
    pub image: Option<String>,
    /// What the image shows.
    pub image_alt: Option<String>,
    /// The names of its authors.
    pub authors: Vec<String>,
    /// The name of its series.
    pub series: Option<String>,
    /// What ties it to its translations.
    pub translation_key: Option<String>,
    /// Its language.
    pub locale: Option<Locale>,
    /// What means nothing to Diglot, under keys of its own.
    pub kept: Fields,
}

impl Matter {
    /// Takes front matter by a table; what it has no place for is kept and told.
    pub fn read(file: &FilePath, front: &Map, table: FieldTable, report: &mut Report) -> Self {
        let mut matter = Self::default();
        let (grouped, own): (Vec<_>, Vec<_>) =
            front.iter().partition(|(name, value)| GROUPS.contains(&name.as_str()) && value.map().is_some());
        let within = grouped.iter().filter_map(|(_, value)| value.map()).flatten();
        let mut all: Vec<&(String, Value)> = own.into_iter().chain(within).collect();
        let place = |name: &str| table.iter().position(|(known, _)| plain(known) == plain(name));
        all.sort_by_key(|(name, _)| place(name).unwrap_or(table.len()));
        for (name, value) in all.iter().filter(|(_, value)| value.kind != ValueKind::Null) {
            let taken = match place(name) {
                Some(at) => matter.take(table[at].1, value),
                None => Err(("Diglot has no key that says it", "Use it in a template, or remove it")),
            };
            if let Err((why, help)) = taken {
                matter.keep(name, value);
                let fate = Fate::Kept;
                report.add(fate, (file, Some(value.line)), format!("The field `{name}`"), why, help);
            }
        }
        matter
    }

    /// That of a page whose front matter cannot be read: a draft that holds it as it is written.
    pub fn unread(file: &FilePath, written: &str, fault: &Unreadable, report: &mut Report) -> Self {
        let help = "Write its keys by hand: the page is a draft until then";
        let what = "The front matter of a page";
        report.add(Fate::Changed, (file, Some(fault.line)), what, fault.message.as_str(), help);
        let mut matter = Self { is_draft: true, ..Self::default() };
        if !written.is_empty() {
            matter.keep_form("front-matter", Form::text(written));
        }
        matter
    }

    /// Takes a value for what it means; tells why it cannot be taken, and what to do.
    fn take(&mut self, meaning: Meaning, value: &Value) -> Result<(), (&'static str, &'static str)> {
        const TWICE: (&str, &str) =
            ("another field says the same, and counts", "See which of the two is right");
        const UNCLEAR: (&str, &str) = ("it is not clear what it says", "Write it as a key of Diglot");
        let text = || value.text().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let set = |slot: &mut Option<String>| match (slot.is_some(), text()) {
            (true, _) => Err(TWICE),
            (_, None) => Err(UNCLEAR),
            (_, text) => {
                *slot = text;
                Ok(())
            }
        };
        let time = |slot: &mut Option<blocks::Value>| match text().as_deref().and_then(time) {
            _ if slot.is_some() => Err(TWICE),
            None => Err(UNCLEAR),
            time => {
                *slot = time;
                Ok(())
            }
        };
        match meaning {
            Meaning::Title => set(&mut self.title),
            Meaning::ShortTitle => set(&mut self.short_title),
            Meaning::Published => time(&mut self.published),
            Meaning::Updated => time(&mut self.updated),
            Meaning::Draft => value.flag().map(|flag| self.is_draft |= flag).ok_or(UNCLEAR),
            Meaning::Public => match value.flag() {
                Some(flag) => {
                    self.is_draft |= !flag;
                    Ok(())
                }
                // In some blogs it is the time.
                None => time(&mut self.published),
            },
            Meaning::Tags => {
                let names = value.texts().ok_or(UNCLEAR)?;
                let is_list = matches!(value.kind, ValueKind::List(_));
                let names = names.iter().flat_map(|name| match is_list {
                    true => vec![name.as_str()],
                    false => name.split(',').collect(),
                });
                for name in names.map(|name| name.trim().trim_start_matches('#')) {
                    if !name.is_empty() && !self.tags.iter().any(|own| own == name) {
                        self.tags.push(name.to_owned());
                    }
                }
                Ok(())
            }
            Meaning::Aliases => value.texts().map(|texts| self.aliases.extend(texts)).ok_or(UNCLEAR),
            Meaning::Slug => set(&mut self.slug),
            Meaning::Url => match text() {
                Some(url) if url.contains(['{', ':']) => Err(UNCLEAR),
                _ => set(&mut self.url),
            },
            Meaning::Description => set(&mut self.description),
            Meaning::Summary => match self.description {
                None => set(&mut self.description),
                Some(_) => set(&mut self.summary),
            },
            Meaning::Image => {
                self.take_image(value).map_err(|is_twice| if is_twice { TWICE } else { UNCLEAR })
            }
            Meaning::Authors => {
                let items = if let ValueKind::List(items) = &value.kind { items.as_slice() } else { &[] };
                let items = if items.is_empty() { std::slice::from_ref(value) } else { items };
                let name = |item: &Value| item.text().or_else(|| item.get("name")?.text());
                let names: Option<Vec<String>> = items.iter().map(name).collect();
                for name in names.ok_or(UNCLEAR)? {
                    if !self.authors.contains(&name) {
                        self.authors.push(name);
                    }
                }
                Ok(())
            }
            Meaning::Series => match value.texts().as_deref() {
                Some([name]) if self.series.is_none() => {
                    self.series = Some(name.clone());
                    Ok(())
                }
                _ => Err(("a post is a part of one series", "Choose one with `:post/series`")),
            },
            Meaning::TranslationKey => set(&mut self.translation_key),
            Meaning::Locale => {
                let tag = text().ok_or(UNCLEAR)?.replace('_', "-");
                self.locale = Some(Locale::parse(&tag).filter(Locale::has_name).ok_or(UNCLEAR)?);
                Ok(())
            }
        }
    }

    /// Takes an image: a path, several of which the first counts, or a map with a path in it.
    fn take_image(&mut self, value: &Value) -> Result<(), bool> {
        let first = match &value.kind {
            ValueKind::List(items) => items.first().ok_or(false)?,
            _ => value,
        };
        let within = first
            .map()
            .and_then(|map| ["image", "src", "url", "path"].iter().find_map(|name| get(map, name)));
        let path = within.unwrap_or(first).text().filter(|path| !path.trim().is_empty()).ok_or(false)?;
        if self.image.is_some() {
            return Err(true);
        }
        self.image = Some(path.trim().to_owned());
        self.image_alt = ["alt", "relativeAlt"].iter().find_map(|name| first.get(name)?.text());
        Ok(())
    }

    /// Keeps a value under a key that means nothing to Diglot.
    pub fn keep(&mut self, name: &str, value: &Value) {
        self.keep_form(name, value.to_edn());
    }

    /// Keeps a value of EDN in the same way.
    pub fn keep_form(&mut self, name: &str, form: Form) {
        const OTHERS: &str = "import/front-matter";
        let own = own_key("import", name).filter(|key| !self.kept.iter().any(|(kept, _)| kept == key));
        match own {
            Some(key) => self.kept.push((key, blocks::Value::Edn(form))),
            None => match self.kept.iter_mut().find(|(key, _)| key == OTHERS) {
                Some((_, blocks::Value::Edn(Form { kind: FormKind::Map(entries), .. }))) => {
                    entries.retain(|(key, _)| key.as_text() != Some(name));
                    entries.push((Form::text(name), form));
                }
                _ => {
                    let map: Form = FormKind::Map(vec![(Form::text(name), form)]).into();
                    self.kept.push((OTHERS.to_owned(), blocks::Value::Edn(map)));
                }
            },
        }
    }
}

/// A name as all spell it.
fn plain(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
}

/// A time as the value of a key.
fn time(text: &str) -> Option<blocks::Value> {
    let written = written_time(text)?;
    match edn::read(&written, 0) {
        Ok(Some(form @ Form { kind: FormKind::Tagged(..), .. })) => Some(blocks::Value::Edn(form)),
        _ => Some(blocks::Value::Text(written)),
    }
}
