//! The one way into every engine.

use super::painter::Painter;
use super::{Language, TokenClass, apl, console, diff, grammar, lisp, tree};
use crate::markup::escape_text;

/// What reads a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Engine {
    /// Nothing: plain text.
    Plain,
    /// A grammar of `syntect`'s or `two-face`'s, by its name there.
    Grammar(&'static str),
    /// A grammar of tree-sitter's; the other one, as above, reads code that makes no tree.
    Tree(tree::Grammar, &'static str),
    /// A Lisp.
    Lisp(lisp::Dialect),
    /// APL.
    Apl,
    /// A diff.
    Diff,
    /// A shell session: prompts, commands, and what they print.
    Console,
}

/// A consumer of stretches of code, in order, with their classes.
pub(super) type Sink<'a> = &'a mut dyn FnMut(&str, Option<TokenClass>);

/// A line longer than this many bytes is shown plain: it is data, not something that is read, and grammars are slow on it.
pub(super) const LONGEST_LINE: usize = 10_000;

/// Colours code: HTML with a `<span class="…">` around each token that has a [`TokenClass`].
///
/// The text of the HTML is the code, `&`, `<` and `>` as entities. No span crosses a line's end, so each line is
/// well-formed on its own. Equal input gives equal output.
pub fn highlight(language: Language, code: &str) -> String {
    if language.engine() == Engine::Plain {
        return plain(code);
    }
    let mut painter = Painter::new(code.len());
    tokens(language, code, &mut |text, class| painter.put(text, class));
    painter.finish()
}

/// Code without its comments, to compare two versions of it by: strings stay, blanks at the ends of lines and lines that
/// are blank go.
pub fn without_comments(language: Language, code: &str) -> String {
    let mut kept = String::with_capacity(code.len());
    tokens(language, code, &mut |text, class| match class {
        // A comment may end in its line's end.
        Some(TokenClass::Comment) => kept.extend(text.chars().filter(|c| *c == '\n')),
        _ => kept.push_str(text),
    });
    kept.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Gives the tokens of code, in order; together they are the code.
fn tokens(language: Language, code: &str, sink: Sink) {
    match language.engine() {
        Engine::Plain => sink(code, None),
        Engine::Grammar(name) => grammar::tokens(name, code, sink),
        Engine::Tree(grammar, otherwise) => {
            tree::tokens(grammar, code, &|code, sink| grammar::tokens(otherwise, code, sink), sink);
        }
        Engine::Lisp(dialect) => lisp::tokens(dialect, code, sink),
        Engine::Apl => apl::tokens(code, sink),
        Engine::Diff => diff::tokens(code, sink),
        Engine::Console => console::tokens(code, sink),
    }
}

/// Escapes code that has no colours.
pub(super) fn plain(code: &str) -> String {
    let mut html = String::with_capacity(code.len() + code.len() / 8);
    escape_text(code, &mut html);
    html
}

#[cfg(test)]
mod tests {
    use super::{Language, without_comments};

    #[test]
    fn comments_go_and_strings_stay() {
        for (language, code, kept) in [
            (
                "rust",
                "let a = 1; // en\n// to\n/* tre\n fire */\nlet b = \"// c\";\n",
                "let a = 1;\nlet b = \"// c\";",
            ),
            ("clojure", "(f \"; a\") ;; b\n#_(g)\n\n(h)", "(f \"; a\")\n(h)"),
            ("bash", "#!/bin/sh\necho '#' # x\n", "echo '#'"),
            ("sql", "SELECT 1 -- én\n FROM a;", "SELECT 1\n FROM a;"),
            ("python", "x = 1  # a\n", "x = 1"),
            ("html", "<p>a</p><!-- b -->\n", "<p>a</p>"),
            ("css", "a { b: c } /* d\n e */", "a { b: c }"),
            ("text", "# a  \n\n; b", "# a\n; b"),
        ] {
            let language = Language::find(language).unwrap();
            assert_eq!(without_comments(language, code), kept, "{}", language.name());
        }
    }
}
