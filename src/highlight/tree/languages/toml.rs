use super::super::super::TokenClass::*;
use super::super::table::{Rules, Table, class, whole};
use super::no_names;

pub(in crate::highlight) static TABLE: Table = Table::new(tree_sitter_toml_ng::LANGUAGE, &[RULES], no_names);

const RULES: Rules = &[
    (whole(Comment), &["comment"]),
    (class(String), &["string"]),
    (class(Escape), &["escape_sequence"]),
    (class(Number), &["integer", "float", "local_date", "local_time", "local_date_time", "offset_date_time"]),
    (whole(Constant), &["boolean"]),
    (whole(Attribute), &["bare_key", "quoted_key", "dotted_key"]),
    (
        whole(Heading),
        &[
            "table > bare_key",
            "table > quoted_key",
            "table > dotted_key",
            "table_array_element > bare_key",
            "table_array_element > quoted_key",
            "table_array_element > dotted_key",
        ],
    ),
];
