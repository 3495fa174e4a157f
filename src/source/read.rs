//! A folder to a [`Snapshot`].

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;

use chrono::{DateTime, Utc};
use rayon::prelude::*;

use super::bounded::{SOURCE_LIMIT, read_bounded};
use super::input::{CONTENT, DICTIONARIES, ROOT_FILES, Role, STATICS, TEMPLATES};
use super::reach::{Reach, unreadable};
use super::twins::refuse_twins;
use super::walk::{FoundInput, single, walk};
use super::{Blob, Content, Options, Snapshot, Text};
use crate::base::{Code, Diagnostic, Digest, FilePath};
use crate::cache::{self, Cache};
use crate::disk;

/// Static files larger than this (in bytes) stay on disk until they are published.
const MEMORY_LIMIT: u64 = 4 << 20;

/// Reads every input of the site in a folder. What cannot be read is told in the snapshot's
/// diagnostics.
pub fn read_site(root: &Path, now: DateTime<Utc>, options: Options) -> Snapshot {
    let mut reach = Reach::of(root, &options.follow);
    let mut diagnostics = std::mem::take(&mut reach.faults);
    diagnostics.extend(cache::links(root));
    let content = root.join(CONTENT);
    if !content.is_dir() && !content.is_symlink() {
        diagnostics.push(
            Diagnostic::general(Code::Unreadable, "the site has no `content` folder")
                .help("make one beside `templates` and `static`, or name the site's folder with `--root`"),
        );
    }
    let mut found = Vec::new();
    for folder in [CONTENT, TEMPLATES, DICTIONARIES] {
        found.extend(walk(&reach, folder, &mut diagnostics));
    }
    found.extend(ROOT_FILES.iter().filter_map(|name| single(&reach, name, &mut diagnostics)));
    refuse_twins(&mut found, &mut diagnostics);
    let (of_media, of_text): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|found| found.role == Role::Media);

    let read: Vec<_> = of_text
        .into_par_iter()
        .map(|FoundInput { file, place, .. }| (read_text(&place, &file), file))
        .collect();
    let mut texts = BTreeMap::new();
    for (result, path) in read {
        let (text, faults) = result;
        diagnostics.extend(faults);
        texts.extend(text.map(|text| (path, text)));
    }

    let mut found = walk(&reach, STATICS, &mut diagnostics);
    refuse_twins(&mut found, &mut diagnostics);
    let statics = read_blobs(found, &mut diagnostics).into_iter();
    let statics =
        statics.map(|(file, blob)| (FilePath::new(file.below(STATICS).unwrap_or_default()), blob)).collect();
    let media = read_blobs(of_media, &mut diagnostics);
    Snapshot { texts, statics, media, diagnostics, now, options, cache: Cache::default() }
}

pub(super) fn relative(root: &Path, path: &Path) -> Option<String> {
    let parts = path.strip_prefix(root).ok()?.components();
    Some(parts.map(|part| part.as_os_str().to_str()).collect::<Option<Vec<_>>>()?.join("/"))
}

fn read_blobs(found: Vec<FoundInput>, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<FilePath, Blob> {
    let read: Vec<_> =
        found.into_par_iter().map(|FoundInput { file, place, .. }| (read_blob(&place), file)).collect();
    let mut blobs = BTreeMap::new();
    for (result, file) in read {
        match result {
            Ok(blob) => drop(blobs.insert(file, blob)),
            Err(error) => diagnostics.push(unreadable(file.as_str(), &error)),
        }
    }
    blobs
}

pub(super) fn read_text(place: &Path, path: &FilePath) -> (Option<Text>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let text = match disk::open(place).and_then(|file| read_bounded(file, SOURCE_LIMIT)) {
        Ok(bytes) => Some(Text::decode(path, &bytes, &mut diagnostics)),
        Err(error) => {
            diagnostics.push(unreadable(path.as_str(), &error));
            None
        }
    };
    (text, diagnostics)
}

/// Reads a static file; of a large one, its digest alone.
pub fn read_blob(path: &Path) -> io::Result<Blob> {
    let mut file = disk::open(path)?;
    let len = file.metadata()?.len();
    if len > MEMORY_LIMIT {
        let digest = Digest::of_reader(&mut file as &mut dyn Read)?;
        return Ok(Blob { digest, len, content: Content::File(path.to_owned()) });
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(Blob::of(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn what_stays_on_disk_is_not_read_through_a_link_that_came_later() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("static/films");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::create_dir(root.path().join("content")).unwrap();
        std::fs::File::create(folder.join("film.bin")).unwrap().set_len(MEMORY_LIMIT + 1).unwrap();
        let snapshot = read_site(root.path(), DateTime::UNIX_EPOCH, Options::default());
        let film = &snapshot.statics[&FilePath::new("films/film.bin")].content;
        assert!(matches!(film, Content::File(_)) && film.open().is_ok());
        std::fs::rename(&folder, root.path().join("elsewhere")).unwrap();
        std::os::unix::fs::symlink("../elsewhere", &folder).unwrap();
        assert!(film.open().is_err() && film.read().is_err());
    }

    #[cfg(unix)]
    #[test]
    fn what_cannot_be_entered_is_named_by_its_path_in_the_site() {
        let root = tempfile::tempdir().unwrap();
        let content = root.path().join("content");
        std::fs::create_dir(&content).unwrap();
        std::os::unix::fs::symlink("nowhere.md", content.join("a.md")).unwrap();
        std::os::unix::fs::symlink("writer@desk.4711", content.join(".#a.md")).unwrap();
        std::os::unix::fs::symlink(".", content.join("b")).unwrap();
        let snapshot = read_site(root.path(), DateTime::UNIX_EPOCH, Options::default());
        let [nowhere, circle] = snapshot.diagnostics.as_slice() else { panic!("{:?}", snapshot.diagnostics) };
        assert!(nowhere.message.starts_with("`content/a.md` cannot be read: "), "{}", nowhere.message);
        assert_eq!(circle.message, "`content/b` leads back to a folder that it lies in");
    }
}
