//! What a stretch of code can be.

/// The kinds of token that a colour scheme can colour.
///
/// The list and its names are stable: themes and sites' own style sheets rely on them. Brackets,
/// separators and names that are nothing special are plain text and get no class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenClass {
    /// A word of the language itself: `if`, `defn`, `SELECT`.
    Keyword,
    /// A string or character, with its quotes.
    String,
    /// A comment, or code that is commented out.
    Comment,
    /// A number.
    Number,
    /// The name of a function, macro or command where it is defined or called.
    Function,
    /// The name of a type, class, module or namespace; a tag before an EDN value.
    Type,
    /// A value with a name: `true`, `nil`, `:clojure-keyword`, `$PI`.
    Constant,
    /// A parameter, or a variable that is marked as one: `$HOME`, `⍵`.
    Variable,
    /// An operator: `+`, `->`, an APL function.
    Operator,
    /// A mark around other text: a tag's brackets, an interpolation's braces, a prompt, Markdown's
    /// marks.
    Punctuation,
    /// The name of an attribute, a CSS property, a key of JSON, YAML or TOML; an annotation or
    /// decorator.
    Attribute,
    /// The name of an HTML or XML element, also in a CSS selector.
    Tag,
    /// What the language supplies: `console`, `echo`, `len`, `self`, `⎕IO`.
    Builtin,
    /// An escape in a string, or a regular expression.
    Escape,
    /// An added line of a diff.
    Inserted,
    /// A removed line of a diff.
    Deleted,
    /// A heading of a text, a section of a configuration file, a diff's file and place.
    Heading,
    /// Emphasised text, a link.
    Emphasis,
}

impl TokenClass {
    /// Every kind.
    pub const ALL: &'static [TokenClass] = &[
        TokenClass::Keyword,
        TokenClass::String,
        TokenClass::Comment,
        TokenClass::Number,
        TokenClass::Function,
        TokenClass::Type,
        TokenClass::Constant,
        TokenClass::Variable,
        TokenClass::Operator,
        TokenClass::Punctuation,
        TokenClass::Attribute,
        TokenClass::Tag,
        TokenClass::Builtin,
        TokenClass::Escape,
        TokenClass::Inserted,
        TokenClass::Deleted,
        TokenClass::Heading,
        TokenClass::Emphasis,
    ];

    /// The CSS class; never `l` or `m`, which are a line and a marked line.
    pub fn class(self) -> &'static str {
        match self {
            TokenClass::Keyword => "k",
            TokenClass::String => "s",
            TokenClass::Comment => "c",
            TokenClass::Number => "n",
            TokenClass::Function => "f",
            TokenClass::Type => "t",
            TokenClass::Constant => "co",
            TokenClass::Variable => "v",
            TokenClass::Operator => "o",
            TokenClass::Punctuation => "p",
            TokenClass::Attribute => "a",
            TokenClass::Tag => "tg",
            TokenClass::Builtin => "b",
            TokenClass::Escape => "e",
            TokenClass::Inserted => "i",
            TokenClass::Deleted => "d",
            TokenClass::Heading => "h",
            TokenClass::Emphasis => "em",
        }
    }

    /// The name in `themes.edn`, after `:code/`, and in CSS, after `--code-`.
    pub fn role(self) -> &'static str {
        match self {
            TokenClass::Keyword => "keyword",
            TokenClass::String => "string",
            TokenClass::Comment => "comment",
            TokenClass::Number => "number",
            TokenClass::Function => "function",
            TokenClass::Type => "type",
            TokenClass::Constant => "constant",
            TokenClass::Variable => "variable",
            TokenClass::Operator => "operator",
            TokenClass::Punctuation => "punctuation",
            TokenClass::Attribute => "attribute",
            TokenClass::Tag => "tag",
            TokenClass::Builtin => "builtin",
            TokenClass::Escape => "escape",
            TokenClass::Inserted => "inserted",
            TokenClass::Deleted => "deleted",
            TokenClass::Heading => "heading",
            TokenClass::Emphasis => "emphasis",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::TokenClass;

    #[test]
    fn no_two_kinds_share_a_name() {
        let classes: BTreeSet<_> = TokenClass::ALL.iter().map(|kind| kind.class()).collect();
        let roles: BTreeSet<_> = TokenClass::ALL.iter().map(|kind| kind.role()).collect();
        assert_eq!(classes.len(), TokenClass::ALL.len());
        assert_eq!(roles.len(), TokenClass::ALL.len());
        assert!(!classes.contains("l") && !classes.contains("m"), "the classes of lines");
    }
}
