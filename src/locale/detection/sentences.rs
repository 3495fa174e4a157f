//! Where sentences end.

use std::ops::Range;

use icu::segmenter::SentenceSegmenter;

/// The sentences of a text on one line, each with the blanks after it (UAX #29, section 5).
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    SentenceSegmenter::new(Default::default()).segment_str(text).filter(|end| *end > 0).map(move |end| {
        let sentence = start..end;
        start = end;
        sentence
    })
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn a_sentence_ends_at_its_mark() {
        let text = "«Nei.» Det sa hun kl. tre, altså. Ikke sant?";
        let found: Vec<&str> = sentences(text).map(|range| &text[range]).collect();
        assert_eq!(found, ["«Nei.» ", "Det sa hun kl. tre, altså. ", "Ikke sant?"]);
        assert_eq!(sentences("").count(), 0);
    }
}
