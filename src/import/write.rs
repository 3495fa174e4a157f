//! The new site, checked in memory and written whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::addresses::{self, snapshot};
use super::failure::Failure;
use super::report::{Fate, Figures, Report};
use super::site::OldSite;
use super::source::Tree;
use super::words::Words;
use crate::base::{Code, Diagnostic, FilePath, Severity};
use crate::disk;
use crate::document::{Raw, SourceRecords, records_of};
use crate::pipeline::{Policy, Session, Silent};
use crate::source::{Blob, read_blob};

/// The file that tells what was not carried over.
pub const REPORT: &str = "import-report.txt";

/// A site that is ready to be written.
#[derive(Debug)]
pub struct Imported {
    /// Its texts, by their paths.
    pub files: BTreeMap<FilePath, String>,
    /// Its static files, by their paths below `static/`.
    pub statics: BTreeMap<FilePath, Blob>,
    /// What was not carried over.
    pub report: Report,
    /// How much was.
    pub figures: Figures,
}

impl Imported {
    /// Makes the new site of what is known of the old one, and checks it: words, addresses, a
    /// build.
    pub fn of(mut site: OldSite, tree: &Tree, has_sections: bool, mut report: Report) -> Self {
        let mut files = site.files(has_sections, &mut report);
        let mut statics = BTreeMap::new();
        for (to, from) in &site.statics {
            match tree.place(from.as_str()).map(read_blob) {
                Some(Ok(blob)) => {
                    statics.insert(to.clone(), blob);
                }
                Some(Err(error)) => {
                    let help = "Copy it into `static/`";
                    report.add(Fate::LeftOut, (from, None), "A file", error.to_string(), help);
                }
                None => {}
            }
        }
        addresses::keep(&site, &mut files, &statics, &mut report);
        let mut figures = Figures { pages: site.pages.len(), statics: statics.len(), ..Figures::default() };
        check_words(&site, &files, &mut figures, &mut report);
        let public = snapshot(&files, &statics, false);
        let mut session = Session::default();
        let built = session.build(&public, &Policy::default(), &Silent);
        if let Some(sight) = session.sight() {
            addresses::check(&site, sight.planned, &mut figures, &mut report);
        }
        tell_faults(&built.diagnostics, &mut figures, &mut report);
        report.sort();
        Self { files, statics, report, figures }
    }

    /// Writes the site into a folder that is empty or not there yet: the whole of it, or nothing.
    ///
    /// # Errors
    ///
    /// Where something stands there, or the system does not let it.
    pub fn write(&self, folder: &Path) -> Result<(), Failure> {
        let failed = |error: &io::Error| {
            let message = format!("`{}` cannot be written: {error}", folder.display());
            Failure::new(message, "choose another folder with `--into`")
        };
        let target = disk::resolve(folder);
        must_be_free(&target, folder)?;
        let name = target.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let staging = target.with_file_name(format!(".{name}.diglot-import"));
        let around = target.parent().unwrap_or(Path::new("/"));
        disk::make_folder(around).and_then(|()| fs::create_dir(&staging)).map_err(|error| failed(&error))?;
        let written = self.write_into(&staging).and_then(|()| {
            // Fails where something has come to lie in it.
            if target.exists() {
                fs::remove_dir(&target)?;
            }
            fs::rename(&staging, &target)
        });
        written.map_err(|error| {
            let _ = fs::remove_dir_all(&staging);
            failed(&error)
        })
    }

    fn write_into(&self, folder: &Path) -> io::Result<()> {
        for (file, text) in &self.files {
            disk::create_new(&folder.join(file.as_str()))?.write_all(text.as_bytes())?;
        }
        for (file, blob) in &self.statics {
            let mut from = blob.content.open()?;
            io::copy(&mut from, &mut disk::create_new(&folder.join("static").join(file.as_str()))?)?;
        }
        disk::create_new(&folder.join(REPORT))?.write_all(self.report.text(&self.figures).as_bytes())
    }
}

/// Refuses a folder that holds something.
pub fn must_be_free(target: &Path, shown: &Path) -> Result<(), Failure> {
    let help = "choose another folder with `--into`; nothing was written";
    match fs::read_dir(target).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure::new(format!("`{}` is not empty", shown.display()), help)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => {
            Err(Failure::new(format!("`{}` cannot be a site's folder: {error}", shown.display()), help))
        }
    }
}

/// Compares the words of each body with those of the file that it has become, as that is read.
fn check_words(
    site: &OldSite,
    files: &BTreeMap<FilePath, String>,
    figures: &mut Figures,
    report: &mut Report,
) {
    for page in &site.pages {
        let file = page.new_file();
        let mut words = Words::default();
        if let Some(text) = files.get(&file)
            && let SourceRecords::Blocks(records) = records_of(&file, text, &mut Vec::new())
        {
            for field in records.iter().flat_map(|record| &record.fields) {
                let is_text = ["/body", "/title", "/id"].iter().any(|end| field.key.value.ends_with(end));
                if let (true, Raw::Text(text)) = (is_text, &field.value) {
                    words.add(&text.value);
                }
            }
        }
        let missing = page.body.words.missing_in(&words);
        let lost: usize = missing.iter().map(|(_, count)| count).sum();
        figures.words += page.body.words.count();
        figures.words_kept += page.body.words.count() - lost;
        if lost > 0 {
            let shown: Vec<&str> = missing.iter().map(|(word, _)| *word).take(10).collect();
            let what = format!("{lost} words: {}", shown.join(", "));
            let why = format!("they did not reach `{file}`");
            report.add(Fate::LeftOut, (&page.file, None), what, why, "Copy them from the old file");
        }
    }
}

/// Tells the errors of the new site, and with which allowances it is built all the same.
fn tell_faults(diagnostics: &[Diagnostic], figures: &mut Figures, report: &mut Report) {
    let mut codes: BTreeSet<Code> = BTreeSet::new();
    for fault in diagnostics.iter().filter(|fault| fault.severity == Severity::Error) {
        codes.insert(fault.code);
        let site = FilePath::new("content/site.edn");
        let file = fault.place.as_ref().map_or(&site, |place| &place.file);
        let what = format!("A fault of the new site, `{}`", fault.code.name());
        let help = fault.help.clone().unwrap_or_else(|| "See what `diglot build` says".to_owned());
        report.add(Fate::Changed, (file, None), what, fault.message.clone(), help);
    }
    figures.allow = codes.into_iter().map(Code::name).collect();
}
