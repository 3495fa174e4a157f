//! How far a build has come, for those who want to show it.

use std::fmt::Display;

/// The phases of a build, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Files are read from the disk.
    Source,
    /// What the last build left is looked at, in case there is nothing to do.
    CheckCache,
    /// Settings, dictionaries, schemes and other data files are read.
    Data,
    /// Section files are split into blocks, and what those hold becomes documents: Markdown is
    /// rendered and code coloured.
    Documents,
    /// Documents are tied to each other: translations, tags, series.
    Link,
    /// Every page, feed and file gets its address.
    Plan,
    /// Images lose what is noted in them.
    Clean,
    /// Templates are compiled.
    Templates,
    /// Images are made in the sizes that screens want.
    Images,
    /// Templates are run and pages put together.
    Render,
    /// Pages are checked: links, anchors, languages.
    Check,
    /// Social cards are drawn.
    Cards,
    /// What is new or changed is written.
    Publish,
    /// What the next build can use is kept.
    SaveCache,
}

impl Phase {
    /// The name that people are shown.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Source => "source",
            Phase::CheckCache => "check cache",
            Phase::Data => "data",
            Phase::Documents => "documents",
            Phase::Link => "link",
            Phase::Plan => "plan",
            Phase::Clean => "clean",
            Phase::Templates => "templates",
            Phase::Images => "images",
            Phase::Render => "render",
            Phase::Check => "check",
            Phase::Cards => "cards",
            Phase::Publish => "publish",
            Phase::SaveCache => "save cache",
        }
    }
}

/// What hears how far a build has come. It can change nothing.
pub trait Progress: Sync {
    /// A phase begins, and the one before it is over; it will take some number of steps, where that
    /// is known.
    fn phase(&self, phase: Phase, steps: usize);

    /// A step begins on this thread, which is about some thing.
    fn begin(&self, thing: &dyn Display);

    /// The step that began last on this thread is done.
    fn end(&self);
}

impl dyn Progress + '_ {
    /// Does a step, which is about some thing, and tells of it.
    pub fn step<T>(&self, thing: &dyn Display, step: impl FnOnce() -> T) -> T {
        self.begin(thing);
        let done = step();
        self.end();
        done
    }
}

/// Hears nothing.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {
    fn phase(&self, _: Phase, _: usize) {}
    fn begin(&self, _: &dyn Display) {}
    fn end(&self) {}
}
