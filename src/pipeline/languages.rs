//! The faults of links from one language to another.

use crate::base::{Code, Diagnostic};
use crate::plan::{Address, Route};
use crate::render::Resolver;

/// The fault of a link that names a version of a page, `redirected_from`, in another language than
/// that of the text around it, and was led to the one in that. `can_be_meant` says that it stands
/// where the writer can say so, in HTML.
pub(super) fn wrong_language(
    resolver: Resolver<'_>,
    written: &str,
    redirected_from: &Address,
    end: &Address,
    can_be_meant: bool,
) -> Diagnostic {
    let (site, plan) = (resolver.site, resolver.plan);
    let language = |address: &Address| {
        let language = plan.routes.get(address).and_then(|route| route.language(site));
        language.map_or_else(String::new, ToString::to_string)
    };
    let (there, here) = (language(redirected_from), language(end));
    let message = format!("`{written}` is the `{there}` version of a page that exists in `{here}`");
    let for_all = plan.routes.get(redirected_from).and_then(|route| plan.for_all(site, route)).unwrap_or(end);
    let file = match plan.routes.get(for_all) {
        Some(Route::Document(id)) => site.documents[*id].file.below("content"),
        _ => None,
    };
    let file = file.filter(|file| file.ends_with(".md"));
    let file = file.map_or_else(String::new, |file| format!(", or name the file, `/{file}`"));
    let meant = if can_be_meant {
        format!("; if `{there}` is meant, write `<a href=\"{written}\" hreflang=\"{there}\">`")
    } else {
        String::new()
    };
    Diagnostic::general(Code::WrongLanguageLink, message).note(format!("here it leads to `{end}`")).help(
        format!("write `{for_all}`, which leads to the version in the language of the page it stands on{file}{meant}"),
    )
}

/// The fault of an anchor that a page lacks and that another version of it has; `None` where none
/// has it.
pub(super) fn lost_anchor(resolver: Resolver<'_>, address: &Address, anchor: &str) -> Option<Diagnostic> {
    let (site, plan) = (resolver.site, resolver.plan);
    let Some(Route::Document(id)) = plan.routes.get(address) else { return None };
    let document = &site.documents[*id];
    let versions = site.versions(document);
    let mut others = site.settings.locales.iter().filter_map(|locale| versions.get(locale));
    let other = others.find(|other| *other != id && site.has_anchor(**other, anchor))?;
    let message = format!("nothing in `{address}` answers to `#{anchor}` of `{}`", plan.document(*other)?);
    let file = &document.file;
    let fault = Diagnostic::general(Code::BrokenFragment, message).help(format!(
        "give the heading that answers to it in `{file}` the same anchor: `## Heading {{#{anchor}}}`"
    ));
    Some(match site.anchor_place(*other, anchor) {
        Some(place) => fault.note_at(place, "it stands here"),
        None => fault,
    })
}
