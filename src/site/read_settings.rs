//! `site.edn`.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use super::base_url::BaseUrl;
use super::settings::{MissingTranslation, NavigationItem, Settings, SiteAuthor, UriPattern};
use super::{content_security, id, slug_letters};
use crate::base::{Code, Diagnostic, FilePath, Place, Span, Spanned, keywords, nearest};
use crate::document::{Localized, text_of_form};
use crate::edn::{Form, FormKind};
use crate::locale::Locale;

/// The keys of `site.edn`, without their colons.
pub const SETTING_KEYS: [&str; 19] = [
    "site/base-url",
    "site/id",
    "site/locales",
    "site/title",
    "site/description",
    "site/time-zone",
    "site/author",
    "site/uris",
    "site/slug-letters",
    "site/prefix-default-locale?",
    "site/posts-per-page",
    "site/feed-size",
    "site/missing-translation",
    "site/navigation",
    "site/social-cards",
    "site/images",
    "site/content-security-policy",
    "site/extra",
    "site/allow",
];

impl Settings {
    /// Reads `site.edn`. What is wrong in it has its default.
    pub fn read(file: &FilePath, form: &Form, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut reader = SettingsReader { file, form, locales: Vec::new(), diagnostics };
        reader.check_keys();
        let locales = reader.locales();
        reader.locales.clone_from(&locales);
        let defaults = Self::defaults(locales);
        let base_url = reader.base_url().unwrap_or(defaults.base_url);
        Self {
            file: Some(file.clone()),
            id: id::read(file, form, &base_url, reader.diagnostics),
            title: reader
                .localized("site/title")
                .unwrap_or_else(|| Localized::Same(base_url.host().to_owned())),
            base_url,
            description: reader.localized("site/description"),
            zone: reader.zone().unwrap_or(defaults.zone),
            author: reader.author(),
            uris: reader.uris(),
            prefix_default_locale: reader.boolean("site/prefix-default-locale?").unwrap_or_default(),
            posts_per_page: reader.count("site/posts-per-page").unwrap_or(defaults.posts_per_page),
            feed_size: reader.count("site/feed-size").unwrap_or(defaults.feed_size),
            missing_translation: reader.missing_translation().unwrap_or(defaults.missing_translation),
            navigation: reader.navigation(),
            extra: form.get("site/extra").cloned(),
            allow: reader.allow(),
            social_cards: reader.boolean("site/social-cards").unwrap_or(true),
            images: reader.boolean("site/images").unwrap_or(true),
            content_security: content_security::read(file, form, reader.diagnostics),
            slugs: slug_letters::read(file, form, &defaults.locales, reader.diagnostics),
            locales: defaults.locales,
        }
    }
}

