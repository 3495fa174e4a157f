//! A snapshot to a site that is linked and planned, as everything that is not about single pages
//! begins.

use std::collections::BTreeMap;

use super::assemble::{Assembled, assemble};
use super::sections::Sections;
use super::{Phase, Policy, Progress, nearby, outdated_copies, stray_files};
use crate::assets::{Asset, Assets, Images, scheme_css};
use crate::base::{Code, Diagnostic, FilePath};
use crate::locale::PerLocale;
use crate::plan::{Plan, plan};
use crate::render::Resolver;
use crate::site::{self, Site};
use crate::source::{Blob, Snapshot};
use crate::template::UiLanguage;
use crate::translation::is_of_copied_text;

/// A site that is read, linked and planned: all there is to know of it before a page is rendered.
pub struct PlannedSite {
    /// The documents, linked.
    pub site: Site,
    /// What stands where.
    pub plan: Plan,
    /// The files that pages load.
    pub assets: Assets,
    /// The words of the interface, by language.
    pub ui_languages: PerLocale<UiLanguage>,
    /// Whether there is a `site.edn` that cannot be read, so that all settings are guesses.
    pub settings_unread: bool,
    /// What is wrong with what was read, section files left out.
    pub read: Vec<Diagnostic>,
    /// What linking and planning have found.
    pub linked: Vec<Diagnostic>,
}

/// Reads, links and plans a site.
pub fn plan_site(snapshot: &Snapshot, sections: &mut Sections, progress: &dyn Progress) -> PlannedSite {
    let mut read = snapshot.diagnostics.clone();
    let Assembled { parts, ui_languages, settings_unread } =
        assemble(snapshot, sections, &mut read, progress);
    stray_files::check(snapshot, &mut read);
    outdated_copies::check(snapshot, &mut read);
    progress.phase(Phase::Link, 0);
    let mut linked = Vec::new();
    let diagnostics = &mut linked;
    let site = site::link(parts, &mut sections.inherited, snapshot, diagnostics);
    let base_path = &site.settings.base_url.path;
    let schemes = Blob::of(scheme_css::write(&site.schemes).into_bytes());
    let generated = BTreeMap::from([(FilePath::new(scheme_css::PATH), schemes)]);
    let images = Images {
        are_worked_on: site.settings.images,
        are_made: !snapshot.options.leaves_images,
        cache: snapshot.cache.clone(),
    };
    let mut assets = Assets::new(&snapshot.statics, &generated, base_path, images, diagnostics);
    let copied = assets.iter().filter(|asset| asset.is_copied()).map(Asset::path);
    progress.phase(Phase::Plan, 0);
    let plan = plan(&site, copied, snapshot.now, diagnostics);
    nearby::add(&site, &plan, &mut assets, &snapshot.media, diagnostics);
    PlannedSite { site, plan, assets, ui_languages, settings_unread, read, linked }
}

impl PlannedSite {
    /// What tells where the site's links lead.
    pub fn resolver(&self) -> Resolver<'_> {
        Resolver { site: &self.site, plan: &self.plan, assets: &self.assets }
    }

    /// Puts all faults in order, sets their severities, bounds their number, and says whether
    /// nothing is wrong: those of section files, and those that came up `later`, beside its own.
    pub fn conclude(
        &self,
        sections: &Sections,
        later: impl Iterator<Item = Diagnostic>,
        policy: &Policy,
    ) -> (Vec<Diagnostic>, bool) {
        let judged = sections.faults().filter(|fault| !is_of_copied_text(&self.site, fault));
        let mut diagnostics: Vec<Diagnostic> = self.read.iter().chain(judged).cloned().collect();
        let later = self.linked.iter().cloned().chain(later);
        // Without the settings nobody knows which languages and addresses there are.
        if self.settings_unread {
            diagnostics.extend(later.filter(|fault| fault.code == Code::Template && fault.page.is_none()));
            diagnostics.retain(|fault| fault.code != Code::UnknownLocale);
        } else {
            diagnostics.extend(later);
        }
        tidy(&mut diagnostics);
        let is_sound = policy.apply(&self.site.settings.allow, &mut diagnostics);
        (Diagnostic::bound(diagnostics), is_sound)
    }
}

/// Puts faults in the order of their places, and tells each but once: a template's fault is met on
/// every page.
fn tidy(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort();
    diagnostics.dedup_by(|next, first| {
        let same = next.place == first.place && next.code == first.code && next.message == first.message;
        same && (first.place.is_some() || next.page == first.page)
    });
}
