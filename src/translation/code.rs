//! Code, comments aside.

use super::report::Mention;
use crate::document::Document;
use crate::markup::highlight::{Language, without_comments};
use crate::markup::{Body, CodeBlock};

/// A difference in the code of two bodies.
pub(super) struct CodeDifference {
    /// The lines that tell the original's blocks apart from the translation's.
    pub original: Vec<Mention>,
    /// The lines that tell the translation's blocks apart from the original's.
    pub translation: Vec<Mention>,
    /// All the code that differs.
    pub code: String,
}

/// The code of two bodies that differs in more than comments; `None` where there is none.
pub(super) fn difference(
    (ours, our_body): (&Document, Option<&Body>),
    (theirs, their_body): (&Document, Option<&Body>),
) -> Option<CodeDifference> {
    let mut theirs = Block::all(theirs, their_body);
    let mut ours = Block::all(ours, our_body);
    ours.retain(|block| match theirs.iter().position(|other| other.is_same(block)) {
        Some(at) => {
            theirs.remove(at);
            false
        }
        None => true,
    });
    if ours.is_empty() && theirs.is_empty() {
        return None;
    }
    let mentions = |blocks: &[Block<'_>], others: &[Block<'_>]| {
        blocks.iter().enumerate().map(|(index, block)| block.mention(others.get(index))).collect()
    };
    let code =
        |blocks: &[Block<'_>]| blocks.iter().map(|block| format!("{}\u{1}", block.code)).collect::<String>();
    Some(CodeDifference {
        original: mentions(&ours, &theirs),
        translation: mentions(&theirs, &ours),
        code: format!("{}\u{2}{}", code(&ours), code(&theirs)),
    })
}

/// A code block that is to be compared.
struct Block<'a> {
    document: &'a Document,
    block: &'a CodeBlock,
    /// The code without its comments.
    code: String,
}

impl<'a> Block<'a> {
    fn all(document: &'a Document, body: Option<&'a Body>) -> Vec<Self> {
        let blocks = body.map_or(&[][..], |body| &body.code);
        let plain = Language::find("text").expect("plain text is a language");
        blocks
            .iter()
            .map(|block| {
                let code = without_comments(block.language.unwrap_or(plain), &block.code);
                Self { document, block, code }
            })
            .collect()
    }

    fn is_same(&self, other: &Block<'_>) -> bool {
        self.block.language == other.block.language && self.code == other.code
    }

    /// The first line in which the block differs from another, or its first line.
    fn mention(&self, other: Option<&Block<'_>>) -> Mention {
        let mut others = other.map(|other| other.code.lines());
        let differs = |line: &&str| others.as_mut().is_none_or(|others| others.next() != Some(*line));
        let line = self.code.lines().find(differs).or_else(|| self.code.lines().last()).unwrap_or_default();
        Mention { text: line.trim().to_owned(), place: self.document.place(self.block.span) }
    }
}
