//! The site as it was last built, for those who look at it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::dev_ui::DevUi;
use super::fault::Fault;
use super::http::{IN_PAIR, OWN, Request, Response, StaticSite, respond};
use crate::output::{MediaType, OutputPath, Outputs};
use crate::pipeline::Unpublished;
use crate::plan::Address;

/// The site as it was last built.
#[derive(Clone, Debug)]
pub struct SiteState {
    outputs: Arc<Outputs>,
    base_path: String,
    faults: Vec<Fault>,
    unpublished: Arc<BTreeMap<Address, Unpublished>>,
    dev_ui: Option<Arc<DevUi>>,
}

#[derive(Serialize)]
struct Event<'a> {
    /// What changes when the page does.
    tag: String,
    diagnostics: &'a [Fault],
    /// What keeps the public from the page, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    mark: Option<String>,
}

impl SiteState {
    /// Makes a state of the last good outputs and of what is wrong now.
    pub fn new(outputs: Arc<Outputs>, base_path: String, faults: Vec<Fault>) -> Self {
        Self { outputs, base_path, faults, unpublished: Arc::default(), dev_ui: None }
    }

    /// Adds what lies behind the pages, and which of them the public does not see.
    pub fn with_dev_ui(self, dev_ui: Arc<DevUi>, unpublished: Arc<BTreeMap<Address, Unpublished>>) -> Self {
        Self { dev_ui: Some(dev_ui), unpublished, ..self }
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
        let within = page.strip_prefix(self.base_path.as_str()).unwrap_or(page);
        let own = self.dev_ui.as_ref().filter(|_| within.starts_with(OWN));
        let tag = own.map_or_else(|| self.tag(page), |dev_ui| dev_ui.tag());
        let mark = self.mark(within);
        serde_json::to_string(&Event { tag, diagnostics: &self.faults, mark }).unwrap_or_default()
    }

    /// Answers a request for a page or a file of the site.
    pub fn respond(&self, request: &Request<'_>) -> Response {
        let sections = self.sections(request);
        let request = Request { sections: sections.as_deref(), ..request.clone() };
        respond(&request, StaticSite { outputs: &self.outputs, base_path: &self.base_path })
    }

    /// Answers for one of the server's own things.
    pub fn own(&self, name: &str) -> Response {
        let page = |dev_ui: &Arc<DevUi>| dev_ui.page(name, &self.base_path, &self.faults);
        match name.split('?').next().unwrap_or_default() {
            "client.js" => Response::text(200, MediaType::JAVASCRIPT, include_str!("client/client.js")),
            "overlay.css" => Response::text(200, MediaType::CSS, include_str!("client/overlay.css")),
            "panel.css" => Response::text(200, MediaType::CSS, include_str!("client/panel.css")),
            "pair.js" => Response::text(200, MediaType::JAVASCRIPT, include_str!("client/pair.js")),
            _ => self
                .dev_ui
                .as_ref()
                .and_then(page)
                .unwrap_or_else(|| Response::text(404, MediaType::TEXT, "Not found\n")),
        }
    }

    /// What changes when the page at a path does.
    fn tag(&self, page: &str) -> String {
        let shown = self.respond(&Request { target: page, ..Request::default() });
        let tag = shown.headers.into_iter().find(|(name, _)| *name == "ETag");
        tag.map_or_else(String::new, |(_, tag)| tag.trim_matches('"').to_owned())
    }

    /// What keeps the public from the page at a path within the site, in words.
    fn mark(&self, path: &str) -> Option<String> {
        Some(match self.unpublished.get(&Address::parse(path).ok()?)? {
            Unpublished::Draft => "Draft".to_owned(),
            Unpublished::Until(day) => format!("Will be published {day}"),
        })
    }

    /// Where the sections of a page begin that is asked for to be shown beside its translation.
    fn sections(&self, request: &Request<'_>) -> Option<Vec<(usize, usize)>> {
        let (path, query) = request.target.split_once('?')?;
        let asked = query.split('&').any(|part| part == IN_PAIR);
        let path = path.strip_prefix(self.base_path.as_str()).filter(|_| asked && request.is_navigation)?;
        let output = Address::parse(path)
            .ok()
            .and_then(|address| self.outputs.get(&OutputPath::new(&address.output_path()).ok()?));
        // Show the page even if its sections are unknown.
        Some(
            self.dev_ui
                .as_ref()
                .zip(output)
                .and_then(|(it, output)| it.sections(path, output))
                .unwrap_or_default(),
        )
    }
}
