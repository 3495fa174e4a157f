//! Writing XML.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::fill::Splice;
use crate::markup::escape_text;

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
        let mut escaped = String::with_capacity(text.len());
        escape_text(text, &mut escaped);
        self.escaped(name, attributes, &escaped);
    }

    /// Writes an element that holds text which is escaped already, and tells where in the document the text begins.
    pub fn escaped(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> usize {
        self.event(Event::Start(start(name, attributes)));
        let begin = self.0.get_ref().len();
        self.event(Event::Text(BytesText::from_escaped(text)));
        self.event(Event::End(BytesEnd::new(name)));
        begin
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

/// HTML with bodies in it as the text of an element; where they stand is told anew.
pub(super) fn escape_spliced(html: &str, splices: &mut [Splice]) -> String {
    let (mut escaped, mut from) = (String::with_capacity(html.len() * 11 / 8), 0);
    let mut escape_to = |offset: &mut usize| {
        escape_text(&html[from..*offset], &mut escaped);
        from = *offset;
        *offset = escaped.len();
    };
    splices.iter_mut().for_each(|splice| splice.move_by(&mut escape_to));
    escape_to(&mut html.len());
    escaped
}

fn start<'a>(name: &'a str, attributes: &[(&'a str, &'a str)]) -> BytesStart<'a> {
    BytesStart::new(name).with_attributes(attributes.iter().copied())
}
