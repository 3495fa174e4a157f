//! The words of the Lisps.

use super::super::TokenClass::{self, Constant, Function, Keyword, Number, Type, Variable};

/// A Lisp whose notation is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::highlight) enum Dialect {
    Clojure,
    /// Clojure's data notation: lists are no calls.
    Edn,
    CommonLisp,
    EmacsLisp,
    Scheme,
}

/// What the first word of a list makes of the list.
pub(super) enum Head {
    /// It defines a name, which has the given class.
    Definer(TokenClass),
    Binder,
    /// It binds one name, in a list of the name and code.
    Iterator,
    Special,
    Call,
}

/// The class of an atom that means itself, wherever it stands.
pub(super) fn literal(dialect: Dialect, text: &str) -> Option<TokenClass> {
    if text.len() > 1 && text.starts_with(':') {
        return Some(Constant);
    }
    let digits = text.strip_prefix(['+', '-', '.']).unwrap_or(text);
    if digits.starts_with(|c: char| c.is_ascii_digit()) && !matches!(text, "1+" | "1-") {
        return Some(Number);
    }
    let constants: &[&str] = match dialect {
        Dialect::Clojure | Dialect::Edn => &["nil", "true", "false"],
        Dialect::CommonLisp | Dialect::EmacsLisp => &["nil", "t"],
        Dialect::Scheme => &["else"],
    };
    constants.contains(&text).then_some(Constant)
}

/// The class of a name that is neither called nor defined.
pub(super) fn name(dialect: Dialect, text: &str) -> Option<TokenClass> {
    if text.len() > 2 && text.starts_with('*') && text.ends_with('*') {
        return Some(Variable);
    }
    match dialect {
        Dialect::Clojure if text.starts_with('%') => Some(Variable),
        Dialect::Clojure if text == "&" => Some(Keyword),
        Dialect::Clojure if text.starts_with(|c: char| c.is_uppercase()) && !text.contains('/') => Some(Type),
        Dialect::CommonLisp | Dialect::EmacsLisp if text.len() > 1 && text.starts_with('&') => Some(Keyword),
        _ => None,
    }
}

/// What a list is that begins with a word.
pub(super) fn head(dialect: Dialect, text: &str) -> Head {
    let (definers, binders, specials): (&[&str], &[&str], &[&str]) = match dialect {
        Dialect::Clojure => (&["declare", "ns", "in-ns"], &[], CLOJURE),
        Dialect::Edn => return Head::Call,
        Dialect::CommonLisp => (&["in-package"], COMMON_LISP_BINDERS, COMMON_LISP),
        Dialect::EmacsLisp => (&[], EMACS_LISP_BINDERS, EMACS_LISP),
        Dialect::Scheme => (&["define"], SCHEME_BINDERS, SCHEME),
    };
    // `s/def` and `clojure.core/defn` define too.
    let word = text.rsplit('/').next().filter(|word| !word.is_empty()).unwrap_or(text);
    let defines = word.starts_with("def") && !word.starts_with("default") && !word.starts_with("defer");
    if definers.contains(&text) || defines {
        Head::Definer(defined(word))
    } else if binders.contains(&text) {
        Head::Binder
    } else if ITERATORS.contains(&text) && dialect != Dialect::Clojure {
        Head::Iterator
    } else if specials.contains(&text) {
        Head::Special
    } else {
        Head::Call
    }
}

/// The class of the name that a word defines.
fn defined(word: &str) -> TokenClass {
    match word {
        "def" | "defonce" | "declare" | "defvar" | "defvar-local" | "defparameter" | "defconst"
        | "defconstant" | "defcustom" => Variable,
        "ns" | "in-ns" | "in-package" | "defpackage" | "defprotocol" | "defrecord" | "deftype"
        | "definterface" | "defclass" | "defstruct" | "cl-defstruct" | "define-record-type" => Type,
        _ => Function,
    }
}

