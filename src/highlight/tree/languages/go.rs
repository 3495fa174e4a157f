use super::super::super::TokenClass::{self, *};
use super::super::table::{NodeRole, Rules, Table, class, whole};

pub(in crate::highlight) static TABLE: Table = Table::new(tree_sitter_go::LANGUAGE, &[RULES], name);

const RULES: Rules = &[
    (whole(Comment), &["comment"]),
    (class(String), &["interpreted_string_literal", "raw_string_literal", "rune_literal"]),
    (class(Escape), &["escape_sequence"]),
    (class(Number), &["int_literal", "float_literal", "imaginary_literal"]),
    (class(Constant), &["true", "false", "nil", "iota", "const_spec.name", "label_name"]),
    (class(Type), &["type_identifier", "package_clause > package_identifier"]),
    (NodeRole::Name(None), &["identifier"]),
    (NodeRole::Name(Some(Function)), &["call_expression.function > identifier"]),
    (
        class(Function),
        &[
            "call_expression.function > selector_expression.field",
            "function_declaration.name",
            "method_declaration.name",
            "method_elem.name",
        ],
    ),
    (class(Variable), &["parameter_declaration.name", "variadic_parameter_declaration.name"]),
];

fn name(name: &str) -> Option<TokenClass> {
    match name {
        "append" | "cap" | "clear" | "close" | "complex" | "copy" | "delete" | "imag" | "len" | "make"
        | "max" | "min" | "new" | "panic" | "print" | "println" | "real" | "recover" => Some(Builtin),
        _ => None,
    }
}
