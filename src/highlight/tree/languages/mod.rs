//! What the nodes of each grammar are.

pub(super) mod bash;
pub(super) mod c;
pub(super) mod css;
pub(super) mod go;
pub(super) mod html;
pub(super) mod java;
pub(super) mod javascript;
pub(super) mod json;
pub(super) mod python;
pub(super) mod rust;
pub(super) mod sql;
pub(super) mod toml;
pub(super) mod typescript;
pub(super) mod yaml;

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
