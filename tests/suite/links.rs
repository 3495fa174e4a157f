//! Runs the tables of `tests/cases/links`: what a writer writes, on a page of which language, and
//! what becomes of it.
//!
//! A table is one site. After its files come rows, under headings `== …`: `nb | written | HTML`,
//! and below a row, each on a line that begins with two blanks, what is told of it. Every row is a
//! paragraph of the page `probe` in its language. `BLESS=1` writes what came out into the tables,
//! for review.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use diglot::base::Diagnostic;

use crate::support::site::Site;

/// The file that has the rows of a language, and the line of its first row.
const PROBE: &str = "content/probe";
const FIRST_LINE: usize = 4;

/// A table of links.
struct Table<'a> {
    files: BTreeMap<&'a str, String>,
    /// Its lines after the files.
    lines: Vec<&'a str>,
}

/// A row of a table.
struct Row<'a> {
    language: &'a str,
    written: &'a str,
}

#[test]
fn links_lead_where_the_tables_say() {
    let bless = std::env::var_os("BLESS").is_some();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/links");
    let mut failures = String::new();
    for entry in fs::read_dir(folder).expect("the tables are there") {
        let path = entry.expect("an entry can be read").path();
        let text = fs::read_to_string(&path).expect("a table can be read");
        let head = &text[..text.find("\n== ").expect("a table has rows") + 1];
        let found = format!("{head}{}", Table::read(&text).run());
        if bless {
            fs::write(&path, &found).expect("a table can be written");
        } else if found != text {
            for (line, expected) in found.lines().zip(text.lines()).filter(|(a, b)| a != b).take(5) {
                let _ = writeln!(failures, "{}:\n expected {expected}\n found    {line}", path.display());
            }
            failures.push_str("(and perhaps more)\n");
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

impl<'a> Table<'a> {
    fn read(text: &'a str) -> Self {
        let mut files = BTreeMap::new();
        let mut lines = Vec::new();
        let mut file = None;
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --")) {
                file = Some(name);
                files.insert(name, String::new());
            } else if line.starts_with("== ") || !lines.is_empty() {
                lines.push(line);
            } else if let Some(text) = file.and_then(|file| files.get_mut(file)) {
                text.extend([line, "\n"]);
            }
        }
        Self { files, lines }
    }

    /// The lines as they should be.
    fn run(&self) -> String {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut site = Site::default();
        site.arguments("--allow broken-link --allow broken-fragment");
        for row in self.lines.iter().filter_map(|line| Row::read(line)) {
            *counts.entry(row.language).or_default() += 1;
            let file = site.files.entry(format!("{PROBE}.{}.md", row.language));
            let text = file.or_insert_with(|| b":page/title Probe\n:page/body\n".to_vec());
            text.extend_from_slice(format!("\n{}\n", row.written).as_bytes());
        }
        for (name, text) in &self.files {
            site.files.insert((*name).to_owned(), text.clone().into_bytes());
        }
        let build = site.build();
        let outputs = build.outputs.as_ref().unwrap_or_else(|| panic!("{:#?}", build.diagnostics));
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let mut out = String::new();
        for line in self.lines.iter().filter(|line| !line.starts_with("  ")) {
            let Some(row) = Row::read(line) else {
                out.extend([line, "\n"]);
                continue;
            };
            let Row { language, written } = row;
            let number = seen.entry(language).or_default();
            // The default language's pages have no prefix, unless all have one.
            let paths = [format!("{language}/probe/index.html"), "probe/index.html".to_owned()];
            let page = paths.iter().find_map(|path| {
                outputs.iter().find(|(other, _)| other.as_str() == path).map(|(_, page)| page)
            });
            let page = page.unwrap_or_else(|| panic!("there is no probe in `{language}`"));
            let bytes = page.blob.content.read().expect("an output can be read");
            let html = String::from_utf8_lossy(&bytes);
            let paragraph = html.split("<p>").nth(*number + 1).and_then(|rest| rest.split("</p>").next());
            let _ = writeln!(out, "{language} | {written} | {}", paragraph.unwrap_or("(no paragraph)"));
            let line = FIRST_LINE + 2 * *number;
            let file = format!("{PROBE}.{language}.md");
            let text = String::from_utf8_lossy(&site.files[&file]).into_owned();
            for told in build.diagnostics.iter().filter(|told| is_at(told, &file, &text, line)) {
                let _ = writeln!(out, "  {}: {}", told.code, told.message);
                let notes = told.notes.iter().map(|note| note.message.as_str());
                for further in notes.chain(told.help.as_deref()) {
                    let _ = writeln!(out, "  = {further}");
                }
            }
            *number += 1;
        }
        out
    }
}

impl<'a> Row<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let mut cells = line.split(" | ");
        let row = Self { language: cells.next()?, written: cells.next()? };
        Some(row).filter(|_| !line.starts_with("  "))
    }
}

/// Whether a fault is told at a line of a file.
fn is_at(fault: &Diagnostic, file: &str, text: &str, line: usize) -> bool {
    let place = fault.place.as_ref().filter(|place| place.file.as_str() == file);
    place.is_some_and(|place| text[..place.span.range().start].matches('\n').count() + 1 == line)
}
