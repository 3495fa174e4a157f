//! Tables on the terminal.

use unicode_width::UnicodeWidthStr;

/// The rows of a table with each cell but the last of a row as wide as the widest of its column; a
/// terminal gives two columns to a character such as `漢`.
pub fn aligned<const N: usize>(rows: Vec<[String; N]>) -> Vec<[String; N]> {
    let widths: [usize; N] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].width()).max().unwrap_or(0));
    let align = |row: [String; N]| {
        let mut columns = widths.iter().zip(1..);
        row.map(|cell| match columns.next() {
            Some((width, number)) if number < N => padded(&cell, *width),
            _ => cell,
        })
    };
    rows.into_iter().map(align).collect()
}

/// A text with as many blanks behind it as make it so many columns wide.
pub fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// The width of the widest text.
pub fn widest<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    texts.map(UnicodeWidthStr::width).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::aligned;

    #[test]
    fn columns_are_as_wide_as_a_terminal_shows_them() {
        let rows = [["漢字", "x", "a"], ["abc", "brød", "b"], ["e\u{301}", "", ""]];
        let rows = aligned(rows.map(|row| row.map(str::to_owned)).to_vec());
        let lines: Vec<String> = rows.iter().map(|row| row.join("|")).collect();
        assert_eq!(lines, ["漢字|x   |a", "abc |brød|b", "e\u{301}   |    |"]);
    }
}
