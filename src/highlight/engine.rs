//! The one way into every engine.

use std::cell::RefCell;
use std::sync::Arc;

use super::budget::HighlightError;
use super::language::Engine;
use super::painter::Painter;
use super::sink::{LONGEST_LINE, Sink};
use super::{Language, TokenClass, apl, console, diff, grammar, lisp, tree};
use crate::html::escape_text;

/// Code of more bytes than this is shown plain.
const LONGEST_CODE: usize = 500_000;

#[derive(Clone, Debug)]
pub(crate) struct HighlightedCode {
    pub(crate) html: Arc<str>,
    /// Why it is plain, or a part of it.
    pub(crate) uncoloured: Option<HighlightError>,
}

/// Colours code: HTML with a `<span class="…">` around each token that has a [`TokenClass`].
///
/// The text of the HTML is the code, `&`, `<` and `>` as entities. No span crosses a line's end, so
/// each line is well-formed on its own. Equal input gives equal output.
pub fn highlight(language: Language, code: &str) -> String {
    colour(language, code).html.to_string()
}

/// Colours code as [`highlight`] does, and says what is plain.
pub(super) fn colour(language: Language, code: &str) -> HighlightedCode {
    if !language.is_code() {
        return HighlightedCode { html: plain(code).into(), uncoloured: None };
    }
    let mut painter = Painter::new(code.len());
    match tokens(language, code, &mut |text, class| painter.put(text, class)) {
        Ok(()) => HighlightedCode { html: painter.finish().into(), uncoloured: long_line(language, code) },
        Err(reason) => HighlightedCode { html: plain(code).into(), uncoloured: Some(reason) },
    }
}

/// The line that is too long for an engine that cannot do with any.
fn long_line(language: Language, code: &str) -> Option<HighlightError> {
    let is_plain = matches!(language.engine(), Engine::Grammar(_) | Engine::Tree(..) | Engine::Console)
        && code.len() > LONGEST_LINE
        && code.split_inclusive('\n').any(|line| line.len() > LONGEST_LINE);
    is_plain.then_some(HighlightError::Line(LONGEST_LINE))
}

/// Code without its comments, to compare two versions of it by: strings stay, blanks at the ends of
/// lines and lines that are blank go.
pub fn without_comments(language: Language, code: &str) -> String {
    let mut kept = String::with_capacity(code.len());
    let read = tokens(language, code, &mut |text, class| match class {
        // A comment may end in its line's end.
        Some(TokenClass::Comment) => kept.extend(text.chars().filter(|c| *c == '\n')),
        _ => kept.push_str(text),
    });
    if read.is_err() {
        kept = code.to_owned();
    }
    kept.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Gives the tokens of code, in order; together they are the code, unless it cannot be coloured.
fn tokens(language: Language, code: &str, sink: Sink) -> Result<(), HighlightError> {
    if code.len() > LONGEST_CODE {
        return Err(HighlightError::Code(LONGEST_CODE));
    }
    let mut budget = grammar::budget(code.len());
    match language.engine() {
        Engine::Plain => sink(code, None),
        Engine::Grammar(name) => grammar::tokens(name, code, &mut budget, sink)?,
        Engine::Tree(tree, otherwise) => {
            let budget = RefCell::new(budget);
            let otherwise =
                |code: &str, sink: Sink| grammar::tokens(otherwise, code, &mut budget.borrow_mut(), sink);
            tree::tokens(tree, code, &otherwise, sink)?;
        }
        Engine::Lisp(dialect) => lisp::tokens(dialect, code, sink),
        Engine::Apl => apl::tokens(code, sink),
        Engine::Diff => diff::tokens(code, sink),
        Engine::Console => console::tokens(code, &mut budget, sink)?,
    }
    Ok(())
}

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
