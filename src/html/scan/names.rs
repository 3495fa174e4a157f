//! The elements and attributes that the scanner knows.

use crate::html::piece::Role;

/// An element that the scanner treats in its own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    A,
    Area,
    Base,
    Foreign,
    Image,
    Img,
    Input,
    Link,
    Meta,
    NoScript,
    Script,
    Source,
    Style,
    Other,
}

impl Element {
    /// Reads a tag's name in lower case.
    pub fn named(name: &[u8]) -> Self {
        match name {
            b"a" => Element::A,
            b"area" => Element::Area,
            b"base" => Element::Base,
            b"image" => Element::Image,
            b"img" => Element::Img,
            b"input" => Element::Input,
            b"link" => Element::Link,
            b"meta" => Element::Meta,
            b"noscript" => Element::NoScript,
            b"script" => Element::Script,
            b"source" => Element::Source,
            b"style" => Element::Style,
            b"svg" | b"math" => Element::Foreign,
            _ => Element::Other,
        }
    }
}

/// An attribute that the scanner reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Action,
    Content,
    Data,
    Decoding,
    Height,
    Href,
    Hreflang,
    HttpEquiv,
    Id,
    Loading,
    Itself,
    Poster,
    Property,
    Rel,
    Sizes,
    Src,
    Srcset,
    Style,
    Width,
    Other,
}

impl Name {
    /// Reads an attribute's name in lower case.
    pub fn named(name: &[u8]) -> Self {
        match name {
            b"action" | b"formaction" => Name::Action,
            b"content" => Name::Content,
            b"data" => Name::Data,
            b"decoding" => Name::Decoding,
            b"height" => Name::Height,
            b"href" | b"xlink:href" => Name::Href,
            b"hreflang" => Name::Hreflang,
            b"http-equiv" => Name::HttpEquiv,
            b"id" => Name::Id,
            b"loading" => Name::Loading,
            b"name" => Name::Itself,
            b"poster" => Name::Poster,
            b"property" => Name::Property,
            b"rel" => Name::Rel,
            b"sizes" => Name::Sizes,
            b"src" => Name::Src,
            b"srcset" | b"imagesrcset" => Name::Srcset,
            b"style" => Name::Style,
            b"width" => Name::Width,
            _ => Name::Other,
        }
    }

    /// What an attribute that holds one address makes of it on an element; `rel` is the element's
    /// own.
    pub fn role(self, element: Element, rel: &str) -> Option<Role> {
        match (self, element) {
            (Name::Href, Element::A | Element::Area) | (Name::Action, _) => Some(Role::Link),
            (Name::Href, Element::Base) => None,
            (Name::Href, Element::Link) => Some(link_role(rel)),
            (Name::Href, Element::Image) | (Name::Src, Element::Img | Element::Input) => Some(Role::Image),
            (Name::Poster, _) => Some(Role::Image),
            (Name::Href | Name::Src | Name::Data, _) => Some(Role::Resource),
            _ => None,
        }
    }
}

/// Whether an element, by its name in lower case, is one that content security policies are about
/// wherever its addresses lead.
pub(super) fn is_guarded_element(name: &[u8]) -> bool {
    matches!(name, b"base" | b"embed" | b"form" | b"iframe" | b"object" | b"script" | b"style")
}

/// Whether an element, by its name in lower case, runs, plays or sends something, or belongs to a
/// page's head: feeds hold none.
pub(super) fn is_for_pages(name: &[u8]) -> bool {
    let is_other = matches!(name, b"audio" | b"link" | b"meta" | b"noscript" | b"video");
    is_other || is_guarded_element(name)
}

/// Whether an attribute, by its name in lower case, holds a script or a style, or says where a form
/// is sent.
pub(super) fn is_guarded_attribute(name: &[u8]) -> bool {
    matches!(name, b"style" | b"formaction") || name.starts_with(b"on")
}

/// What a `link` element loads, as far as content security policies are about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkLoad {
    /// A style sheet.
    StyleSheet,
    /// An icon of the site.
    Icon,
    /// A module of JavaScript, before it is asked for.
    Module,
}

impl LinkLoad {
    /// What an element with a `rel` loads; `None` where it only leads somewhere.
    pub fn of(rel: &str) -> Option<Self> {
        let rel = rel.to_ascii_lowercase();
        match () {
            () if rel.contains("stylesheet") => Some(LinkLoad::StyleSheet),
            () if rel.contains("icon") => Some(LinkLoad::Icon),
            () if rel.contains("modulepreload") => Some(LinkLoad::Module),
            () => None,
        }
    }
}

/// What a `link` element does with its address, by its `rel` (WHATWG HTML, 4.6.7).
fn link_role(rel: &str) -> Role {
    let has = |names: &[&str]| {
        rel.split_ascii_whitespace().any(|word| names.iter().any(|name| word.eq_ignore_ascii_case(name)))
    };
    if has(&["stylesheet"]) {
        Role::Resource
    } else if has(&["icon", "apple-touch-icon", "mask-icon"]) {
        Role::Image
    } else if has(&["canonical", "alternate", "author", "help", "license", "next", "prev", "search"]) {
        Role::Link
    } else {
        Role::Resource
    }
}

/// What a `meta` element's `content` holds, by its `property` or `name`, where that is an address.
pub(super) fn meta_role(key: &str) -> Option<Role> {
    match key {
        "og:image"
        | "og:image:url"
        | "og:image:secure_url"
        | "twitter:image"
        | "twitter:image:src"
        | "msapplication-tileimage" => Some(Role::Image),
        "og:video" | "og:video:url" | "og:audio" | "og:audio:url" => Some(Role::Resource),
        _ => None,
    }
}
