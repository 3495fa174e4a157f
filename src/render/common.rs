//! What the pages of a site share.

use chrono::{DateTime, Datelike, Utc};
use tera::Value;

use super::resolve::Resolver;
use super::shared::Shared;
use crate::assets::cards::Cards;
use crate::base::{Digest, Hasher};
use crate::locale::{Locale, PerLocale};
use crate::template::Tongue;

/// What the pages of a site share, made once.
pub struct Common {
    shared: PerLocale<Shared>,
    data: Value,
    cards: Cards,
    /// The digest of all that pages of each language share.
    digests: PerLocale<Digest>,
}

impl Common {
    /// Makes what the pages of a site share.
    pub fn new(resolver: Resolver<'_>, tongues: &PerLocale<Tongue>, now: DateTime<Utc>) -> Self {
        let site = resolver.site;
        let shared = tongues.map(|locale, tongue| Shared::new(resolver, locale, tongue));
        let cards = Cards::new(resolver.assets);
        // Drafts stand under the year that it is.
        let year = now.with_timezone(&site.settings.zone).year();
        let of_all = [
            Digest::of_debug(&site.settings),
            Digest::of_debug(&site.schemes),
            Digest::of_debug(&site.data),
            Digest::of_debug(&year),
            cards.digest(),
        ];
        let own = |locale: &Locale, shared: &Shared| {
            let mut hasher = Hasher::default();
            of_all.iter().chain([&shared.digest]).for_each(|digest| hasher.update(digest.as_bytes()));
            hasher.update(locale.tag().as_bytes());
            hasher.finish()
        };
        let digests = shared.map(own);
        Self { shared, data: Value::from_serializable(&site.data), cards, digests }
    }

    /// What the pages of a language share.
    pub(in crate::render) fn shared(&self, locale: &Locale) -> &Shared {
        self.shared.get(locale).expect("every locale of the site has its shared view")
    }

    /// The data that all templates have.
    pub(in crate::render) fn data(&self) -> &Value {
        &self.data
    }

    /// What draws cards.
    pub(in crate::render) fn cards(&self) -> &Cards {
        &self.cards
    }

    /// The digest of all that pages of a language share.
    pub(in crate::render) fn digest(&self, locale: &Locale) -> Digest {
        self.digests.get(locale).copied().unwrap_or_default()
    }
}
