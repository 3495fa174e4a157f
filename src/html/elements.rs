//! What there is to know of an element by its name, in lower case.

/// Elements whose insides are their own, and never Markdown.
pub(crate) const WHOLE: [&str; 6] = ["script", "style", "pre", "textarea", "svg", "math"];

/// The name of the tag that inline HTML consists of, in lower case, and whether it is an end tag;
/// `None` for a comment.
pub(crate) fn tag_name(html: &str) -> Option<(String, bool)> {
    let inside = html.strip_prefix('<')?;
    let (inside, is_end) = inside.strip_prefix('/').map_or((inside, false), |name| (name, true));
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(inside.len());
    (end > 0).then(|| (inside[..end].to_ascii_lowercase(), is_end))
}

/// Whether an element has no end tag (WHATWG HTML, 13.1.2), those that are obsolete among them.
pub(crate) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Whether an element's text is code, which typography leaves alone.
pub(crate) fn is_code(name: &str) -> bool {
    matches!(name, "code" | "kbd" | "samp" | "tt" | "var")
}

/// Whether an element holds what nobody reads as prose: a script, a listing, a drawing.
pub(crate) fn is_unread(name: &str) -> bool {
    WHOLE.contains(&name) || matches!(name, "iframe" | "noscript" | "template")
}

/// Whether a tag parts words: all do but those that stand inside a line.
pub(crate) fn is_break(name: &str) -> bool {
    !matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "u"
            | "var"
            | "wbr"
    )
}
