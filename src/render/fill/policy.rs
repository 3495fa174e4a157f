//! What is written into a page when all else is known of it.

use std::ops::Range;

use memchr::memmem;

use super::{Filler, marks};
use crate::html::escape_attribute;
use crate::render::policy::RequestedSources;
use crate::site::Emit;

impl Filler<'_> {
    /// Begins a stretch that a policy must read, or ends the one that has begun.
    pub(super) fn guard(&mut self, since: &mut Option<usize>) {
        let here = self.filled.html.len();
        match since.take() {
            Some(start) => self.filled.guards.push(start..here),
            None => *since = Some(here),
        }
    }

    /// Says what a browser may run and load on the page, for the host to tell, or where the page
    /// has a place for it.
    pub(super) fn policy(&mut self) {
        let settings = self.site.settings();
        let security = &settings.content_security;
        if security.emit == Emit::None {
            return;
        }
        let mut asked = RequestedSources::new(&settings.base_url.origin);
        for guard in &self.filled.guards {
            asked.read(&self.filled.html[guard.clone()]);
        }
        for css in
            self.filled.assets.iter().filter_map(|path| self.site.assets().css_that_leads_elsewhere(path))
        {
            asked.read_css(&String::from_utf8_lossy(&css));
        }
        if security.emit == Emit::Headers {
            self.filled.policy = asked.policy(&security.allow, true);
            return;
        }
        let mut written = String::new();
        escape_attribute(&asked.policy(&security.allow, false), &mut written);
        self.replace(&marks::policy(), &written);
    }

    /// Replaces a mark that stands on the page once, if it does; tells where.
    pub(super) fn replace(&mut self, mark: &str, by: &str) -> Option<Range<usize>> {
        let at = memmem::find(self.filled.html.as_bytes(), mark.as_bytes())?;
        self.filled.html.replace_range(at..at + mark.len(), by);
        let move_on = |offset: &mut usize| {
            if *offset > at {
                *offset = *offset + by.len() - mark.len();
            }
        };
        self.filled.sections.iter_mut().for_each(|(_, offset)| move_on(offset));
        self.filled.guards.iter_mut().for_each(|guard| {
            move_on(&mut guard.start);
            move_on(&mut guard.end);
        });
        Some(at..at + by.len())
    }
}
