//! Text as a part of an address.

use std::collections::BTreeMap;

use icu::normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu::properties::CodePointMapData;
use icu::properties::props::GeneralCategory;

use super::{Locale, PerLocale};

/// How one language writes letters in addresses and anchors, where it is not as all do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SlugLetters(BTreeMap<char, String>);

/// How each language of a site writes letters in addresses and anchors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slugs {
    languages: PerLocale<SlugLetters>,
    others: SlugLetters,
}

impl SlugLetters {
    /// The letters of a language: German takes `ä`, `ö` and `ü` for `ae`, `oe` and `ue`, as its
    /// phone books do (CLDR 48, collation `de-u-co-phonebk`; DIN 5007-2).
    pub fn of(locale: &Locale) -> Self {
        let own: &[(char, &str)] = match locale.language() {
            "de" => &[('ä', "ae"), ('ö', "oe"), ('ü', "ue")],
            _ => &[],
        };
        Self(own.iter().map(|(letter, ascii)| (*letter, (*ascii).to_owned())).collect())
    }

    /// Has a letter, in lower case, written in another way.
    pub fn set(&mut self, letter: char, ascii: &str) {
        self.0.insert(letter, ascii.to_owned());
    }

    /// Brings a text to the form that stands in addresses and anchors: `Blåbær & fløte` becomes
    /// `blabaer-flote`.
    ///
    /// Letters are lower-cased. Latin letters are written in ASCII: as the language has them, else
    /// as all do (`æ` as `ae`, `ø` as `o`, `å` as `a`, others without their marks). Letters and
    /// digits of other scripts stay, and keep their marks. Apostrophes and soft hyphens vanish; all
    /// else becomes one hyphen between words and none at the ends. The result is empty where the
    /// text holds no letter and no digit.
    pub fn slug(&self, text: &str) -> String {
        let mut slug = String::with_capacity(text.len());
        if text.is_ascii() {
            self.append(&text.to_ascii_lowercase(), &mut slug);
        } else {
            let lower = ComposingNormalizerBorrowed::new_nfkc().normalize(text).to_lowercase();
            let nfc = ComposingNormalizerBorrowed::new_nfc();
            self.append(&nfc.normalize(&lower), &mut slug);
            // Removed characters may have separated combining marks.
            slug = nfc.normalize(&slug).into_owned();
        }
        slug
    }

    fn append(&self, text: &str, slug: &mut String) {
        let mut gap = false;
        for letter in text.chars() {
            let start = slug.len();
            match letter {
                'a'..='z' | '0'..='9' => slug.push(letter),
                '\'' | '’' | 'ʼ' | '\u{ad}' => continue,
                _ if letter.is_ascii() => {}
                _ => self.append_beyond_ascii(letter, slug),
            }
            if slug.len() == start {
                let belongs_to_letter = is_mark(letter) && !gap;
                gap |= !belongs_to_letter;
            } else if gap {
                if start > 0 {
                    slug.insert(start, '-');
                }
                gap = false;
            }
        }
    }

    fn append_beyond_ascii(&self, letter: char, slug: &mut String) {
        if let Some(ascii) = self.ascii(letter) {
            slug.push_str(ascii);
        } else if is_mark(letter) {
            if slug.chars().next_back().is_some_and(|last| !last.is_ascii()) {
                slug.push(letter);
            }
        } else if letter.is_alphanumeric() {
            let base =
                DecomposingNormalizerBorrowed::new_nfd().normalize_iter(std::iter::once(letter)).next();
            match base {
                Some(base) if base.is_ascii_alphanumeric() => slug.push(base),
                Some(base) => match self.ascii(base) {
                    Some(ascii) => slug.push_str(ascii),
                    None => slug.push(letter),
                },
                None => {}
            }
        }
    }

    /// What a letter is written as: by the language, else by all.
    fn ascii(&self, letter: char) -> Option<&str> {
        let own = self.0.get(&letter).map(String::as_str);
        own.or_else(|| LETTERS.iter().find(|(listed, _)| *listed == letter).map(|(_, ascii)| *ascii))
    }
}

impl Slugs {
    /// The letters of some languages, each as it has them by itself.
    pub fn new(locales: &[Locale]) -> Self {
        let languages = locales.iter().map(|locale| (locale.clone(), SlugLetters::of(locale)));
        Self { languages: languages.collect(), others: SlugLetters::default() }
    }

