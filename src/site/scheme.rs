//! A colour scheme.

use std::collections::BTreeMap;

use super::colour::{hex, is_dark};

/// A colour scheme: a CSS colour for each role, `background` or `code/keyword`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColourScheme {
    /// The colours by role.
    pub colours: BTreeMap<String, String>,
}

impl ColourScheme {
    /// The colour of the ground.
    pub fn background(&self) -> Option<&str> {
        self.colours.get("background").map(String::as_str)
    }

    /// The colour of a role as `#rrggbb`, where it can be told without a browser.
    pub fn hex(&self, role: &str) -> Option<String> {
        hex(self.colours.get(role)?)
    }

    /// Whether light text stands on a dark ground in it.
    pub fn is_dark(&self) -> bool {
        self.background().is_some_and(is_dark)
    }
}
