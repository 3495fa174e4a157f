//! From a grammar's scopes to token classes.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use syntect::parsing::Scope;

use super::TokenClass::*;
use super::paint::Paint;

/// What a scope does, by the longest rule that is its prefix.
pub(super) fn paint(scope: Scope) -> Paint {
    thread_local! {
        /// Some hundred scopes make up the code of a blog, and each is met thousands of times.
        static KNOWN: RefCell<HashMap<Scope, Paint>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| *known.entry(scope).or_insert_with(|| look_up(scope)))
}

fn look_up(scope: Scope) -> Paint {
    static TABLE: LazyLock<Vec<(Scope, Paint)>> = LazyLock::new(|| {
        let parse = |(name, paint): &(&str, Paint)| Some((Scope::new(name).ok()?, *paint));
        let mut table: Vec<_> = RULES.iter().filter_map(parse).collect();
        table.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
        table
    });
    TABLE.iter().find(|(rule, _)| rule.is_prefix_of(scope)).map_or(Paint::Inherit, |(_, paint)| *paint)
}

/// The naming of scopes is Sublime Text's (its manual, "Scope Naming"), with what older grammars do
/// otherwise.
const RULES: &[(&str, Paint)] = &[
    ("comment", Paint::Whole(Comment)),
    ("constant", Paint::Class(Constant)),
    ("constant.character", Paint::Class(String)),
    ("constant.character.entity", Paint::Class(Escape)),
    ("constant.character.escape", Paint::Class(Escape)),
    ("constant.numeric", Paint::Class(Number)),
    ("constant.other.color", Paint::Class(Number)),
    ("constant.other.database-name", Paint::Inherit),
    ("constant.other.datetime", Paint::Class(Number)),
    ("constant.other.haskell", Paint::Class(Type)),
    ("constant.other.placeholder", Paint::Class(Escape)),
    ("constant.other.table-name", Paint::Inherit),
    ("entity.name", Paint::Class(Type)),
    ("entity.name.constant", Paint::Class(Constant)),
    ("entity.name.field", Paint::Class(Attribute)),
    ("entity.name.function", Paint::Class(Function)),
    ("entity.name.label", Paint::Class(Constant)),
    ("entity.name.macro", Paint::Class(Function)),
    ("entity.name.method", Paint::Class(Function)),
    ("entity.name.other.anchor", Paint::Class(Variable)),
    ("entity.name.section", Paint::Class(Heading)),
    ("entity.name.table", Paint::Class(Heading)),
    ("entity.name.tag", Paint::Class(Tag)),
    ("entity.name.tag.toml", Paint::Whole(Attribute)),
    ("entity.name.tag.yaml", Paint::Whole(Attribute)),
    ("entity.other.attribute-name", Paint::Class(Attribute)),
    ("entity.other.attribute-name.class.css", Paint::Class(Tag)),
    ("entity.other.attribute-name.id.css", Paint::Class(Tag)),
    ("entity.other.inherited-class", Paint::Class(Type)),
    ("entity.other.jinja2", Paint::Class(Punctuation)),
    ("entity.section", Paint::Class(Heading)),
    ("keyword", Paint::Class(Keyword)),
    ("keyword.name.ini", Paint::Class(Attribute)),
    ("keyword.operator", Paint::Class(Operator)),
    ("keyword.operator.accessor", Paint::Plain),
    ("keyword.other.block", Paint::Class(Punctuation)),
    ("keyword.other.unit", Paint::Class(Number)),
    ("markup.bold", Paint::Class(Emphasis)),
    ("markup.deleted", Paint::Whole(Deleted)),
    ("markup.heading", Paint::Whole(Heading)),
    ("markup.inserted", Paint::Whole(Inserted)),
    ("markup.italic", Paint::Class(Emphasis)),
    ("markup.quote", Paint::Class(Comment)),
    ("markup.raw", Paint::Class(String)),
    ("markup.underline", Paint::Class(Emphasis)),
    ("meta.annotation", Paint::Class(Attribute)),
    ("meta.decorator", Paint::Class(Attribute)),
    ("meta.embedded", Paint::Plain),
    ("meta.group.expansion.command", Paint::Plain),
    ("meta.group.expansion.parameter", Paint::Class(Variable)),
    ("meta.interpolation", Paint::Plain),
    ("meta.mapping.key.json", Paint::Whole(Attribute)),
    ("meta.structure.dictionary.key.json", Paint::Whole(Attribute)),
    ("meta.template.expression", Paint::Plain),
    ("punctuation.definition.list_item", Paint::Class(Punctuation)),
    ("punctuation.definition.tag", Paint::Class(Punctuation)),
    ("punctuation.definition.template-expression", Paint::Class(Punctuation)),
    ("punctuation.section.embedded", Paint::Class(Punctuation)),
    ("punctuation.section.interpolation", Paint::Class(Punctuation)),
    ("punctuation.template-string.element", Paint::Class(Punctuation)),
    ("source", Paint::Plain),
    ("storage", Paint::Class(Keyword)),
    ("storage.modifier.lifetime", Paint::Class(Type)),
    ("storage.type.buildin", Paint::Class(Type)),
    ("storage.type.go", Paint::Class(Type)),
    ("storage.type.haskell", Paint::Class(Type)),
    ("storage.type.numeric", Paint::Class(Type)),
    ("storage.type.primitive", Paint::Class(Type)),
    ("storage.type.rust", Paint::Class(Type)),
    ("storage.type.sql", Paint::Class(Type)),
    ("storage.type.string", Paint::Class(String)),
    ("string", Paint::Class(String)),
    ("string.regexp", Paint::Whole(Escape)),
    ("support", Paint::Class(Builtin)),
    ("support.class", Paint::Class(Type)),
    ("support.constant", Paint::Class(Constant)),
    ("support.macro", Paint::Class(Function)),
    ("support.module", Paint::Class(Type)),
    ("support.other.module", Paint::Class(Type)),
    ("support.type", Paint::Class(Type)),
    ("support.type.custom-property", Paint::Class(Attribute)),
    ("support.type.object", Paint::Class(Builtin)),
    ("support.type.property-name", Paint::Class(Attribute)),
    ("support.variable", Paint::Inherit),
    ("text", Paint::Plain),
    ("variable.annotation", Paint::Class(Attribute)),
    ("variable.function", Paint::Class(Function)),
    ("variable.language", Paint::Class(Builtin)),
    ("variable.other.alias", Paint::Class(Variable)),
    ("variable.other.constant", Paint::Class(Constant)),
    ("variable.other.readwrite.instance", Paint::Class(Variable)),
    ("variable.parameter", Paint::Class(Variable)),
    ("variable.declaration.sass", Paint::Class(Variable)),
];
