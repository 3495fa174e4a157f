use super::super::super::TokenClass::*;
use super::super::table::{Rules, Table, class, whole};
use super::no_names;

pub(in crate::highlight) static TABLE: Table = Table::new(tree_sitter_json::LANGUAGE, &[RULES], no_names);

const RULES: Rules = &[
    (whole(Comment), &["comment"]),
    (class(String), &["string"]),
    (class(Escape), &["escape_sequence"]),
    (whole(Attribute), &["pair.key"]),
    (class(Number), &["number"]),
    (class(Constant), &["true", "false", "null"]),
];
