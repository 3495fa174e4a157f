//! All files that pages and style sheets load.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::asset::{Asset, AssetSource, Bundle};
use super::bundle::bundle_alone;
use super::files::Files;
use super::name_index::NameIndex;
use super::{builtin, reference};
use crate::assets::images::{ImageSet, Variant};
use crate::base::{Code, Diagnostic, Digest, FilePath, Hasher, Place, Span, composed};
use crate::cache::Cache;
use crate::output::{MediaType, Output, OutputPath, Outputs};
use crate::source::Blob;

/// All files that pages and style sheets load: those of `static/`, those beside posts, the built-in
/// ones and those made by this build.
///
/// Style sheets are bundled and images measured when they are first asked for, once.
#[derive(Debug)]
pub struct Assets {
    files: BTreeMap<FilePath, Asset>,
    /// The paths of the files beside the texts that refer to them: by text, and by what is written
    /// there.
    beside: BTreeMap<FilePath, BTreeMap<String, FilePath>>,
    base_path: String,
    images: Images,
    name_index: NameIndex,
}

/// What is done with the site's images.
#[derive(Clone, Debug, Default)]
pub struct Images {
    /// Whether anything is: they lose their notes, and get more sizes.
    pub are_worked_on: bool,
    /// Whether sizes are made that no earlier build has made.
    pub are_made: bool,
    /// Where sizes are kept that were made before.
    pub cache: Cache,
}

impl Assets {
    /// The style sheet of all pages: the built-in one, or the site's own of the same name.
    pub const STYLE_SHEET: &str = "/css/main.css";

    /// Gathers the files. The site's own win over made ones, and these over built-in ones of the
    /// same path.
    ///
    /// `statics` and `generated` are by path in `static/`; `base_path` is the path of the site's
    /// base URL without a slash at the end (`""`, `/blog`).
    pub fn new(
        statics: &BTreeMap<FilePath, Blob>,
        generated: &BTreeMap<FilePath, Blob>,
        base_path: &str,
        images: Images,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let sub_sites = sub_sites(statics);
        let mut files = BTreeMap::new();
        let layers = [
            (AssetSource::BuiltIn, builtin::files()),
            (AssetSource::Generated, generated),
            (AssetSource::Site, statics),
        ];
        for (source, layer) in layers {
            for (path, blob) in layer {
                if OutputPath::new(path.as_str()).is_err() {
                    diagnostics.push(unpublishable(&FilePath::new(&format!("static/{path}"))));
                    continue;
                }
                let source = if files.contains_key(path) && source == AssetSource::Site {
                    AssetSource::Override
                } else {
                    source
                };
                let in_sub_site = folders(path).any(|folder| sub_sites.contains(folder));
                let asset = Asset::new(path.clone(), source, in_sub_site, blob.clone());
                let loses_notes = images.are_worked_on && source.is_of_site();
                files.insert(path.clone(), if loses_notes { asset.without_notes() } else { asset });
            }
        }
        let (beside, base_path) = (BTreeMap::new(), base_path.to_owned());
        Self { files, beside, base_path, images, name_index: NameIndex::default() }
    }

    /// Adds a file beside a text that refers to it, which is published in a folder of the site
    /// under a name that no other file has there; gives its path.
    pub fn add_beside(
        &mut self,
        file: &FilePath,
        blob: &Blob,
        folder: &str,
        name: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<FilePath> {
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let numbered = (2..).map(|number| format!("{folder}{stem}-{number}.{extension}"));
        let mut paths = std::iter::once(format!("{folder}{name}")).chain(numbered);
        let path = FilePath::new(&paths.find(|path| !self.files.contains_key(&*composed(path)))?);
        if OutputPath::new(path.as_str()).is_err() {
            diagnostics.push(unpublishable(file));
            return None;
        }
        let asset = Asset::beside(file.clone(), path.clone(), blob.clone());
        let asset = if self.images.are_worked_on { asset.without_notes() } else { asset };
        self.files.insert(path.clone(), asset);
        Some(path)
    }

    /// Lets what is written in a text refer to a file beside it, by its path.
    pub fn refer_beside(&mut self, text: &FilePath, written: &str, path: FilePath) {
        self.beside.entry(text.clone()).or_default().insert(written.to_owned(), path);
    }

    /// The file beside a text that a path refers to as it is written there.
    pub fn beside(&self, text: &FilePath, written: &str) -> Option<&Asset> {
        self.get(self.beside.get(text)?.get(written)?)
    }

    /// The file of the site, or built in, that has a name: `static/images/x.jpg`,
    /// `content/posts/x.jpg`.
    pub fn of_file(&self, file: &FilePath) -> Option<&Asset> {
        match file.below("static") {
            Some(path) => self.files.get(path).filter(|asset| asset.file() == file),
            None => self.iter().find(|asset| asset.file() == file),
        }
    }

    /// The digest of all files, and of what is done with them.
    pub fn digest(&self) -> Digest {
        let Self { files, beside, base_path, images, name_index: _ } = self;
        let Images { are_worked_on, are_made, cache: _ } = images;
        let mut hasher = Hasher::default();
        hasher.update(format!("{base_path:?} {are_worked_on} {are_made} {beside:?}").as_bytes());
        for asset in files.values() {
            let about = (asset.path(), asset.source(), asset.keeps_its_name(), asset.blob().digest);
            hasher.update(format!("{about:?}").as_bytes());
        }
        hasher.finish()
    }

    /// Bundles the style sheet of all pages, for which the first of them would wait.
    pub fn bundle_main_style_sheet(&self) {
        if let Some(asset) = self.find(Self::STYLE_SHEET).filter(|asset| asset.is_style_sheet()) {
            self.bundle(asset);
        }
    }

    /// The file at a site-root path (`/images/x.jpg`), percent-decoded, without query and fragment.
    pub fn find(&self, path: &str) -> Option<&Asset> {
        self.files.get(&*composed(path.strip_prefix('/')?))
    }

    /// Every file, in the order of the paths.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Asset> {
        self.files.values()
    }

