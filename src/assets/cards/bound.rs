//! An upper bound of the work to render an SVG drawing, computed before rendering.
//!
//! A drawing may show a part of itself many times, and that part another: a few lines can stand for
//! more shapes than there is time for.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The longest drawing (in bytes). A card of the built-in template has about 3 kB.
const LONGEST: usize = 1 << 20;

/// The most elements within each other, those that are shown by reference among them: what draws
/// them calls itself for each.
const DEEPEST: usize = 128;

/// The most work: about a second's, where a plain shape is 1.
const MOST_WORK: u64 = 20_000;

/// What needs a layer of its own, as large as the card.
const LAYER: u64 = 20;

const FILTER: u64 = 100;

/// How many times a filter may go over a pixel, by the attribute that says so.
const REPEATS: [(&str, f64); 3] = [("numOctaves", 16.0), ("radius", 100.0), ("order", 16.0)];

/// An element: its own work, what it holds, and what it shows by reference.
#[derive(Default)]
struct Node {
    work: u64,
    children: Vec<usize>,
    shown: Vec<String>,
    /// Whether a style sheet may have it show something.
    has_class: bool,
}

/// Sees whether a drawing can be drawn in bounded time and memory.
///
/// # Errors
///
/// Why not.
pub fn bound(svg: &str) -> Result<(), String> {
    if svg.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} bytes"));
    }
    let mut drawing = Drawing::default();
    drawing.read(svg)?;
    match drawing.work(0, 0)? {
        work if work > MOST_WORK => {
            Err("what it shows by reference, and its filters, take too long to draw".to_owned())
        }
        _ => Ok(()),
    }
}

#[derive(Default)]
struct Drawing {
    nodes: Vec<Node>,
    by_id: HashMap<String, usize>,
    /// What style sheets refer to.
    styled: Vec<String>,
    /// The work of an element with all that it shows; `None` while it is counted.
    known: HashMap<usize, Option<u64>>,
}

impl Drawing {
    fn read(&mut self, svg: &str) -> Result<(), String> {
        let mut reader = Reader::from_str(svg);
        self.nodes.push(Node::default());
        let mut open = vec![0];
        loop {
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Eof => return Ok(()),
                Event::DocType(doctype) if doctype.contains("<!ENTITY") => {
                    return Err("it declares entities".to_owned());
                }
                Event::Text(text) => self.styled.extend(references(&text)),
                Event::CData(text) => self.styled.extend(references(&text)),
                Event::Start(tag) => {
                    let node = self.add(&tag, &open)?;
                    open.push(node);
                    if open.len() > DEEPEST {
                        return Err(format!("its elements lie more than {DEEPEST} deep"));
                    }
                }
                Event::Empty(tag) => {
                    self.add(&tag, &open)?;
                }
                Event::End(_) => {
                    open.pop();
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, tag: &BytesStart, open: &[usize]) -> Result<usize, String> {
        let is_filter = tag.local_name().as_ref().starts_with("fe");
        let mut node = Node { work: if is_filter { FILTER } else { 1 }, ..Node::default() };
        let number = self.nodes.len();
        let mut attributes = tag.attributes();
        for attribute in attributes.with_checks(false) {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let (name, value) = (attribute.key.local_name(), attribute.value.trim());
            let name = name.as_ref();
            let is_too_often = |(known, most): &(&str, f64)| {
                let numbers = value.split([' ', ',']).filter_map(|number| number.parse::<f64>().ok());
                name == *known && numbers.into_iter().any(|number| number > *most)
            };
            if is_filter && REPEATS.iter().any(is_too_often) {
                return Err(format!("a filter's `{name}` is too large"));
            }
            match name {
                "id" => {
                    self.by_id.entry(value.to_owned()).or_insert(number);
                }
                "href" => match value.strip_prefix('#') {
                    Some(id) => node.shown.push(id.to_owned()),
                    None => node.work += value.len() as u64 / 100,
                },
                "class" => node.has_class = true,
                "opacity" | "filter" | "mask" | "clip-path" | "style" => node.work += LAYER,
                _ => {}
            }
            node.shown.extend(references(value));
        }
        self.nodes.push(node);
        if let Some(parent) = open.last() {
            self.nodes[*parent].children.push(number);
        }
        Ok(number)
    }

    /// The work of an element with all that it holds and shows.
    fn work(&mut self, number: usize, depth: usize) -> Result<u64, String> {
        match self.known.get(&number) {
            Some(Some(work)) => return Ok(*work),
            // A self-reference is not drawn.
            Some(None) => return Ok(0),
            None => {}
        }
        if depth > DEEPEST {
            return Err(format!("its elements show each other more than {DEEPEST} deep"));
        }
        self.known.insert(number, None);
        let node = &self.nodes[number];
        let styled = if node.has_class { &self.styled[..] } else { &[] };
        let shown = node.shown.iter().chain(styled).filter_map(|id| self.by_id.get(id));
        let others: Vec<usize> = node.children.iter().chain(shown).copied().collect();
        let mut work = node.work;
        for other in others {
            work = work.saturating_add(self.work(other, depth + 1)?);
        }
        self.known.insert(number, Some(work));
        Ok(work)
    }
}

fn references(value: &str) -> impl Iterator<Item = String> {
    value.split("url(").skip(1).filter_map(|rest| {
        let (address, _) = rest.split_once(')')?;
        let id = address.trim().trim_matches(['"', '\'']).strip_prefix('#')?;
        Some(id.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::bound;

    /// Each of some elements shows the one before it ten times.
    fn laughs(depth: usize, show: impl Fn(usize) -> String) -> String {
        let parts: Vec<String> =
            (1..=depth).map(|one| format!("<g id=\"a{one}\">{}</g>", show(one - 1).repeat(10))).collect();
        format!("<svg><g id=\"a0\"><path/></g>{}</svg>", parts.concat())
    }

    #[test]
    fn what_stands_for_too_much_is_told() {
        let uses = |one: usize| format!("<use xlink:href=\"#a{one}\"/>");
        let fills = |one: usize| format!("<rect fill=\"url( '#a{one}' )\"/>");
        assert_eq!(bound(&laughs(3, uses)), Ok(()));
        for bomb in [
            laughs(9, uses),
            laughs(9, fills),
            laughs(100, uses),
            format!("<svg>{}{}</svg>", "<g>".repeat(200), "</g>".repeat(200)),
            format!("<svg>{}</svg>", "<feGaussianBlur/>".repeat(300)),
            "<svg><feTurbulence numOctaves=\"1000000\"/></svg>".to_owned(),
            "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg/>".to_owned(),
            format!("<svg>{}</svg>", " ".repeat(2 << 20)),
            (0..2000).map(|one| format!("<g id=\"a{one}\"><use href=\"#a{}\"/></g>", one + 1)).collect(),
        ] {
            assert!(bound(&bomb).is_err(), "{}", &bomb[..80.min(bomb.len())]);
        }
        assert_eq!(bound("<svg><g id=\"a\"><use href=\"#a\"/></g></svg>"), Ok(()), "a circle shows nothing");
    }

    #[test]
    fn style_sheets_show_things_too() {
        let sheet: String = (1..=9).map(|one| format!(".c{one}{{fill:url(#a{})}}", one - 1)).collect();
        let parts = laughs(9, |one| format!("<rect class=\"c{}\"/>", one + 1));
        assert!(bound(&parts.replace("<svg>", &format!("<svg><style>{sheet}</style>"))).is_err());
    }
}
