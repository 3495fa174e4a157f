//! The keys that mean something, and what they are suggested for.

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

/// The post namespace of a key, and the name in it.
pub(super) fn post_key(key: &str) -> Option<(&'static str, &str)> {
    let (namespace, name) = key.split_once('/')?;
    let namespace = POST_NAMESPACES.iter().find(|known| **known == namespace)?;
    Some((namespace, name))
}

/// Whether a key is one of a post's, in any of the spellings.
pub(super) fn is_post_key(key: &str) -> bool {
    post_key(key).is_some_and(|(_, name)| POST_NAMES.contains(&name))
}

/// Every key that a block of a page may have, posts' spelled in one namespace.
pub(super) fn known_keys(namespace: &str) -> Vec<String> {
    let posts = POST_NAMES.iter().map(|name| format!("{namespace}/{name}"));
    PAGE_KEYS.iter().chain(&SECTION_KEYS).map(|key| (*key).to_owned()).chain(posts).collect()
}
