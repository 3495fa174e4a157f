//! How deep the brackets of CSS lie in one another: a look at it before a parser that recurses is
//! given it.

use cssparser::{ParseError, Parser, ParserInput, Token};
use memchr::memchr3_iter;

/// How deep they may lie: several times as deep as people write, and a fraction of what a thread's
/// stack has room for.
pub const DEEPEST: usize = 100;

/// Where the first bracket or function of CSS stands that lies too deep in others.
pub fn too_deep(css: &str) -> Option<usize> {
    memchr3_iter(b'{', b'(', b'[', css.as_bytes()).nth(DEEPEST)?;
    let mut found = None;
    look(&mut Parser::new(&mut ParserInput::new(css)), 0, &mut found);
    found
}

fn look(parser: &mut Parser, depth: usize, found: &mut Option<usize>) {
    while found.is_none() {
        let at = parser.position();
        match parser.next_including_whitespace() {
            Ok(
                Token::Function(_)
                | Token::ParenthesisBlock
                | Token::SquareBracketBlock
                | Token::CurlyBracketBlock,
            ) => {}
            Ok(_) => continue,
            Err(_) => return,
        }
        if depth == DEEPEST {
            *found = Some(at.byte_index());
            return;
        }
        // It fails where the rest of the block is passed over, once something is found.
        let _ = parser.parse_nested_block(|inside| {
            look(inside, depth + 1, found);
            Ok::<_, ParseError<'_, ()>>(())
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{DEEPEST, too_deep};

    #[test]
    fn brackets_are_counted_where_css_has_some() {
        let deep = |open: &str, close: &str, depth: usize| open.repeat(depth) + "a" + &close.repeat(depth);
        for (before, open, close) in
            [("a", "{", "}"), (":", "not(", ")"), ("", "[", "]"), ("@media print", "{", "}"), ("", "(", "")]
        {
            let open = &format!("{before}{open}");
            assert_eq!(too_deep(&deep(open, close, DEEPEST)), None, "{open}");
            let at = open.len() * DEEPEST + before.len();
            assert_eq!(too_deep(&deep(open, close, DEEPEST + 1)), Some(at), "{open}");
        }
        for css in ["a{}", "/* ( */", "'('", "url(()", "\\("] {
            assert_eq!(too_deep(&css.repeat(1_000)), None, "{css}");
        }
        for hidden in ["url(/*)", "u\\72l(/*)", "a\\\"", "\"\n"] {
            assert!(too_deep(&format!("{hidden}{}", "{".repeat(1_000))).is_some(), "{hidden}");
        }
    }

    #[test]
    fn any_depth_is_looked_at() {
        assert!(too_deep(&"{".repeat(1_000_000)).is_some());
        assert!(too_deep(&"(".repeat(1_000_000)).is_some());
    }
}
