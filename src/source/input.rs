//! Which files of a site's folder are its inputs.

/// The folders that inputs are read from.
pub const FOLDERS: [&str; 4] = [CONTENT, TEMPLATES, DICTIONARIES, STATICS];

/// Posts, pages and data.
pub(super) const CONTENT: &str = "content";
pub(super) const TEMPLATES: &str = "templates";
/// The site's own dictionaries.
pub(super) const DICTIONARIES: &str = "i18n";
pub(super) const STATICS: &str = "static";

/// The data files that may lie beside `content/` instead of in it.
pub(super) const ROOT_FILES: [&str; 6] =
    ["site.edn", "themes.edn", "tags.edn", "authors.edn", "series.edn", "pages.edn"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Text,
    Static,
    Media,
}

/// The extensions, in lower case, of what a post may show, play or offer from beside it.
pub const MEDIA: [&str; 33] = [
    "apng", "avif", "bmp", "cur", "flac", "gif", "heic", "heif", "ico", "jfif", "jpe", "jpeg", "jpg", "jxl",
    "m4a", "m4v", "mov", "mp3", "mp4", "oga", "ogg", "ogv", "opus", "pdf", "png", "svg", "tif", "tiff",
    "vtt", "wav", "weba", "webm", "webp",
];

/// What the file at a path from the site's folder is read as; `None` where it is none of its
/// inputs.
pub(super) fn role(path: &str) -> Option<Role> {
    if ROOT_FILES.contains(&path) {
        return Some(Role::Text);
    }
    let (folder, below) = path.split_once('/')?;
    let extension = below.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_input = match folder {
        CONTENT => matches!(extension, "md" | "edn"),
        TEMPLATES => matches!(extension, "html" | "svg" | "edn"),
        DICTIONARIES => extension == "edn",
        _ => false,
    };
    let role = match folder {
        STATICS => Role::Static,
        CONTENT if is_media(path) => Role::Media,
        _ if is_input => Role::Text,
        _ => return None,
    };
    is_looked_at(path).then_some(role)
}

/// Whether a path names an image or another file that a post may show, play or offer from beside
/// it.
pub fn is_media(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    MEDIA.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

/// Whether a path from the site's folder lies below one of the folders of inputs, and is not left
/// alone there.
pub(super) fn is_looked_at(path: &str) -> bool {
    let is_looked_at = |(folder, below): (&str, &str)| {
        FOLDERS.contains(&folder) && !below.split('/').any(|name| is_left_alone(name, folder))
    };
    path.split_once('/').is_some_and(is_looked_at)
}

/// Whether a name below one of the folders of inputs is of an editor's or a tool's file that lies
/// beside the writer's own.
pub fn is_left_alone(name: &str, folder: &str) -> bool {
    let is_backup =
        name.ends_with('~') || name.starts_with(".#") || (name.starts_with('#') && name.ends_with('#'));
    // Vim's swap files, by `:help swap-file`.
    let is_swap = name.starts_with('.')
        && matches!(name.rsplit_once('.'), Some((_, "swp" | "swo" | "swn" | "swm" | "swx")));
    let is_hidden = match folder {
        // Web servers look for some dot-files, such as those in `.well-known`.
        STATICS => name == ".git" || name == ".DS_Store",
        _ => name.starts_with('.'),
    };
    is_backup || is_swap || is_hidden
}

#[cfg(test)]
mod tests {
    use super::{Role, role};

    #[test]
    fn roles() {
        let (text, bytes, media) = (Some(Role::Text), Some(Role::Static), Some(Role::Media));
        for (path, expected) in [
            ("site.edn", text),
            ("notes.edn", None),
            ("content/a.md", text),
            ("content/deep/er/a.en.md", text),
            ("content/standards.edn", text),
            ("content/a.md~", None),
            ("content/.#a.md", None),
            ("content/#a.md#", None),
            ("content/.git/a.md", None),
            ("content/.a.md.swp", None),
            ("content/draw.py", None),
            ("content/x.png", media),
            ("content/deep/er/My photo.JPG", media),
            ("content/.x.png", None),
            ("templates/x.png", None),
            ("content/md", None),
            ("templates/post.html", text),
            ("templates/themes.edn", text),
            ("templates/card.svg", text),
            ("templates/readme.txt", None),
            ("i18n/nb.edn", text),
            ("i18n/nb.md", None),
            ("static/CNAME", bytes),
            ("static/.well-known/x", bytes),
            ("static/.git/config", None),
            ("static/css/.main.css.swp", None),
            ("static/css/main.swp", bytes),
            ("public/index.html", None),
            ("content", None),
        ] {
            assert_eq!(role(path), expected, "{path}");
        }
    }
}
