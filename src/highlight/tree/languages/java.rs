use super::super::super::TokenClass::{self, *};
use super::super::table::{INHERIT, NodeRole, PLAIN, Rules, Table, class, whole};
use super::by_capitals;

pub(in crate::highlight) static TABLE: Table = Table::new(tree_sitter_java::LANGUAGE, &[RULES], name);

const RULES: Rules = &[
    (whole(Comment), &["line_comment", "block_comment"]),
    (class(String), &["string_literal", "character_literal"]),
    (class(Escape), &["escape_sequence"]),
    (PLAIN, &["string_interpolation"]),
    (
        class(Number),
        &[
            "decimal_integer_literal",
            "hex_integer_literal",
            "octal_integer_literal",
            "binary_integer_literal",
            "decimal_floating_point_literal",
            "hex_floating_point_literal",
        ],
    ),
    (class(Constant), &["true", "false", "null_literal", "enum_constant.name"]),
    (whole(Type), &["integral_type", "floating_point_type", "boolean_type", "void_type"]),
    (
        class(Type),
        &[
            "class_declaration.name",
            "interface_declaration.name",
            "enum_declaration.name",
            "record_declaration.name",
            "annotation_type_declaration.name",
        ],
    ),
    (class(Builtin), &["this", "super"]),
    (
        class(Attribute),
        &["marker_annotation > '@'", "annotation > '@'", "marker_annotation.name", "annotation.name"],
    ),
    (
        INHERIT,
        &["type_parameters > '<'", "type_parameters > '>'", "type_arguments > '<'", "type_arguments > '>'"],
    ),
    (NodeRole::Name(None), &["identifier"]),
    (NodeRole::Name(Some(Type)), &["type_identifier"]),
    (class(Function), &["method_declaration.name", "method_invocation.name", "constructor_declaration.name"]),
    (
        class(Variable),
        &[
            "formal_parameter.name",
            "spread_parameter > variable_declarator.name",
            "lambda_expression.parameters > identifier",
            "inferred_parameters > identifier",
        ],
    ),
];

fn name(name: &str) -> Option<TokenClass> {
    // A grammar that knows versions before 10 takes it for a type.
    if name == "var" { Some(Keyword) } else { by_capitals(name) }
}
