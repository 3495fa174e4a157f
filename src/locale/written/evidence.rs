//! What of a text tells its language.

use icu::properties::props::Script;

use super::script::script_of;
use super::words::{Lexicon, Word, Words};

/// What of a text tells its language: its function words, and the scripts of its letters.
///
/// Function words are half of any prose, and no others of another language stand among them; names, terms of a trade and titles
/// leave them alone. So a Norwegian text that is full of English terms still has none but Norwegian ones.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The function words, in order.
    known: Vec<Word>,
    /// How many other words there are.
    others: usize,
    /// How many of the others begin with a capital.
    capitals: usize,
    /// How many letters there are of each script, in the order in which they are met.
    letters: Vec<(Script, usize)>,
}

impl Evidence {
    /// Gathers a text's evidence. Addresses, file names, acronyms and words with digits count for nothing.
    pub fn of(text: &str) -> Self {
        let words = Words::get();
        let mut evidence = Self::default();
        let mut lower = String::new();
        for token in text.split(|c: char| c.is_whitespace() || matches!(c, '–' | '—' | '\u{fffc}')) {
            let token = token.trim_matches(|c: char| !c.is_alphanumeric());
            if !token.is_empty() {
                evidence.take(token, words, &mut lower);
            }
        }
        evidence
    }

    /// Takes in a token; `lower` is room for it in lower case.
    fn take(&mut self, token: &str, words: &Words, lower: &mut String) {
        lower.clear();
        if token.is_ascii() {
            // Most are, so what there is to know of one is found in one go.
            let (mut letters, mut capitals) = (0, 0);
            for byte in token.bytes() {
                if is_no_prose(byte.into()) {
                    return;
                }
                letters += usize::from(byte.is_ascii_alphabetic());
                capitals += usize::from(byte.is_ascii_uppercase());
            }
            self.count_script(Script::Latin, letters);
            if letters > 1 && letters == capitals {
                return;
            }
            if token.len() <= words.longest() {
                lower.push_str(token);
                lower.make_ascii_lowercase();
            }
        } else {
            if token.contains(is_no_prose) {
                return;
            }
            token.chars().filter_map(script_of).for_each(|script| self.count_script(script, 1));
            if is_acronym(token) {
                return;
            }
            lower.extend(token.chars().flat_map(char::to_lowercase).map(straight));
        }
        match words.find(lower) {
            Some(word) => self.known.push(word),
            None => {
                self.others += 1;
                self.capitals += usize::from(token.starts_with(char::is_uppercase));
            }
        }
    }

    /// Takes in another text's evidence.
    pub fn add(&mut self, other: &Evidence) {
        self.known.extend(&other.known);
        self.others += other.others;
        self.capitals += other.capitals;
        for (script, count) in &other.letters {
            self.count_script(*script, *count);
        }
    }

    /// How many words there are, acronyms and the like left out.
    pub(super) fn words(&self) -> usize {
        self.known.len() + self.others
    }

    /// How many of the words a language has.
    pub(super) fn hits(&self, language: Lexicon) -> usize {
        self.known.iter().filter(|word| word.is_in(language)).count()
    }

    /// The words that one language has and another has not, in order.
    pub(super) fn telling(&self, language: Lexicon, other: Lexicon) -> impl Iterator<Item = Word> {
        self.known.iter().copied().filter(move |word| word.is_in(language) && !word.is_in(other))
    }

    /// Whether it reads as a title or a row of names: what is not a function word has a capital.
    pub(super) fn is_title(&self) -> bool {
        self.others > 0 && self.capitals * 20 >= self.others * 17
    }

    /// How many letters there are.
    pub(super) fn letters(&self) -> usize {
        self.letters.iter().map(|(_, count)| count).sum()
    }

    /// How many letters are of one of these scripts.
    pub(super) fn letters_in(&self, scripts: &[Script]) -> usize {
        let inside = self.letters.iter().filter(|(script, _)| scripts.contains(script));
        inside.map(|(_, count)| count).sum()
    }

    fn count_script(&mut self, script: Script, count: usize) {
        match self.letters.iter_mut().find(|(known, _)| *known == script) {
            Some((_, sum)) => *sum += count,
            None => self.letters.push((script, count)),
        }
    }
}

/// Whether a character stands in names of files, addresses and code, and in no word.
fn is_no_prose(c: char) -> bool {
    matches!(
        c,
        '0'..='9'
            | '.'
            | '/'
            | '\\'
            | '_'
            | '@'
            | '='
            | '<'
            | '>'
            | '{'
            | '}'
            | '['
            | ']'
            | '#'
            | '$'
            | '&'
            | '+'
            | '*'
            | '|'
            | '~'
            | '^'
    ) || (!c.is_ascii() && c.is_numeric())
}

fn is_acronym(token: &str) -> bool {
    let mut letters = token.chars().filter(|c| c.is_alphabetic());
    let is_upper = letters.by_ref().take(2).filter(|c| c.is_uppercase()).count() == 2;
    is_upper && letters.all(char::is_uppercase)
}

/// An apostrophe as the table has it.
fn straight(c: char) -> char {
    if c == '’' { '\'' } else { c }
}
