//! What the splitter must know of keys.

use super::keys::{KnownKey, POST_NAMESPACES, is_name_of_page, known};
use super::kind::EntryKind;
use super::unknown::nearest_known;
use crate::blocks::Vocabulary;

/// What the splitter must know of the keys of section files.
#[derive(Clone, Copy, Debug)]
pub struct Keys;

impl Vocabulary for Keys {
    fn is_known(&self, key: &str) -> bool {
        match key.split_once('/') {
            Some(parts) => known().any(|known| (known.namespace, known.name) == parts),
            None => is_name_of_page(key),
        }
    }

    fn is_markdown(&self, key: &str) -> bool {
        let Some((namespace, name)) = key.split_once('/') else { return false };
        let is_of = |namespaces: &[&str]| namespaces.contains(&namespace);
        match name {
            "body" => is_of(&["page", "section"]) || is_of(&POST_NAMESPACES),
            "description" => {
                is_of(&POST_NAMESPACES) || EntryKind::ALL.iter().any(|kind| is_of(kind.namespaces()))
            }
            _ => false,
        }
    }

    fn meant(&self, key: &str, above: Option<&str>) -> Option<String> {
        let beside = above.and_then(|above| above.split_once('/')).map_or("", |(namespace, _)| namespace);
        let mut known: Vec<KnownKey> = known().collect();
        known.sort_by_key(|known| known.namespace != beside);
        nearest_known(key, &known, true).map(|known| known.to_string())
    }
}
