use super::super::super::TokenClass::{self, *};
use super::super::table::{INHERIT, NodeRole, Rules, Table, class, whole};
use super::by_capitals;

pub(in crate::highlight) static TABLE: Table = Table::new(tree_sitter_rust::LANGUAGE, &[RULES], name);

const RULES: Rules = &[
    (whole(Comment), &["line_comment", "block_comment", "shebang"]),
    (class(String), &["string_literal", "raw_string_literal", "char_literal"]),
    (whole(Escape), &["escape_sequence"]),
    (whole(Number), &["integer_literal", "float_literal"]),
    (whole(Constant), &["boolean_literal", "label"]),
    (whole(Type), &["primitive_type", "lifetime", "enum_variant.name", "mod_item.name"]),
    (NodeRole::Name(Some(Type)), &["type_identifier"]),
    (class(Attribute), &["attribute_item", "inner_attribute_item"]),
    (INHERIT, &["attribute_item > '#'", "inner_attribute_item > '!'", "'::'", "'=>'", "attribute > '='"]),
    (
        INHERIT,
        &["type_parameters > '<'", "type_parameters > '>'", "type_arguments > '<'", "type_arguments > '>'"],
    ),
    (class(Keyword), &["mutable_specifier", "crate", "super"]),
    (class(Builtin), &["self"]),
    (class(Variable), &["metavariable"]),
    (NodeRole::Name(None), &["identifier"]),
    (
        NodeRole::Name(Some(Function)),
        &[
            "function_item.name",
            "function_signature_item.name",
            "call_expression.function > identifier",
            "call_expression.function > scoped_identifier.name",
            "call_expression.function > generic_function.function > identifier",
            "call_expression.function > generic_function.function > scoped_identifier.name",
        ],
    ),
    (
        class(Function),
        &[
            "call_expression.function > field_expression.field",
            "call_expression.function > generic_function.function > field_expression.field",
            "macro_invocation.macro > identifier",
            "macro_invocation.macro > scoped_identifier.name",
            "macro_invocation > '!'",
            "macro_definition.name",
        ],
    ),
    (
        class(Variable),
        &[
            "parameter.pattern > identifier",
            "parameter.pattern > mut_pattern > identifier",
            "closure_parameters > identifier",
            "closure_parameters > reference_pattern > identifier",
        ],
    ),
    (class(Constant), &["const_item.name", "static_item.name"]),
];

fn name(name: &str) -> Option<TokenClass> {
    match name {
        "Self" => Some(Type),
        "macro_rules" | "union" | "default" => None,
        _ => by_capitals(name),
    }
}
