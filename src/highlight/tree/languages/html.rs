use super::super::super::TokenClass::*;
use super::super::table::{NodeRole, Rules, Table, class, whole};
use super::{css, javascript, no_names};

pub(in crate::highlight) static TABLE: Table = Table::new(tree_sitter_html::LANGUAGE, &[RULES], no_names);

const RULES: Rules = &[
    (whole(Comment), &["comment"]),
    (class(Keyword), &["doctype"]),
    (class(Tag), &["tag_name", "erroneous_end_tag_name"]),
    (class(Attribute), &["attribute_name"]),
    (class(String), &["quoted_attribute_value", "attribute_value"]),
    (class(Punctuation), &["'<'", "'>'", "'</'", "'/>'", "'<!'"]),
    (class(Escape), &["entity"]),
    (NodeRole::Code(|| &javascript::TABLE), &["script_element > raw_text"]),
    (NodeRole::Code(|| &css::TABLE), &["style_element > raw_text"]),
];
