use super::super::super::TokenClass::{self, *};
use super::super::table::{NodeRole, PLAIN, Rules, Table, class, whole};
use super::by_capitals;

pub(in crate::highlight) static TABLE: Table =
    Table::new(tree_sitter_javascript::LANGUAGE, &[RULES, ELEMENTS], name);

/// Also those of TypeScript, whose grammar extends this one's.
pub(super) const RULES: Rules = &[
    (whole(Comment), &["comment", "html_comment", "hash_bang_line"]),
    (class(String), &["string", "template_string"]),
    (class(Escape), &["escape_sequence"]),
    (whole(Escape), &["regex"]),
    (PLAIN, &["template_substitution"]),
    (class(Punctuation), &["template_substitution > '${'", "template_substitution > '}'"]),
    (
        class(Attribute),
        &["decorator > '@'", "decorator > identifier", "decorator > call_expression.function > identifier"],
    ),
    (class(Number), &["number"]),
    (class(Constant), &["true", "false", "null", "undefined"]),
    (class(Builtin), &["this", "super"]),
    (class(Keyword), &["'=>'"]),
    (NodeRole::Name(None), &["identifier", "shorthand_property_identifier"]),
    (
        NodeRole::Name(Some(Function)),
        &["call_expression.function > identifier", "function_declaration.name", "function_expression.name"],
    ),
    (
        class(Function),
        &[
            "call_expression.function > member_expression.property",
            "generator_function_declaration.name",
            "method_definition.name",
        ],
    ),
    (class(Type), &["class_declaration.name", "new_expression.constructor > identifier"]),
    (
        class(Variable),
        &[
            "formal_parameters > identifier",
            "formal_parameters > assignment_pattern.left > identifier",
            "formal_parameters > rest_pattern > identifier",
            "formal_parameters > assignment_pattern > identifier",
            "formal_parameters > object_pattern > shorthand_property_identifier_pattern",
            "arrow_function.parameter > identifier",
        ],
    ),
];

/// JSX.
pub(super) const ELEMENTS: Rules = &[
    (PLAIN, &["jsx_expression"]),
    (class(Escape), &["html_character_reference"]),
    (
        class(Punctuation),
        &[
            "jsx_expression > '{'",
            "jsx_expression > '}'",
            "jsx_opening_element > '<'",
            "jsx_opening_element > '>'",
            "jsx_closing_element > '</'",
            "jsx_closing_element > '>'",
            "jsx_self_closing_element > '<'",
            "jsx_self_closing_element > '/>'",
        ],
    ),
    (class(Tag), &["jsx_opening_element.name", "jsx_closing_element.name", "jsx_self_closing_element.name"]),
    (class(Attribute), &["jsx_attribute > property_identifier"]),
];

pub(super) fn name(name: &str) -> Option<TokenClass> {
    match name {
        "console" | "window" | "document" | "globalThis" | "process" | "module" | "exports" | "require"
        | "navigator" | "localStorage" | "arguments" => Some(Builtin),
        "undefined" | "NaN" | "Infinity" => Some(Constant),
        "JSON" | "URL" => Some(Type),
        _ => by_capitals(name),
    }
}
