//! Imported style sheets.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use cssparser::{Parser, ParserInput, Token};
use lightningcss::bundler::{ResolveResult, SourceProvider};
use lightningcss::rules::CssRule;
use lightningcss::stylesheet::{ParserOptions, StyleSheet};

use super::faults::Faults;
use super::files::{Files, missing_fault};
use super::reference;
use crate::base::{Code, Diagnostic, FilePath, Place, Span, lock_unpoisoned};
use crate::html::nesting::DEEPEST;

/// Finds imported style sheets among the assets.
pub(super) struct Imports<'a> {
    assets: &'a dyn Files,
    found: Mutex<Found>,
}

#[derive(Default)]
struct Found {
    /// How deep each file is imported. The bundler puts the media queries of an import into those
    /// of the file that imports it, so that each counts.
    depths: BTreeMap<FilePath, usize>,
    /// Files that import others too deep, and where; each is read as an empty sheet.
    too_deep: BTreeMap<FilePath, usize>,
    /// Imports of what is not there: the importing file and the address as written. Each is read as
    /// an empty sheet.
    missing: BTreeSet<(FilePath, String)>,
}

impl SourceProvider for Imports<'_> {
    type Error = Infallible;

    fn read<'a>(&'a self, file: &Path) -> Result<&'a str, Infallible> {
        let file = file_path(file);
        let css = self.assets.get(&file).map_or("", |asset| asset.text().css());
        let (queries, at) = most_queries(css);
        let mut found = lock_unpoisoned(&self.found);
        let depth = found.depths.entry(file.clone()).or_default();
        *depth += queries;
        if *depth <= DEEPEST {
            return Ok(css);
        }
        found.too_deep.insert(file, at);
        Ok("")
    }

    fn resolve(&self, specifier: &str, from: &Path) -> Result<ResolveResult, Infallible> {
        let from = file_path(from);
        let Some(local) = reference::follow(specifier, &from) else {
            return Ok(ResolveResult::External(specifier.to_owned()));
        };
        let mut found = lock_unpoisoned(&self.found);
        let depth = found.depths.get(&from).copied().unwrap_or_default();
        if self.assets.get(&local.path).is_none() {
            found.missing.insert((from, specifier.to_owned()));
        }
        found.depths.entry(local.path.clone()).or_insert(depth);
        Ok(ResolveResult::File(PathBuf::from(local.path.as_str())))
    }
}

impl<'a> Imports<'a> {
    pub(super) fn new(assets: &'a dyn Files) -> Self {
        Self { assets, found: Mutex::default() }
    }

    /// What is wrong with those that are not followed.
    pub(super) fn faults(&self) -> Vec<Diagnostic> {
        let found = lock_unpoisoned(&self.found);
        let mut faults = Faults::default();
        for (file, at) in &found.too_deep {
            let Some(asset) = self.assets.get(file) else { continue };
            faults.push(asset.file(), || {
                Diagnostic::at(
                    Place::new(asset.file(), Span::new(*at, at + "@import".len())),
                    Code::StyleSheet,
                    format!("style sheets import one another more than {DEEPEST} deep"),
                )
                .note("each media query of an import counts")
                .help("import some of them further out, or put them into one")
            });
        }
        let mut positions: BTreeMap<&FilePath, BTreeMap<String, (u32, u32)>> = BTreeMap::new();
        for (from, specifier) in &found.missing {
            let Some(asset) = self.assets.get(from) else { continue };
            let Some(local) = reference::follow(specifier, from) else { continue };
            let positions = positions.entry(from).or_insert_with(|| positions_of_imports(asset.text().css()));
            let position = positions.get(specifier).copied().unwrap_or((0, 1));
            faults.push(asset.file(), || missing_fault(asset, position, specifier, &local.path, self.assets));
        }
        faults.into_diagnostics()
    }
}

/// How many media queries an `@import` has at most, at least one, and where it stands.
fn most_queries(css: &str) -> (usize, usize) {
    let mut input = ParserInput::new(css);
    let mut parser = Parser::new(&mut input);
    let (mut most, mut queries, mut import) = ((0, 0), 0, 0);
    loop {
        let at = parser.position().byte_index();
        match parser.next_including_whitespace() {
            Ok(Token::AtKeyword(name)) if name.eq_ignore_ascii_case("import") => {
                (queries, import) = (1, at);
            }
            Ok(Token::Comma) if queries > 0 => queries += 1,
            Ok(Token::Semicolon) => queries = 0,
            // `@import` must precede all rules.
            Ok(Token::CurlyBracketBlock) | Err(_) => return most,
            Ok(_) => {}
        }
        if queries > most.0 {
            most = (queries, import);
        }
    }
}

/// The line (from 0) and column (from 1) of each import. The bundler keeps none for imports that it
/// has inlined.
fn positions_of_imports(css: &str) -> BTreeMap<String, (u32, u32)> {
    let options = ParserOptions { error_recovery: true, ..ParserOptions::default() };
    let sheet = StyleSheet::parse(css, options);
    let rules = sheet.iter().flat_map(|sheet| &sheet.rules.0);
    let imports =
        rules.filter_map(|rule| if let CssRule::Import(import) = rule { Some(import) } else { None });
    let mut positions = BTreeMap::new();
    for import in imports {
        positions.entry(import.url.to_string()).or_insert((import.loc.line, import.loc.column));
    }
    positions
}

fn file_path(path: &Path) -> FilePath {
    FilePath::new(&path.to_string_lossy())
}
