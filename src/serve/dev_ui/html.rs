//! The HTML of the server's own pages.

use crate::html::{escape_attribute, escape_text};
use crate::plan::Address;
use crate::serve::http::OWN;

/// What is around every one of the server's own pages.
pub(super) struct Frame<'a> {
    /// The path of the site's base URL.
    pub base_path: &'a str,
    /// The version of the page.
    pub tag: &'a str,
}

impl Frame<'_> {
    /// A page: `class` is what its style sheet and its scripts know it by, `body` is HTML. Its own
    /// scripts run before the one that brings changes, so that they hear of each.
    pub fn page(&self, title: &str, class: &str, scripts: &[&str], body: &str) -> String {
        let own = self.own("");
        let scripts: String = scripts
            .iter()
            .map(|name| format!("<script type=\"module\" src=\"{}\"></script>\n", self.own(name)))
            .collect();
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\" data-diglot=\"{class}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n\
             <link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"{own}panel.css\">\n\
             {scripts}<script type=\"module\" src=\"{own}client.js?tag={}\"></script>\n</head>\n<body>\n{body}</body>\n</html>\n",
            text(title),
            attribute(self.tag),
        )
    }

    /// A bar at the top: the way to the panel, and what stands beside it as HTML.
    pub fn bar(&self, rest: &str) -> String {
        let home = self.own("");
        format!("<header class=\"bar\"><a class=\"home\" href=\"{home}\">Diglot</a>{rest}</header>\n")
    }

    /// The URL of one of the server's own things, ready for an attribute.
    pub fn own(&self, name: &str) -> String {
        attribute(&format!("{}{OWN}{name}", self.base_path))
    }

    /// The URL of what is told of an address or a file, ready for an attribute.
    pub fn entry(&self, name: &str) -> String {
        self.below("page", name)
    }

    /// The URL of a page in both languages, ready for an attribute.
    pub fn pair(&self, address: &str) -> String {
        self.below("pair", address)
    }

    /// The URL of a page of the site, ready for an attribute.
    pub fn site(&self, address: &str) -> String {
        attribute(&format!("{}{}", self.base_path, encoded(address)))
    }

    fn below(&self, folder: &str, name: &str) -> String {
        let name = encoded(&format!("/{}", name.trim_start_matches('/')));
        self.own(&format!("{folder}{name}"))
    }
}

pub(super) fn text(text: &str) -> String {
    let mut escaped = String::new();
    escape_text(text, &mut escaped);
    escaped
}

pub(super) fn attribute(text: &str) -> String {
    let mut escaped = String::new();
    escape_attribute(text, &mut escaped);
    escaped
}

fn encoded(path: &str) -> String {
    Address::of_file(path.trim_matches('/')).map_or_else(
        |_| "/".to_owned(),
        |address| {
            format!("{}{}", address.encoded(), if path.len() > 1 && path.ends_with('/') { "/" } else { "" })
        },
    )
}
