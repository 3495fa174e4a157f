//! A site as it was last built, for those who look into it.

use std::collections::BTreeMap;

use super::Prepared;
use crate::plan::Address;
use crate::render::{Outputs, Rendered, Templates};
use crate::source::Snapshot;

/// A site as it was last built, with all that it was built from. Whether anything was wrong makes
/// no difference to it.
#[derive(Clone, Copy)]
pub struct Sight<'a> {
    /// The inputs.
    pub snapshot: &'a Snapshot,
    /// The site, linked and planned.
    pub prepared: &'a Prepared,
    /// The templates in force.
    pub templates: &'a Templates,
    /// What each address has become, its text left out; static files have no entry.
    pub pages: &'a BTreeMap<Address, Rendered>,
    /// The files that they have become.
    pub outputs: &'a Outputs,
}
