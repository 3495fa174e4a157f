//! The site as it was last built, for those who look at it.

use std::sync::Arc;

use serde::Serialize;

use super::http::{Answer, Request, Shelf, answer};
use crate::base::Severity;
use crate::render::{MediaType, Outputs};

/// The site as it was last built.
#[derive(Clone, Debug)]
pub struct State {
    outputs: Arc<Outputs>,
    base_path: String,
    faults: Vec<Fault>,
}

/// A diagnostic, as it is shown over the page.
#[derive(Clone, Debug, Serialize)]
pub struct Fault {
    /// How grave it is, by name.
    pub severity: &'static str,
    /// All that the terminal would show: the fault, its lines, the way out.
    pub text: String,
}

/// What a browser is told of its page.
#[derive(Serialize)]
struct Event<'a> {
    /// What changes when the page does.
    tag: String,
    diagnostics: &'a [Fault],
}

impl Fault {
    /// Makes a fault of a diagnostic's severity and its text.
    pub fn new(severity: Severity, text: String) -> Self {
        Self { severity: severity.name(), text }
    }
}

impl State {
    /// Makes a state of the last good outputs and of what is wrong now.
    pub fn new(outputs: Arc<Outputs>, base_path: String, faults: Vec<Fault>) -> Self {
        Self { outputs, base_path, faults }
    }

    /// The files of the last build without an error.
    pub fn outputs(&self) -> &Outputs {
        &self.outputs
    }

    /// The path of the site's base URL: empty, or such as `/blog`.
    pub fn base_path(&self) -> &str {
        &self.base_path
    }

    /// What a browser that shows the page at a path is told, as JSON on one line.
    pub fn event(&self, page: &str) -> String {
        let shelf = Shelf { outputs: &self.outputs, base_path: &self.base_path };
        let shown = answer(&Request { target: page, ..Request::default() }, shelf);
        let tag = shown.headers.into_iter().find(|(name, _)| *name == "ETag");
        let tag = tag.map_or_else(String::new, |(_, tag)| tag.trim_matches('"').to_owned());
        serde_json::to_string(&Event { tag, diagnostics: &self.faults }).unwrap_or_default()
    }

    /// Answers for one of the server's own things.
    pub fn own(&self, name: &str) -> Answer {
        match name.split('?').next().unwrap_or_default() {
            "client.js" => Answer::text(200, MediaType::JAVASCRIPT, include_str!("client/client.js")),
            "overlay.css" => Answer::text(200, MediaType::CSS, include_str!("client/overlay.css")),
            _ => Answer::text(404, MediaType::TEXT, "Not found\n"),
        }
    }
}
