//! The pages that the public does not see yet.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::PlannedSite;
use crate::plan::Address;

/// What keeps the public from a page that is part of a build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unpublished {
    /// It is a draft.
    Draft,
    /// Its time has not come: the day (ISO 8601), in the site's zone.
    Until(String),
}

impl Unpublished {
    /// The pages of a build that the public does not see yet, by their addresses.
    pub fn of_all(planned: &PlannedSite, now: DateTime<Utc>) -> BTreeMap<Address, Self> {
        let PlannedSite { site, plan, .. } = planned;
        let documents = site.documents.iter().enumerate().filter(|(id, _)| site.is_shown[*id]);
        let unpublished = documents.filter_map(|(id, document)| {
            let published = document.published.as_ref().map(|time| time.value.at);
            let why = match published.filter(|at| *at > now) {
                _ if document.is_draft() => Self::Draft,
                Some(at) => Self::Until(at.date_naive().to_string()),
                None => return None,
            };
            Some((plan.document(id)?.clone(), why))
        });
        unpublished.collect()
    }
}
