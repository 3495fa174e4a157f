//! The keys that mean something.

use std::fmt;

use super::kind::EntryKind;

/// The namespaces in which a post's own keys may be spelled; one file uses one of the three.
pub const POST_NAMESPACES: [&str; 3] = ["tech-blog", "blog-post", "post"];

/// The names that each of [`POST_NAMESPACES`] has.
pub const POST_NAMES: [&str; 11] = [
    "published",
    "updated",
    "tags",
    "description",
    "short-description",
    "short-title",
    "image",
    "author",
    "authors",
    "series",
    "body",
];

/// The keys of a page's first block, those of posts left out.
pub const PAGE_KEYS: [&str; 13] = [
    "page/title",
    "page/locale",
    "page/uri",
    "page/slug",
    "page/translation-key",
    "page/alt-uris",
    "page/kind",
    "page/body",
    "page/draft?",
    "open-graph/title",
    "open-graph/description",
    "open-graph/image",
    "open-graph/image-alt",
];

/// The keys of a section's block.
pub const SECTION_KEYS: [&str; 10] = [
    "section/title",
    "section/sub-title",
    "section/body",
    "section/theme",
    "section/kind",
    "section/image",
    "section/image-alt",
    "section/note",
    "section/id",
    "section/locale",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeySubject {
    /// A page, in its first block or in `pages.edn`.
    Page,
    Section,
    /// A tag, an author or a series.
    Entry(EntryKind),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KnownKey {
    pub subject: KeySubject,
    pub namespace: &'static str,
    pub name: &'static str,
}

impl fmt::Display for KnownKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.namespace, self.name)
    }
}

/// Every key that means something; of one name the likeliest is first.
pub(super) fn known() -> impl Iterator<Item = KnownKey> + Clone {
    let of = |subject, key: &'static str| {
        let (namespace, name) = key.split_once('/').unwrap_or_default();
        KnownKey { subject, namespace, name }
    };
    let of_page = PAGE_KEYS.into_iter().map(move |key| of(KeySubject::Page, key));
    let page = of_page.clone().filter(|known| known.namespace == "page");
    let open_graph = of_page.filter(|known| known.namespace != "page");
    // The shortest of the spellings is the one to suggest.
    let posts = POST_NAMESPACES.into_iter().rev().flat_map(|namespace| {
        POST_NAMES.into_iter().map(move |name| KnownKey { subject: KeySubject::Page, namespace, name })
    });
    let sections = SECTION_KEYS.into_iter().map(move |key| of(KeySubject::Section, key));
    let entries = EntryKind::ALL.into_iter().flat_map(known_of);
    page.chain(posts).chain(open_graph).chain(sections).chain(entries)
}

pub(super) fn known_of(kind: EntryKind) -> impl Iterator<Item = KnownKey> + Clone {
    let subject = KeySubject::Entry(kind);
    let names = move |namespace: &'static str| {
        entry_names(kind).iter().map(move |name| KnownKey { subject, namespace, name })
    };
    kind.namespaces().iter().flat_map(move |namespace| names(namespace))
}

/// The names of an entry's keys, after its namespace.
fn entry_names(kind: EntryKind) -> &'static [&'static str] {
    match kind {
        EntryKind::Tag => &["id", "name", "slug", "blurb", "description"],
        EntryKind::Author => &[
            "id",
            "name",
            "full-name",
            "given-name",
            "family-name",
            "slug",
            "blurb",
            "description",
            "photo",
            "photo-alt",
            "uri",
            "url",
            "email",
        ],
        EntryKind::Series => &["id", "name", "slug", "blurb", "description", "sequential?"],
    }
}

pub(super) fn post_key(key: &str) -> Option<(&'static str, &str)> {
    let (namespace, name) = key.split_once('/')?;
    let namespace = POST_NAMESPACES.iter().find(|known| **known == namespace)?;
    Some((namespace, name))
}

pub(super) fn is_name_of_page(name: &str) -> bool {
    let is_called = |key: &&str| key.split_once('/').is_some_and(|(_, known)| known == name);
    POST_NAMES.contains(&name) || PAGE_KEYS.iter().chain(&SECTION_KEYS).any(is_called)
}
