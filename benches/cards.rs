//! Social cards: what one costs, and what it costs again.
//!
//! `cargo bench -- cards`

use std::fs;
use std::time::{Duration, Instant};

use chrono::{TimeZone, Utc};
use diglot::cache::Cache;
use diglot::pipeline::{Policy, Silent, build};
use diglot::source::{Options, Snapshot, read_site};

use crate::blog::{self, Code};

/// How many posts the blog has, none of which has an image.
const POSTS: usize = 400;

pub fn run(_: &[String]) -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    blog::write(folder.path(), POSTS, Code::Shared)?;
    // The other benches do without cards.
    let settings = folder.path().join("content/site.edn");
    fs::write(&settings, fs::read_to_string(&settings)?.replace(":site/social-cards false", ""))?;
    let now = Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).single().unwrap_or_default();
    let site = |draws_cards: bool, cache: Cache| {
        let options = Options { draws_cards, ..Options::default() };
        Snapshot { cache, ..read_site(folder.path(), now, options) }
    };
    let kept = tempfile::tempdir()?;
    let (without, _) = timed(&site(false, Cache::default()));
    for what in ["nothing kept", "everything kept"] {
        let (took, cards) = timed(&site(true, Cache::in_folder(kept.path())));
        let each = took.saturating_sub(without).as_secs_f64() * 1e3 / cards as f64;
        println!("{cards} cards, {what}: {each:.2} ms each");
    }
    Ok(())
}

/// Builds a site: how long it took, and how many cards it has.
fn timed(snapshot: &Snapshot) -> (Duration, usize) {
    let begun = Instant::now();
    let outputs = build(snapshot, &Policy::default(), &Silent).outputs.expect("the blog has no mistake");
    let took = begun.elapsed();
    (took, outputs.keys().filter(|path| path.as_str().starts_with("cards/")).count())
}
