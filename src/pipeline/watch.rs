//! Telling how far a build has come.

/// Hears how far a build has come. It can change nothing.
pub trait Watch: Sync {
    /// A phase begins that will take some number of steps.
    fn phase(&self, name: &'static str, steps: usize);
    /// A step of the phase is done.
    fn step(&self);
}

/// Hears nothing.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Watch for Silent {
    fn phase(&self, _: &'static str, _: usize) {}
    fn step(&self) {}
}
