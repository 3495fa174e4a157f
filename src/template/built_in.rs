//! The templates that are built in.

use std::collections::BTreeMap;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::form::in_one_form;
use super::names::{Sources, file_of, is_template, template_name};
use crate::base::FilePath;
use crate::site::Kinds;
use crate::source::Text;

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The layouts that a site's templates and the built-in ones make.
pub fn kinds(texts: &BTreeMap<FilePath, Text>) -> Kinds {
    let built_in = built_in();
    let own = texts.keys().filter_map(template_name);
    let mut names: Vec<&str> = built_in.keys().map(String::as_str).chain(own).collect();
    names.sort_unstable();
    names.dedup();
    let below = |folder: &str| {
        let kind = |name: &str| name.strip_prefix(folder)?.strip_suffix(".html").map(str::to_owned);
        names.iter().filter_map(|name| kind(name)).filter(|kind| !kind.contains('/')).collect()
    };
    Kinds { sections: below("sections/"), pages: below("pages/") }
}

/// The text of a built-in template file, for showing its lines.
pub fn built_in_text(file: &FilePath) -> Option<&'static str> {
    BUILT_IN.get_file(file.below("templates")?)?.contents_utf8()
}

/// The built-in templates by their files, with their texts.
pub fn built_in_templates() -> impl Iterator<Item = (FilePath, &'static str)> {
    texts().into_iter().map(|(name, text)| (file_of(&name), text))
}

pub(super) fn built_in() -> Sources {
    texts().into_iter().map(|(name, text)| (name, text.into())).collect()
}

fn texts() -> BTreeMap<String, &'static str> {
    fn add(dir: &Dir<'static>, texts: &mut BTreeMap<String, &'static str>) {
        for file in dir.files() {
            let name = file.path().to_string_lossy().replace('\\', "/");
            if let Some(text) = file.contents_utf8().filter(|_| is_template(&name)) {
                texts.insert(name, text);
            }
        }
        dir.dirs().for_each(|dir| add(dir, texts));
    }
    let mut texts = BTreeMap::new();
    add(&BUILT_IN, &mut texts);
    texts
}

/// What is read for a template at fault: the built-in one of its name; for a kind of section, the
/// common one; else nothing, so that templates which name it are not at fault too.
pub(super) fn stand_in(name: &str, built_in: &Sources) -> Arc<str> {
    let common = if name.starts_with("sections/") { "sections/default.html" } else { "" };
    built_in.get(name).or_else(|| built_in.get(common)).cloned().unwrap_or_else(|| "".into())
}

/// The built-in templates and, in the place of those of their names, the site's own, as they are
/// read.
pub(super) fn written(texts: &BTreeMap<FilePath, Text>) -> Sources {
    over_built_in(in_one_form(texts).0)
}

/// The built-in templates and, in the place of those of their names, others.
pub(super) fn over_built_in(own: Sources) -> Sources {
    built_in().into_iter().chain(own).collect()
}
