//! One file that pages and style sheets load.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::dimensions::{self, Dimensions};
use super::location::{line_starts, span_at};
use crate::assets::images::{ImageSet, NotStripped, Undecoded, strip_metadata};
use crate::base::{Code, Diagnostic, FilePath, Place, Span};
use crate::cache::Cache;
use crate::html::nesting;
use crate::output::MediaType;
use crate::source::{Blob, SOURCE_LIMIT, decode, too_large, unreadable};

/// Where a file comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AssetSource {
    /// The site's own `static/`: published under its own name, whether anything refers to it or
    /// not.
    Site,
    /// The site's own `content/`: published for those who refer to it from a text beside it.
    Beside,
    /// The site's own file in the place of a built-in or made one: published as that one would be.
    Override,
    /// The files compiled into Diglot.
    BuiltIn,
    /// Made by this build, such as the style sheet of the colour schemes.
    Generated,
}

impl AssetSource {
    /// Whether the file is the site's own.
    pub(super) fn is_of_site(self) -> bool {
        matches!(self, AssetSource::Site | AssetSource::Beside | AssetSource::Override)
    }
}

/// A style sheet as it is published, with all that it imports in it.
#[derive(Debug)]
pub(super) struct Bundle {
    pub(super) blob: Blob,
    /// The files that the bundle refers to, by their path in `static/`.
    pub(super) references: BTreeSet<FilePath>,
    /// The style sheets that it was made from, the imported ones included, by their path in
    /// `static/`.
    pub(super) sources: BTreeSet<FilePath>,
    /// Whether it may load anything from another host, or hold what it loads.
    pub(super) leads_elsewhere: bool,
    /// What is wrong in any of the style sheets.
    pub(super) faults: Vec<Diagnostic>,
}

/// One file that pages and style sheets load, be it on disk, built in or made.
#[derive(Debug)]
pub struct Asset {
    path: FilePath,
    file: FilePath,
    source: AssetSource,
    in_sub_site: bool,
    /// The bytes as they are in the file.
    written: Blob,
    /// Whether what is noted in images is taken out.
    loses_notes: bool,
    stripped: OnceLock<Result<Option<Blob>, NotStripped>>,
    dimensions: OnceLock<Result<Option<Dimensions>, String>>,
    text: OnceLock<Text>,
    images: OnceLock<Result<ImageSet, Undecoded>>,
    pub(super) bundle: OnceLock<Bundle>,
    pub(super) url: OnceLock<String>,
}

/// A style sheet's text, and what is wrong with it before it is parsed.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) text: Arc<str>,
    pub(super) fault: Option<Diagnostic>,
    /// Whether brackets lie too deep in one another for the parser.
    pub(super) is_too_deep: bool,
    /// Where its lines begin; counted when first asked for.
    lines: OnceLock<Vec<usize>>,
}

impl Text {
    fn new(text: Arc<str>, fault: Option<Diagnostic>, is_too_deep: bool) -> Self {
        Self { text, fault, is_too_deep, lines: OnceLock::new() }
    }

    pub(super) fn css(&self) -> &str {
        if self.is_too_deep { "" } else { &self.text }
    }

    /// The span at a position of the style sheet's parser, see [`span_at`].
    pub(super) fn span_at(&self, line: u32, column: u32, sought: &str) -> Span {
        let starts = self.lines.get_or_init(|| line_starts(&self.text));
        span_at(&self.text, starts, line, column, sought)
    }
}

impl Asset {
    pub(super) fn new(path: FilePath, source: AssetSource, in_sub_site: bool, written: Blob) -> Self {
        Self {
            file: FilePath::new(&format!("static/{path}")),
            path,
            source,
            in_sub_site,
            written,
            loses_notes: false,
            stripped: OnceLock::new(),
            dimensions: OnceLock::new(),
            text: OnceLock::new(),
            images: OnceLock::new(),
            bundle: OnceLock::new(),
            url: OnceLock::new(),
        }
    }

    /// A file beside the texts that refer to it.
    pub(super) fn beside(file: FilePath, path: FilePath, written: Blob) -> Self {
        Self { file, ..Self::new(path, AssetSource::Beside, false, written) }
    }

    /// The file, without what is noted in it where it is an image.
    pub(super) fn without_notes(self) -> Self {
        Self { loses_notes: true, ..self }
    }

    /// The path from the site's root under its own name: for a file of `static/`, its path there
    /// (`images/x.jpg`).
    pub fn path(&self) -> &FilePath {
        &self.path
    }

    /// Where the file comes from.
    pub fn source(&self) -> AssetSource {
        self.source
    }

    /// The bytes as they are published.
    pub fn blob(&self) -> &Blob {
        self.stripped().as_ref().ok().and_then(Option::as_ref).unwrap_or(&self.written)
    }

    /// The bytes without what is noted in them, which is taken out when they are first asked for;
    /// `None` where there is nothing to take.
    pub(super) fn stripped(&self) -> &Result<Option<Blob>, NotStripped> {
        let make = || match self.loses_notes {
            true => Ok(strip_metadata(&self.written.content, self.media_type())?.map(Blob::of)),
            false => Ok(None),
        };
        self.stripped.get_or_init(make)
    }

    /// What the bytes are.
    pub fn media_type(&self) -> MediaType {
        MediaType::of(self.path.as_str())
    }

