//! What the pages of a site share.

use std::sync::OnceLock;

use chrono::{DateTime, Datelike, Utc};
use tera::Value;

use super::resolve::Resolver;
use super::shared::Shared;
use crate::assets::cards::Cards;
use crate::base::Digest;
use crate::locale::{Locale, PerLocale};
use crate::site::Site;
use crate::template::UiLanguage;

/// What the pages of a site share, made once.
pub struct Common {
    shared: PerLocale<Shared>,
    data: Value,
    cards: Cards,
    year: i32,
    /// See [`Common::digest`].
    digests: OnceLock<PerLocale<Digest>>,
}

impl Common {
    /// Makes what the pages of a site share.
    pub fn new(resolver: Resolver<'_>, ui_languages: &PerLocale<UiLanguage>, now: DateTime<Utc>) -> Self {
        let site = resolver.site;
        Self {
            shared: ui_languages.map(|locale, ui_language| Shared::new(resolver, locale, ui_language)),
            data: Value::from_serializable(&site.data),
            cards: Cards::new(resolver.assets),
            // Drafts have no date: they use the current year.
            year: now.with_timezone(&site.settings.zone).year(),
            digests: OnceLock::new(),
        }
    }

    /// What the pages of a language share.
    pub(in crate::render) fn shared(&self, locale: &Locale) -> &Shared {
        self.shared.get(locale).expect("every locale of the site has its shared view")
    }

    pub(in crate::render) fn data(&self) -> &Value {
        &self.data
    }

    pub(in crate::render) fn cards(&self) -> &Cards {
        &self.cards
    }

    /// The digest of all that pages of a language share; worked out when it is first asked for.
    pub(in crate::render) fn digest(&self, site: &Site, locale: &Locale) -> Digest {
        let digests = self.digests.get_or_init(|| {
            let Site { settings, schemes, data, .. } = site;
            let Self { shared, data: _, cards, year, digests: _ } = self;
            let cards = settings.social_cards.then(|| cards.digest());
            let of_all = Digest::of_debug(&(settings, schemes, data, year, cards));
            shared.map(|locale, shared| Digest::of_value(&(of_all, locale, shared.digest())))
        });
        digests.get(locale).copied().unwrap_or_default()
    }
}
