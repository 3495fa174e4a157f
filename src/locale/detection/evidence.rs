//! What of a text tells its language.

use icu::properties::props::Script;

use super::ascii::{self, Token};
use super::script::script_of;
use super::words::{Lexicon, Word, Words};

/// What of a text tells its language: its function words, and the scripts of its letters.
///
/// Function words are half of any prose, and no others of another language stand among them; names,
/// terms of a trade and titles leave them alone. So a Norwegian text that is full of English terms
/// still has none but Norwegian ones.
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
    /// Gathers a text's evidence. Addresses, file names, acronyms and words with digits count for
    /// nothing.
    pub fn of(text: &str) -> Self {
        let words = Words::get();
        let mut evidence = Self::default();
        let mut lower = String::new();
        let mut rest = text;
        while !rest.is_empty() {
            // Most tokens are of ASCII, so that what there is to know of one is found in one go.
            let token = Token::first_of(rest);
            if rest.as_bytes().get(token.len).is_none_or(u8::is_ascii) {
                evidence.take_ascii(&rest[token.word.clone()], &token, words, &mut lower);
                rest = rest.get(token.len + 1..).unwrap_or_default();
                continue;
            }
            let end = rest.find(ends_token).unwrap_or(rest.len());
            let word = rest[..end].trim_matches(|c: char| !c.is_alphanumeric());
            if !word.is_empty() {
                evidence.take(word, words, &mut lower);
            }
            rest = &rest[end..];
            rest = &rest[rest.chars().next().map_or(0, char::len_utf8)..];
        }
        evidence
    }

    /// Takes in the word of a token of ASCII; `lower` is room for it in lower case.
    fn take_ascii(&mut self, word: &str, token: &Token, words: &Words, lower: &mut String) {
        if word.is_empty() || token.is_no_prose {
            return;
        }
        self.count_script(Script::Latin, token.letters);
        if token.letters > 1 && token.letters == token.capitals {
            return;
        }
        lower.clear();
        if word.len() <= words.longest() {
            lower.push_str(word);
            lower.make_ascii_lowercase();
        }
        self.count_word(word, words.find(lower));
    }

    /// Takes in a word of any characters; `lower` is room for it in lower case.
    fn take(&mut self, word: &str, words: &Words, lower: &mut String) {
        if word.contains(is_no_prose) {
            return;
        }
        word.chars().filter_map(script_of).for_each(|script| self.count_script(script, 1));
        if is_acronym(word) {
            return;
        }
        lower.clear();
        lower.extend(word.chars().flat_map(char::to_lowercase).map(straight));
        self.count_word(word, words.find(lower));
    }

    fn count_word(&mut self, word: &str, known: Option<Word>) {
        match known {
            Some(known) => self.known.push(known),
            None => {
                self.others += 1;
                self.capitals += usize::from(word.starts_with(char::is_uppercase));
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

    pub(super) fn letters(&self) -> usize {
        self.letters.iter().map(|(_, count)| count).sum()
    }

    /// How many letters are of one of these scripts.
    pub(super) fn letters_in(&self, scripts: &[Script]) -> usize {
        self.letters_where(|script| scripts.contains(&script))
    }

    /// How many letters are of the scripts that something holds of.
    pub(super) fn letters_where(&self, holds: impl Fn(Script) -> bool) -> usize {
        self.letters.iter().filter(|(script, _)| holds(*script)).map(|(_, count)| count).sum()
    }

    fn count_script(&mut self, script: Script, count: usize) {
        match self.letters.iter_mut().find(|(known, _)| *known == script) {
            Some((_, sum)) => *sum += count,
            None => self.letters.push((script, count)),
        }
    }
}

/// Whether a character parts tokens.
fn ends_token(c: char) -> bool {
    c.is_whitespace() || matches!(c, '–' | '—' | '\u{fffc}')
}

/// Whether a character stands in names of files, addresses and code, and in no word.
fn is_no_prose(c: char) -> bool {
    if c.is_ascii() { ascii::is_no_prose(c as u8) } else { c.is_numeric() }
}

fn is_acronym(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let is_upper = letters.by_ref().take(2).filter(|c| c.is_uppercase()).count() == 2;
    is_upper && letters.all(char::is_uppercase)
}

/// An apostrophe as the table has it.
fn straight(c: char) -> char {
    if c == '’' { '\'' } else { c }
}
