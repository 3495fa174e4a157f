//! Publishing by the command: several builds at once, builds that were killed, users who may not
//! write, caches and programs that are not what they were.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;
use walkdir::WalkDir;

mod adopt;
mod cache;
mod obstacles;
mod together;

const DIGLOT: &str = env!("CARGO_BIN_EXE_diglot");

/// A site in a folder of its own.
struct Site(TempDir);

impl Site {
    fn new(files: &[(&str, &str)]) -> Self {
        let site = Self(TempDir::new().unwrap());
        files.iter().for_each(|(path, text)| site.write(path, text));
        site
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// Writes a file as editors do.
    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let (place, beside) = (self.path(path), self.path("beside"));
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(&beside, bytes).unwrap();
        fs::rename(&beside, place).unwrap();
    }

    fn command(&self, program: impl AsRef<Path>, arguments: &[&str]) -> Command {
        let mut command = Command::new(program.as_ref());
        command.args(["build", "--now", "2026-01-01", "--root"]).arg(self.0.path()).args(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).env("NO_COLOR", "1");
        command
    }

    /// Builds the site, and gives what was said of it.
    fn build(&self, arguments: &[&str]) -> String {
        said(&self.command(DIGLOT, arguments).output().unwrap())
    }

    fn published(&self) -> BTreeMap<String, Vec<u8>> {
        tree(&self.path("public"))
    }
}

/// What was said of a site that has been published.
fn said(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    said
}

/// The files of a folder, but for Diglot's own; folders end in `/`.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = WalkDir::new(folder).min_depth(1).into_iter().map(Result::unwrap);
    let entries = entries.map(|entry| {
        let name = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        match entry.file_type().is_dir() {
            true => (format!("{name}/"), Vec::new()),
            false => (name, fs::read(entry.path()).unwrap()),
        }
    });
    entries.filter(|(name, _)| !name.starts_with(".diglot-")).collect()
}

fn settings(title: &str) -> String {
    format!(
        "{{:site/base-url \"https://blog.example\" :site/locales [:nb :en] :site/social-cards false :site/title \"{title}\"}}"
    )
}

/// A post that is so long that it is put on disk before it is published.
fn post(title: &str) -> String {
    format!(
        ":page/title {title}\n:post/published 2025-02-01\n:post/body\n\n{}\n",
        "Mel og vann. ".repeat(400)
    )
}

/// Copies a file or a folder, with the times of its files.
///
/// Another process writes: a program that this one has open to be written cannot be run, and a
/// process that another test starts just then has it open too.
fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap().success());
}
