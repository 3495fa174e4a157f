//! Style sheets: imports inlined, addresses filled, minified.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;

use lightningcss::bundler::Bundler;
use lightningcss::error::{Error, ErrorLocation, ParserError};
use lightningcss::rules::CssRule;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};
use lightningcss::values::url::Url;
use lightningcss::visit_types;
use lightningcss::visitor::{Visit, VisitTypes, Visitor};
use rayon::ThreadPoolBuilder;

use super::asset::{Asset, Bundle};
use super::faults::Faults;
use super::files::{Files, missing_fault};
use super::imports::Imports;
use super::{merging, reference};
use crate::base::{Code, Diagnostic, FilePath, Place};
use crate::source::Blob;

/// The stack of the thread that bundles: several times what brackets and imports need that lie as
/// deep in one another as they may.
const STACK: usize = 16 * 1024 * 1024;

/// Bundles a style sheet on a thread of its own.
///
/// The bundler reads imports in parallel, and the order of its results would depend on threads: so
/// it gets one. And a thread that other work waits for must not take up such other work while it
/// waits, which a pool's threads do.
pub(super) fn bundle_alone(entry: &Asset, assets: &dyn Files) -> Bundle {
    thread::scope(|scope| {
        let alone = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || {
            let pool = ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
            let _pool = pool.expect("a pool of the current thread starts no thread");
            bundle(entry, assets)
        });
        let alone = alone.expect("a thread can be started");
        alone.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

fn bundle(entry: &Asset, assets: &dyn Files) -> Bundle {
    if entry.is_too_large() {
        return Bundle {
            blob: entry.blob().clone(),
            references: BTreeSet::new(),
            sources: BTreeSet::from([entry.path().clone()]),
            leads_elsewhere: true,
            faults: entry.text().fault.iter().cloned().collect(),
        };
    }
    let imports = Imports::new(assets);
    let warnings = Arc::new(RwLock::new(Vec::new()));
    let options = ParserOptions {
        filename: entry.path().to_string(),
        // One run reports every mistake; what cannot be read is left out, as a browser does.
        error_recovery: true,
        warnings: Some(Arc::clone(&warnings)),
        ..ParserOptions::default()
    };

    let mut references = Addresses::new(entry, assets);
    let mut faults = Faults::default();
    let text = match Bundler::new(&imports, None, options).bundle(Path::new(entry.path().as_str())) {
        Ok(sheet) => {
            references.files = sheet.sources.iter().map(|file| FilePath::new(file)).collect();
            print(sheet, &mut references, &mut faults, assets)
        }
        Err(error) => {
            syntax_fault(&error.kind, error.loc.as_ref(), entry.path(), assets, &mut faults);
            None
        }
    };
    let warnings = warnings.read().unwrap_or_else(PoisonError::into_inner);
    for Error { kind, loc } in warnings.iter() {
        let _: &ParserError = kind;
        syntax_fault(kind, loc.as_ref(), entry.path(), assets, &mut faults);
    }
    let files = references.files.iter().filter_map(|file| assets.get(file));
    let mut faults = faults.into_diagnostics();
    faults.extend(files.filter_map(|file| file.text().fault.clone()));
    faults.extend(imports.faults());
    faults.append(&mut references.faults.into_diagnostics());
    faults.sort();

    let leads_elsewhere = text.as_ref().is_none_or(|text| text.contains("//") || text.contains("data:"));
    let text = text.filter(|_| !entry.text().is_too_deep);
    let blob = text.map_or_else(|| entry.blob().clone(), |text| Blob::of(text.into_bytes()));
    let sources = references.files.into_iter().collect();
    Bundle { blob, references: references.found, sources, leads_elsewhere, faults }
}

fn print(
    mut sheet: StyleSheet,
    addresses: &mut Addresses,
    faults: &mut Faults,
    assets: &dyn Files,
) -> Option<String> {
    let Ok(()) = sheet.visit(addresses);
    let entry = addresses.entry.path();
    if merging::is_quick(&sheet.rules)
        && let Err(error) = sheet.minify(MinifyOptions::default())
    {
        syntax_fault(&error.kind, error.loc.as_ref(), entry, assets, faults);
    }
    match sheet.to_css(PrinterOptions { minify: true, ..PrinterOptions::default() }) {
        Ok(printed) => Some(printed.code),
        Err(error) => {
            syntax_fault(&error.kind, error.loc.as_ref(), entry, assets, faults);
            None
        }
    }
}

/// Rewrites every address of a bundle to the published path of its target.
struct Addresses<'a> {
    entry: &'a Asset,
    assets: &'a dyn Files,
    /// The bundle's files, by the number that the rules of each bear.
    files: Vec<FilePath>,
    /// The file of the rule that is being visited.
    current: FilePath,
    found: BTreeSet<FilePath>,
    faults: Faults,
}

impl<'a> Addresses<'a> {
    fn new(entry: &'a Asset, assets: &'a dyn Files) -> Self {
        Self {
            entry,
            assets,
            files: Vec::new(),
            current: entry.path().clone(),
            found: BTreeSet::new(),
            faults: Faults::default(),
        }
    }
}

impl<'i> Visitor<'i> for Addresses<'_> {
    type Error = Infallible;

    fn visit_types(&self) -> VisitTypes {
        // The visitor passes by the images of an `image-set()` unless resolutions are asked for.
        visit_types!(RULES | URLS | RESOLUTIONS)
    }

    fn visit_rule(&mut self, rule: &mut CssRule<'i>) -> Result<(), Infallible> {
        if let Some(file) = source_index(rule).and_then(|index| self.files.get(index as usize)) {
            self.current = file.clone();
        }
        rule.visit_children(self)
    }

    fn visit_url(&mut self, url: &mut Url<'i>) -> Result<(), Infallible> {
        let Some(local) = reference::follow(&url.url, &self.current) else { return Ok(()) };
        match self.assets.get(&local.path) {
            Some(target) => {
                // Only imports load style sheets: other references keep the plain name, which
                // avoids a cycle.
                let published = if target.is_style_sheet() {
                    target.path().to_string()
                } else {
                    self.assets.published_path(target)
                };
                let address = reference::relative(self.entry.path().as_str(), &published) + local.suffix;
                self.found.insert(target.path().clone());
                url.url = address.into();
            }
            None => {
                if let Some(asset) = self.assets.get(&self.current) {
                    let position = (url.loc.line.saturating_sub(1), url.loc.column);
                    self.faults.push(asset.file(), || {
                        missing_fault(asset, position, &url.url, &local.path, self.assets)
                    });
                }
            }
        }
        Ok(())
    }
}

