//! Who claims which address.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{Address, Route};
use crate::base::{Code, Diagnostic, Place};

#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub address: Address,
    pub route: Route,
    /// Who claims it, in words: `the tag \`css\``.
    pub owner: String,
    /// Where the claim comes from, if from a file.
    pub place: Option<Place>,
    pub strength: ClaimPriority,
}

/// What becomes of a claim where there is another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ClaimPriority {
    /// Another one of this strength is an error.
    Firm,
    /// It gives way to a firm one without a word: what every site has by default.
    Yielding,
    /// It gives way to every other without a word: what may have stood there once.
    Spare,
}

/// Settles the claims: every address has one owner, and no file stands where a folder must. Gives
/// what stands where.
///
/// Addresses that differ in case alone are one, since they are one file on many disks.
pub(super) fn resolve(mut claims: Vec<Claim>, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<Address, Route> {
    claims.sort_by_key(|claim| claim.strength);
    let spare = claims.partition_point(|claim| claim.strength < ClaimPriority::Spare);
    let paths: Vec<String> = claims.par_iter().map(|claim| file(&claim.address)).collect();
    let mut owners: FxHashMap<&str, usize> = FxHashMap::with_capacity_and_hasher(claims.len(), FxBuildHasher);
    for (at, path) in paths[..spare].iter().enumerate() {
        let owner = *owners.entry(path).or_insert(at);
        let (claim, owner) = (&claims[at], &claims[owner]);
        // The entries of the two feeds have one address too, and that is told.
        let is_told = is_feed_of_entry(claim) && is_feed_of_entry(owner);
        if !std::ptr::eq(claim, owner) && claim.strength == owner.strength && !is_told {
            diagnostics.push(taken(claim, owner));
        }
    }
    for (at, path) in paths[..spare].iter().enumerate().filter(|(at, path)| owners[path.as_str()] == *at) {
        if let Some(file) = folders(path).find_map(|folder| owners.get(folder)) {
            diagnostics.push(taken(&claims[at], &claims[*file]));
        }
    }
    for (at, path) in paths.iter().enumerate().skip(spare) {
        if !owners.contains_key(path.as_str()) && !folders(path).any(|folder| owners.contains_key(folder)) {
            owners.insert(path, at);
        }
    }
    let is_owner = |(at, claim): (usize, &Claim)| {
        let is_owner = owners.get(paths[at].as_str()) == Some(&at);
        is_owner.then(|| (claim.address.clone(), claim.route.clone()))
    };
    claims.iter().enumerate().filter_map(is_owner).collect()
}

/// The file that holds what stands at an address, by the name that it has where case makes no
/// difference.
fn file(address: &Address) -> String {
    let mut path = address.output_path();
    if path.is_ascii() {
        path.make_ascii_lowercase();
        path
    } else {
        path.to_lowercase()
    }
}

fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

fn is_feed_of_entry(claim: &Claim) -> bool {
    matches!(claim.route, Route::Feed { of: Some(_), .. })
}

fn taken(claim: &Claim, owner: &Claim) -> Diagnostic {
    // Report at whichever of the two has a place.
    let (at, other) = if claim.place.is_some() { (claim, owner) } else { (owner, claim) };
    let message = if claim.address == owner.address {
        format!("{} and {} both claim the address `{}`", at.owner, other.owner, at.address)
    } else {
        format!(
            "{} and {} cannot both stand at `{}` and `{}`",
            at.owner, other.owner, at.address, other.address
        )
    };
    let mut fault = Diagnostic::general(Code::AddressTaken, message);
    fault.place.clone_from(&at.place);
    if let Some(place) = &other.place {
        fault = fault.note_at(place.clone(), format!("{} is here", other.owner));
    }
    fault.help(
        "give one of them another address, with `:page/slug`, `:page/uri`, the slug of a tag, author or series, or a pattern in `:site/uris`",
    )
}
