//! Who claims which address.

use std::collections::BTreeMap;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClaimPriority {
    /// Another one of this strength is an error.
    Firm,
    /// It gives way to a firm one without a word: what every site has by default.
    Yielding,
    /// It gives way to every other without a word: what may have stood there once.
    Spare,
}

/// Settles the claims: every address has one owner, and no file stands where a folder must.
///
/// Addresses that differ in case alone are one, since they are one file on many disks.
pub(super) fn resolve(claims: Vec<Claim>, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<Address, Claim> {
    let mut owners: BTreeMap<String, Claim> = BTreeMap::new();
    let (spare, claims): (Vec<Claim>, Vec<Claim>) =
        claims.into_iter().partition(|claim| claim.strength == ClaimPriority::Spare);
    let (firm, yielding): (Vec<Claim>, Vec<Claim>) =
        claims.into_iter().partition(|claim| claim.strength == ClaimPriority::Firm);
    for claim in firm {
        let key = claim.address.output_path().to_lowercase();
        match owners.get(&key) {
            // The entries of the two feeds have one address too, and that is told.
            Some(owner) if is_feed_of_entry(&claim) && is_feed_of_entry(owner) => {}
            Some(owner) => diagnostics.push(taken(&claim, owner)),
            None => {
                owners.insert(key, claim);
            }
        }
    }
    for claim in yielding {
        let key = claim.address.output_path().to_lowercase();
        match owners.get(&key) {
            Some(owner) if owner.strength == ClaimPriority::Yielding => {
                diagnostics.push(taken(&claim, owner))
            }
            Some(_) => {}
            None => {
                owners.insert(key, claim);
            }
        }
    }
    for path in owners.keys() {
        if let Some(file) = folders(path).find_map(|folder| owners.get(folder)) {
            diagnostics.push(taken(&owners[path], file));
        }
    }
    for claim in spare {
        let key = claim.address.output_path().to_lowercase();
        if !owners.contains_key(&key) && !folders(&key).any(|folder| owners.contains_key(folder)) {
            owners.insert(key, claim);
        }
    }
    owners.into_values().map(|claim| (claim.address.clone(), claim)).collect()
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
