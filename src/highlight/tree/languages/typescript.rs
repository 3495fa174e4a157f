use super::super::super::TokenClass::*;
use super::super::table::{INHERIT, Rules, Table, class, whole};
use super::javascript;

pub(in crate::highlight) static TABLE: Table =
    Table::new(tree_sitter_typescript::LANGUAGE_TYPESCRIPT, &[javascript::RULES, RULES], javascript::name);

/// TypeScript with JSX.
pub(in crate::highlight) static TSX: Table = Table::new(
    tree_sitter_typescript::LANGUAGE_TSX,
    &[javascript::RULES, javascript::ELEMENTS, RULES],
    javascript::name,
);

/// What TypeScript has beyond JavaScript.
const RULES: Rules = &[
    (
        INHERIT,
        &["type_parameters > '<'", "type_parameters > '>'", "type_arguments > '<'", "type_arguments > '>'"],
    ),
    (class(Type), &["type_identifier", "enum_declaration.name", "internal_module.name"]),
    (whole(Type), &["predefined_type"]),
    (
        class(Function),
        &["method_signature.name", "function_signature.name", "abstract_method_signature.name"],
    ),
    (
        class(Variable),
        &[
            "required_parameter.pattern > identifier",
            "optional_parameter.pattern > identifier",
            "required_parameter.pattern > rest_pattern > identifier",
        ],
    ),
];
