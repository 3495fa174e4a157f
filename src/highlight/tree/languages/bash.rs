use super::super::super::TokenClass::{self, *};
use super::super::table::{INHERIT, NodeRole, PLAIN, Rules, Table, class, whole};

pub(in crate::highlight) static TABLE: Table = Table::new(tree_sitter_bash::LANGUAGE, &[RULES], name);

const RULES: Rules = &[
    (whole(Comment), &["comment"]),
    (class(String), &["string", "raw_string", "ansi_c_string", "translated_string", "heredoc_body"]),
    (class(Constant), &["heredoc_start", "heredoc_end"]),
    (class(Variable), &["expansion", "simple_expansion", "variable_name", "special_variable_name"]),
    (INHERIT, &["'${'", "expansion > '}'"]),
    (PLAIN, &["command_substitution", "process_substitution", "arithmetic_expansion"]),
    (class(Number), &["number", "file_descriptor"]),
    (class(Operator), &["test_operator"]),
    (class(Escape), &["regex", "extglob_pattern"]),
    (NodeRole::Name(None), &["word"]),
    (NodeRole::Name(Some(Function)), &["command_name > word"]),
    (class(Function), &["function_definition.name"]),
];

fn name(word: &str) -> Option<TokenClass> {
    match word {
        "alias" | "bg" | "bind" | "builtin" | "cd" | "command" | "dirs" | "echo" | "eval" | "exec"
        | "exit" | "false" | "fg" | "getopts" | "hash" | "jobs" | "kill" | "let" | "popd" | "printf"
        | "pushd" | "pwd" | "read" | "return" | "set" | "shift" | "shopt" | "source" | "test" | "times"
        | "trap" | "true" | "type" | "ulimit" | "umask" | "unalias" | "wait" => Some(Builtin),
        "break" | "continue" => Some(Keyword),
        _ if word.starts_with('-') && word.len() > 1 => Some(Variable),
        _ => None,
    }
}
