//! A title in lines.

use unicode_linebreak::linebreaks;

use super::fonts::Fonts;
use crate::template::view::{CardLine, CardView};

/// How wide a line may be, in pixels.
const WIDTH: f32 = 1040.0;

/// Where the lines may stand: between the site's name and what stands at the foot.
const TOP: f32 = 160.0;
const BOTTOM: f32 = 500.0;

/// The sizes of letters that are tried, in pixels.
const SIZES: [f32; 6] = [96.0, 84.0, 72.0, 62.0, 54.0, 46.0];

/// The distance of two lines, in sizes of their letters.
const LEADING: f32 = 1.18;

/// Sets a title: as large as it fits, in as few lines as that takes, and these as even as they can
/// be. One that does not fit in the smallest letters ends in `…`.
pub fn set(view: &mut CardView, title: &str, fonts: &Fonts) {
    let text = Text::new(title, fonts);
    let smallest = SIZES[SIZES.len() - 1];
    let most = |size: f32| ((BOTTOM - TOP) / (size * LEADING)) as usize;
    let fitting = SIZES.into_iter().find_map(|size| {
        let lines = text.broken(WIDTH / size)?;
        // Large text gets at most four lines.
        let limit = if size > smallest { most(size).min(4) } else { most(size) };
        (lines.len() <= limit).then_some((size, lines))
    });
    let (size, lines) = match fitting {
        Some((size, lines)) => (size, text.even(WIDTH / size, lines)),
        None => (smallest, shortened(&text, WIDTH / smallest, most(smallest), fonts)),
    };
    let height = lines.len() as f32 * size * LEADING;
    let first = TOP + (BOTTOM - TOP - height) / 2.0 + size;
    let line = |(number, text): (usize, String)| CardLine {
        text,
        y: (first + number as f32 * size * LEADING).round() as u32,
    };
    view.font_size = size.round() as u32;
    view.lines = lines.into_iter().enumerate().map(line).collect();
}

/// A text that has been measured, in letters of one pixel.
struct Text<'a> {
    text: &'a str,
    /// How wide what stands before each byte is.
    before: Vec<f32>,
    /// Where a line may end (Unicode Standard Annex 14).
    breaks: Vec<usize>,
}

impl<'a> Text<'a> {
    fn new(text: &'a str, fonts: &Fonts) -> Self {
        let mut before = Vec::with_capacity(text.len() + 1);
        let mut width = 0.0;
        for c in text.chars() {
            before.extend(std::iter::repeat_n(width, c.len_utf8()));
            width += fonts.advance(c).unwrap_or_default();
        }
        before.push(width);
        Self { text, before, breaks: linebreaks(text).map(|(at, _)| at).collect() }
    }

    /// The lines where each takes as much as it can; `None` where a part that cannot be broken is
    /// wider than a line.
    fn broken(&self, width: f32) -> Option<Vec<String>> {
        let fits = |from: usize, to: usize| {
            let end = from + self.text[from..to].trim_end().len();
            self.before[end] - self.before[from] <= width
        };
        let (mut lines, mut from, mut to) = (Vec::new(), 0, 0);
        for at in &self.breaks {
            if !fits(from, *at) {
                lines.push(self.text[from..to].trim_end().to_owned());
                from = to;
                if !fits(from, *at) {
                    return None;
                }
            }
            to = *at;
        }
        lines.push(self.text[from..to].trim_end().to_owned());
        lines.retain(|line| !line.is_empty());
        Some(lines)
    }

    /// As many lines, as even as they can be: the narrowest measure in which the text takes no
    /// more.
    fn even(&self, widest: f32, lines: Vec<String>) -> Vec<String> {
        let (count, mut best) = (lines.len(), lines);
        let (mut narrow, mut wide) = (0.0, widest);
        for _ in 0..12 {
            let width = (narrow + wide) / 2.0;
            match self.broken(width) {
                Some(found) if found.len() <= count => (best, wide) = (found, width),
                _ => narrow = width,
            }
        }
        best
    }
}

/// The first lines of what is too long, cut between words; what cannot be broken is cut within.
fn shortened(text: &Text, width: f32, most: usize, fonts: &Fonts) -> Vec<String> {
    let lines = |end: usize| {
        let told = format!(
            "{}…",
            text.text[..end].trim_end_matches(|c: char| c.is_whitespace() || ",.;:–—-".contains(c))
        );
        Text::new(&told, fonts).broken(width).filter(|lines| lines.len() <= most)
    };
    let last_fitting = |ends: &[usize]| {
        let fitting = ends.partition_point(|end| lines(*end).is_some());
        fitting.checked_sub(1).and_then(|last| lines(ends[last]))
    };
    let letters = || text.text.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
    last_fitting(&text.breaks).or_else(|| last_fitting(&letters())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::assets::{Assets, Images};

    fn fonts() -> Fonts {
        Fonts::new(&Assets::new(&BTreeMap::new(), &BTreeMap::new(), "", Images::default(), &mut Vec::new()))
    }

    fn lines(title: &str) -> (u32, Vec<String>) {
        let mut view = CardView::default();
        set(&mut view, title, &fonts());
        (view.font_size, view.lines.into_iter().map(|line| line.text).collect())
    }

    #[test]
    fn titles_are_as_large_as_they_fit_and_even() {
        assert_eq!(lines("Brød"), (96, vec!["Brød".to_owned()]));
        let (size, two) = lines("Alfabetet slutter ikke på z");
        assert_eq!((size, two.len()), (96, 2));
        assert_eq!(two, ["Alfabetet", "slutter ikke på z"]);
        let (size, long) = lines(&"A title that goes on and on until nobody reads it ".repeat(3));
        assert!(size < 84 && long.len() <= 6, "{size} {long:?}");
        let (size, cut) = lines(&"All this does not fit. ".repeat(40));
        assert_eq!(size, 46);
        assert!(
            ["All…", "this…", "does…", "not…", "fit…"].iter().any(|end| cut.last().unwrap().ends_with(end)),
            "{cut:?}"
        );
        // What fits in the smallest letters is whole.
        let whole = "Zero-downtime deployments in Kubernetes: what we learned from a year of moving databases, queues and people while \
                     everybody was watching us do it";
        let (size, five) = lines(whole);
        assert_eq!((size, five.join(" ").as_str()), (46, whole));
        let (_, cut) = lines(&"x".repeat(300));
        assert!(cut.len() > 1 || cut.concat().ends_with('…'), "{cut:?}");
    }

    #[test]
    fn letters_that_no_font_has_are_known() {
        let fonts = fonts();
        for text in ["æøå ÆØÅ", "Ελληνικά", "Русский", "עברית", "العربية", "“Quotes” – and…", "😀 ☕ 🚀 👩‍💻"]
        {
            assert_eq!(fonts.missing(text), None, "{text}");
        }
        assert_eq!(fonts.missing("abc 漢字"), Some('漢'));
    }

    proptest! {
        #[test]
        fn every_title_stays_within_its_place(title in "[a-zA-ZæøåÆØÅ ./😀-]{0,200}|[א-ת ]{0,80}|\\PC{0,40}") {
            let fonts = fonts();
            let mut view = CardView::default();
            set(&mut view, &title, &fonts);
            for line in &view.lines {
                let wide = Text::new(&line.text, &fonts).before.last().copied().unwrap_or_default();
                prop_assert!(wide * view.font_size as f32 <= WIDTH + 1.0, "{line:?}");
                prop_assert!(line.y as f32 > TOP && line.y as f32 <= BOTTOM + 1.0, "{line:?}");
            }
        }
    }
}
