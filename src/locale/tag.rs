//! Locales by their BCP 47 tags.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use icu::locale::fallback::LocaleFallbacker;
use icu::locale::{
    DataLocale, Locale as IcuLocale, LocaleCanonicalizer, LocaleDirectionality, LocaleExpander,
};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A locale, named by its canonical BCP 47 tag (`nb`, `en-GB`, `sr-Latn`). Cheap to clone, ordered
/// by its tag.
#[derive(Clone)]
pub struct Locale {
    tag: Arc<str>,
    icu: Arc<IcuLocale>,
}

/// The side on which a line of text starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Lines start on the left.
    LeftToRight,
    /// Lines start on the right.
    RightToLeft,
}

impl Direction {
    /// The value of HTML's `dir` attribute: `ltr` or `rtl`.
    pub fn name(self) -> &'static str {
        match self {
            Direction::LeftToRight => "ltr",
            Direction::RightToLeft => "rtl",
        }
    }
}

impl Serialize for Direction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl Locale {
    /// Reads a tag in any case and brings it to its canonical form (UTS #35, section 3.2.1); `None`
    /// where it is no tag.
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

    /// The direction of the locale's script, written or likely (CLDR); left to right where that is
    /// not known.
    pub fn direction(&self) -> Direction {
        if LocaleDirectionality::new_common().is_right_to_left(&self.icu.id) {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        }
    }

    /// The locale as `og:locale` wants it, `language_REGION`: `nb_NO`, `en_US`, `sr_RS`.
    ///
    /// A region that is not written is the likely one (UTS #35, likely subtags); a language without
    /// one stands alone.
    pub fn open_graph(&self) -> String {
        let mut id = self.icu.id.clone();
        LocaleExpander::new_extended().maximize(&mut id);
        match id.region {
            Some(region) => format!("{}_{region}", id.language),
            None => id.language.to_string(),
        }
    }

    /// The locale and those it inherits from, nearest first (UTS #35, locale inheritance): `nb`,
    /// `no`; `en-GB`, `en-001`, `en`.
    pub fn ancestry(&self) -> Vec<Locale> {
        let mut ancestry = vec![self.clone()];
        let fallbacker = LocaleFallbacker::new();
        let mut steps = fallbacker.for_config(Default::default()).fallback_for(DataLocale::from(&*self.icu));
        while !steps.get().is_unknown() {
            let icu = steps.get().into_locale();
            if ancestry.last().is_some_and(|last| *last.icu != icu) {
                ancestry.push(Self { tag: icu.to_string().into(), icu: Arc::new(icu) });
            }
            steps.step();
        }
        ancestry
    }

    /// The same locale as ICU4X has it.
    pub fn icu(&self) -> &IcuLocale {
        &self.icu
    }
}

impl Default for Locale {
    /// The language of a site that has no page to say one: English.
    fn default() -> Self {
        Self::parse("en").expect("`en` is a tag")
    }
}

impl PartialEq for Locale {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.tag, &other.tag) || self.tag == other.tag
    }
}

impl Eq for Locale {}

impl Hash for Locale {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.tag.hash(state);
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

impl<'de> Deserialize<'de> for Locale {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tag = String::deserialize(deserializer)?;
        Self::parse(&tag).ok_or_else(|| D::Error::custom("no language tag"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Direction, Locale};

    fn locale(tag: &str) -> Locale {
        Locale::parse(tag).unwrap()
    }

    #[test]
    fn tags_become_canonical() {
        assert_eq!(locale("NB").tag(), "nb");
        assert_eq!(locale("en-gb").tag(), "en-GB");
        assert_eq!(locale("SR-latn").tag(), "sr-Latn");
        assert_eq!(locale("iw").tag(), "he");
        for no_tag in ["", "english-language", "n", "und", "nb_", "../nb"] {
            assert_eq!(Locale::parse(no_tag), None, "{no_tag}");
        }
    }

    #[test]
    fn direction_follows_the_script() {
        for (tag, direction) in [
            ("nb", Direction::LeftToRight),
            ("ar", Direction::RightToLeft),
            ("he", Direction::RightToLeft),
            ("az-Arab", Direction::RightToLeft),
            ("sr-Latn", Direction::LeftToRight),
            ("qaa", Direction::LeftToRight),
        ] {
            assert_eq!(locale(tag).direction(), direction, "{tag}");
        }
    }

    #[test]
    fn open_graph_names_a_region() {
        for (tag, expected) in [
            ("nb", "nb_NO"),
            ("nn", "nn_NO"),
            ("en", "en_US"),
            ("en-GB", "en_GB"),
            ("sr-Latn", "sr_RS"),
            ("qaa", "qaa"),
        ] {
            assert_eq!(locale(tag).open_graph(), expected);
        }
    }

    #[test]
    fn ancestry_is_nearest_first() {
        let tags =
            |tag| locale(tag).ancestry().iter().map(|locale| locale.tag().to_owned()).collect::<Vec<_>>();
        assert_eq!(tags("nb"), ["nb", "no"]);
        assert_eq!(tags("nn"), ["nn", "no"]);
        assert_eq!(tags("en-GB"), ["en-GB", "en-001", "en"]);
        assert_eq!(tags("sr-Latn"), ["sr-Latn"]);
        assert_eq!(tags("sr"), ["sr"]);
    }
}