const CLOJURE: &[&str] = &[
    "->",
    "->>",
    "and",
    "as->",
    "assert",
    "binding",
    "case",
    "catch",
    "comment",
    "cond",
    "cond->",
    "cond->>",
    "condp",
    "do",
    "doseq",
    "dosync",
    "dotimes",
    "doto",
    "extend-protocol",
    "extend-type",
    "finally",
    "fn",
    "fn*",
    "for",
    "go",
    "go-loop",
    "if",
    "if-let",
    "if-not",
    "if-some",
    "import",
    "lazy-seq",
    "let",
    "let*",
    "letfn",
    "loop",
    "monitor-enter",
    "monitor-exit",
    "new",
    "or",
    "proxy",
    "quote",
    "recur",
    "reify",
    "require",
    "set!",
    "some->",
    "some->>",
    "throw",
    "try",
    "use",
    "var",
    "when",
    "when-first",
    "when-let",
    "when-not",
    "when-some",
    "while",
    "with-open",
    "with-redefs",
    ".",
    "..",
];

/// The same in Common Lisp and Emacs Lisp.
const ITERATORS: &[&str] =
    &["cl-dolist", "cl-dotimes", "dolist", "dotimes", "pcase-dolist", "with-open-file"];

const COMMON_LISP_BINDERS: &[&str] = &[
    "destructuring-bind",
    "do",
    "do*",
    "flet",
    "labels",
    "lambda",
    "let",
    "let*",
    "macrolet",
    "multiple-value-bind",
    "symbol-macrolet",
    "with-slots",
    "handler-bind",
];

const COMMON_LISP: &[&str] = &[
    "and",
    "block",
    "case",
    "catch",
    "cond",
    "declaim",
    "declare",
    "ecase",
    "etypecase",
    "eval-when",
    "function",
    "go",
    "handler-case",
    "if",
    "locally",
    "loop",
    "or",
    "prog1",
    "prog2",
    "progn",
    "psetf",
    "quote",
    "return",
    "return-from",
    "setf",
    "setq",
    "tagbody",
    "the",
    "throw",
    "typecase",
    "unless",
    "unwind-protect",
    "when",
];

const EMACS_LISP_BINDERS: &[&str] = &[
    "cl-flet",
    "cl-labels",
    "cl-letf",
    "if-let",
    "if-let*",
    "lambda",
    "let",
    "let*",
    "letrec",
    "named-let",
    "pcase-let",
    "pcase-let*",
    "when-let",
    "when-let*",
];

const EMACS_LISP: &[&str] = &[
    "and",
    "catch",
    "cl-case",
    "cl-loop",
    "cond",
    "condition-case",
    "declare",
    "eval-and-compile",
    "eval-when-compile",
    "function",
    "if",
    "ignore-errors",
    "interactive",
    "or",
    "pcase",
    "prog1",
    "prog2",
    "progn",
    "provide",
    "quote",
    "require",
    "save-current-buffer",
    "save-excursion",
    "save-match-data",
    "save-restriction",
    "setf",
    "setopt",
    "setq",
    "setq-default",
    "setq-local",
    "thread-first",
    "thread-last",
    "throw",
    "unless",
    "unwind-protect",
    "use-package",
    "when",
    "while",
    "with-current-buffer",
    "with-eval-after-load",
    "with-temp-buffer",
];

const SCHEME_BINDERS: &[&str] =
    &["do", "lambda", "let", "let*", "let*-values", "let-syntax", "let-values", "letrec", "letrec*", "λ"];

const SCHEME: &[&str] = &[
    "and",
    "begin",
    "call-with-current-continuation",
    "call/cc",
    "case",
    "cond",
    "delay",
    "dynamic-wind",
    "guard",
    "if",
    "import",
    "match",
    "module",
    "or",
    "parameterize",
    "provide",
    "quasiquote",
    "quote",
    "require",
    "set!",
    "syntax-rules",
    "unless",
    "unquote",
    "when",
];
