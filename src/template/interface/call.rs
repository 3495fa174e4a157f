//! The calls of `t` in a template.

use std::ops::Range;

use crate::base::Span;
use crate::template::token::{LocatedToken, Token};

/// A call `t(key=…, n=…)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::template) struct Call {
    /// The whole call.
    pub span: Span,
    /// The keys that it may ask for: several where a condition decides.
    pub keys: Vec<Key>,
    /// The names of the parameters that it gives, and where each stands; the key is none of them.
    pub params: Vec<(String, Span)>,
}

/// What a call says of the key that it asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::template) enum Key {
    Whole(String),
    /// How it begins: `"kind-" ~ page.kind`.
    Prefix(String),
    /// Nothing, until the template is rendered.
    Unknown,
}

/// The calls of `t` in a template, in order.
pub(in crate::template) fn calls(tokens: &[LocatedToken<'_>]) -> Vec<Call> {
    (0..tokens.len()).filter_map(|at| call(tokens, at)).collect()
}

fn call(tokens: &[LocatedToken<'_>], at: usize) -> Option<Call> {
    if tokens[at].0 != Token::Name("t") || tokens.get(at + 1)?.0 != Token::Sign("(") {
        return None;
    }
    // A filter, a test, a field or a component may bear the same name.
    let before = at.checked_sub(1).map(|before| &tokens[before].0);
    if let Some(Token::Sign("|" | "." | "<") | Token::Name("is" | "component")) = before {
        return None;
    }
    let mut call = Call { span: Span::default(), keys: Vec::new(), params: Vec::new() };
    let mut next = at + 2;
    loop {
        match &tokens.get(next)?.0 {
            Token::Sign(")") => break,
            Token::Sign(",") => next += 1,
            Token::Name(name) if tokens.get(next + 1)?.0 == Token::Sign("=") => {
                let value = value(tokens, next + 2);
                if *name == "key" {
                    call.keys = keys(&tokens[value.clone()]);
                } else {
                    call.params.push(((*name).to_owned(), span(&tokens[next].1)));
                }
                next = value.end;
            }
            _ => return None,
        }
    }
    call.span = Span::new(tokens[at].1.start, tokens[next].1.end);
    Some(call)
}

/// The tokens of an argument's value: up to the comma or the bracket that ends it.
fn value(tokens: &[LocatedToken<'_>], start: usize) -> Range<usize> {
    let mut depth = 0_usize;
    let ends = tokens[start..].iter().position(|(token, _)| match token {
        Token::Sign("(" | "[" | "{") => {
            depth += 1;
            false
        }
        Token::Sign(")" | "]" | "}") if depth > 0 => {
            depth -= 1;
            false
        }
        Token::Sign(")" | ",") => depth == 0,
        Token::Border => true,
        _ => false,
    });
    start..ends.map_or(tokens.len(), |length| start + length)
}

/// The keys that an expression may give.
fn keys(value: &[LocatedToken<'_>]) -> Vec<Key> {
    if let (Some(then), Some(otherwise)) = (word(value, "if"), word(value, "else"))
        && then < otherwise
    {
        let mut either = keys(&value[..then]);
        either.extend(keys(&value[otherwise + 1..]));
        return either;
    }
    let mut tokens = value.iter().map(|(token, _)| token);
    let key = match (tokens.next(), tokens.next()) {
        (Some(Token::Text(key)), None) => Key::Whole(key.clone()),
        (Some(Token::Text(start)), Some(Token::Sign("~"))) if !start.is_empty() => Key::Prefix(start.clone()),
        _ => Key::Unknown,
    };
    vec![key]
}

/// The first place of a word outside brackets.
fn word(value: &[LocatedToken<'_>], word: &str) -> Option<usize> {
    let mut depth = 0_usize;
    value.iter().position(|(token, _)| {
        match token {
            Token::Sign("(" | "[" | "{") => depth += 1,
            Token::Sign(")" | "]" | "}") => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && *token == Token::Name(word)
    })
}

fn span(range: &Range<usize>) -> Span {
    Span::new(range.start, range.end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Key, calls};
    use crate::template::token::tokens;

    /// The calls of a template in short: what the key is, and the parameters.
    fn read(template: &str) -> Vec<String> {
        let key = |key: &Key| match key {
            Key::Whole(key) => key.clone(),
            Key::Prefix(start) => format!("{start}…"),
            Key::Unknown => "?".to_owned(),
        };
        let short = |call: &super::Call| {
            let keys: Vec<_> = call.keys.iter().map(key).collect();
            let params = call.params.iter().map(|(name, _)| format!(" {name}"));
            keys.join("|") + &params.collect::<String>()
        };
        calls(&tokens(template)).iter().map(short).collect()
    }

    #[test]
    fn calls_are_found_in_all_their_shapes() {
        for (template, expected) in [
            ("{{ t(key=\"a\") }}", &["a"][..]),
            ("{{t(key='a',n=3)}}{%- if t(key=`b`) == \"x\" -%}y{% endif %}", &["a n", "b"]),
            ("{{ t(n=1, key=\"a\", m=(1 + 2), ) | upper }}", &["a n m"]),
            ("{{ t(key=\"a\", b=f(x=[1, 2], y={\"n\": 1}), c=d == e) }}", &["a b c"]),
            ("{{ t(key=\"a\", tag=t(key=\"b\", n=1)) }}", &["a tag", "b n"]),
            ("{{ t(key=\"a\" if x else \"b\") }}", &["a|b"]),
            ("{{ t(key=\"a\" if x else \"b-\" ~ y if z else c) }}", &["a|b-…|?"]),
            ("{{ t(key=\"kind-\" ~ page.kind, n=1) }}", &["kind-… n"]),
            ("{{ t(key=\"a\" | upper) }}{{ t(key=k) }}{{ t(key=\"\" ~ k) }}", &["?", "?", "?"]),
            ("{{ t(key=\"a \\\" }} \\\\\") }}", &["a \" }} \\"]),
            ("{# {{ t(key=\"a\") }} #}{{ t(key=\"b\") }}", &["b"]),
            ("{% raw %}{{ t(key=\"a\") }}{% if %}{%- endraw -%}{{ t(key=\"b\") }}", &["b"]),
            ("{% set x = t(key=\"a\") %}{% for p in t(key=\"b\") %}{% endfor %}", &["a", "b"]),
            ("{{ at(key=\"a\") }}{{ x | t(key=\"a\") }}{{ x.t }}{{ t }}t(key=\"a\")", &[]),
            ("{% component t(key=\"a\") %}{% endcomponent t %}", &[]),
            ("{{ t(\n  key = \"a\",\n  n = 1\n) }}", &["a n"]),
            ("{ {{ t(key=\"æ\") }}", &["æ"]),
            ("{{ t(key=\"a\" }}{{ t(key=\"b\") }}", &["b"]),
        ] {
            assert_eq!(read(template), expected, "{template}");
        }
    }

    #[test]
    fn calls_know_their_places() {
        let template = "<p>{{ t(key=\"å\", n=1) | upper }}</p>";
        let [call] = &calls(&tokens(template))[..] else { panic!("one call") };
        assert_eq!(&template[call.span.range()], "t(key=\"å\", n=1)");
        assert_eq!(&template[call.params[0].1.range()], "n");
    }

    proptest! {
        #[test]
        fn whatever_a_template_holds_calls_lie_in_it(parts in proptest::collection::vec(
            prop_oneof![
                Just("{{"), Just("}}"), Just("{%"), Just("%}"), Just("{#"), Just("#}"), Just("raw"), Just("endraw"),
                Just(" t("), Just("key="), Just("\"a\""), Just("'"), Just("\\"), Just(")"), Just(","), Just("if"),
                Just("else"), Just("~"), Just("ø"), Just("-"), Just("["), Just(" "),
            ], 0..40))
        {
            let template = parts.concat();
            for call in calls(&tokens(&template)) {
                prop_assert!(template[call.span.range()].starts_with("t("));
                prop_assert!(template[call.span.range()].ends_with(')'));
            }
        }
    }
}
