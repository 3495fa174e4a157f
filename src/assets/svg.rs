//! The size that a vector image says of itself.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The size of an SVG image by its root element, in CSS pixels (SVG 2, chapter 8): `width` and
/// `height`, the missing ones from the proportions of the `viewBox`. `None` where it says no size;
/// fails where it is not an SVG image.
pub(super) fn dimensions(svg: impl BufRead) -> Result<Option<(u32, u32)>, String> {
    let mut reader = Reader::from_reader(svg);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(root) | Event::Empty(root)) if root.local_name().as_ref() == "svg" => {
                return Ok(size_of(&root));
            }
            Ok(Event::Start(_) | Event::Empty(_) | Event::Eof) => {
                return Err("it has no `svg` element".to_owned());
            }
            Ok(_) => buffer.clear(),
            Err(error) => return Err(error.to_string()),
        }
    }
}

fn size_of(root: &BytesStart) -> Option<(u32, u32)> {
    let value = |name: &str| {
        let attribute = root.try_get_attribute(name).ok()??;
        Some(attribute.value.into_owned())
    };
    let view_box = value("viewBox").and_then(|text| proportions(&text));
    let width = value("width").and_then(|text| pixels(&text));
    let height = value("height").and_then(|text| pixels(&text));
    let (width, height) = match (width, height, view_box) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((w, h))) => (width, width * h / w),
        (None, Some(height), Some((w, h))) => (height * w / h, height),
        (None, None, Some(size)) => size,
        _ => return None,
    };
    let (width, height) = (width.round(), height.round());
    let fits = |length: f64| (1.0..=f64::from(u32::MAX)).contains(&length);
    (fits(width) && fits(height)).then_some((width as u32, height as u32))
}

/// A length in CSS pixels (CSS Values 4, section 6.2); `None` for what is relative to the
/// surroundings.
fn pixels(length: &str) -> Option<f64> {
    let length = length.trim();
    let unit_at = length.find(|c: char| c.is_ascii_alphabetic() || c == '%').unwrap_or(length.len());
    let (number, unit) = length.split_at(unit_at);
    let per_unit = match unit.to_ascii_lowercase().as_str() {
        "" | "px" => 1.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        _ => return None,
    };
    number.trim().parse::<f64>().ok().map(|number| number * per_unit).filter(|pixels| *pixels > 0.0)
}

/// Width and height of a `viewBox`.
fn proportions(view_box: &str) -> Option<(f64, f64)> {
    let numbers = view_box.split([' ', ',', '\t', '\n', '\r']).filter(|part| !part.is_empty());
    let numbers: Vec<f64> = numbers.map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match numbers[..] {
        [_, _, width, height] if width > 0.0 && height > 0.0 => Some((width, height)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_element_says_the_size() {
        for (attributes, expected) in [
            (r#"width="40" height="30""#, Some((40, 30))),
            (r#"width="40px" height=" 30.4px ""#, Some((40, 30))),
            (r#"width="1in" height="72pt" viewBox="0 0 1 1""#, Some((96, 96))),
            (r#"viewBox="0 0 24 12""#, Some((24, 12))),
            (r#"viewBox="-1,-1,24,12""#, Some((24, 12))),
            (r#"width="48" viewBox="0 0 24 12""#, Some((48, 24))),
            (r#"height="48" viewBox="0 0 24 12""#, Some((96, 48))),
            (r#"width="100%" height="100%" viewBox="0 0 24 12""#, Some((24, 12))),
            (r#"width="100%" height="2em""#, None),
            (r#"width="40""#, None),
            (r#"viewBox="0 0 0 12""#, None),
            (r#"viewBox="0 0 x""#, None),
            ("", None),
        ] {
            let svg = format!(
                "<?xml version=\"1.0\"?>\n<!-- x -->\n<svg xmlns=\"http://www.w3.org/2000/svg\" {attributes}/>"
            );
            let size = dimensions(svg.as_bytes()).unwrap();
            assert_eq!(size, expected, "{attributes}");
        }
    }

    #[test]
    fn other_documents_are_no_images() {
        for text in ["", "hello", "<html><svg/></html>", "<svg"] {
            assert!(dimensions(text.as_bytes()).is_err(), "{text}");
        }
    }
}
