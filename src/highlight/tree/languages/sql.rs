use super::super::super::TokenClass::{self, *};
use super::super::table::{NodeRole, Rules, Table, class, whole};

pub(in crate::highlight) static TABLE: Table = Table::new(tree_sitter_sequel::LANGUAGE, &[RULES], name);

const RULES: Rules = &[
    (class(Keyword), &["keyword_*"]),
    (
        class(Type),
        &[
            "keyword_bigint",
            "keyword_boolean",
            "keyword_bytea",
            "keyword_char",
            "keyword_date",
            "keyword_decimal",
            "keyword_double",
            "keyword_float",
            "keyword_int",
            "keyword_json",
            "keyword_jsonb",
            "keyword_numeric",
            "keyword_real",
            "keyword_serial",
            "keyword_smallint",
            "keyword_text",
            "keyword_time",
            "keyword_timestamp",
            "keyword_timestamptz",
            "keyword_uuid",
            "keyword_varchar",
        ],
    ),
    (class(Constant), &["keyword_true", "keyword_false", "keyword_null"]),
    (class(Keyword), &["column_definition > keyword_null"]),
    (whole(Comment), &["comment", "marginalia"]),
    (NodeRole::Name(None), &["literal"]),
    (class(Function), &["invocation > object_reference.name", "create_function > object_reference.name"]),
    (class(Variable), &["parameter"]),
];

fn name(literal: &str) -> Option<TokenClass> {
    match literal.chars().next_back()? {
        '\'' | '"' | '$' => Some(String),
        last if last.is_ascii_digit() => Some(Number),
        _ => None,
    }
}
