//! Who claims which address.

use std::collections::BTreeMap;

use super::{Address, Route};
use crate::base::{Code, Diagnostic, Place};

/// One claim on an address.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub address: Address,
    pub route: Route,
    /// Who claims it, in words: `the tag \`css\``.
    pub owner: String,
    /// Where the claim comes from, if from a file.
    pub place: Option<Place>,
    /// Whether the claim gives way to another without a word: what every site has by default.
    pub yields: bool,
}

/// Settles the claims: every address has one owner, and no file stands where a folder must.
///
/// Addresses that differ in case alone are one, since they are one file on many disks.
pub(super) fn settle(claims: Vec<Claim>, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<Address, Claim> {
    let mut owners: BTreeMap<String, Claim> = BTreeMap::new();
    let (firm, yielding): (Vec<Claim>, Vec<Claim>) = claims.into_iter().partition(|claim| !claim.yields);
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
            Some(owner) if owner.yields => diagnostics.push(taken(&claim, owner)),
            Some(_) => {}
            None => {
                owners.insert(key, claim);
            }
        }
    }
    for path in owners.keys() {
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        if let Some(file) = folders.filter_map(|folder| owners.get(folder)).next() {
            diagnostics.push(taken(&owners[path], file));
        }
    }
    owners.into_values().map(|claim| (claim.address.clone(), claim)).collect()
}

fn is_feed_of_entry(claim: &Claim) -> bool {
    matches!(claim.route, Route::Feed { of: Some(_), .. })
}

fn taken(claim: &Claim, owner: &Claim) -> Diagnostic {
    // The fault stands where it can be mended: at whichever of the two has a place.
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
