//! Function words, by language.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::super::Locale;

/// The languages that are told apart by their words, and the words; made by hand.
const WORDS: &str = include_str!("words.txt");

/// A language of the table, by its place there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Lexicon(u8);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Word {
    number: u16,
    languages: u32,
}

impl Word {
    /// Whether a language has the word.
    pub fn is_in(self, language: Lexicon) -> bool {
        self.languages & 1 << language.0 != 0
    }
}

#[derive(Debug)]
pub(super) struct Words {
    languages: Vec<&'static str>,
    words: FxHashMap<&'static str, Word>,
    /// How many bytes the longest word has.
    longest: usize,
}

impl Words {
    /// The table, read when it is first asked for.
    pub fn get() -> &'static Words {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(|| Words::read(self::WORDS))
    }

    /// The language of a locale: its own, or that of the nearest locale it inherits from. What is
    /// only called Norwegian is Bokmål, as CLDR has it.
    pub fn language(&self, locale: &Locale) -> Option<Lexicon> {
        let find = |tag: &str| self.languages.iter().position(|language| *language == tag);
        let own = locale.ancestry().iter().find_map(|ancestor| find(ancestor.tag()));
        let index = own.or_else(|| (locale.language() == "no").then(|| find("nb")).flatten())?;
        Some(Lexicon(index as u8))
    }

    /// The tag of a language.
    pub fn tag(&self, language: Lexicon) -> &'static str {
        self.languages[usize::from(language.0)]
    }

    /// Every language.
    pub fn languages(&self) -> impl Iterator<Item = Lexicon> {
        (0..self.languages.len() as u8).map(Lexicon)
    }

    /// How many bytes the longest of the words has.
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// A function word, by its letters in lower case.
    pub fn find(&self, word: &str) -> Option<Word> {
        self.words.get(word).copied()
    }

    fn read(table: &'static str) -> Self {
        // About 7 bytes per word, with its separator.
        let words = FxHashMap::with_capacity_and_hasher(table.len() / 7, Default::default());
        let mut read = Self { languages: Vec::new(), words, longest: 0 };
        let lines = table.lines().filter(|line| !line.starts_with('#'));
        for word in lines.flat_map(str::split_ascii_whitespace) {
            if let Some(language) = word.strip_suffix(':') {
                read.languages.push(language);
                continue;
            }
            read.longest = read.longest.max(word.len());
            let number = read.words.len() as u16;
            let entry = read.words.entry(word).or_insert(Word { number, languages: 0 });
            entry.languages |= 1 << (read.languages.len() - 1);
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::super::Locale;
    use super::{WORDS, Words};

    #[test]
    fn a_locale_has_the_words_of_its_language() {
        let language = |tag| Words::get().language(&Locale::parse(tag).unwrap());
        assert_eq!(language("en-GB"), language("en"));
        assert_eq!(language("no"), language("nb"));
        assert_ne!(language("nn"), language("nb"));
        assert_eq!(language("sr-Latn"), None);
        assert_eq!(language("ja"), None);
    }

    #[test]
    fn a_word_stands_once_in_a_language_and_as_it_is_looked_up() {
        for block in WORDS.split("\n\n").skip(1) {
            let mut seen = BTreeSet::new();
            for word in block.split_ascii_whitespace() {
                assert!(seen.insert(word), "{word} stands twice in {block}");
                assert_eq!(word.to_lowercase(), word);
            }
        }
        let words = Words::get();
        assert!(words.languages.len() <= 32);
        let nb = words.language(&Locale::parse("nb").unwrap()).unwrap();
        let en = words.language(&Locale::parse("en").unwrap()).unwrap();
        let word = words.find("for").unwrap();
        assert!(word.is_in(nb) && word.is_in(en));
    }
}
