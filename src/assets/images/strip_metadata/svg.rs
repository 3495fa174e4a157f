//! SVG (version 2): what editors keep in it beside the drawing.

use std::borrow::Cow;
use std::collections::HashMap;

use data_encoding::BASE64;
use percent_encoding::percent_decode_str;
use quick_xml::Reader;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};

use super::notes::{NotStripped, Stripped, Within};

/// The namespaces of what is drawn; what lies in another is an editor's, or says something of the
/// file.
const KEPT: [&str; 5] = [
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/1998/Math/MathML",
    "http://www.w3.org/XML/1998/namespace",
];

const BAD_XML: NotStripped = NotStripped::Damaged("it is no well-formed XML");

/// The drawing, byte for byte, but for comments, `metadata`, and the elements and attributes of
/// editors. Images in it lose their notes `within` it.
pub fn strip_metadata(bytes: &[u8], within: Within) -> Stripped {
    let text = std::str::from_utf8(bytes).map_err(|_| NotStripped::Unknown("it is not UTF-8"))?;
    let (mark, text) = text.strip_prefix('\u{feff}').map_or(("", text), |text| ("\u{feff}", text));
    let mut reader = Reader::from_str(text);
    let mut stripped = mark.to_owned();
    let mut names = Names::default();
    // How many elements are open, and how many of them from the outermost on that is left out.
    let (mut depth, mut out_depth) = (0usize, 0usize);
    let mut has_root = false;
    let mut done = 0;
    loop {
        let event = reader.read_event().map_err(|_| BAD_XML)?;
        let end = reader.buffer_position() as usize;
        let written = &text[done..end];
        done = end;
        let kept: Cow<str> = match &event {
            Event::Eof => break,
            Event::Comment(_) => continue,
            Event::PI(instruction) if instruction.target() != "xml-stylesheet" => continue,
            Event::DocType(doctype) => {
                names.declare_entities(doctype);
                without_comments(written)
            }
            Event::Start(tag) | Event::Empty(tag) => {
                if !has_root && tag.local_name().as_ref() != "svg" {
                    return Err(NotStripped::Damaged("it has no `svg` element"));
                }
                let is_open = matches!(event, Event::Start(_));
                depth += usize::from(is_open);
                if out_depth > 0 {
                    out_depth += usize::from(is_open);
                    continue;
                }
                names.enter(tag)?;
                let kept = match names.keeps_element(tag) {
                    true => Some(names.tag(tag, written, !has_root, within)?),
                    false => None,
                };
                has_root = true;
                if !is_open {
                    names.leave();
                } else if kept.is_none() {
                    out_depth = 1;
                }
                let Some(kept) = kept else { continue };
                kept
            }
            Event::End(_) => {
                depth = depth.checked_sub(1).ok_or(BAD_XML)?;
                let was_out = out_depth > 0;
                out_depth = out_depth.saturating_sub(1);
                if out_depth == 0 {
                    names.leave();
                }
                if was_out {
                    continue;
                }
                written.into()
            }
            _ if out_depth > 0 => continue,
            _ => written.into(),
        };
        stripped.push_str(&kept);
    }
    if depth > 0 || !has_root {
        return Err(BAD_XML);
    }
    Ok(stripped.into_bytes())
}

#[derive(Default)]
struct Names {
    entities: HashMap<String, String>,
    /// By prefix (empty for names without one): whether its namespace is kept, for each open
    /// element that declares it.
    prefixes: HashMap<String, Vec<bool>>,
    /// The prefixes that each open element declares.
    open: Vec<Vec<String>>,
}

