//! One file of `static/`.

use std::sync::{Arc, OnceLock};

use super::bundle::Bundle;
use super::dimensions::{self, Dimensions};
use crate::base::{Code, Diagnostic, FilePath, Place, Span};
use crate::cache::Cache;
use crate::render::MediaType;
use crate::render::images::ImageSet;
use crate::source::Blob;

/// Where a file of `static/` comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The site's own `static/`: published under its own name, whether anything refers to it or not.
    Site,
    /// The site's own file in the place of a built-in or made one: published as that one would be.
    Override,
    /// The files compiled into Diglot.
    BuiltIn,
    /// Made by this build, such as the style sheet of the colour schemes.
    Generated,
}

/// One file of `static/`, be it on disk, built in or made.
#[derive(Debug)]
pub struct Asset {
    path: FilePath,
    source: Source,
    in_sub_site: bool,
    blob: Blob,
    dimensions: OnceLock<Result<Option<Dimensions>, String>>,
    text: OnceLock<Text>,
    images: OnceLock<Result<ImageSet, String>>,
    pub(super) bundle: OnceLock<Bundle>,
}

/// A style sheet's text, and what was wrong with its bytes.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) text: Arc<str>,
    pub(super) fault: Option<Diagnostic>,
}

impl Asset {
    pub(super) fn new(path: FilePath, source: Source, in_sub_site: bool, blob: Blob) -> Self {
        Self {
            path,
            source,
            in_sub_site,
            blob,
            dimensions: OnceLock::new(),
            text: OnceLock::new(),
            images: OnceLock::new(),
            bundle: OnceLock::new(),
        }
    }

    /// The path in `static/` (`images/x.jpg`).
    pub fn path(&self) -> &FilePath {
        &self.path
    }

    /// Where the file comes from.
    pub fn source(&self) -> Source {
        self.source
    }

    /// The bytes as they are in `static/`.
    pub fn blob(&self) -> &Blob {
        &self.blob
    }

    /// What the bytes are.
    pub fn media_type(&self) -> MediaType {
        MediaType::of(self.path.as_str())
    }

    /// The file as diagnostics name it: `static/css/x.css`.
    pub fn file(&self) -> FilePath {
        FilePath::new(&format!("static/{}", self.path))
    }

    /// An image's size as it is shown; `None` for what is no image, or none of a size of its own.
    pub fn dimensions(&self) -> Option<Dimensions> {
        self.measured().as_ref().ok().copied().flatten()
    }

    /// The image in the sizes that screens want, made when they are first asked for; empty where there is nothing to be made of it.
    pub(super) fn images(&self, cache: &Cache) -> &ImageSet {
        static NONE: ImageSet = ImageSet { variants: Vec::new(), tone: None };
        let make = || ImageSet::of(&self.blob, self.media_type(), cache);
        self.images.get_or_init(make).as_ref().unwrap_or(&NONE)
    }

    /// Whether the file keeps its own name alone: pages do, and whatever lies in a sub-site.
    pub(super) fn keeps_its_name(&self) -> bool {
        self.in_sub_site || self.media_type() == MediaType::HTML
    }

    /// Whether the file is published as a bundle where pages refer to it.
    pub(super) fn is_style_sheet(&self) -> bool {
        self.media_type() == MediaType::CSS && !self.keeps_its_name()
    }

    /// Whether the file is published under its own name even where nothing refers to it by that name.
    pub fn is_copied(&self) -> bool {
        match self.source {
            Source::Site => true,
            // The built-in pages name those, and nobody else knows of them.
            Source::BuiltIn | Source::Override => {
                !self.is_style_sheet() && self.media_type() != MediaType::JAVASCRIPT
            }
            Source::Generated => false,
        }
    }

    /// Why an image's size cannot be told, where its bytes are not what its name says.
    pub(super) fn image_fault(&self) -> Option<Diagnostic> {
        let undecoded = self.images.get().and_then(|images| images.as_ref().err());
        let reason = self.measured().as_ref().err().or(undecoded)?;
        let place = Place::new(&self.file(), Span::default());
        Some(
            Diagnostic::at(
                place,
                Code::UnreadableImage,
                format!("`/{}` cannot be read as an image", self.path),
            )
            .note(reason.clone())
            .help("save the image again, with the extension of its format"),
        )
    }

    /// The text: UTF-8 without byte-order mark, with `\n` line ends.
    pub(super) fn text(&self) -> &Text {
        self.text.get_or_init(|| {
            let place = |at| Place::new(&self.file(), Span::new(at, at));
            let bytes = match self.blob.content.read() {
                Ok(bytes) => bytes,
                Err(error) => {
                    let fault =
                        Diagnostic::at(place(0), Code::Unreadable, format!("cannot read `{}`", self.file()))
                            .note(error.to_string());
                    return Text { text: "".into(), fault: Some(fault) };
                }
            };
            let fault = std::str::from_utf8(&bytes).err().map(|error| {
                Diagnostic::at(place(error.valid_up_to()), Code::InvalidUtf8, "the style sheet is not UTF-8")
                    .help("save the file as UTF-8")
            });
            let text = String::from_utf8_lossy(&bytes);
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            Text { text: text.replace("\r\n", "\n").into(), fault }
        })
    }

    fn measured(&self) -> &Result<Option<Dimensions>, String> {
        self.dimensions.get_or_init(|| dimensions::measure(&self.blob.content, self.media_type()))
    }
}
