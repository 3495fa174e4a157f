use super::super::super::TokenClass::{self, *};
use super::super::table::{INHERIT, NodeRole, Rules, Table, class, whole};

pub(in crate::highlight) static TABLE: Table = Table::new(tree_sitter_css::LANGUAGE, &[RULES], name);

const RULES: Rules = &[
    (whole(Comment), &["comment", "js_comment"]),
    (class(String), &["string_value"]),
    (class(Escape), &["escape_sequence"]),
    (whole(Number), &["integer_value", "float_value", "color_value"]),
    (class(Attribute), &["property_name", "feature_name", "attribute_name"]),
    (
        class(Tag),
        &[
            "tag_name",
            "id_name",
            "class_name",
            "class_selector > '.'",
            "id_selector > '#'",
            "nesting_selector",
            "universal_selector",
        ],
    ),
    (class(Function), &["pseudo_class_selector > class_name", "pseudo_element_selector > tag_name"]),
    (class(Builtin), &["function_name"]),
    (class(Keyword), &["at_keyword", "important", "from", "to"]),
    (NodeRole::Name(None), &["plain_value"]),
    (INHERIT, &["child_selector > '>'"]),
];

fn name(word: &str) -> Option<TokenClass> {
    word.starts_with("--").then_some(Attribute)
}
