//! What the nodes of each grammar are.

pub(in crate::highlight) mod bash;
pub(in crate::highlight) mod c;
pub(in crate::highlight) mod css;
pub(in crate::highlight) mod go;
pub(in crate::highlight) mod html;
pub(in crate::highlight) mod java;
pub(in crate::highlight) mod javascript;
pub(in crate::highlight) mod json;
pub(in crate::highlight) mod python;
pub(in crate::highlight) mod rust;
pub(in crate::highlight) mod sql;
pub(in crate::highlight) mod toml;
pub(in crate::highlight) mod typescript;
pub(in crate::highlight) mod yaml;

use super::super::TokenClass;

/// The class of a name by the custom that `Types` and `CONSTANTS` are told by their capitals.
fn by_capitals(name: &str) -> Option<TokenClass> {
    if !name.starts_with(|c: char| c.is_ascii_uppercase()) {
        None
    } else if name.len() > 1 && !name.contains(|c: char| c.is_lowercase()) {
        Some(TokenClass::Constant)
    } else {
        Some(TokenClass::Type)
    }
}

/// For languages in which no name has a class of its own.
fn no_names(_: &str) -> Option<TokenClass> {
    None
}
