//! Writing XML.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::escape::partial_escape;
use quick_xml::events::{BytesCData, BytesDecl, BytesEnd, BytesStart, BytesText, Event};

const CDATA_OPEN: &str = "<![CDATA[";

/// What ends a CDATA section.
const CDATA_CLOSE: &str = "]]>";

/// An XML document in the making; text and attributes are escaped as they are written.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// Begins a document with its declaration.
    pub fn new() -> Self {
        Self::with_capacity(0)
    }

    /// Begins a document that will have about some number of bytes.
    pub fn with_capacity(size: usize) -> Self {
        let mut xml = Self(Writer::new_with_indent(Vec::with_capacity(size), b' ', 2));
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
        xml
    }

    /// Writes an element with what a function writes in it.
    pub fn element(&mut self, name: &str, attributes: &[(&str, &str)], content: impl FnOnce(&mut Self)) {
        self.event(Event::Start(start(name, attributes)));
        content(self);
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// Writes an element that holds text.
    pub fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.element(name, attributes, |xml| {
            xml.event(Event::Text(BytesText::from_escaped(partial_escape(text))));
        });
    }

    /// Writes an element that holds HTML as it is, in CDATA sections.
    pub fn html(&mut self, name: &str, attributes: &[(&str, &str)], html: &str) {
        self.element(name, attributes, |xml| xml.event(Event::CData(BytesCData::new(for_cdata(html)))));
    }

    /// Writes an element without content.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.event(Event::Empty(start(name, attributes)));
    }

    /// The document.
    pub fn finish(self) -> String {
        let mut text = String::from_utf8(self.0.into_inner()).expect("only text was written");
        text.push('\n');
        text
    }

    fn event(&mut self, event: Event<'_>) {
        self.0.write_event(event).expect("writing to memory cannot fail");
    }
}

/// HTML as the text of a CDATA section. None may hold what ends it (XML 1.0, section 2.7), so it
/// ends in the midst of that, and another one begins.
fn for_cdata(html: &str) -> Cow<'_, str> {
    if !html.contains(CDATA_CLOSE) {
        return html.into();
    }
    let (first, last) = CDATA_CLOSE.split_at(CDATA_CLOSE.len() - 1);
    html.replace(CDATA_CLOSE, &format!("{first}{CDATA_CLOSE}{CDATA_OPEN}{last}")).into()
}

fn start<'a>(name: &'a str, attributes: &[(&'a str, &'a str)]) -> BytesStart<'a> {
    BytesStart::new(name).with_attributes(attributes.iter().copied())
}

#[cfg(test)]
mod tests {
    use quick_xml::events::Event;
    use quick_xml::reader::Reader;

    use super::*;

    #[test]
    fn html_in_cdata_is_read_as_it_was() {
        for html in ["", "<p>a & b</p>", "]]>", "a]]>b]]>", "]]]]>>]]", "]]]>x", "æ]]>ø]>å]]"] {
            let mut xml = Xml::new();
            xml.html("a", &[], html);
            let xml = xml.finish();
            assert_eq!(read(&xml), html, "{xml}");
        }
    }

    fn read(xml: &str) -> String {
        let mut reader = Reader::from_str(xml);
        let mut text = String::new();
        loop {
            match reader.read_event().unwrap() {
                Event::CData(cdata) => text.push_str(&cdata),
                Event::Text(blank) => assert!(blank.trim_ascii().is_empty()),
                Event::Eof => return text,
                _ => {}
            }
        }
    }
}
