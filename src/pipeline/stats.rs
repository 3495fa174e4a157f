//! How much of a build was work.

/// How much of a build was work, and not what an earlier build had done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BuildStats {
    /// How many section files were compiled.
    pub compiled: usize,
    /// For how many section files an earlier build had compiled the bodies.
    pub reused: usize,
    /// How many pages, feeds and the like were made.
    pub rendered: usize,
}
