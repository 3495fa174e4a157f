//! The files that Diglot brings along.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};

use crate::base::FilePath;
use crate::source::Blob;

/// The folders of `static/` that are compiled in. Their neighbour `images/` is the project's own
/// blog's.
static FOLDERS: [(&str, Dir); 2] = [
    ("css", include_dir!("$CARGO_MANIFEST_DIR/static/css")),
    ("js", include_dir!("$CARGO_MANIFEST_DIR/static/js")),
];

const ICONS: [(&str, &[u8]); 3] = [
    ("apple-touch-icon.png", include_bytes!("../../static/apple-touch-icon.png")),
    ("favicon.ico", include_bytes!("../../static/favicon.ico")),
    ("favicon.svg", include_bytes!("../../static/favicon.svg")),
];

/// The built-in style sheets by their files, with their texts.
pub fn built_in_style_sheets() -> impl Iterator<Item = (FilePath, &'static str)> {
    let [(name, folder), _] = &FOLDERS;
    folder.files().filter_map(move |file| {
        let path = FilePath::new(&format!("static/{name}/{}", file.path().display()));
        Some((path, file.contents_utf8()?))
    })
}

/// The text of a built-in style sheet, by its file.
pub fn built_in_style_sheet(file: &FilePath) -> Option<&'static str> {
    let [(name, folder), _] = &FOLDERS;
    folder.get_file(file.below("static")?.strip_prefix(name)?.strip_prefix('/')?)?.contents_utf8()
}

pub(super) fn files() -> &'static BTreeMap<FilePath, Blob> {
    static FILES: LazyLock<BTreeMap<FilePath, Blob>> = LazyLock::new(|| {
        let icons = ICONS.iter().map(|(path, bytes)| (FilePath::new(path), Blob::of(*bytes)));
        let files = FOLDERS.iter().flat_map(|(name, folder)| {
            folder.files().map(move |file| {
                let path = FilePath::new(&format!("{name}/{}", file.path().display()));
                (path, Blob::of(file.contents()))
            })
        });
        icons.chain(files).collect()
    });
    &FILES
}