    /// The letters of a language; of one that is not among these, those that all have.
    pub fn of(&self, locale: &Locale) -> &SlugLetters {
        self.languages.get(locale).unwrap_or(&self.others)
    }

    /// Has a letter of one of the languages, in lower case, written in another way.
    pub fn set(&mut self, locale: &Locale, letter: char, ascii: &str) {
        if let Some(letters) = self.languages.get_mut(locale) {
            letters.set(letter, ascii);
        }
    }
}

/// Latin letters that Unicode does not decompose.
const LETTERS: &[(char, &str)] = &[
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('ß', "ss"),
    ('ð', "d"),
    ('þ', "th"),
    ('đ', "d"),
    ('ł', "l"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ŋ', "ng"),
    ('ŧ', "t"),
    ('ƶ', "z"),
    ('ə', "e"),
    ('ɛ', "e"),
    ('ɔ', "o"),
    ('ɖ', "d"),
    ('ɓ', "b"),
    ('ɗ', "d"),
    ('ƙ', "k"),
    ('ƴ', "y"),
    ('ƒ', "f"),
];

fn is_mark(letter: char) -> bool {
    matches!(
        CodePointMapData::<GeneralCategory>::new().get(letter),
        GeneralCategory::NonspacingMark | GeneralCategory::SpacingMark | GeneralCategory::EnclosingMark
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Locale, SlugLetters, Slugs};

    #[test]
    fn slugs() {
        for (text, expected) in [
            ("Zero downtime Kubernetes deployments", "zero-downtime-kubernetes-deployments"),
            ("Blåbær & fløte", "blabaer-flote"),
            ("ÆØÅ", "aeoa"),
            ("Cafe\u{301} naïve Größe Straße", "cafe-naive-grosse-strasse"),
            ("Ísland: Þór og Ðóra", "island-thor-og-dora"),
            ("Łódź, đak, Çeşme, Ǿ", "lodz-dak-cesme-o"),
            ("  --what's   new?--  ", "whats-new"),
            ("don’t", "dont"),
            ("C++ / C#", "c-c"),
            ("½ og ﬁn", "1-2-og-fin"),
            ("Ελληνικά", "ελληνικά"),
            ("Тихий Дон", "тихий-дон"),
            ("日本語 の本", "日本語-の本"),
            ("हिन्दी में", "हिन्दी-में"),
            ("مرحبا، عالم", "مرحبا-عالم"),
            ("İstanbul", "istanbul"),
            ("👍 !!", ""),
            ("", ""),
            // Marks that an apostrophe parted stand in their canonical order.
            ("𖭛\u{2de0}'\u{10a39}", "𖭛\u{10a39}\u{2de0}"),
        ] {
            assert_eq!(SlugLetters::default().slug(text), expected, "{text}");
        }
    }

    #[test]
    fn slugs_follow_the_language_and_the_site() {
        let locales: Vec<Locale> =
            ["nb", "en", "de", "de-AT", "sv"].iter().filter_map(|tag| Locale::parse(tag)).collect();
        let mut slugs = Slugs::new(&locales);
        let slug = |slugs: &Slugs, tag: &str, text: &str| slugs.of(&Locale::parse(tag).unwrap()).slug(text);
        for (tag, text, expected) in [
            ("nb", "Blåbær og fløte", "blabaer-og-flote"),
            ("sv", "Kött och ägg på ön", "kott-och-agg-pa-on"),
            ("de", "Süßes Brötchen, ÄRGER", "suesses-broetchen-aerger"),
            ("de-AT", "U\u{308}ber", "ueber"),
            ("en", "Über", "uber"),
            ("fr", "Über", "uber"),
        ] {
            assert_eq!(slug(&slugs, tag, text), expected, "{tag} {text}");
        }
        for (letter, ascii) in [('ø', "oe"), ('å', "aa")] {
            slugs.set(&locales[0], letter, ascii);
        }
        assert_eq!(slug(&slugs, "nb", "Blåbær og fløte, Ǿ"), "blaabaer-og-floete-oe");
        assert_eq!(slug(&slugs, "en", "Blåbær"), "blabaer");
    }

    proptest! {
        #[test]
        fn a_slug_is_its_own_slug(text in any::<String>()) {
            let letters = SlugLetters::of(&Locale::parse("de").unwrap());
            let once = letters.slug(&text);
            prop_assert_eq!(letters.slug(&once), once.clone());
            prop_assert!(!once.starts_with('-') && !once.ends_with('-') && !once.contains("--"));
        }
    }
}
