//! Templates, with what was told when they were loaded.

use std::collections::BTreeMap;

use crate::base::{Diagnostic, Digest, FilePath};
use crate::locale::{Dictionary, PerLocale};
use crate::source::Text;
use crate::template::Templates;

/// Templates, with what was told when they were loaded: a session loads them again where the texts
/// or the dictionaries are others.
pub struct LoadedTemplates {
    /// The digest of all that they were loaded from.
    from: Digest,
    pub templates: Templates,
    pub faults: Vec<Diagnostic>,
}

impl LoadedTemplates {
    /// Loads templates, or gives back those that a session knows where they are the same.
    pub fn load(
        texts: &BTreeMap<FilePath, Text>,
        dictionaries: PerLocale<Dictionary>,
        known: Option<Self>,
        is_session: bool,
    ) -> Self {
        let own = texts.iter().filter(|(file, _)| file.below("templates").is_some());
        let own: Vec<_> = own.map(|(file, text)| (file, text.digest)).collect();
        let from = if is_session { Digest::of_debug(&(own, &dictionaries)) } else { Digest::default() };
        known.filter(|known| known.from == from).unwrap_or_else(|| {
            let mut faults = Vec::new();
            let templates = Templates::load(texts, dictionaries, &mut faults);
            Self { from, templates, faults }
        })
    }
}
