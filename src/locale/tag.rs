//! Locales by their BCP 47 tags.

use std::fmt;
use std::sync::Arc;

use icu::locale::{Locale as IcuLocale, LocaleCanonicalizer};
use serde::{Serialize, Serializer};

/// A locale, named by its canonical BCP 47 tag (`nb`, `en-GB`, `sr-Latn`). Cheap to clone, ordered by its tag.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Locale {
    tag: Arc<str>,
    icu: Arc<IcuLocale>,
}

impl Locale {
    /// Reads a tag in any case and brings it to its canonical form (UTS #35, section 3.2.1); `None` where it is no tag.
    pub fn parse(tag: &str) -> Option<Self> {
        let mut icu = IcuLocale::try_from_str(tag).ok()?;
        if icu.id.language.is_unknown() {
            return None;
        }
        LocaleCanonicalizer::new_common().canonicalize(&mut icu);
        Some(Self { tag: icu.to_string().into(), icu: Arc::new(icu) })
    }

    /// The canonical tag, as `lang` and `hreflang` want it.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The language alone: `en` of `en-GB`.
    pub fn language(&self) -> &str {
        self.tag.split('-').next().unwrap_or(&self.tag)
    }

    /// The same locale as ICU4X has it.
    pub fn icu(&self) -> &IcuLocale {
        &self.icu
    }
}

impl PartialOrd for Locale {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Locale {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.tag.cmp(&other.tag)
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tag)
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tag)
    }
}

impl Serialize for Locale {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.tag)
    }
}
