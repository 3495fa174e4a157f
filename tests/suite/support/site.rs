//! Sites in memory.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diglot::base::{Code, FilePath};
use diglot::pipeline::{Build, Policy, Silent, build};
use diglot::source::{Blob, Options, Snapshot, Text, is_media};

/// The moment of every build that names no other.
pub const NOW: &str = "2024-06-01T12:00:00Z";

/// A site in memory: its files by their path from the site's folder, and what the command line
/// says.
#[derive(Clone, Debug, Default)]
pub struct Site {
    pub files: BTreeMap<String, Vec<u8>>,
    pub options: Options,
    pub policy: Policy,
    pub now: Option<DateTime<Utc>>,
}

impl Site {
    /// Makes a site of texts.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        Self { files, ..Self::default() }
    }

    /// Takes arguments as the command line does: `--drafts --allow broken-link`.
    pub fn arguments(&mut self, arguments: &str) {
        let mut words = arguments.split_whitespace();
        while let Some(word) = words.next() {
            let mut value = || words.next().unwrap_or_else(|| panic!("`{word}` wants a value"));
            match word {
                "--drafts" => self.options.drafts = true,
                "--future" => self.options.future = true,
                "--strict" => self.policy.strict = true,
                "--base-url" => self.options.base_url = Some(value().to_owned()),
                "--now" => self.now = Some(time(value())),
                "--allow" => self.policy.allow.push(value().parse::<Code>().expect("a code is allowed")),
                _ => panic!("no argument is called `{word}`"),
            }
        }
    }

    /// The inputs of a build, as a folder of these files would give them.
    pub fn snapshot(&self) -> Snapshot {
        let mut diagnostics = Vec::new();
        let mut texts = BTreeMap::new();
        let (mut statics, mut media) = (BTreeMap::new(), BTreeMap::new());
        for (path, bytes) in &self.files {
            let file = FilePath::new(path);
            match file.below("static") {
                Some(below) => {
                    statics.insert(FilePath::new(below), Blob::of(bytes.clone()));
                }
                None if file.below("content").is_some() && is_media(path) => {
                    media.insert(file, Blob::of(bytes.clone()));
                }
                None => {
                    let text = Text::decode(&file, bytes, &mut diagnostics);
                    texts.insert(file, text);
                }
            }
        }
        let now = self.now.unwrap_or_else(|| time(NOW));
        Snapshot {
            texts,
            statics,
            media,
            diagnostics,
            now,
            options: self.options.clone(),
            cache: Default::default(),
        }
    }

    /// Builds the site.
    pub fn build(&self) -> Build {
        build(&self.snapshot(), &self.policy, &Silent)
    }
}

fn time(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).expect("a time of RFC 3339").to_utc()
}
