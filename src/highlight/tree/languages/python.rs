use super::super::super::TokenClass::{self, *};
use super::super::table::{INHERIT, NodeRole, PLAIN, Rules, Table, class, whole};
use super::by_capitals;

pub(in crate::highlight) static TABLE: Table = Table::new(tree_sitter_python::LANGUAGE, &[RULES], name);

const RULES: Rules = &[
    // A string that stands alone is documentation.
    (
        whole(Comment),
        &["comment", "module > expression_statement > string", "block > expression_statement > string"],
    ),
    (class(String), &["string"]),
    (class(Escape), &["escape_sequence", "escape_interpolation", "type_conversion", "format_specifier"]),
    (PLAIN, &["interpolation"]),
    (class(Punctuation), &["interpolation > '{'", "interpolation > '}'"]),
    (class(Number), &["integer", "float"]),
    (class(Constant), &["true", "false", "none", "ellipsis"]),
    (NodeRole::Name(None), &["identifier"]),
    (NodeRole::Name(Some(Function)), &["call.function > identifier"]),
    (class(Function), &["call.function > attribute.attribute", "function_definition.name"]),
    (class(Type), &["class_definition.name", "class_definition.superclasses > argument_list > identifier"]),
    (NodeRole::Name(Some(Type)), &["type > identifier"]),
    (
        NodeRole::Name(Some(Variable)),
        &[
            "parameters > identifier",
            "lambda_parameters > identifier",
            "typed_parameter > identifier",
            "default_parameter.name",
            "typed_default_parameter.name",
            "list_splat_pattern > identifier",
            "dictionary_splat_pattern > identifier",
        ],
    ),
    (class(Variable), &["keyword_argument.name"]),
    (
        class(Attribute),
        &["decorator > '@'", "decorator > identifier", "decorator > call.function > identifier"],
    ),
    (whole(Attribute), &["decorator > attribute", "decorator > call.function > attribute"]),
    (INHERIT, &["'->'"]),
];

fn name(name: &str) -> Option<TokenClass> {
    match name {
        "self" | "cls" | "__name__" | "__file__" => Some(Builtin),
        "abs" | "all" | "any" | "ascii" | "bin" | "breakpoint" | "callable" | "chr" | "compile"
        | "delattr" | "dir" | "divmod" | "enumerate" | "eval" | "exec" | "filter" | "format" | "getattr"
        | "globals" | "hasattr" | "hash" | "help" | "hex" | "id" | "input" | "isinstance" | "issubclass"
        | "iter" | "len" | "locals" | "map" | "max" | "min" | "next" | "oct" | "open" | "ord" | "pow"
        | "print" | "range" | "repr" | "reversed" | "round" | "setattr" | "sorted" | "sum" | "vars"
        | "zip" => Some(Builtin),
        "bool" | "bytearray" | "bytes" | "classmethod" | "complex" | "dict" | "float" | "frozenset"
        | "int" | "list" | "memoryview" | "object" | "property" | "set" | "slice" | "staticmethod"
        | "str" | "super" | "tuple" | "type" => Some(Type),
        "NotImplemented" => Some(Constant),
        _ => by_capitals(name),
    }
}
