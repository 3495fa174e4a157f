//! Quotation marks by language.

use super::super::Locale;

/// A pair of quotation marks. A mark holds the no-break space that belongs to it (French).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Marks {
    /// The mark before the quotation.
    pub open: &'static str,
    /// The mark after it.
    pub close: &'static str,
}

/// What a locale's typography needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Quotes {
    /// The marks of a quotation.
    pub primary: Marks,
    /// The marks of a quotation within a quotation.
    pub alternate: Marks,
    /// The marks that a written space before them does not part from their word, each with the
    /// space that stands there instead; `%` and `‰` belong to a number.
    pub no_break: &'static [(char, char)],
    /// Words that start with an apostrophe, without it: `tis`.
    pub elided: &'static [&'static str],
}

impl Quotes {
    /// The marks of a locale, of the nearest locale it inherits from, or of CLDR's root (“…” ‘…’).
    pub fn new(locale: &Locale) -> Self {
        let ancestry = locale.ancestry();
        let find =
            |tags: &str| ancestry.iter().position(|locale| tags.split(' ').any(|tag| tag == locale.tag()));
        let nearest =
            MARKS.iter().filter_map(|row| Some((find(row.0)?, row))).min_by_key(|(distance, _)| *distance);
        let (primary, alternate) = nearest.map_or((ROOT.0, ROOT.1), |(_, row)| (row.1, row.2));
        Self {
            primary,
            alternate,
            no_break: NO_BREAK
                .iter()
                .filter_map(|row| Some((find(row.0)?, row.1)))
                .min_by_key(|(distance, _)| *distance)
                .map_or(&[], |(_, marks)| marks),
            elided: ELIDED.iter().find(|row| find(row.0).is_some()).map_or(&[], |row| row.1),
        }
    }
}

const fn marks(open: &'static str, close: &'static str) -> Marks {
    Marks { open, close }
}

const ROOT: (Marks, Marks) = (marks("“", "”"), marks("‘", "’"));

/// CLDR 48.2's `delimiters` (cldr-misc-full), for each locale that differs from the one it inherits
/// from. The spaces within French marks are the Imprimerie nationale's; CLDR leaves them out.
const MARKS: &[(&str, Marks, Marks)] = &[
    ("no dua rw", marks("«", "»"), marks("‘", "’")),
    ("sv fi he rn se sn", marks("”", "”"), marks("’", "’")),
    ("de cs et hr hsb dsb is ksh lb mk nds sk sl bs-Cyrl", marks("„", "“"), marks("‚", "‘")),
    ("fr", marks("«\u{a0}", "\u{a0}»"), marks("«\u{a0}", "\u{a0}»")),
    ("fr-CA", marks("«\u{a0}", "\u{a0}»"), marks("”", "“")),
    ("fr-CH", marks("«", "»"), marks("‹", "›")),
    ("hy oc ht", marks("«", "»"), marks("«", "»")),
    ("it ast br ca cv el es-US eu kab kk mg pms pt-PT sc sg ti", marks("«", "»"), marks("“", "”")),
    ("fa am az-Arab az-Cyrl gsw mzn rm wae", marks("«", "»"), marks("‹", "›")),
    ("ru uk be ky os sah", marks("«", "»"), marks("„", "“")),
    ("pl ro", marks("„", "”"), marks("«", "»")),
    ("bg lt prg", marks("„", "“"), marks("„", "“")),
    ("sr sr-Latn", marks("„", "”"), marks("’", "’")),
    ("bs", marks("„", "”"), marks("‘", "’")),
    ("hu szl", marks("„", "”"), marks("»", "«")),
    ("ka", marks("„", "“"), marks("«", "»")),
    ("nl", marks("‘", "’"), marks("‘", "’")),
    ("fur ia tn", marks("‘", "’"), marks("“", "”")),
    ("ar ur", marks("”", "“"), marks("’", "‘")),
    ("ja yue zh-Hant", marks("「", "」"), marks("『", "』")),
    ("eo", marks("“", "”"), marks("«", "»")),
    ("uz", marks("“", "”"), marks("’", "‘")),
    ("kk-Arab ug", marks("»", "«"), marks("›", "‹")),
];

/// What stands after a no-break space, by locale; the nearest that a locale inherits from counts.
///
/// `%`: CLDR 48.2's percent patterns (cldr-numbers-full). The other marks are French: the
/// Imprimerie nationale wants a narrow space before `;`, `!` and `?` and a full one before `:`.
const NO_BREAK: &[(&str, &[(char, char)])] = &[
    (
        "no sv da de fi es ca cs sk sl hr lb lt mk ro ru be gl se smn hsb dsb nds ksh gsw rn tk br fo kl dua dz qu zgh bas bua ce \
         cv tt en-AT en-DE en-DK en-FI en-NO en-SE",
        &[('%', NO_BREAK_SPACE), ('‰', NO_BREAK_SPACE)],
    ),
    ("oc", &[('%', NARROW_SPACE), ('‰', NARROW_SPACE)]),
    (
        "fr",
        &[
            ('%', NO_BREAK_SPACE),
            ('‰', NO_BREAK_SPACE),
            (';', NARROW_SPACE),
            ('!', NARROW_SPACE),
            ('?', NARROW_SPACE),
            (':', NO_BREAK_SPACE),
        ],
    ),
    ("fr-CH", &[(';', NARROW_SPACE), ('!', NARROW_SPACE), ('?', NARROW_SPACE), (':', NARROW_SPACE)]),
    ("de-CH de-LI es-419", &[]),
];

const NO_BREAK_SPACE: char = '\u{a0}';

const NARROW_SPACE: char = '\u{202f}';

/// Words that lose their first letters to an apostrophe in print, for the languages where they are
/// common.
const ELIDED: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "tis", "twas", "twere", "twill", "em", "til", "till", "cause", "cos", "bout", "round", "n",
            "neath",
        ],
    ),
    ("nl", &["s", "t", "n", "k", "m", "r"]),
    ("de", &["s", "n", "ne", "nen", "nem", "ner", "nes", "rein", "raus", "rauf", "runter"]),
    ("no", &["n", "a", "kke"]),
];

#[cfg(test)]
mod tests {
    use super::{Locale, Quotes};

    #[test]
    fn marks_follow_the_locale() {
        for (tag, expected) in [
            ("nb", "«»‘’"),
            ("nn", "«»‘’"),
            ("en", "“”‘’"),
            ("en-GB", "“”‘’"),
            ("da", "“”‘’"),
            ("sv", "””’’"),
            ("de-AT", "„“‚‘"),
            ("fr-CH", "«»‹›"),
            ("fi", "””’’"),
            ("nl", "‘’‘’"),
            ("es-MX", "“”‘’"),
            ("it", "«»“”"),
            ("pt", "“”‘’"),
            ("pt-PT", "«»“”"),
            ("pl", "„”«»"),
            ("ru", "«»„“"),
            ("is", "„“‚‘"),
            ("sr-Latn", "„”’’"),
            ("ar", "”“’‘"),
            ("he", "””’’"),
            ("ja", "「」『』"),
            ("zh", "“”‘’"),
            ("zh-Hant", "「」『』"),
            ("qaa", "“”‘’"),
        ] {
            let quotes = Quotes::new(&Locale::parse(tag).unwrap());
            let all =
                [quotes.primary.open, quotes.primary.close, quotes.alternate.open, quotes.alternate.close];
            assert_eq!(all.concat(), expected, "{tag}");
        }
    }
}
