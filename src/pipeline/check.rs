//! Reading the rendered site: every link, file and anchor must be there.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, OnceLock};

use percent_encoding::percent_decode_str;
use rustc_hash::FxHashSet;

use super::fields::{FieldAddress, fields};
use super::languages::{lost_anchor, wrong_language};
use super::link_index::{Anchors, LinkIndex, name};
use super::nearby::beside;
use crate::base::{Code, Diagnostic, FilePath, Place, Severity, composed, difference};
use crate::document::{DocumentKind, Section};
use crate::html::{Role, Unsafe};
use crate::markup::may_be_nearby;
use crate::plan::{Address, Route};
use crate::render::{Destination, Link, LinkContext, PageTarget, Rendered, Resolver, Target};
use crate::source::Blob;
use crate::template::Templates;

/// The limit of faults of one page that get suggestions; fewer are reported.
const SEARCHED: usize = 100;

/// Reads the pages of a site, and the addresses in its data.
pub(super) struct Checker<'a> {
    resolver: Resolver<'a>,
    /// Whether the anchors of pages are all there: where a template is at fault, another has stood
    /// in for it, and pages lack what it would have printed.
    anchors_are_whole: bool,
    /// Where addresses that templates print come from; worked out when first asked for.
    origins: OnceLock<AddressOrigins<'a>>,
    known: LinkIndex<'a>,
}

/// Where addresses that templates print come from.
struct AddressOrigins<'a> {
    fields: BTreeMap<String, Place>,
    /// The texts that templates have of data, any of which may be an address.
    data: BTreeMap<&'a str, Place>,
}

impl<'a> Checker<'a> {
    /// Makes a checker.
    pub fn new(
        resolver: Resolver<'a>,
        templates: &'a Templates,
        pages: &'a BTreeMap<Address, Rendered>,
        media: &'a BTreeMap<FilePath, Blob>,
        anchors_are_whole: bool,
    ) -> Self {
        let known = LinkIndex::new(resolver, templates, pages, media);
        Self { resolver, anchors_are_whole, origins: OnceLock::new(), known }
    }

    /// What is wrong with the addresses in fields and settings.
    pub fn fields(&self) -> Vec<Diagnostic> {
        fields(self.resolver).iter().filter_map(|field| self.field(field)).collect()
    }

    /// What is wrong with the anchors and links of a page.
    pub fn page(&self, address: &Address, page: &Rendered) -> Vec<Diagnostic> {
        let mut faults = page.faults.clone();
        if self.anchors_are_whole && page.repeats_ids {
            self.ids(address, page, &mut faults);
        }
        for link in &page.links[page.settled_links..] {
            self.link(address, link, &mut faults);
        }
        faults
    }

    fn field(&self, field: &FieldAddress<'_>) -> Option<Diagnostic> {
        if let Some(fault) = Unsafe::of(&field.written, field.role) {
            return Some(Diagnostic { place: Some(field.place.clone()), ..fault.diagnostic(&field.written) });
        }
        let fault = field.readers.iter().find_map(|locale| {
            let from = LinkContext::file(&field.place.file, field.home, locale);
            match self.resolver.resolve(&field.written, from) {
                Target::Missing { address } => {
                    let (role, file) = (field.role, Some(&field.place.file));
                    Some(self.missing(&field.written, role, address.as_ref(), file, true))
                }
                Target::Page(PageTarget { redirected_from: Some(redirected_from), address, .. }) => {
                    Some(wrong_language(self.resolver, &field.written, redirected_from, address, false))
                }
                _ => None,
            }
        })?;
        Some(Diagnostic { place: Some(field.place.clone()), ..fault })
    }

    /// Tells each anchor of a page that stands there twice.
    fn ids(&self, address: &Address, page: &Rendered, faults: &mut Vec<Diagnostic>) {
        let mut sections = self.section_ids(address);
        let mut seen: BTreeMap<Cow<'_, str>, (&str, Option<Place>)> = BTreeMap::new();
        for (anchor, place) in &page.anchors {
            // A section's own id is printed by its template.
            let section = || sections.get_mut(anchor.as_str())?.pop_front();
            let place = place.clone().or_else(section);
            let name = composed(anchor);
            match seen.get(&name) {
                Some((written, first)) => {
                    let mut message = format!("two elements of one page have the id `{anchor}`");
                    if written != anchor {
                        let (one, other) = difference(written, anchor);
                        message.push_str(&format!(", in two forms of Unicode: {one}, and {other}"));
                    }
                    let mut fault = Diagnostic::general(Code::DuplicateId, message);
                    // An id that no writer has chosen is a warning only.
                    if [&place, first].into_iter().flatten().any(|place| self.is_made(anchor, place)) {
                        fault.severity = Severity::Warning;
                    }
                    let of_template = || self.known.id_in_templates(anchor, self.templates_of(address));
                    // Report at the one that a writer can change.
                    let (here, other) = match (place, first.clone()) {
                        (Some(place), Some(first)) => (Some(place), Some(first)),
                        (one, other) => (one.or(other), of_template()),
                    };
                    fault.place = here.or_else(|| other.clone());
                    if let Some(other) = other.filter(|other| fault.place.as_ref() != Some(other)) {
                        fault = fault.note_at(other, "the other one is here");
                    }
                    let help = "give one of them another id: `:section/id`, or `{#other-id}` after a heading";
                    faults.push(fault.help(help).page(address.as_str()));
                }
                None => {
                    seen.insert(name, (anchor, place));
                }
            }
        }
    }

