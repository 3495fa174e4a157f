//! The languages that can be coloured, and the names writers give them.

use std::fmt;
use std::ptr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::lisp::Dialect;
use super::tree::Table;
use super::tree::languages::*;
use Engine::{Apl, Console, Diff, Grammar, Lisp, Plain, Tree};

/// A language that a code block can be in.
#[derive(Clone, Copy)]
pub struct Language(&'static LanguageEntry);

struct LanguageEntry {
    /// The names of the language in fences, in lower case; the first is the canonical one.
    names: &'static [&'static str],
    /// The name that people write.
    label: &'static str,
    engine: Engine,
}

#[derive(Clone, Copy)]
pub(super) enum Engine {
    Plain,
    /// A grammar of `syntect`'s or `two-face`'s, by its name there.
    Grammar(&'static str),
    /// A grammar of tree-sitter's; the other one, as above, reads code that makes no tree.
    Tree(&'static Table, &'static str),
    Lisp(Dialect),
    Apl,
    Diff,
    /// A shell session: prompts, commands, and what they print.
    Console,
}

impl Language {
    /// Finds a language by any of its names, in any case.
    pub fn find(name: &str) -> Option<Language> {
        let is_named =
            |entry: &&LanguageEntry| entry.names.iter().any(|known| known.eq_ignore_ascii_case(name));
        LANGUAGES.iter().find(is_named).map(Language)
    }

    /// Every language, in the order of the table in the docs.
    pub fn all() -> impl Iterator<Item = Language> {
        LANGUAGES.iter().map(Language)
    }

    /// Every name of every language, for finding the nearest one.
    pub fn names() -> impl Iterator<Item = &'static str> {
        LANGUAGES.iter().flat_map(|entry| entry.names.iter().copied())
    }

    /// The canonical name, for `class="language-…"`.
    pub fn name(self) -> &'static str {
        self.0.names[0]
    }

    /// The other names, in lower case.
    pub fn aliases(self) -> &'static [&'static str] {
        &self.0.names[1..]
    }

    /// The name that people write: `Clojure`.
    pub fn label(self) -> &'static str {
        self.0.label
    }

    /// Whether it is a language, and no plain text.
    pub fn is_code(self) -> bool {
        !matches!(self.0.engine, Engine::Plain)
    }

    pub(super) fn engine(self) -> Engine {
        self.0.engine
    }
}

/// The name of the grammar of shell commands.
pub(super) const SHELL: &str = "Bourne Again Shell (bash)";

const fn entry(names: &'static [&'static str], label: &'static str, engine: Engine) -> LanguageEntry {
    LanguageEntry { names, label, engine }
}

