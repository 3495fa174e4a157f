//! Questions on a terminal.

use std::io::{self, BufRead, Write};

/// Asks until the answer can be read; an empty one is the proposal.
///
/// # Errors
///
/// Where nobody answers any more.
pub fn ask<T>(
    question: &str,
    proposal: &str,
    read: impl Fn(&str) -> Result<T, String>,
    input: &mut impl BufRead,
    output: &mut impl Write,
) -> io::Result<T> {
    loop {
        let shown = if proposal.is_empty() { String::new() } else { format!(" [{proposal}]") };
        write!(output, "{question}{shown}: ")?;
        output.flush()?;
        let mut answer = String::new();
        if input.read_line(&mut answer)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let answer = answer.trim();
        match read(if answer.is_empty() { proposal } else { answer }) {
            Ok(found) => return Ok(found),
            Err(fault) => writeln!(output, "  {fault}")?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Result<u8, String> {
        text.parse().map_err(|_| "a number is wanted".to_owned())
    }

    #[test]
    fn it_is_asked_again_until_the_answer_can_be_read() {
        let mut output = Vec::new();
        let answer = ask("How many", "3", number, &mut "x\n 7 \n".as_bytes(), &mut output).unwrap();
        let said = String::from_utf8(output).unwrap();
        assert_eq!((answer, said.as_str()), (7, "How many [3]:   a number is wanted\nHow many [3]: "));
        assert_eq!(ask("", "3", number, &mut "\n".as_bytes(), &mut Vec::new()).unwrap(), 3);
        assert!(ask("", "3", number, &mut "".as_bytes(), &mut Vec::new()).is_err());
    }
}
