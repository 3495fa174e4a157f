use super::super::super::TokenClass::*;
use super::super::table::{Rules, Table, class, whole};
use super::no_names;

pub(in crate::highlight) static TABLE: Table = Table::new(tree_sitter_yaml::LANGUAGE, &[RULES], no_names);

const RULES: Rules = &[
    (whole(Comment), &["comment"]),
    (class(String), &["string_scalar", "double_quote_scalar", "single_quote_scalar", "block_scalar"]),
    (class(Escape), &["escape_sequence"]),
    (class(Number), &["integer_scalar", "float_scalar", "timestamp_scalar"]),
    (class(Constant), &["boolean_scalar", "null_scalar"]),
    (whole(Attribute), &["block_mapping_pair.key", "flow_pair.key"]),
    (class(Variable), &["anchor_name", "alias_name"]),
    (class(Keyword), &["anchor > '&'", "alias > '*'", "yaml_directive", "tag_directive"]),
    (class(Type), &["tag"]),
    (class(Punctuation), &["block_sequence_item > '-'", "'---'"]),
];
