//! What the splitter is given.

use crate::base::FilePath;

/// What the splitter must know of keys. Which ones there are is for others to say.
pub trait Vocabulary {
    /// Whether a key is a known one, or without a namespace and called as one.
    fn is_known(&self, key: &str) -> bool;

    /// Whether a key's value is Markdown.
    fn is_markdown(&self, key: &str) -> bool;

    /// The known key that a key is, or is a slip of the pen for, and that is likeliest below
    /// another one.
    fn meant(&self, key: &str, above: Option<&str>) -> Option<String>;
}

pub(super) struct Source<'a> {
    pub file: &'a FilePath,
    pub text: &'a str,
    pub vocabulary: &'a dyn Vocabulary,
}