    /// The path in `static/` that is a letter or two off another.
    pub fn nearest(&self, path: &str) -> Option<&str> {
        self.name_index.nearest(path, self.iter())
    }

    /// The first file of a name, wherever it lies and whatever the case of its letters.
    pub fn namesake(&self, name: &str) -> Option<&FilePath> {
        self.name_index.namesake(name, self.iter())
    }

    /// The output path under which those who refer to a file find it: `images/x.0123456789.jpg`.
    ///
    /// The digits are the digest's of the bytes that are published there. Pages, and what lies in a
    /// sub-site (a folder of `static/` with an `index.html`), keep their own path.
    pub fn published_path(&self, asset: &Asset) -> String {
        if asset.keeps_its_name() {
            asset.path().to_string()
        } else if asset.is_style_sheet() {
            hashed_path(asset.path(), self.bundle(asset).blob.digest)
        } else {
            hashed_path(asset.path(), asset.blob().digest)
        }
    }

    /// The address of a file for those who refer to it: the base path and the published path,
    /// percent-encoded. An `index.html` is its folder.
    pub fn url<'a>(&self, asset: &'a Asset) -> &'a str {
        asset.url.get_or_init(|| {
            let path = self.published_path(asset);
            let folder =
                path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/'));
            format!("{}/{}", self.base_path, reference::encode(folder.unwrap_or(&path)))
        })
    }

    /// The files that a style sheet's bundle needs; nothing for other files.
    pub fn references(&self, asset: &Asset) -> impl Iterator<Item = &Asset> {
        let bundle = asset.is_style_sheet().then(|| self.bundle(asset));
        bundle.into_iter().flat_map(|bundle| &bundle.references).filter_map(|path| self.get(path))
    }

    /// An image in the sizes that screens want; `None` where nothing is done with it.
    pub fn image_set<'a>(&self, asset: &'a Asset) -> Option<&'a ImageSet> {
        let is_shown = matches!(asset.source(), AssetSource::Site | AssetSource::Beside);
        let is_worked_on = self.images.are_worked_on && is_shown && !asset.keeps_its_name();
        let set = is_worked_on.then(|| asset.images(&self.images.cache, self.images.are_made))?;
        (set != &ImageSet::default()).then_some(set)
    }

    /// The address of one size of an image.
    pub fn variant_url(&self, asset: &Asset, variant: &Variant) -> String {
        format!("{}/{}", self.base_path, reference::encode(&variant_path(asset, variant)))
    }

    /// A style sheet as it is published, where it may load anything from another host; else nothing
    /// needs to be said of it.
    pub fn css_that_leads_elsewhere(&self, path: &FilePath) -> Option<Arc<[u8]>> {
        let asset = self.get(path).filter(|asset| asset.is_style_sheet())?;
        let bundle = self.bundle(asset);
        bundle.leads_elsewhere.then(|| bundle.blob.content.read().ok())?
    }

    /// The files whose bytes are in what is published of a file, or in the names that stand in it:
    /// itself; for a style sheet also those that it imports and refers to.
    pub fn ingredients<'a>(&'a self, asset: &'a Asset) -> impl Iterator<Item = &'a Asset> {
        let bundle = asset.is_style_sheet().then(|| self.bundle(asset));
        let others = bundle.into_iter().flat_map(|bundle| bundle.sources.iter().chain(&bundle.references));
        let paths: BTreeSet<&FilePath> = std::iter::once(asset.path()).chain(others).collect();
        paths.into_iter().filter_map(|path| self.get(path))
    }

    /// The text of a style sheet that a diagnostic names (`static/css/x.css`), built-in and made
    /// ones included.
    pub fn text(&self, file: &FilePath) -> Option<Arc<str>> {
        let asset = self.get(&FilePath::new(file.below("static")?))?;
        (asset.media_type() == MediaType::CSS).then(|| Arc::clone(&asset.text().text))
    }

    /// Adds what is published, and every size of the images that are `resized`: the site's files
    /// under their own names, and under their published paths those that pages refer to (by path in
    /// `static/`) and what these need.
    ///
    /// Faults in style sheets and images that nothing refers to are nobody's concern. An output
    /// that is there already stays.
    pub fn publish(
        &self,
        referenced: &BTreeSet<FilePath>,
        resized: &BTreeSet<FilePath>,
        outputs: &mut Outputs,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        for asset in self.iter().filter(|asset| asset.is_copied()) {
            add(outputs, asset.path().as_str(), asset.blob(), asset.media_type());
        }
        let mut faults: BTreeSet<Diagnostic> = self.iter().filter_map(Asset::notes_fault).collect();
        let pages_need: BTreeSet<&FilePath> = referenced.iter().collect();
        let bundles_need =
            pages_need.iter().filter_map(|path| self.get(path)).flat_map(|asset| self.references(asset));
        let bundles_need: BTreeSet<&FilePath> = bundles_need.map(Asset::path).collect();
        for asset in pages_need.union(&bundles_need).filter_map(|path| self.get(path)) {
            let by_bundle_alone = asset.is_style_sheet() && !pages_need.contains(asset.path());
            if by_bundle_alone {
                add(outputs, asset.path().as_str(), asset.blob(), asset.media_type());
                continue;
            }
            let blob = if asset.is_style_sheet() {
                let bundle = self.bundle(asset);
                faults.extend(bundle.faults.iter().cloned());
                &bundle.blob
            } else {
                asset.blob()
            };
            faults.extend(asset.image_fault().filter(|_| asset.stripped().is_ok()));
            add(outputs, &self.published_path(asset), blob, asset.media_type());
        }
        for asset in resized.iter().filter_map(|path| self.get(path)) {
            for variant in self.image_set(asset).into_iter().flat_map(|set| &set.variants) {
                add(outputs, &variant_path(asset, variant), &variant.blob, MediaType::WEBP);
            }
        }
        diagnostics.extend(faults);
    }

    fn get(&self, path: &FilePath) -> Option<&Asset> {
        self.files.get(path)
    }

    fn bundle<'a>(&self, asset: &'a Asset) -> &'a Bundle {
        asset.bundle.get_or_init(|| bundle_alone(asset, self))
    }
}