struct SettingsReader<'a> {
    file: &'a FilePath,
    form: &'a Form,
    locales: Vec<Locale>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl SettingsReader<'_> {
    fn check_keys(&mut self) {
        let Some(entries) = self.form.as_map() else {
            let help = "write `{:site/base-url \"https://blog.example\" :site/locales [:nb :en]}`";
            return self.fault(self.form.span, "the settings are no map", help);
        };
        for (key, _) in entries {
            let known = key.as_keyword().is_some_and(|name| SETTING_KEYS.contains(&name));
            if known {
                continue;
            }
            let near = key.as_keyword().and_then(|name| {
                let is_called = |known: &&str| known.strip_prefix("site/") == Some(name);
                nearest(name, SETTING_KEYS).or_else(|| SETTING_KEYS.into_iter().find(is_called))
            });
            let help = match near {
                Some(near) => format!("did you mean `:{near}`?"),
                None => "what your own templates want goes into `:site/extra`".to_owned(),
            };
            self.fault(key.span, &format!("the setting `{key}` is not known"), &help);
        }
    }

    fn locales(&mut self) -> Vec<Locale> {
        let Some(value) = self.form.get("site/locales") else {
            if self.form.as_map().is_some() {
                self.fault(
                    self.form.span,
                    "`:site/locales` is missing",
                    "add it, such as `:site/locales [:nb :en]`",
                );
            }
            return Vec::new();
        };
        let items = match value.as_items() {
            Some(items) if !items.is_empty() => items,
            _ => {
                self.fault(value.span, "`:site/locales` wants locales in brackets", "write `[:nb :en]`");
                return Vec::new();
            }
        };
        let mut locales: Vec<Locale> = Vec::new();
        for item in items {
            match item.as_keyword().and_then(Locale::parse) {
                Some(locale) if locales.contains(&locale) => {
                    self.fault(
                        item.span,
                        &format!("the locale `{item}` stands twice"),
                        "remove one of the two",
                    );
                }
                Some(locale) => locales.push(locale),
                None => self.diagnostics.push(
                    Diagnostic::at(
                        Place::new(self.file, item.span),
                        Code::UnknownLocale,
                        format!("`{item}` is no BCP 47 language tag"),
                    )
                    .help("write a keyword such as `:nb`, `:en-GB` or `:sr-Latn`"),
                ),
            }
        }
        locales
    }

    fn base_url(&mut self) -> Option<BaseUrl> {
        let Some(value) = self.form.get("site/base-url") else {
            let help = "add it, such as `:site/base-url \"https://blog.example\"`";
            if self.form.as_map().is_some() {
                self.fault(self.form.span, "`:site/base-url` is missing", help);
            }
            return None;
        };
        let url = value.as_text().and_then(BaseUrl::parse);
        if url.is_none() {
            self.fault(
                value.span,
                "`:site/base-url` wants an absolute URL without query or fragment",
                "write it with its scheme, such as `\"https://blog.example\"`",
            );
        }
        url
    }

    fn zone(&mut self) -> Option<Tz> {
        let value = self.form.get("site/time-zone")?;
        let name = value.as_text().unwrap_or_default();
        let zone = name.parse::<Tz>().ok();
        if zone.is_none() {
            let near = nearest(name, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()));
            let help = near.map_or_else(
                || "write a name of the time zone database, such as `\"Europe/Oslo\"`".to_owned(),
                |near| format!("did you mean `\"{near}\"`?"),
            );
            let written = value.as_text().map_or_else(|| value.to_string(), str::to_owned);
            self.fault(value.span, &format!("there is no time zone `{written}`"), &help);
        }
        zone
    }

    fn author(&mut self) -> Option<SiteAuthor> {
        let value = self.form.get("site/author")?;
        if let Some(name) = value.as_keyword() {
            let id = name.rsplit('/').next().unwrap_or(name);
            return Some(SiteAuthor::Entry(Spanned::new(id.to_owned(), value.span)));
        }
        let field = |name: &str| {
            ["author", "person"].iter().find_map(|namespace| value.get(&format!("{namespace}/{name}")))
        };
        match field("name").and_then(text_of_form) {
            Some(name) => {
                let uri = field("uri").and_then(|uri| Some(Spanned::new(text_of_form(uri)?, uri.span)));
                Some(SiteAuthor::Inline { name, uri })
            }
            None => {
                let help = "write an id of `authors.edn`, or `{:author/name \"…\" :author/uri \"…\"}`";
                self.fault(value.span, "`:site/author` names nobody", help);
                None
            }
        }
    }

    fn uris(&mut self) -> BTreeMap<String, UriPattern> {
        let Some(value) = self.form.get("site/uris") else { return BTreeMap::new() };
        let Some(entries) = value.as_map() else {
            self.fault(value.span, "`:site/uris` wants a map", "write `{:post \"/{slug}/\"}`");
            return BTreeMap::new();
        };
        let mut uris = BTreeMap::new();
        for (key, pattern) in entries {
            let Some(name) = key.as_keyword() else {
                self.fault(key.span, &format!("`{key}` is no keyword"), "write `{:post \"/{slug}/\"}`");
                continue;
            };
            if let Some(pattern) = self.localized_at(pattern) {
                uris.insert(name.to_owned(), UriPattern { key: key.span, pattern });
            }
        }
        uris
    }

    fn boolean(&mut self, key: &str) -> Option<bool> {
        let value = self.form.get(key)?;
        match value.kind {
            FormKind::Boolean(value) => Some(value),
            _ => {
                self.fault(value.span, &format!("`:{key}` wants a boolean"), "write `true` or `false`");
                None
            }
        }
    }

    fn count(&mut self, key: &str) -> Option<usize> {
        let value = self.form.get(key)?;
        match value.kind {
            FormKind::Integer(count @ 1..) => usize::try_from(count).ok(),
            _ => {
                self.fault(
                    value.span,
                    &format!("`:{key}` wants a number from 1 on"),
                    "write a number such as `20`",
                );
                None
            }
        }
    }

    fn missing_translation(&mut self) -> Option<MissingTranslation> {
        let value = self.form.get("site/missing-translation")?;
        match value.as_keyword() {
            Some("hide") => Some(MissingTranslation::Hide),
            Some("show-original") => Some(MissingTranslation::ShowOriginal),
            _ => {
                let message = "`:site/missing-translation` does not know this";
                self.fault(value.span, message, "write `:hide` or `:show-original`");
                None
            }
        }
    }

    fn navigation(&mut self) -> Vec<NavigationItem> {
        let Some(value) = self.form.get("site/navigation") else { return Vec::new() };
        let help = "write `[{:nav/title \"About\" :nav/uri \"/about/\"}]`";
        let Some(items) = value.as_items() else {
            self.fault(value.span, "`:site/navigation` wants links in brackets", help);
            return Vec::new();
        };
        let mut navigation = Vec::new();
        for item in items {
            let (Some(title), Some(uri)) = (item.get("nav/title"), item.get("nav/uri")) else {
                self.fault(item.span, "a link of the navigation wants a title and an address", help);
                continue;
            };
            if let (Some(title), Some(uri)) = (self.localized_value(title), self.localized_at(uri)) {
                navigation.push(NavigationItem { title, uri });
            }
        }
        navigation
    }

    fn allow(&mut self) -> Vec<Code> {
        let Some(value) = self.form.get("site/allow") else { return Vec::new() };
        let help = "write a map from codes to reasons: `{:broken-link \"old posts are being moved\"}`";
        let Some(entries) = value.as_map() else {
            self.fault(value.span, "`:site/allow` wants a map", help);
            return Vec::new();
        };
        let mut allow = Vec::new();
        for (code, reason) in entries {
            let name = code.as_keyword().unwrap_or_default();
            match name.parse::<Code>() {
                Err(_) => {
                    let near = nearest(name, Code::ALL.iter().map(|code| code.name()));
                    let help =
                        near.map_or_else(|| help.to_owned(), |near| format!("did you mean `:{near}`?"));
                    self.fault(code.span, &format!("no diagnostic has the code `{code}`"), &help);
                }
                Ok(_) if reason.as_text().is_none_or(|reason| reason.trim().is_empty()) => {
                    self.fault(reason.span, &format!("`{code}` is allowed without a reason"), help);
                }
                Ok(known) => allow.push(known),
            }
        }
        allow
    }

    fn localized(&mut self, key: &str) -> Option<Localized<String>> {
        let value = self.form.get(key)?;
        self.localized_value(value)
    }

    fn localized_value(&mut self, value: &Form) -> Option<Localized<String>> {
        Some(match self.localized_at(value)? {
            Localized::Same(text) => Localized::Same(text.value),
            Localized::Each(texts) => Localized::Each(
                texts.iter().map(|(locale, text)| (locale.clone(), text.value.clone())).collect(),
            ),
        })
    }

    fn localized_at(&mut self, value: &Form) -> Option<Localized<Spanned<String>>> {
        if let Some(text) = text_of_form(value) {
            return Some(Localized::Same(Spanned::new(text, value.span)));
        }
        let Some(entries) = value.as_map() else {
            self.fault(
                value.span,
                "a text is wanted here",
                "write `\"…\"`, or a map by locale: `{:nb \"…\" :en \"…\"}`",
            );
            return None;
        };
        let mut texts = Vec::new();
        for (key, text) in entries {
            let locale =
                key.as_keyword().and_then(Locale::parse).filter(|locale| self.locales.contains(locale));
            match (locale, text_of_form(text)) {
                (Some(locale), Some(value)) => texts.push((locale, Spanned::new(value, text.span))),
                (None, _) => {
                    self.diagnostics.push(
                        Diagnostic::at(
                            Place::new(self.file, key.span),
                            Code::UnknownLocale,
                            format!("`{key}` is not one of the site's locales"),
                        )
                        .help(format!("they are {}", keywords(&self.locales))),
                    );
                }
                (_, None) => self.fault(text.span, "a text is wanted here", "write it in quotation marks"),
            }
        }
        Some(Localized::Each(texts.into_iter().collect()))
    }

    fn fault(&mut self, span: Span, message: &str, help: &str) {
        self.diagnostics
            .push(Diagnostic::at(Place::new(self.file, span), Code::InvalidSetting, message).help(help));
    }
}
