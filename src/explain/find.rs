//! Finds what the argument of `diglot explain` names: an address or a file.

use percent_encoding::percent_decode_str;

use super::file::{files, kind};
use crate::base::{FilePath, into_composed, nearest};
use crate::pipeline::BuiltSite;
use crate::plan::{Address, Route};
use crate::site::DocumentId;

/// What somebody has named.
#[derive(Clone, Debug)]
pub enum NamedSubject<'a> {
    /// An address of the site, and what it shows.
    Address(&'a Address, &'a Route),
    /// A page that is not part of this build, by the address that it would have.
    Hidden(DocumentId, Address),
    /// A file.
    File(FilePath),
}

/// A name that nothing has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The fault, in words.
    pub message: String,
    /// The way out.
    pub help: String,
}

/// Reads a name: a file by its path from the site's folder, or an address – with a host or without,
/// with the path of the site's base URL or without, percent-encoded or not, with a slash at its end
/// or without, under its own name or the one with a digest.
///
/// # Errors
///
/// Where nothing has the name.
pub fn find<'a>(sight: BuiltSite<'a>, name: &str) -> Result<NamedSubject<'a>, Unknown> {
    let file = FilePath::new(name.trim_start_matches("./"));
    if kind(sight, &file).is_some() {
        return Ok(NamedSubject::File(file));
    }
    let path = path_of(sight, name);
    let decoded = into_composed(percent_decode_str(&path).decode_utf8_lossy().into_owned());
    at(sight, &decoded).ok_or_else(|| unknown(sight, name, &decoded))
}

/// The path within the site of a URL or path.
fn path_of(sight: BuiltSite<'_>, name: &str) -> String {
    let name = name.split(['?', '#']).next().unwrap_or_default();
    let path = match name.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => name,
    };
    let base = sight.planned.site.settings.base_url.path.as_str();
    let below = path.strip_prefix(base).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    // A site whose base URL has a path may have pages that begin alike.
    let path = below.filter(|rest| !base.is_empty() || *rest == path).unwrap_or(path);
    if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}

fn at<'a>(sight: BuiltSite<'a>, path: &str) -> Option<NamedSubject<'a>> {
    let plan = &sight.planned.plan;
    let addresses = [Address::parse(path), Address::of_file(path.trim_matches('/'))];
    for address in addresses.into_iter().flatten() {
        if let Some((address, route)) = plan.routes.get_key_value(&address) {
            return Some(NamedSubject::Address(address, route));
        }
        if let Some(id) = plan.hidden(&address) {
            return Some(NamedSubject::Hidden(id, address));
        }
    }
    let name = path.trim_start_matches('/');
    let assets = &sight.planned.assets;
    let asset =
        assets.iter().find(|asset| asset.path().as_str() == name || assets.published_path(asset) == name);
    asset.map(|asset| NamedSubject::File(asset.file().clone()))
}

fn unknown(sight: BuiltSite<'_>, name: &str, path: &str) -> Unknown {
    let plan = &sight.planned.plan;
    let known = files(sight);
    let is_file =
        known.iter().any(|file| name.starts_with(file.as_str().split('/').next().unwrap_or_default()))
            && !name.starts_with('/')
            && !name.contains("://");
    let message = if is_file {
        format!("`{name}` is no file of the site")
    } else {
        format!("nothing stands at `{path}`")
    };
    let near = if is_file {
        let near = nearest(name, known.iter().map(FilePath::as_str));
        near.or_else(|| namesake(name, known.iter().map(FilePath::as_str)))
    } else {
        let addresses = || plan.routes.keys().map(Address::as_str);
        let with_slash = format!("{}/", path.trim_end_matches('/'));
        nearest(path, addresses())
            .or_else(|| nearest(&with_slash, addresses()))
            .or_else(|| namesake(path, addresses()))
    };
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name an address such as `/`, or a file such as `content/site.edn`".to_owned(),
    };
    Unknown { message, help }
}

/// The first of some paths that has the same last part.
fn namesake<'a>(path: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name = |path: &str| path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
    let wanted = name(path);
    known.filter(|_| !wanted.is_empty()).find(|other| name(other) == wanted)
}
