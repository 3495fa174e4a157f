//! The card that stands for a page elsewhere.

use super::job::Job;
use super::meta::{PageSubject, SocialImage};
use crate::assets::cards::{self, Card};
use crate::base::{Code, Diagnostic};
use crate::document::{Document, DocumentKind, EntryKind, shortened};
use crate::locale::DateLength;
use crate::template::CARD;
use crate::template::view::{CardView, OpenGraphImage, PageKind};

/// The longest text below a title, in characters.
const DETAILS_LIMIT: usize = 70;

impl Job<'_> {
    /// The card of a page, in the colours of its first section's theme.
    pub(super) fn card(
        &self,
        subject: &PageSubject,
        document: Option<&Document>,
        theme: Option<&str>,
    ) -> Option<SocialImage> {
        let is_shown = !matches!(subject.kind, PageKind::NotFound | PageKind::Redirect);
        if !is_shown || !self.site.settings().social_cards {
            return None;
        }
        let mut view = self.card_view(subject, document, theme);
        let cards = self.site.cards();
        if let Err(missing) = cards.set(&mut view, &subject.title) {
            self.note_missing(missing, document);
            return None;
        }
        let mut context = tera::Context::new();
        context.insert("card", &view);
        context.insert("locale", self.locale.tag());
        match self.site.render(self.locale, CARD, &context, self.address) {
            Ok(svg) => self.picture_of(cards.card(svg)?, subject.title.clone()),
            Err(fault) => {
                self.cards.borrow_mut().1.push(*fault);
                None
            }
        }
    }

    fn card_view(&self, subject: &PageSubject, document: Option<&Document>, theme: Option<&str>) -> CardView {
        let schemes = self.site.schemes();
        let scheme = theme.and_then(|theme| schemes.get(theme)).or(schemes.light());
        let colour = |role: &str, other: &str| {
            scheme.and_then(|scheme| scheme.hex(role)).unwrap_or_else(|| other.to_owned())
        };
        let shared = self.site.shared(self.locale);
        let post = document.filter(|document| document.kind == DocumentKind::Post);
        let details = match (post, subject.kind) {
            (Some(post), _) => self.who_and_when(post),
            (None, PageKind::Front) => shared.description.clone(),
            (None, _) => String::new(),
        };
        let site = if subject.kind == PageKind::Front { String::new() } else { shared.title.clone() };
        let (width, height) = cards::SIZE;
        CardView {
            width,
            height,
            lang: self.locale.tag().to_owned(),
            dir: self.locale.direction().name().to_owned(),
            site,
            details: shortened(&details, DETAILS_LIMIT),
            background: colour("background", "#ffffff"),
            foreground: colour("foreground", "#000000"),
            muted: colour("muted", "#000000"),
            accent: colour("accent", "#000000"),
            ..CardView::default()
        }
    }

    fn who_and_when(&self, post: &Document) -> String {
        let site = self.site;
        let language = site.language(self.locale);
        let authors: Vec<String> = site
            .named_by(post, EntryKind::Author)
            .map(|author| author.name(self.locale, &site.settings().locales))
            .collect();
        let day =
            post.published.as_ref().map(|time| language.date(time.value.at.date_naive(), DateLength::Long));
        let who = (!authors.is_empty()).then(|| language.list(&authors));
        // Each part runs in its own direction (Unicode Standard Annex 9, first strong isolate).
        let isolated = |part: String| format!("\u{2068}{part}\u{2069}");
        who.into_iter().chain(day).map(isolated).collect::<Vec<_>>().join(" · ")
    }

    fn note_missing(&self, missing: char, document: Option<&Document>) {
        let message = format!("no card can be drawn of this title: the fonts have no `{missing}`");
        let fault = match document {
            Some(document) => {
                Diagnostic::at(document.place(document.title.span), Code::MissingGlyph, message)
            }
            None => Diagnostic::general(Code::MissingGlyph, message).page(self.address.as_str()),
        };
        let help = "put a font that has it (`.ttf` or `.otf`) below `static/`, give the page an image, or say `:site/social-cards false`";
        self.cards.borrow_mut().1.push(fault.help(help));
    }

    fn picture_of(&self, card: Card, alt: String) -> Option<SocialImage> {
        let url = self.site.output_url(&card.path);
        let (width, height) = cards::SIZE;
        let view = OpenGraphImage { url: url.clone(), width: Some(width), height: Some(height), alt };
        self.cards.borrow_mut().0 = Some(card);
        Some(SocialImage { view, url })
    }
}
