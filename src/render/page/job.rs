//! One page in the making.

use std::cell::RefCell;

use serde::Serialize;
use tera::Context;

use crate::assets::cards::Card;
use crate::base::Diagnostic;
use crate::locale::Locale;
use crate::plan::{Address, Route};
use crate::render::fill::{Inserts, marks};
use crate::render::tracked::Tracked;
use crate::template::view::{PageMeta, SectionView};

pub(super) struct Job<'a> {
    pub site: Tracked<'a>,
    pub address: &'a Address,
    pub route: &'a Route,
    pub locale: &'a Locale,
    pub inserts: Inserts<'a>,
    /// The page's card, and what is wrong with it.
    pub cards: RefCell<(Option<Card>, Vec<Diagnostic>)>,
}

/// What a template of a page sees: what all see, the page, and its own view.
pub(super) struct TemplateContext<'v, V> {
    pub page: &'v PageMeta,
    pub view: &'v V,
}

impl Job<'_> {
    /// What a page's own template makes of a scene.
    pub(super) fn template(
        &self,
        name: &str,
        scene: &TemplateContext<'_, impl Serialize>,
    ) -> Result<String, Box<Diagnostic>> {
        self.run(name, &scene.context(self.site, self.locale))
    }

    /// What the templates of sections make of a scene, each of its own section.
    pub(super) fn section_templates<'s>(
        &self,
        sections: impl Iterator<Item = (String, &'s SectionView)>,
        scene: &TemplateContext<'_, impl Serialize>,
    ) -> Result<Vec<String>, Box<Diagnostic>> {
        let mut context = scene.context(self.site, self.locale);
        let html = sections.map(|(name, section)| {
            context.insert("section", section);
            self.run(&name, &context)
        });
        html.collect()
    }

    /// What a template makes of what it sees, with marks where bodies go.
    fn run(&self, name: &str, context: &Context) -> Result<String, Box<Diagnostic>> {
        let html = self.site.render(self.locale, name, context, self.address)?;
        let is_whole = marks::check(&html);
        is_whole.map_err(|_| Box::new(self.site.filtered_body_fault(name).page(self.address.as_str())))?;
        Ok(html)
    }
}

impl<V: Serialize> TemplateContext<'_, V> {
    fn context(&self, site: Tracked<'_>, locale: &Locale) -> Context {
        let mut context = Context::from_serialize(self.view).unwrap_or_default();
        context.insert_value("site", site.shared(locale).view.clone());
        context.insert_value("data", site.data());
        context.insert("locale", locale.tag());
        context.insert("page", self.page);
        context
    }
}
