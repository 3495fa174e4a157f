//! What became of everything that was not carried over as it was.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::base::FilePath;

/// What became of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It is not in the new site.
    LeftOut,
    /// It is in the new site as something else.
    Changed,
    /// It is in the new site, and means nothing there.
    Kept,
}

/// A line of the report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Row {
    /// What became of it.
    pub fate: Fate,
    /// What it is about.
    pub what: String,
    /// Why it is not carried over as it was.
    pub why: String,
    /// What to do.
    pub help: String,
    /// The file, in the site that is imported.
    pub file: FilePath,
    /// The line there, from 1; `None` where the whole file is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
}

/// How much was carried over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// The tool that the old site was made with.
    pub tool: &'static str,
    /// Posts and pages.
    pub pages: usize,
    /// Static files.
    pub statics: usize,
    /// Words of the bodies.
    pub words: usize,
    /// How many of them are in the new site.
    pub words_kept: usize,
    /// Addresses of the old site.
    pub addresses: usize,
    /// How many of them lead somewhere in the new site.
    pub addresses_kept: usize,
    /// Codes of errors that the new site is built with all the same.
    pub allow: Vec<&'static str>,
}

/// What became of everything that was not carried over as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The lines.
    pub rows: Vec<Row>,
}

impl Report {
    /// Adds a line. `help` begins with a verb.
    pub fn add(
        &mut self,
        fate: Fate,
        (file, line): (&FilePath, Option<usize>),
        what: impl Into<String>,
        why: impl Into<String>,
        help: impl Into<String>,
    ) {
        let (what, why, help) = (what.into(), why.into(), help.into());
        self.rows.push(Row { fate, what, why, help, file: file.clone(), line });
    }

    /// Puts the lines in order, each once.
    pub fn sort(&mut self) {
        self.rows.sort();
        self.rows.dedup();
    }

    /// The report for people: what is alike is told once, with the places below it.
    pub fn text(&self, figures: &Figures) -> String {
        let mut text = format!("Imported from {}.\n\n{}", figures.tool, figures.text());
        let titles = [
            (Fate::LeftOut, "Left out"),
            (Fate::Changed, "Changed"),
            (Fate::Kept, "Kept, and without effect in Diglot"),
        ];
        for (fate, title) in titles {
            let mut alike: BTreeMap<(&str, &str, &str), Vec<String>> = BTreeMap::new();
            for row in self.rows.iter().filter(|row| row.fate == fate) {
                let place = match row.line {
                    Some(line) => format!("{}:{line}", row.file),
                    None => row.file.to_string(),
                };
                alike.entry((&row.what, &row.why, &row.help)).or_default().push(place);
            }
            if alike.is_empty() {
                continue;
            }
            let _ = write!(text, "\n{title}\n{}\n", "-".repeat(title.chars().count()));
            for ((what, why, help), places) in alike {
                let _ = writeln!(text, "\n{what}: {why}.\n  {help}.");
                places.iter().for_each(|place| text.push_str(&format!("    {place}\n")));
            }
        }
        text
    }
}

impl Figures {
    /// The figures in lines.
    pub fn text(&self) -> String {
        let mut text = format!(
            "Posts and pages: {}\nStatic files: {}\nWords kept: {} of {}\nAddresses kept: {} of {}\n",
            self.pages, self.statics, self.words_kept, self.words, self.addresses_kept, self.addresses
        );
        if !self.allow.is_empty() {
            let _ = writeln!(text, "To build it before its faults are mended: {}", self.command());
        }
        text
    }

    /// The command that builds the new site.
    pub fn command(&self) -> String {
        let allowed = self.allow.iter().map(|code| format!(" --allow {code}"));
        format!("diglot build{}", allowed.collect::<String>())
    }
}
