//! Writing XML.

use quick_xml::Writer;
use quick_xml::escape::partial_escape;
use quick_xml::events::{BytesCData, BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::fill::Splice;

const CDATA_OPEN: &str = "<![CDATA[";

/// What ends a CDATA section.
pub const CDATA_CLOSE: &str = "]]>";

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

    /// Writes an element that holds HTML as it is, made [`for_cdata`], and tells where in the
    /// document that begins.
    pub fn html(&mut self, name: &str, attributes: &[(&str, &str)], html: &str) -> usize {
        let mut begin = 0;
        self.element(name, attributes, |xml| {
            begin = xml.0.get_ref().len() + CDATA_OPEN.len();
            xml.event(Event::CData(BytesCData::new(html)));
        });
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

/// HTML with bodies in it as the text of a CDATA section. None may hold what ends it (XML 1.0,
/// section 2.7), so it ends in the midst of that, and another one begins; where the bodies stand is
/// told anew.
pub(super) fn for_cdata(html: String, splices: &mut [Splice]) -> String {
    let (first, last) = CDATA_CLOSE.split_at(CDATA_CLOSE.len() - 1);
    let closes = html.match_indices(']').filter(|(at, _)| html[*at..].starts_with(CDATA_CLOSE));
    let cuts: Vec<usize> = closes.map(|(at, _)| at + first.len()).collect();
    if cuts.is_empty() {
        return html;
    }
    let between = format!("{CDATA_CLOSE}{CDATA_OPEN}");
    let text = html.replace(CDATA_CLOSE, &format!("{first}{between}{last}"));
    let move_on =
        |offset: &mut usize| *offset += between.len() * cuts.iter().filter(|cut| **cut < *offset).count();
    splices.iter_mut().for_each(|splice| splice.extent.move_by(move_on));
    text
}

fn start<'a>(name: &'a str, attributes: &[(&'a str, &'a str)]) -> BytesStart<'a> {
    BytesStart::new(name).with_attributes(attributes.iter().copied())
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use quick_xml::events::Event;
    use quick_xml::reader::Reader;

    use super::*;
    use crate::base::FilePath;
    use crate::render::{Extent, Part};

    fn splice(range: Range<usize>) -> Splice {
        let file = FilePath::new("content/a.md");
        let extent = Extent { holes: vec![range.clone()], range, listings: Vec::new() };
        Splice { file, part: Part::Sections, number: 0, extent }
    }

    #[test]
    fn html_in_cdata_is_read_as_it_was_and_its_bodies_are_found_again() {
        for html in ["", "<p>a & b</p>", "]]>", "a]]>b]]>", "]]]]>>]]", "]]]>x", "æ]]>ø]>å]]"] {
            let ends: Vec<usize> = (0..=html.len()).filter(|at| html.is_char_boundary(*at)).collect();
            for (at, start) in ends.iter().enumerate() {
                for end in &ends[at..] {
                    let mut splices = [splice(*start..*end)];
                    let text = for_cdata(html.to_owned(), &mut splices);
                    let mut xml = Xml::new();
                    let begin = xml.html("a", &[], &text);
                    let xml = xml.finish();
                    assert_eq!(read(&xml), html, "{xml}");
                    let [Splice { extent, .. }] = &splices;
                    let inside = &xml[begin..][extent.range.clone()];
                    assert_eq!(inside.replace("]]><![CDATA[", ""), html[*start..*end], "{xml}");
                    assert_eq!(extent.holes, std::slice::from_ref(&extent.range));
                }
            }
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