/// The number of the file of a rule that can hold an address itself; the others only hold such
/// rules.
fn source_index(rule: &CssRule) -> Option<u32> {
    let location = match rule {
        CssRule::Style(rule) => rule.loc,
        CssRule::NestedDeclarations(rule) => rule.loc,
        CssRule::Nesting(rule) => rule.loc,
        CssRule::FontFace(rule) => rule.loc,
        CssRule::Keyframes(rule) => rule.loc,
        CssRule::Page(rule) => rule.loc,
        CssRule::CounterStyle(rule) => rule.loc,
        CssRule::Property(rule) => rule.loc,
        CssRule::PositionTry(rule) => rule.loc,
        CssRule::Unknown(rule) => rule.loc,
        _ => return None,
    };
    Some(location.source_index)
}

fn syntax_fault(
    reason: &impl ToString,
    at: Option<&ErrorLocation>,
    entry: &FilePath,
    assets: &dyn Files,
    faults: &mut Faults,
) {
    let file = at.map_or_else(|| entry.clone(), |at| FilePath::new(&at.filename));
    let named = FilePath::new(&format!("static/{file}"));
    faults.push(&named, || {
        let text = assets.get(&file).map(Asset::text);
        let span =
            text.zip(at).map_or_else(Default::default, |(text, at)| text.span_at(at.line, at.column, ""));
        let mut reason = reason.to_string();
        if let Some(first) = reason.get_mut(..1) {
            first.make_ascii_lowercase();
        }
        Diagnostic::at(Place::new(&named, span), Code::StyleSheet, "the style sheet cannot be read here")
            .label(reason)
            .help("mend it here, or at the last brace or semicolon before it")
    });
}
