use super::super::super::TokenClass::{self, *};
use super::super::table::{NodeRole, Rules, Table, class, whole};

pub(in crate::highlight) static TABLE: Table = Table::new(tree_sitter_c::LANGUAGE, &[RULES], name);

const RULES: Rules = &[
    (whole(Comment), &["comment"]),
    (class(String), &["string_literal", "char_literal", "system_lib_string"]),
    (class(Escape), &["escape_sequence"]),
    (class(Number), &["number_literal"]),
    (class(Constant), &["true", "false", "statement_identifier", "enumerator.name", "preproc_def.name"]),
    (whole(Type), &["primitive_type", "sized_type_specifier", "type_identifier"]),
    (whole(Constant), &["null"]),
    (class(Keyword), &["preproc_directive"]),
    (NodeRole::Name(None), &["identifier"]),
    (
        class(Function),
        &[
            "call_expression.function > identifier",
            "call_expression.function > field_expression.field",
            "function_declarator.declarator > identifier",
            "preproc_function_def.name",
        ],
    ),
    (
        class(Variable),
        &[
            "parameter_declaration.declarator > identifier",
            "parameter_declaration.declarator > pointer_declarator.declarator > identifier",
            "parameter_declaration.declarator > array_declarator.declarator > identifier",
            "preproc_params > identifier",
        ],
    ),
];

fn name(name: &str) -> Option<TokenClass> {
    match name {
        "stdin" | "stdout" | "stderr" | "errno" => Some(Builtin),
        _ if name.len() > 1 && name.starts_with(|c: char| c.is_ascii_uppercase()) => {
            (!name.contains(|c: char| c.is_ascii_lowercase())).then_some(Constant)
        }
        _ => None,
    }
}
