//! The regular expressions of grammars.

use std::cell::RefCell;
use std::ptr;
use std::sync::{PoisonError, RwLock};

use onig::{MatchParam, Regex, RegexOptions, Region, SearchOptions, Syntax};
use rustc_hash::FxHashMap;
use syntect::parsing::syntax_definition::MatchPattern;

/// How many ways an expression may try to match one place: the engine's own limit is a hundred
/// times as many.
const WAYS: u32 = 100_000;

/// Those that have been compiled, by the address of their pattern, which stays as long as the
/// program runs.
static COMPILED: RwLock<FxHashMap<usize, Option<&'static Regex>>> =
    RwLock::new(FxHashMap::with_hasher(rustc_hash::FxBuildHasher));

thread_local! {
    /// Those of them that this thread has asked for.
    static KNOWN: RefCell<FxHashMap<usize, Option<&'static Regex>>> = RefCell::default();
}

/// The engine has given up: there are too many ways to match one place.
pub(super) struct TooManyWays;

/// The expression of a pattern, compiled when it is first asked for; `None` where it is none.
pub(super) fn of(pattern: &'static MatchPattern) -> Option<&'static Regex> {
    let key = ptr::from_ref(pattern).addr();
    if let Some(known) = KNOWN.with_borrow(|known| known.get(&key).copied()) {
        return known;
    }
    let compiled = {
        let compiled = COMPILED.read().unwrap_or_else(PoisonError::into_inner);
        compiled.get(&key).copied()
    };
    let regex = compiled.unwrap_or_else(|| {
        let regex = compile(pattern.regex.regex_str()).map(|regex| &*Box::leak(Box::new(regex)));
        let mut compiled = COMPILED.write().unwrap_or_else(PoisonError::into_inner);
        *compiled.entry(key).or_insert(regex)
    });
    KNOWN.with_borrow_mut(|known| known.insert(key, regex));
    regex
}

/// The expression of a pattern that says again what groups of another match were.
pub(super) fn referring(pattern: &MatchPattern, region: &Region, text: &str) -> Option<Regex> {
    let mut written = String::new();
    let mut chars = pattern.regex.regex_str().chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            written.push(c);
            continue;
        }
        match chars.next() {
            Some(digit @ '0'..='9') => {
                let group = usize::try_from(u32::from(digit) - u32::from('0')).unwrap_or_default();
                if let Some((start, end)) = region.pos(group) {
                    escape(&text[start..end], &mut written);
                }
            }
            other => written.extend(['\\'].into_iter().chain(other)),
        }
    }
    compile(&written)
}

/// Seeks an expression in a line from an offset on.
pub(super) fn search(
    regex: &Regex,
    line: &str,
    from: usize,
    region: &mut Region,
) -> Result<bool, TooManyWays> {
    let mut limits = MatchParam::default();
    limits.set_retry_limit_in_match(WAYS);
    let options = SearchOptions::SEARCH_OPTION_NONE;
    let found = regex.search_with_param(line, from, line.len(), options, Some(region), limits);
    found.map(|at| at.is_some()).map_err(|_| TooManyWays)
}

fn compile(expression: &str) -> Option<Regex> {
    let options = RegexOptions::REGEX_OPTION_CAPTURE_GROUP;
    Regex::with_options(expression, options, Syntax::default()).ok()
}

fn escape(text: &str, escaped: &mut String) {
    for c in text.chars() {
        if "\\.+*?()|[]{}^$#&-~".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
}
