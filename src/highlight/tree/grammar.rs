//! The grammars.

/// A grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::highlight) enum Grammar {
    Bash,
    C,
    Css,
    Go,
    Html,
    Java,
    JavaScript,
    Json,
    Python,
    Rust,
    Sql,
    Toml,
    Tsx,
    TypeScript,
    Yaml,
}
