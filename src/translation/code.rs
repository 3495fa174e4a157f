//! Code, comments aside.

use super::report::Mention;
use crate::document::Document;
use crate::highlight::{Language, without_comments};
use crate::markup::{Body, CodeBlock};

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
    let (mut our_blocks, mut their_blocks) = (blocks(our_body), blocks(their_body));
    // Most blocks are the same to the letter, and taking comments away is slow.
    remove_common(&mut our_blocks, &mut their_blocks, |a, b| a.language == b.language && a.code == b.code);
    let (mut ours, mut theirs) = (Block::all(ours, &our_blocks), Block::all(theirs, &their_blocks));
    remove_common(&mut ours, &mut theirs, Block::is_same);
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

fn blocks(body: Option<&Body>) -> Vec<&CodeBlock> {
    body.map_or(Vec::new(), |body| body.content.code.iter().collect())
}

/// Removes from two lists what both have, each as often as the other has it.
fn remove_common<T>(ours: &mut Vec<T>, theirs: &mut Vec<T>, is_same: impl Fn(&T, &T) -> bool) {
    ours.retain(|one| {
        let found = theirs.iter().position(|other| is_same(one, other));
        found.map(|at| theirs.remove(at)).is_none()
    });
}

struct Block<'a> {
    document: &'a Document,
    block: &'a CodeBlock,
    code: String,
}

impl<'a> Block<'a> {
    fn all(document: &'a Document, blocks: &[&'a CodeBlock]) -> Vec<Self> {
        let block = |block: &&'a CodeBlock| Self { document, block, code: essence(block) };
        blocks.iter().map(block).collect()
    }

    fn is_same(&self, other: &Self) -> bool {
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

pub(super) fn essence(block: &CodeBlock) -> String {
    let plain = Language::find("text").expect("plain text is a language");
    without_comments(block.language.unwrap_or(plain), &block.code)
}