#[rustfmt::skip]
static LANGUAGES: &[LanguageEntry] = &[
    entry(&["apl", "dyalog"], "APL", Apl),
    entry(&["awk"], "AWK", Grammar("AWK")),
    entry(&["bash", "sh", "shell", "zsh", "ksh", "shellscript"], "Shell", Tree(&bash::TABLE, SHELL)),
    entry(&["c", "h"], "C", Tree(&c::TABLE, "C")),
    entry(&["clojure", "clj", "cljs", "cljc", "clojurescript", "bb", "babashka"], "Clojure", Lisp(Dialect::Clojure)),
    entry(&["cmake"], "CMake", Grammar("CMake")),
    entry(&["console", "shell-session", "terminal"], "Console", Console),
    entry(&["cpp", "c++", "cc", "cxx", "hpp"], "C++", Grammar("C++")),
    entry(&["csharp", "cs", "c#"], "C#", Grammar("C#")),
    entry(&["css"], "CSS", Tree(&css::TABLE, "CSS")),
    entry(&["dart"], "Dart", Grammar("Dart")),
    entry(&["diff", "patch", "udiff"], "Diff", Diff),
    entry(&["dockerfile", "docker", "containerfile"], "Dockerfile", Grammar("Dockerfile (with bash)")),
    entry(&["dot", "graphviz"], "Graphviz", Grammar("Graphviz (DOT)")),
    entry(&["edn"], "EDN", Lisp(Dialect::Edn)),
    entry(&["elisp", "emacs-lisp", "el"], "Emacs Lisp", Lisp(Dialect::EmacsLisp)),
    entry(&["elixir", "ex", "exs"], "Elixir", Grammar("Elixir")),
    entry(&["elm"], "Elm", Grammar("Elm")),
    entry(&["erlang", "erl"], "Erlang", Grammar("Erlang")),
    entry(&["fish"], "Fish", Grammar("Fish")),
    entry(&["fsharp", "fs", "f#"], "F#", Grammar("F#")),
    entry(&["go", "golang"], "Go", Tree(&go::TABLE, "Go")),
    entry(&["graphql", "gql"], "GraphQL", Grammar("GraphQL")),
    entry(&["groovy", "gradle"], "Groovy", Grammar("Groovy")),
    entry(&["haskell", "hs"], "Haskell", Grammar("Haskell")),
    entry(&["html", "htm", "xhtml"], "HTML", Tree(&html::TABLE, "HTML")),
    entry(&["http"], "HTTP", Grammar("HTTP Request and Response")),
    entry(&["ini", "cfg", "conf", "properties", "dosini"], "INI", Grammar("INI")),
    entry(&["java"], "Java", Tree(&java::TABLE, "Java")),
    // The grammar `JavaScript`, which `Svelte` has in it, never comes to an end on `x = 1 /* a
    // comment */`.
    entry(&["javascript", "js", "mjs", "cjs", "node"], "JavaScript", Tree(&javascript::TABLE, "JavaScript (Babel)")),
    entry(&["jinja", "jinja2", "tera", "j2", "nunjucks", "django"], "Jinja", Grammar("HTML (Jinja2)")),
    entry(&["json", "jsonc", "json5", "jsonl", "webmanifest"], "JSON", Tree(&json::TABLE, "JSON")),
    entry(&["jsx"], "JSX", Tree(&javascript::TABLE, "JavaScript (Babel)")),
    entry(&["julia", "jl"], "Julia", Grammar("Julia")),
    entry(&["kotlin", "kt", "kts"], "Kotlin", Grammar("Kotlin")),
    entry(&["latex", "tex"], "LaTeX", Grammar("LaTeX")),
    entry(&["less"], "Less", Grammar("Less")),
    entry(&["lisp", "common-lisp", "commonlisp", "cl"], "Common Lisp", Lisp(Dialect::CommonLisp)),
    entry(&["lua"], "Lua", Grammar("Lua")),
    entry(&["makefile", "make", "mk"], "Makefile", Grammar("Makefile")),
    entry(&["markdown", "md"], "Markdown", Grammar("Markdown")),
    entry(&["nginx"], "nginx", Grammar("nginx")),
    entry(&["nix"], "Nix", Grammar("Nix")),
    entry(&["ocaml", "ml"], "OCaml", Grammar("OCaml")),
    entry(&["org"], "Org", Grammar("orgmode")),
    entry(&["perl", "pl"], "Perl", Grammar("Perl")),
    entry(&["php"], "PHP", Grammar("PHP Source")),
    entry(&["powershell", "ps1", "pwsh"], "PowerShell", Grammar("PowerShell")),
    entry(&["protobuf", "proto"], "Protocol Buffers", Grammar("Protocol Buffer")),
    entry(&["python", "py", "python3", "pycon"], "Python", Tree(&python::TABLE, "Python")),
    entry(&["r"], "R", Grammar("R")),
    entry(&["regex", "regexp"], "Regular expression", Grammar("Regular Expression")),
    entry(&["ruby", "rb"], "Ruby", Grammar("Ruby")),
    entry(&["rust", "rs"], "Rust", Tree(&rust::TABLE, "Rust")),
    entry(&["sass"], "Sass", Grammar("Sass")),
    entry(&["scala"], "Scala", Grammar("Scala")),
    entry(&["scheme", "scm", "racket", "rkt"], "Scheme", Lisp(Dialect::Scheme)),
    entry(&["scss"], "SCSS", Grammar("SCSS")),
    entry(&["sql", "postgresql", "mysql", "sqlite", "plpgsql"], "SQL", Tree(&sql::TABLE, "SQL")),
    entry(&["svelte"], "Svelte", Grammar("HTML")),
    entry(&["swift"], "Swift", Grammar("Swift")),
    entry(&["terraform", "tf", "hcl"], "Terraform", Grammar("Terraform")),
    entry(&["text", "txt", "plain", "plaintext", "none"], "Plain text", Plain),
    entry(&["toml"], "TOML", Tree(&toml::TABLE, "TOML")),
    entry(&["tsx"], "TSX", Tree(&typescript::TSX, "TypeScriptReact")),
    entry(&["typescript", "ts", "mts", "cts"], "TypeScript", Tree(&typescript::TABLE, "TypeScript")),
    entry(&["viml", "vim"], "Vim script", Grammar("VimL")),
    entry(&["vue"], "Vue", Grammar("Vue Component")),
    entry(&["xml", "svg", "xsd", "xsl", "xslt", "rss", "atom"], "XML", Grammar("XML")),
    entry(&["yaml", "yml"], "YAML", Tree(&yaml::TABLE, "YAML")),
    entry(&["zig"], "Zig", Grammar("Zig")),
];

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self.0, other.0)
    }
}

impl Eq for Language {}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = <&str>::deserialize(deserializer)?;
        Language::find(name).ok_or_else(|| D::Error::custom("no such language"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::grammar;
    use super::{Engine, LANGUAGES, Language, LanguageEntry};

    #[test]
    fn names_are_unique_lower_case_and_found_in_any_case() {
        let names: Vec<_> = Language::names().collect();
        let unique: BTreeSet<_> = names.iter().collect();
        assert_eq!(names.len(), unique.len());
        for name in names {
            assert_eq!(name, name.to_ascii_lowercase());
            assert!(Language::find(&name.to_ascii_uppercase()).is_some());
        }
        assert_eq!(Language::find("Dockerfile").map(Language::label), Some("Dockerfile"));
        assert_eq!(Language::find("klingon"), None);
    }

    #[test]
    fn every_grammar_exists() {
        for entry in LANGUAGES {
            if let Engine::Grammar(name) | Engine::Tree(_, name) = entry.engine {
                assert!(grammar::exists(name), "{name}");
            }
        }
    }

    #[test]
    fn tables_name_what_the_grammars_have() {
        for LanguageEntry { label, engine, .. } in LANGUAGES {
            if let Engine::Tree(table, _) = engine {
                let faults = table.faults();
                assert!(faults.is_empty(), "{label}: {faults:?}");
            }
        }
    }
}