    /// The file as diagnostics name it: `static/css/x.css`.
    pub fn file(&self) -> &FilePath {
        &self.file
    }

    /// An image's size as it is shown; `None` for what is no image, or none of a size of its own.
    pub fn dimensions(&self) -> Option<Dimensions> {
        self.measured().as_ref().ok().copied().flatten()
    }

    /// The image in the sizes that screens want, made when they are first asked for, or found
    /// alone; empty where there is nothing to be made of it, or found.
    pub(super) fn images(&self, cache: &Cache, are_made: bool) -> &ImageSet {
        static NONE: ImageSet = ImageSet { variants: Vec::new(), tone: None };
        let (blob, media_type) = (self.blob(), self.media_type());
        let make = || match are_made {
            true => ImageSet::of(blob, media_type, cache),
            false => Ok(ImageSet::read_cached(blob, media_type, cache).unwrap_or_default()),
        };
        self.images.get_or_init(make).as_ref().unwrap_or(&NONE)
    }

    /// Whether a style sheet is larger than any that is read.
    pub(super) fn is_too_large(&self) -> bool {
        self.written.len > SOURCE_LIMIT
    }

    /// Whether the file keeps its own name alone: pages do, and whatever lies in a sub-site.
    pub(super) fn keeps_its_name(&self) -> bool {
        self.in_sub_site || self.media_type() == MediaType::HTML
    }

    /// Whether the file is published as a bundle where pages refer to it.
    pub(super) fn is_style_sheet(&self) -> bool {
        self.media_type() == MediaType::CSS && !self.keeps_its_name()
    }

    /// Whether the file is published under its own name even where nothing refers to it by that
    /// name.
    pub fn is_copied(&self) -> bool {
        match self.source {
            AssetSource::Site => true,
            // Only built-in pages refer to them.
            AssetSource::BuiltIn | AssetSource::Override => {
                !self.is_style_sheet() && self.media_type() != MediaType::JAVASCRIPT
            }
            AssetSource::Beside | AssetSource::Generated => false,
        }
    }

    /// Why what is noted in an image is published with it.
    pub(super) fn notes_fault(&self) -> Option<Diagnostic> {
        const KEPT: &str = "it is published as it is, with all that may be noted in it: place, owner, time";
        match self.stripped().as_ref().err()? {
            NotStripped::Damaged(reason) => Some(self.unreadable().note(*reason).note(KEPT)),
            NotStripped::Unknown(reason) => {
                let message = format!("what is noted in `/{}` cannot be taken out", self.path);
                let fault = Diagnostic::at(self.place(), Code::ImageNotes, message).note(*reason).note(KEPT);
                Some(fault.help("save it in another format, or take out yourself what nobody should know"))
            }
        }
    }

    /// Why an image that is shown has no size, or is not made smaller.
    pub(super) fn image_fault(&self) -> Option<Diagnostic> {
        let undecoded = self.images.get().and_then(|images| images.as_ref().err());
        match (self.measured(), undecoded) {
            (Err(reason), _) => Some(self.unreadable().note(reason.clone())),
            (Ok(_), Some(Undecoded::Unreadable(reason))) => Some(self.unreadable().note(reason.clone())),
            (Ok(_), Some(Undecoded::TooLarge(reason))) => {
                let message = format!("`/{}` is too large to be made smaller", self.path);
                let fault = Diagnostic::at(self.place(), Code::UnreadableImage, message).note(reason.clone());
                Some(fault.note("it is published as it is").help("save a smaller image"))
            }
            (Ok(_), None) => None,
        }
    }

    fn unreadable(&self) -> Diagnostic {
        let message = format!("`/{}` cannot be read as an image", self.path);
        Diagnostic::at(self.place(), Code::UnreadableImage, message)
            .help("save the image again, with the extension of its format")
    }

    fn place(&self) -> Place {
        Place::new(&self.file, Span::default())
    }

    /// The text: UTF-8 without byte-order mark, with `\n` line ends.
    pub(super) fn text(&self) -> &Text {
        self.text.get_or_init(|| {
            let unread = |fault: Diagnostic| Text::new("".into(), Some(fault), false);
            if self.is_too_large() {
                return unread(unreadable(self.file().as_str(), &too_large(self.written.len, SOURCE_LIMIT)));
            }
            let bytes = match self.written.content.read() {
                Ok(bytes) => bytes,
                Err(error) => return unread(unreadable(self.file().as_str(), &error)),
            };
            let mut faults = Vec::new();
            let text = decode(&self.file, &bytes, &mut faults);
            // Built-in and generated style sheets are shallow.
            let too_deep = self.source.is_of_site().then(|| nesting::too_deep(&text)).flatten();
            let fault = faults.pop().or_else(|| Some(self.lies_too_deep(too_deep?)));
            Text::new(text.into(), fault, too_deep.is_some())
        })
    }

    fn lies_too_deep(&self, at: usize) -> Diagnostic {
        let message = format!("brackets lie more than {} deep in one another", nesting::DEEPEST);
        Diagnostic::at(Place::new(&self.file, Span::new(at, at)), Code::StyleSheet, message)
            .label("this one is too deep")
            .help("bring some of them further out")
    }

    fn measured(&self) -> &Result<Option<Dimensions>, String> {
        self.dimensions.get_or_init(|| dimensions::measure(&self.blob().content, self.media_type()))
    }
}
