//! The social cards of all pages.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Phase, PlannedSite, Progress};
use crate::assets::Card;
use crate::base::{Code, Diagnostic, FilePath, Place, Span};
use crate::output::{MediaType, Output, OutputPath, Outputs, Store};
use crate::plan::Address;
use crate::render::Rendered;
use crate::source::Snapshot;

/// What cards are drawn with.
pub struct CardPrinter<'a> {
    pub planned: &'a PlannedSite,
    pub snapshot: &'a Snapshot,
    pub store: &'a dyn Store,
    pub progress: &'a dyn Progress,
}

/// Draws the cards that pages have, each once and in parallel, where they are wanted now.
pub fn draw(
    pages: &BTreeMap<Address, Rendered>,
    CardPrinter { planned, snapshot, store, progress }: CardPrinter<'_>,
    outputs: &mut Outputs,
    faults: &mut Vec<Diagnostic>,
) {
    if !planned.site.settings.social_cards || !snapshot.options.draws_cards {
        progress.phase(Phase::Cards, 0);
        return;
    }
    let cards: BTreeMap<&OutputPath, &Card> =
        pages.values().filter_map(|page| page.card.as_ref()).map(|card| (&card.path, card)).collect();
    progress.phase(Phase::Cards, cards.len());
    let draw = |card: &Card| Some(card.png(&snapshot.cache)?.map(|png| store.put(&card.path, png)));
    let cards: Vec<&Card> = cards.into_values().filter(|card| !outputs.contains_key(&card.path)).collect();
    let drawn: Vec<_> = cards
        .into_par_iter()
        .with_max_len(1)
        .filter_map(|card| Some((&card.path, progress.step(&card.path, || draw(card))?)))
        .collect();
    for (path, png) in drawn {
        match png {
            Ok(blob) => {
                outputs.insert(path.clone(), Output { blob, media_type: MediaType::PNG });
            }
            // All cards share one template: report its fault once.
            Err(reason) => {
                let place = Place::new(&FilePath::new("templates/card.svg"), Span::default());
                let fault = Diagnostic::at(place, Code::Template, "the card cannot be drawn").note(reason);
                faults.push(fault.help("see that what the template makes is an SVG document"));
                return;
            }
        }
    }
}