    /// Whether the id at a place was made, of a heading or a footnote, and not written.
    fn is_made(&self, id: &str, place: &Place) -> bool {
        let site = self.resolver.site;
        let is_of_section = |section: &Section| {
            let own = section.id.as_ref().zip(section.title.as_ref());
            own.is_some_and(|(id, title)| id.span == place.span && title.span == place.span)
        };
        let sections = site.documents.iter().filter(|document| document.file == place.file);
        let mut sections = sections.flat_map(|document| &document.sections);
        sections.any(|section| {
            is_of_section(section) || section.body.as_ref().is_some_and(|body| body.has_made(id, place.span))
        })
    }

    /// The anchors of the page at an address; `None` where they are not known to be all.
    fn anchors(&self, address: &Address) -> Option<Arc<Anchors<'a>>> {
        self.anchors_are_whole.then(|| self.known.anchors(address))?
    }

    fn origins(&self) -> &AddressOrigins<'a> {
        self.origins.get_or_init(|| {
            let mut found = AddressOrigins { fields: BTreeMap::new(), data: BTreeMap::new() };
            for field in &fields(self.resolver) {
                found.fields.entry(field.written.clone()).or_insert_with(|| field.place.clone());
                let file = &field.place.file;
                for locale in field.readers.iter().filter(|_| field.role == Role::Link) {
                    // Templates print it as it is for their readers.
                    let printed = self.resolver.for_reader(&field.written, file, locale);
                    found.fields.entry(printed).or_insert_with(|| field.place.clone());
                }
            }
            let site = self.resolver.site;
            let extra = site.settings.file.as_ref().zip(site.settings.extra.as_ref());
            for (file, form) in site.data.values().map(|data| (&data.file, &data.form)).chain(extra) {
                for (text, span) in form.texts() {
                    found.data.entry(text).or_insert_with(|| Place::new(file, span));
                }
            }
            found
        })
    }

    /// The templates that a page asks for by name, where it is that of a document.
    fn templates_of(&self, address: &Address) -> Vec<String> {
        let Some(Route::Document(id)) = self.resolver.plan.routes.get(address) else { return Vec::new() };
        let document = &self.resolver.site.documents[*id];
        let common = if document.kind == DocumentKind::Post { "post.html" } else { "page.html" };
        let page = document.layout.iter().map(|kind| format!("pages/{}.html", kind.value));
        let sections = document.sections.iter().filter_map(|section| section.kind.as_ref());
        let sections = sections.map(|kind| format!("sections/{}.html", kind.value));
        page.chain([common.to_owned()]).chain(sections).collect()
    }

    /// The places of the ids of a page's sections, by id, in order.
    fn section_ids(&self, address: &Address) -> BTreeMap<&'a str, VecDeque<Place>> {
        let mut ids: BTreeMap<&str, VecDeque<Place>> = BTreeMap::new();
        if let Some(Route::Document(id)) = self.resolver.plan.routes.get(address) {
            let document = &self.resolver.site.documents[*id];
            for id in document.sections.iter().filter_map(|section| section.id.as_ref()) {
                ids.entry(&id.value).or_default().push_back(document.place(id.span));
            }
        }
        ids
    }

    fn link(&self, page: &Address, link: &Link, faults: &mut Vec<Diagnostic>) {
        if let (Some(redirected_from), Destination::Page(end, _)) = (&link.redirected_from, &link.end) {
            let fault = wrong_language(self.resolver, &link.written, redirected_from, end, true);
            faults.push(self.located(fault, page, link));
        }
        let is_searched = faults.len() < SEARCHED;
        let is_from_field = || self.origins().fields.contains_key(&link.written);
        match &link.end {
            Destination::Missing(_) if link.place.is_none() && is_from_field() => {}
            Destination::Missing(address) => {
                let file = link.place.as_ref().map(|place| &place.file);
                let fault = self.missing(&link.written, link.role, address.as_ref(), file, is_searched);
                faults.push(self.located(fault, page, link));
            }
            Destination::Page(address, Some(fragment)) => {
                let Some(anchors) = self.anchors(address) else { return };
                let wanted = percent_decode_str(fragment).decode_utf8_lossy();
                // The top of a page needs no anchor (WHATWG HTML, section 7.4.6.4), and a text is
                // no anchor.
                let is_there = wanted.is_empty()
                    || wanted.eq_ignore_ascii_case("top")
                    || wanted.starts_with(":~:")
                    || anchors.all.contains(&*wanted);
                if let Some(fault) =
                    (!is_there).then(|| lost_anchor(self.resolver, address, &wanted)).flatten()
                {
                    faults.push(self.located(fault, page, link));
                } else if !is_there {
                    let message = format!("`{address}` has no anchor `#{wanted}`");
                    let fault = Diagnostic::general(Code::BrokenFragment, message);
                    let near = is_searched.then(|| anchors.nearest(&wanted)).flatten();
                    let help = near.map_or_else(
                        || "name the heading's anchor, or give it one: `## Heading {#anchor}`".to_owned(),
                        |near| format!("did you mean `#{near}`?"),
                    );
                    faults.push(self.located(fault.help(help), page, link));
                }
            }
            Destination::Unsafe(_) if is_from_field() => {}
            Destination::Unsafe(fault) => {
                faults.push(self.located(fault.diagnostic(&link.written), page, link))
            }
            Destination::Page(_, None) => {}
        }
    }

    /// The fault of an address where nothing is, perhaps one that is written in a file; what may be
    /// meant is searched for where that is wanted.
    fn missing(
        &self,
        written: &str,
        role: Role,
        address: Option<&Address>,
        file: Option<&FilePath>,
        is_searched: bool,
    ) -> Diagnostic {
        let plan = self.resolver.plan;
        if role != Role::Link {
            let path = address.map_or(written, Address::as_str).trim_end_matches('/');
            let assets = self.resolver.assets;
            let beside = file.filter(|_| may_be_nearby(written)).and_then(|file| beside(file, written));
            let search = || {
                let lies_there =
                    beside.as_ref().and_then(|wanted| self.known.media(wanted)).map(str::to_owned);
                let namesake = || assets.namesake(name(path)).map(|near| format!("/{near}"));
                let nearest = || Some(format!("/{}", assets.nearest(path.trim_start_matches('/'))?));
                lies_there.or_else(namesake).or_else(nearest)
            };
            let help = match (is_searched.then(search).flatten(), &beside) {
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, Some(beside)) => {
                    format!("put the file at `{beside}` or at `static{path}`, or mend the address")
                }
                (None, None) => format!("put the file at `static{path}`, or mend the address"),
            };
            return Diagnostic::general(Code::MissingFile, format!("there is no file `{path}`")).help(help);
        }
        let Some(address) = address else {
            let message = format!("`{written}` is no address within the site");
            return Diagnostic::general(Code::BrokenLink, message)
                .help("write it from the site's root, like `/keys/`");
        };
        let fault = Diagnostic::general(Code::BrokenLink, format!("nothing stands at `{address}`"));
        if let Some(id) = plan.hidden(address) {
            let document = &self.resolver.site.documents[id];
            let why = if document.is_draft() { "it is a draft" } else { "its time has not come" };
            return fault.help(format!("`{}` would stand there, but {why}", document.file));
        }
        if let Some((path, _)) = written.rsplit_once(".md").filter(|_| address.as_str().ends_with(".md")) {
            let file = format!("{path}.md");
            let fault = Diagnostic::general(Code::BrokenLink, format!("there is no file `{file}`"));
            return match is_searched.then(|| self.known.document(name(&file))).flatten() {
                Some(near) => fault.help(format!("did you mean `{near}`?")),
                None => fault.help("name the file as seen from this one, like `../keys.md`"),
            };
        }
        match is_searched.then(|| self.known.address(address)).flatten() {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault.help("mend the address, or let the page that moved name it in `:page/alt-uris`"),
        }
    }

    /// A fault at the place of its link: where it was written, else where a template has it.
    fn located(&self, fault: Diagnostic, page: &Address, link: &Link) -> Diagnostic {
        let place = link.place.as_ref().or_else(|| self.origins().fields.get(&link.written));
        let place = place.or_else(|| self.origins().data.get(link.written.as_str())).cloned();
        let made = place.is_none();
        let place = place.or_else(|| self.known.in_templates(&link.written));
        let fault = Diagnostic { place, ..fault };
        if made { fault.page(page.as_str()) } else { fault }
    }
}

/// Finds out what of a page need not be checked, whatever is on other pages: links that lead
/// somewhere for sure come first, and it is told whether any id stands there twice.
pub(super) fn find_settled(address: &Address, page: &mut Rendered) {
    let mut ids = FxHashSet::default();
    page.repeats_ids = !page.anchors.iter().all(|(anchor, _)| ids.insert(composed(anchor)));
    let anchors: FxHashSet<&str> = page.anchors.iter().map(|(anchor, _)| anchor.as_str()).collect();
    let is_open = |link: &Link| {
        let is_settled = match &link.end {
            Destination::Page(_, None) => true,
            Destination::Page(end, Some(fragment)) => end == address && anchors.contains(fragment.as_str()),
            Destination::Missing(_) | Destination::Unsafe(_) => false,
        };
        link.redirected_from.is_some() || !is_settled
    };
    page.links.sort_by_key(is_open);
    page.settled_links = page.links.partition_point(|link| !is_open(link));
}
