//! Everything that is asked of the dictionaries.

use std::collections::BTreeSet;

use super::MessageId;
use super::call::{Call, Key};
use crate::base::{FilePath, Place};

#[derive(Clone, Debug, Default)]
pub(super) struct TextUses {
    /// Each text that is asked for, the templates' first.
    pub uses: Vec<TextUse>,
    /// Whether any text may be in use: a template cannot be read, or asks for a key that is not
    /// known before it is rendered.
    pub any: bool,
}

#[derive(Clone, Debug)]
pub(super) struct TextUse {
    /// The key.
    pub key: String,
    /// The call in a template; `None` where the program itself asks.
    pub place: Option<Place>,
    /// Whether the call stands in one of the site's own templates.
    pub own: bool,
    /// The parameters that it gives; `None` where the template says only how the key begins.
    pub given: Option<Vec<GivenParam>>,
}

#[derive(Clone, Debug)]
pub(super) struct GivenParam {
    /// Its name.
    pub name: String,
    /// Where the name stands, in a template.
    pub place: Option<Place>,
}

impl TextUses {
    /// Gathers what is asked for. A key of which a template says only the beginning is each of the
    /// known keys that begin so.
    pub fn collect<'a>(
        templates: impl Iterator<Item = (FilePath, &'a [Call], bool)>,
        are_whole: bool,
        known: &BTreeSet<&str>,
    ) -> Self {
        let mut uses = Self { uses: Vec::new(), any: !are_whole };
        for (file, calls, own) in templates {
            for call in calls {
                uses.add_call(&file, own, call, known);
            }
        }
        uses.uses.extend(MessageId::ALL.iter().map(|(key, params)| {
            let given = params.iter().map(|name| GivenParam { name: (*name).to_owned(), place: None });
            TextUse { key: (*key).to_owned(), place: None, own: false, given: Some(given.collect()) }
        }));
        uses
    }

    /// The keys that are asked for.
    pub fn keys(&self) -> BTreeSet<&str> {
        self.uses.iter().map(|one| one.key.as_str()).collect()
    }

    /// Whether a text may be in use.
    pub fn has(&self, key: &str) -> bool {
        self.any || self.uses.iter().any(|one| one.key == key)
    }

    /// The uses of a key, the templates' first.
    pub fn of<'a>(&'a self, key: &str) -> impl Iterator<Item = &'a TextUse> {
        self.uses.iter().filter(move |one| one.key == key)
    }

    fn add_call(&mut self, file: &FilePath, own: bool, call: &Call, known: &BTreeSet<&str>) {
        let place = Some(Place::new(file, call.span));
        for key in &call.keys {
            match key {
                Key::Whole(key) => {
                    let given = call.params.iter().map(|(name, span)| GivenParam {
                        name: name.clone(),
                        place: Some(Place::new(file, *span)),
                    });
                    let given = Some(given.collect());
                    self.uses.push(TextUse { key: key.clone(), place: place.clone(), own, given });
                }
                Key::Prefix(start) => {
                    let keys = known.iter().filter(|key| key.starts_with(start));
                    self.uses.extend(keys.map(|key| TextUse {
                        key: (*key).to_owned(),
                        place: place.clone(),
                        own,
                        given: None,
                    }));
                }
                Key::Unknown => self.any = true,
            }
        }
    }
}