impl Files for Assets {
    fn get(&self, path: &FilePath) -> Option<&Asset> {
        self.get(path)
    }

    fn nearest(&self, path: &str) -> Option<&str> {
        self.nearest(path)
    }

    fn published_path(&self, asset: &Asset) -> String {
        self.published_path(asset)
    }
}

/// The path of a file under its content's name.
pub(super) fn hashed_path(path: &FilePath, digest: Digest) -> String {
    let (path, extension) = (path.as_str(), path.extension());
    let digest = digest.short();
    match path.strip_suffix(extension).and_then(|stem| stem.strip_suffix('.')) {
        Some(stem) if !extension.is_empty() => format!("{stem}.{digest}.{extension}"),
        _ => format!("{path}.{digest}"),
    }
}

/// The path of one size of an image: `images/x-800.0123456789.webp`.
fn variant_path(asset: &Asset, variant: &Variant) -> String {
    let path = asset.path().as_str();
    let stem =
        path.strip_suffix(asset.path().extension()).and_then(|stem| stem.strip_suffix('.')).unwrap_or(path);
    hashed_path(&FilePath::new(&format!("{stem}-{}.webp", variant.width)), variant.blob.digest)
}

/// The folders of `static/` that hold a site of their own.
fn sub_sites(statics: &BTreeMap<FilePath, Blob>) -> BTreeSet<&str> {
    let fronts = statics.keys().filter_map(|path| path.as_str().strip_suffix("/index.html"));
    fronts.collect()
}

fn folders(path: &FilePath) -> impl Iterator<Item = &str> {
    path.as_str().rmatch_indices('/').map(|(end, _)| &path.as_str()[..end])
}

fn add(outputs: &mut Outputs, path: &str, blob: &Blob, media_type: MediaType) {
    let path = OutputPath::new(path).expect("only files with such paths are gathered");
    outputs.entry(path).or_insert_with(|| Output { blob: blob.clone(), media_type });
}

fn unpublishable(file: &FilePath) -> Diagnostic {
    let message = format!("no address can be made of the file name {file:?}");
    Diagnostic::at(Place::new(file, Span::default()), Code::InvalidAddress, message).help(
        "rename the file: a name holds no control character, no `\\`, and does not begin with `.diglot-`",
    )
}
