//! The addresses of the old site, which the new one keeps.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::report::{Fate, Figures, Report};
use super::site::{OldAddress, OldSite};
use crate::base::FilePath;
use crate::blocks::{Fields, Value};
use crate::document::{SourceRecords, fields_of, records_of, section_file};
use crate::edn::{Form, FormKind};
use crate::pipeline::{PlannedSite, Sections, Silent, plan_site};
use crate::plan::Address;
use crate::site::DocumentName;
use crate::source::{Blob, Options, Snapshot, Text};

/// The new site as a build sees it. Posts of the future are counted in, so that no clock is asked.
pub fn snapshot(
    files: &BTreeMap<FilePath, String>,
    statics: &BTreeMap<FilePath, Blob>,
    drafts: bool,
) -> Snapshot {
    let texts = files.iter().filter(|(file, _)| !file.name().ends_with(".txt"));
    Snapshot {
        texts: texts.map(|(file, text)| (file.clone(), Text::new(text))).collect(),
        statics: statics.clone(),
        media: BTreeMap::new(),
        diagnostics: Vec::new(),
        now: DateTime::<Utc>::UNIX_EPOCH,
        options: Options { drafts, future: true, leaves_images: true, ..Options::default() },
        cache: Default::default(),
    }
}

/// Gives pages that would stand elsewhere their old addresses, and all of them their older ones.
pub fn keep(
    site: &OldSite,
    files: &mut BTreeMap<FilePath, String>,
    statics: &BTreeMap<FilePath, Blob>,
    report: &mut Report,
) {
    let snapshot = snapshot(files, statics, true);
    let planned = plan_site(&snapshot, &mut Sections::default(), &Silent);
    let own: BTreeSet<Address> =
        site.pages.iter().filter_map(|page| Address::parse(page.address.as_deref()?).ok()).collect();
    let (mut claimed, mut given) = (BTreeSet::new(), BTreeSet::new());
    for page in &site.pages {
        let file = page.new_file();
        let mut added: Fields = Vec::new();
        let wanted = page.address.as_deref().and_then(|path| Address::parse(path).ok());
        if let (Some(path), None) = (&page.address, &wanted) {
            let why = format!("Diglot can have nothing at `{path}`");
            report.add(Fate::Changed, (&page.file, None), "An address", why, "Choose another one");
        }
        if let Some(address) = &wanted
            && !claimed.insert(address.clone())
        {
            let why = format!("another page has `{address}` too");
            report.add(
                Fate::Changed,
                (&page.file, None),
                "An address",
                why,
                "See which of the two was seen there",
            );
        } else if wanted.is_some() && wanted.as_ref() != address_of(&planned, &file) {
            added.extend(page.address.as_ref().map(|path| ("page/uri".to_owned(), Value::text(path))));
        }
        let mut older = Vec::new();
        for alias in &page.matter.aliases {
            let address = Address::parse(alias).ok();
            let why = match &address {
                None => "it is no path from the root of the site",
                Some(address) if own.contains(address) => "another page stands there",
                Some(address) if !given.insert(address.clone()) => "another page has it too",
                Some(_) => {
                    older.push(Form::text(alias));
                    continue;
                }
            };
            let what = format!("The older address `{alias}`");
            report.add(Fate::LeftOut, (&page.file, None), what, why, "See whether anybody uses it");
        }
        if !older.is_empty() {
            added.push(("page/alt-uris".to_owned(), Value::Edn(FormKind::Vector(older).into())));
        }
        if let Some(text) = files.get_mut(&file)
            && !added.is_empty()
        {
            *text = with_fields(&file, text, added);
        }
    }
}

fn address_of<'p>(planned: &'p PlannedSite, file: &FilePath) -> Option<&'p Address> {
    let id = planned.site.names.find(&DocumentName { file: file.clone(), number: 0 })?;
    planned.plan.document(id)
}

/// A section file with further keys of its page.
fn with_fields(file: &FilePath, text: &str, added: Fields) -> String {
    match records_of(file, text, &mut Vec::new()) {
        SourceRecords::Blocks(records) => {
            let mut blocks: Vec<Fields> = records.iter().map(fields_of).collect();
            if let Some(page) = blocks.first_mut() {
                page.extend(added);
            }
            section_file(blocks)
        }
        SourceRecords::Plain => text.to_owned(),
    }
}

/// Counts the old addresses that the new site has, and tells the others.
pub fn check(site: &OldSite, planned: &PlannedSite, figures: &mut Figures, report: &mut Report) {
    let of_pages = site.pages.iter().filter(|page| page.is_public()).flat_map(|page| {
        let older = page.matter.aliases.iter().filter(|alias| Address::parse(alias).is_ok());
        page.address.iter().chain(older).map(|path| OldAddress {
            path: path.clone(),
            file: page.file.clone(),
            gone: None,
        })
    });
    let all: BTreeMap<Address, OldAddress> = of_pages
        .chain(site.addresses.iter().cloned())
        .filter_map(|old| Some((Address::parse(&old.path).ok()?, old)))
        .collect();
    figures.addresses = all.len();
    for (address, old) in &all {
        if planned.plan.routes.contains_key(address) {
            figures.addresses_kept += 1;
            continue;
        }
        let what = format!("The address `{}`", old.path);
        let why = old.gone.unwrap_or("nothing of the new site stands there");
        report.add(Fate::LeftOut, (&old.file, None), what, why, "Add it to `:page/alt-uris` of a page");
    }
}
