//! Quotations, and the languages that they are in.

use std::ops::Range;

use crate::locale::{Detector, Evidence, Locale, Quotes};

/// A quotation of a text: in Markdown, or an element.
#[derive(Debug)]
pub(super) struct Quotation {
    /// From its mark, or its start tag, to its end.
    pub range: Range<usize>,
    /// The language that the writer says.
    pub said: Option<Locale>,
    /// What speaks for a language in each of its paragraphs, but for those of the quotations within
    /// it.
    pub paragraphs: Vec<Evidence>,
}

/// The quotations of a text that are in another language than what stands around them.
#[derive(Debug, Default)]
pub(super) struct Quotations {
    /// The whole text, where it is one of them.
    whole: Option<ForeignQuotation>,
    /// Those, in the order of their starts.
    foreign: Vec<ForeignQuotation>,
    /// From which offset on which of them is the innermost, in order.
    innermost: Vec<(usize, Option<usize>)>,
}

#[derive(Debug)]
struct ForeignQuotation {
    start: usize,
    /// What its start tag is to say; nothing where the writer has said it.
    attributes: String,
    quotes: Quotes,
}

/// A quotation that is open: its end, its language, and its number among the foreign ones.
type Open = (usize, Locale, Option<usize>);

impl Quotations {
    /// Tells which of the quotations of a text, in the order of their starts, are surely in another
    /// language than what stands around them; `claimed` is the language of the text, and `whole`
    /// what speaks for another one in each of its paragraphs where all of it is a quotation.
    pub fn of(
        quotations: Vec<Quotation>,
        whole: Option<&[Evidence]>,
        detector: &Detector,
        claimed: &Locale,
    ) -> Self {
        let mut found = Self::default();
        let of_whole = whole.and_then(|paragraphs| foreign(detector, claimed, paragraphs));
        found.whole = of_whole.as_ref().map(|locale| ForeignQuotation::new(0, locale, claimed));
        let claimed = of_whole.as_ref().unwrap_or(claimed);
        let mut open: Vec<Open> = Vec::new();
        for Quotation { range, said, paragraphs } in quotations {
            found.close(&mut open, range.start);
            let around = open.last().map_or(claimed, |(_, locale, _)| locale).clone();
            let number = open.last().and_then(|(_, _, number)| *number);
            // An unclosed quotation ends with its parent.
            let end = open.last().map_or(range.end, |(end, ..)| range.end.min(*end));
            let is_said = said.is_some();
            match said.or_else(|| foreign(detector, &around, &paragraphs)) {
                Some(locale) => {
                    let number = found.foreign.len();
                    found.innermost.push((range.start, Some(number)));
                    let mut foreign = ForeignQuotation::new(range.start, &locale, &around);
                    if is_said {
                        foreign.attributes.clear();
                    }
                    found.foreign.push(foreign);
                    open.push((end, locale, Some(number)));
                }
                None => open.push((end, around, number)),
            }
        }
        found.close(&mut open, usize::MAX);
        found
    }

    /// Closes the quotations that end before an offset.
    fn close(&mut self, open: &mut Vec<Open>, before: usize) {
        while let Some((end, _, number)) = open.pop_if(|(end, ..)| *end <= before) {
            let around = open.last().and_then(|(_, _, number)| *number);
            if number != around {
                self.innermost.push((end, around));
            }
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.foreign.is_empty() && self.whole.is_none()
    }

    /// What an element around the text says of its language, where all of it is a quotation.
    pub fn around(&self) -> Option<&str> {
        self.whole.as_ref().map(|whole| whole.attributes.as_str())
    }

    /// What the start tag of the quotation says that starts at an offset: ` lang="de"`, and the
    /// direction where it is another.
    pub fn attributes(&self, start: usize) -> Option<&str> {
        let at = self.foreign.binary_search_by_key(&start, |foreign| foreign.start).ok()?;
        Some(&self.foreign[at].attributes)
    }

    /// The quotation marks of the language in which a text is at an offset, where it is another
    /// than that of the whole.
    pub fn quotes(&self, at: usize) -> Option<Quotes> {
        let before = self.innermost.partition_point(|(from, _)| *from <= at).checked_sub(1);
        let inner = before.and_then(|before| self.innermost[before].1).map(|number| &self.foreign[number]);
        inner.or(self.whole.as_ref()).map(|foreign| foreign.quotes)
    }
}

/// The language that paragraphs are surely in, where it is another than that around them, and none
/// of them is surely in a third.
fn foreign(detector: &Detector, around: &Locale, paragraphs: &[Evidence]) -> Option<Locale> {
    let mut all = Evidence::default();
    paragraphs.iter().for_each(|paragraph| all.add(paragraph));
    let found = detector.quoted(around, &all)?;
    let is_in_another = |paragraph: &Evidence| {
        let other = detector.quoted(&found, paragraph);
        other.is_some_and(|other| other.language() != found.language())
    };
    let are_mixed = paragraphs.len() > 1 && paragraphs.iter().any(is_in_another);
    (!are_mixed).then_some(found)
}

impl ForeignQuotation {
    fn new(start: usize, locale: &Locale, around: &Locale) -> Self {
        let mut attributes = format!(" lang=\"{locale}\"");
        let direction = locale.direction();
        if direction != around.direction() {
            attributes.push_str(&format!(" dir=\"{}\"", direction.name()));
        }
        Self { start, attributes, quotes: Quotes::new(locale) }
    }
}
