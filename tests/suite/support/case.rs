//! Cases that stand in text files: small sites, with what is to be told of them and what is to be
//! published.
//!
//! A case begins with a line `== name`, perhaps with arguments of the command line: `== name
//! --drafts`. Its files each begin with a line `-- content/x.md --`. Diagnostics stand below the
//! line they are about (see [`super::marker`]); those that are about no line stand in a part `--
//! diagnostics --`. A part `-- public/x/index.html --` holds what must be published, and `--
//! published --` the name of every page. Files before the first case belong to each case of the
//! text file; `-- no content/site.edn --` leaves one of them out. `{BOM}`, `{CR}`, `{U+0008}` and
//! the byte `{xFF}` may stand in any file.
//!
//! A case holds when writing its diagnostics and outputs into it gives the same text. `BLESS=1`
//! keeps what that gives.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use diglot::base::{Code, FilePath};
use diglot::pipeline::Build;
use diglot::source::Text;

use super::marker::{Told, is_marker};
use super::site::Site;

/// A text file of cases.
pub struct CaseFile {
    /// Its name, for messages.
    pub name: String,
    path: PathBuf,
    head: String,
    shared: Vec<Part>,
    /// The cases, in order.
    pub cases: Vec<Case>,
}

/// One case.
pub struct Case {
    /// The name and the arguments.
    pub title: String,
    prose: String,
    parts: Vec<Part>,
}

/// A file of a case, or something that is expected of it.
#[derive(Clone)]
struct Part {
    name: String,
    /// As the case writes it, without blank lines at the end.
    body: String,
}

/// What came of a case.
pub struct Outcome {
    /// The case as it should be written.
    pub text: String,
    /// The codes of all diagnostics.
    pub codes: Vec<Code>,
}

impl CaseFile {
    /// Reads every case file of a folder below `tests/cases`, in the order of their names.
    pub fn all(folder: &str) -> Vec<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder);
        let entries = fs::read_dir(&folder).expect("the folder of cases is there");
        let mut paths: Vec<PathBuf> =
            entries.map(|entry| entry.expect("an entry can be read").path()).collect();
        paths.sort();
        paths.iter().map(|path| Self::read(path)).collect()
    }

    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("a case file can be read");
        let mut sections = text.split("\n== ");
        let (head, shared) = prose_and_parts(sections.next().unwrap_or_default());
        let cases = sections
            .map(|section| {
                let (title, rest) = section.split_once('\n').unwrap_or((section, ""));
                let (prose, parts) = prose_and_parts(rest);
                Case { title: title.trim().to_owned(), prose, parts }
            })
            .collect();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self { name, path: path.to_owned(), head, shared, cases }
    }

    /// Builds a case.
    pub fn run(&self, case: &Case) -> Outcome {
        let site = self.site(case);
        let build = site.build();
        let texts: BTreeMap<String, String> = case
            .inputs()
            .map(|part| {
                let text = Text::decode(&FilePath::new(&part.name), &part.bytes(), &mut Vec::new());
                (part.name.clone(), text.text.to_string())
            })
            .collect();
        let told = Told::new(&build.diagnostics, &texts);
        let mut text = format!("== {}\n{}", case.title, case.prose);
        for part in &case.parts {
            match part.kind() {
                Kind::Input => text.push_str(&part.header_and(&told.below(&part.name, &part.lines()))),
                Kind::Left => text.push_str(&part.header_and("")),
                Kind::Told | Kind::Output => {}
            }
        }
        if !told.elsewhere.is_empty() {
            text.push_str(&format!("-- diagnostics --\n{}", told.elsewhere));
        }
        for part in case.parts.iter().filter(|part| part.kind() == Kind::Output) {
            text.push_str(&part.header_and(&output(&build, &part.name)));
        }
        Outcome { text, codes: build.diagnostics.iter().map(|diagnostic| diagnostic.code).collect() }
    }

    /// Writes the cases anew, as they came out.
    pub fn bless(&self, outcomes: &[Outcome]) {
        let mut text = self.head.clone();
        for part in &self.shared {
            text.push_str(&part.header_and(&part.body));
        }
        for outcome in outcomes {
            text.push('\n');
            text.push_str(&outcome.text);
        }
        fs::write(&self.path, text).expect("a case file can be written");
    }

    fn site(&self, case: &Case) -> Site {
        let mut site = Site::default();
        let left: Vec<&str> = case.parts.iter().filter_map(|part| part.name.strip_prefix("no ")).collect();
        let shared = self.shared.iter().filter(|part| !left.contains(&part.name.as_str()));
        for part in shared.chain(case.inputs()) {
            site.files.insert(part.name.clone(), part.bytes());
        }
        if let Some(at) = case.title.find(" --") {
            site.arguments(&case.title[at..]);
        }
        site
    }
}

