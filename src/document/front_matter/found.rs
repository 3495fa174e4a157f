//! What is found in front matter.

use crate::base::Span;

/// What is found of a field's value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// It has none.
    Nothing,
    Text(String),
    Flag(bool),
    Number(String),
    List(Vec<String>),
    /// It is not clear what it says.
    Unclear,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct FrontMatterField {
    pub(super) name: String,
    pub(super) value: Value,
    pub(super) span: Span,
}

#[derive(Debug)]
pub(in crate::document) struct FrontMatter {
    pub(super) notation: &'static str,
    pub(super) opening: Span,
    /// Where the text after it begins.
    pub(super) end: usize,
    pub(super) fields: Vec<FrontMatterField>,
}
