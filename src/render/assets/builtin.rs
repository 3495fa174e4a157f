//! The files that Diglot brings along.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};

use crate::base::FilePath;
use crate::source::Blob;

/// The folder of `static/` that is compiled in. Its neighbour `images/` is the project's own blog's.
static STYLE_SHEETS: Dir = include_dir!("$CARGO_MANIFEST_DIR/static/css");

const ICONS: [(&str, &[u8]); 3] = [
    ("apple-touch-icon.png", include_bytes!("../../../static/apple-touch-icon.png")),
    ("favicon.ico", include_bytes!("../../../static/favicon.ico")),
    ("favicon.svg", include_bytes!("../../../static/favicon.svg")),
];

/// The built-in files by their path in `static/`.
pub(super) fn files() -> &'static BTreeMap<FilePath, Blob> {
    static FILES: LazyLock<BTreeMap<FilePath, Blob>> = LazyLock::new(|| {
        let icons = ICONS.iter().map(|(path, bytes)| (FilePath::new(path), Blob::of(*bytes)));
        let style_sheets = STYLE_SHEETS.files().map(|file| {
            let path = FilePath::new(&format!("css/{}", file.path().display()));
            (path, Blob::of(file.contents()))
        });
        icons.chain(style_sheets).collect()
    });
    &FILES
}
