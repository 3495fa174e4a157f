//! A tokenizer for APL, as Dyalog writes it.

use super::TokenClass::{
    self, Builtin, Comment, Constant, Function, Keyword, Number, Operator, Punctuation, String, Variable,
};
use super::sink::Sink;

/// Gives the tokens of any text.
pub(super) fn tokens(code: &str, sink: Sink) {
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let (len, class) = token(rest, first);
        let (text, after) = rest.split_at(len);
        sink(text, class);
        rest = after;
    }
}

const FUNCTIONS: &str = "+-×÷*⍟⌹○!?|⌈⌊⊥⊤⊣⊢=≠≤<>≥≡≢∨∧⍲⍱↑↓⊂⊃⊆⌷⍋⍒⍳⍸∊⍷∪∩~,⍪⍴⌽⊖⍉⍎⍕∣∼⍮";

/// The primitive operators, which take functions.
const OPERATORS: &str = "/\\⌿⍀¨⍨⍣∘⍤⍥@⌸⌺⍠⌶&⍢";

/// The length and class of the token at the start of a text.
fn token(text: &str, first: char) -> (usize, Option<TokenClass>) {
    let run = |accepts: fn(char) -> bool| text.find(|c| !accepts(c)).unwrap_or(text.len());
    let next = text[first.len_utf8()..].chars().next();
    match first {
        '⍝' => (text.find('\n').unwrap_or(text.len()), Some(Comment)),
        '\'' | '"' => (string_len(text, first), Some(String)),
        '¯' | '0'..='9' => (run(is_numeric), Some(Number)),
        '.' if next.is_some_and(|c| c.is_ascii_digit()) => (run(is_numeric), Some(Number)),
        '⎕' | '⍞' => (first.len_utf8() + name_len(&text[first.len_utf8()..]), Some(Builtin)),
        ':' if next.is_some_and(char::is_alphabetic) => (1 + name_len(&text[1..]), Some(Keyword)),
        '⍺' | '⍵' | '∇' | '⍶' | '⍹' => (first.len_utf8(), Some(Variable)),
        '⍬' => (first.len_utf8(), Some(Constant)),
        '←' | '→' => (first.len_utf8(), Some(Keyword)),
        '⋄' | '◊' => (first.len_utf8(), Some(Punctuation)),
        c if FUNCTIONS.contains(c) => (c.len_utf8(), Some(Operator)),
        c if OPERATORS.contains(c) => (c.len_utf8(), Some(Function)),
        c if is_name(c) => (name_len(text), None),
        c => (c.len_utf8(), None),
    }
}

/// The length of a string, in which a doubled quote stands for one; it ends with its line at the
/// latest.
fn string_len(text: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(end) = text[at..].find([quote, '\n']) {
        at += end;
        if text[at..].starts_with('\n') {
            return at;
        }
        at += 1;
        if !text[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    text.len()
}

fn name_len(text: &str) -> usize {
    text.find(|c| !is_name(c)).unwrap_or(text.len())
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() && !('⌶'..='⍺').contains(&c) && c != '⍵' || matches!(c, '_' | '∆' | '⍙')
}

fn is_numeric(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '¯' | '.' | 'E' | 'e' | 'J' | 'j')
}