impl Names {
    /// Illustrator writes the addresses of namespaces as entities.
    fn declare_entities(&mut self, doctype: &str) {
        for declaration in doctype.split("<!ENTITY").skip(1) {
            let mut words = declaration.trim_start().splitn(2, char::is_whitespace);
            let (Some(name), Some(rest)) = (words.next(), words.next()) else { continue };
            let rest = rest.trim_start();
            let value = rest
                .chars()
                .next()
                .filter(|quote| matches!(quote, '"' | '\''))
                .and_then(|quote| rest[1..].split_once(quote).map(|(value, _)| value));
            if let Some(value) = value {
                self.entities.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    fn enter(&mut self, tag: &BytesStart) -> Result<(), NotStripped> {
        let mut declared = Vec::new();
        for attribute in attributes(tag) {
            let attribute = attribute?;
            if let Some(prefix) = declared_prefix(attribute.key.as_ref()) {
                let is_kept = self.is_kept(&attribute.value);
                self.prefixes.entry(prefix.to_owned()).or_default().push(is_kept);
                declared.push(prefix.to_owned());
            }
        }
        self.open.push(declared);
        Ok(())
    }

    fn leave(&mut self) {
        for prefix in self.open.pop().unwrap_or_default() {
            self.prefixes.get_mut(&prefix).and_then(Vec::pop);
        }
    }

    fn is_kept(&self, namespace: &str) -> bool {
        let entity = namespace.strip_prefix('&').and_then(|name| self.entities.get(name.strip_suffix(';')?));
        let namespace = entity.map_or(namespace, String::as_str).trim();
        namespace.is_empty() || KEPT.contains(&namespace)
    }

    fn keeps_prefix(&self, prefix: &str) -> bool {
        match self.prefixes.get(prefix).and_then(|declared| declared.last()) {
            Some(is_kept) => *is_kept,
            None => matches!(prefix, "" | "xml" | "xmlns" | "xlink" | "svg"),
        }
    }

    fn keeps_element(&self, tag: &BytesStart) -> bool {
        let name = tag.name();
        let (prefix, local) = split(name.as_ref());
        local != "metadata" && self.keeps_prefix(prefix)
    }

    /// A tag without what is not kept of it.
    fn tag<'t>(
        &self,
        tag: &BytesStart,
        written: &'t str,
        is_root: bool,
        within: Within,
    ) -> Result<Cow<'t, str>, NotStripped> {
        let mut is_whole = true;
        let name = tag.name();
        let mut rest = format!("<{}", name.as_ref());
        for attribute in attributes(tag) {
            let Attribute { key, value } = attribute?;
            let key = key.as_ref();
            let (prefix, local) = split(key);
            let is_kept = match declared_prefix(key) {
                Some("") => true,
                Some(_) => self.is_kept(&value),
                // Draw.io puts the whole document there, which has its author and times.
                None if is_root && key == "content" => false,
                None => prefix.is_empty() || self.keeps_prefix(prefix),
            };
            if !is_kept {
                is_whole = false;
                continue;
            }
            let cleaned = if local == "href" { without_notes(&value, within)? } else { None };
            is_whole &= cleaned.is_none();
            let value = cleaned.map_or(value, Cow::Owned);
            let quote = if value.contains('"') { '\'' } else { '"' };
            rest.push_str(&format!(" {key}={quote}{value}{quote}"));
        }
        rest.push_str(if written.ends_with("/>") { "/>" } else { ">" });
        Ok(if is_whole { written.into() } else { rest.into() })
    }
}

fn without_comments(declaration: &str) -> Cow<'_, str> {
    let mut left = String::new();
    let mut rest = declaration;
    while let Some((before, after)) = rest.split_once("<!--") {
        left.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    if left.is_empty() { rest.into() } else { (left + rest).into() }
}

/// An image that stands in an address (RFC 2397), where it has notes.
fn without_notes(address: &str, within: Within) -> Result<Option<String>, NotStripped> {
    let address = address.trim();
    let Some((head, data)) = address.split_once(',').filter(|(head, _)| is_image(head)) else {
        return Ok(None);
    };
    let data: String = data.replace("&#10;", "").replace("&#xA;", "").split_whitespace().collect();
    let is_base64 = head.to_ascii_lowercase().ends_with(";base64");
    let bytes = match is_base64 {
        true => BASE64.decode(data.as_bytes()).ok(),
        false => Some(percent_decode_str(&data).collect()),
    };
    let Some(bytes) = bytes else { return Ok(None) };
    let stripped = within(&bytes)?;
    let head = if is_base64 { head.to_owned() } else { format!("{head};base64") };
    Ok((stripped != bytes).then(|| format!("{head},{}", BASE64.encode(&stripped))))
}

fn is_image(head: &str) -> bool {
    head.get(..11).is_some_and(|head| head.eq_ignore_ascii_case("data:image/"))
}

/// The prefix that an attribute declares the namespace of; empty for that of names without one.
fn declared_prefix(key: &str) -> Option<&str> {
    if key == "xmlns" { Some("") } else { key.strip_prefix("xmlns:") }
}

fn split(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}

fn attributes<'t>(tag: &'t BytesStart) -> impl Iterator<Item = Result<Attribute<'t>, NotStripped>> {
    let mut attributes = tag.attributes();
    // The check for duplicates is quadratic.
    attributes.with_checks(false);
    attributes.map(|attribute| attribute.map_err(|_| BAD_XML))
}