impl Case {
    /// The case as its file has it.
    pub fn written(&self) -> String {
        let mut text = format!("== {}\n{}", self.title, self.prose);
        for part in &self.parts {
            text.push_str(&part.header_and(&part.body));
        }
        text
    }

    fn inputs(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| part.kind() == Kind::Input)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Input,
    Left,
    Told,
    Output,
}

impl Part {
    fn kind(&self) -> Kind {
        match self.name.as_str() {
            "diagnostics" => Kind::Told,
            "published" => Kind::Output,
            name if name.starts_with("public/") => Kind::Output,
            name if name.starts_with("no ") => Kind::Left,
            _ => Kind::Input,
        }
    }

    fn header_and(&self, body: &str) -> String {
        format!("-- {} --\n{body}", self.name)
    }

    /// The lines of a file without the markers.
    fn lines(&self) -> Vec<&str> {
        let mut lines = Vec::new();
        let mut after = false;
        for line in self.body.lines() {
            after = is_marker(line, after);
            if !after {
                lines.push(line);
            }
        }
        lines
    }

    /// The file's bytes.
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for line in self.lines() {
            let mut rest = line;
            while let Some((before, byte, after)) = next_escape(rest) {
                bytes.extend_from_slice(before.as_bytes());
                bytes.extend_from_slice(&byte);
                rest = after;
            }
            bytes.extend_from_slice(rest.as_bytes());
            bytes.push(b'\n');
        }
        bytes
    }
}

/// The first escape of a line: what stands before it, its bytes, and what stands after it.
fn next_escape(line: &str) -> Option<(&str, Vec<u8>, &str)> {
    line.match_indices('{').find_map(|(open, _)| {
        let (name, after) = line[open + 1..].split_once('}')?;
        let bytes = match name {
            "BOM" => "\u{feff}".into(),
            "CR" => "\r".into(),
            _ => match (name.strip_prefix("U+"), name.strip_prefix('x')) {
                (Some(hex), _) => char::from_u32(u32::from_str_radix(hex, 16).ok()?)?.to_string().into(),
                (_, Some(hex)) if hex.len() == 2 => vec![u8::from_str_radix(hex, 16).ok()?],
                _ => return None,
            },
        };
        Some((&line[..open], bytes, after))
    })
}

/// Cuts a text into what stands before its parts, and the parts.
fn prose_and_parts(text: &str) -> (String, Vec<Part>) {
    let mut prose = String::new();
    let mut parts: Vec<Part> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --")) {
            parts.push(Part { name: name.to_owned(), body: String::new() });
            continue;
        }
        let body = parts.last_mut().map_or(&mut prose, |part| &mut part.body);
        body.push_str(line);
        body.push('\n');
    }
    parts.iter_mut().map(|part| &mut part.body).chain([&mut prose]).for_each(trim_end);
    (prose, parts)
}

fn trim_end(text: &mut String) {
    text.truncate(text.trim_end_matches('\n').len());
    if !text.is_empty() {
        text.push('\n');
    }
}

/// What a build has published, as a case writes it.
fn output(build: &Build, name: &str) -> String {
    let Some(outputs) = &build.outputs else { return "(nothing is published)\n".to_owned() };
    let mut text = String::new();
    match name.strip_prefix("public/") {
        Some(path) => match outputs.iter().find(|(other, _)| other.as_str() == path) {
            Some((_, output)) => {
                let bytes = output.blob.content.read().expect("an output can be read");
                text = String::from_utf8_lossy(&bytes).into_owned();
            }
            None => text.push_str("(not published)\n"),
        },
        None => {
            let pages = outputs.keys().map(|path| path.as_str()).filter(|path| path.ends_with(".html"));
            pages.for_each(|path| text.extend([path, "\n"]));
        }
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    trim_end(&mut text);
    text
}
