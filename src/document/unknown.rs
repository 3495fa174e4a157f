//! Keys that mean nothing where they stand, and what may have been meant by them.

use super::keys::{KeySubject, KnownKey, is_name_of_page, known, known_of, post_key};
use super::{EntryKind, Extra, Field, POST_NAMES, Raw, Record};
use crate::base::{Code, Diagnostic, FilePath, Place, is_within, nearest};

/// Names by which entries are described elsewhere, and their own.
const ALIASES: [(&str, &str); 3] = [("title", "name"), ("body", "description"), ("image", "photo")];

#[derive(Clone, Copy, Debug)]
pub(super) struct KeyContext<'a> {
    pub file: &'a FilePath,
    pub subject: KeySubject,
    /// The keys that it stands beside.
    pub record: &'a Record,
    /// The namespace of the post's keys, or of the entry's.
    pub namespace: Option<&'static str>,
    /// Whether the site has a template of its own for what the keys describe, and so keys of its
    /// own.
    pub is_own_kind: bool,
}

impl KeyContext<'_> {
    /// What is wrong with a key that nobody has asked for; nothing where it is the site's own.
    pub fn fault(&self, field: &Field) -> Option<Diagnostic> {
        let key = field.key.value.as_str();
        let known = self.known();
        let is_text = matches!(field.value, Raw::Text(_));
        let told = |code: Code, message: String, help: String| {
            Diagnostic::at(Place::new(self.file, field.key.span), code, message).help(help)
        };
        if let Some(elsewhere) = self.known_elsewhere(key, &known) {
            let message = format!("`:{key}` means nothing in {}", self.words());
            return Some(told(Code::UnknownKey, message, self.way_to(elsewhere, is_text)));
        }
        if self.is_of_mixed_spelling(key) {
            return None;
        }
        if let Some(meant) = self.without_namespace(key, &known) {
            let prose = if is_text { format!("; where it is text, write `\\:{key}`") } else { String::new() };
            let message = format!("`:{key}` has no namespace, and means nothing");
            return Some(told(Code::BareKey, message, format!("{}{prose}", self.written(meant, is_text))));
        }
        let near = self.meant(key, &known);
        let namespace = key.split_once('/').map(|(namespace, _)| namespace);
        let is_ours =
            !self.is_own_kind && namespace.is_some_and(|namespace| is_near_namespace(namespace, &known));
        let may_be_prose = field.ends_text || (field.is_below_text && is_prose(field));
        if near.is_none() && !is_ours && !may_be_prose {
            return None;
        }
        let help = match (near, namespace.filter(|_| is_ours)) {
            (Some(near), _) => self.did_you_mean(near, is_text),
            (None, Some(_)) => self.all_names(&known, key),
            (None, None) => "a key of your own stands above the text".to_owned(),
        };
        let message = format!("the key `:{key}` is not known");
        if may_be_prose {
            let does = if field.ends_text { "ends the text above it" } else { "stands below a text" };
            let message = format!("{message}, and {does}");
            return Some(told(
                Code::UnknownKey,
                message,
                format!("where it is text, write `\\:{key}`; else: {help}"),
            ));
        }
        Some(told(Code::UnknownKey, message, help))
    }

    /// All known keys, those that are likeliest here first.
    fn known(&self) -> Vec<KnownKey> {
        let mut all: Vec<KnownKey> = known().collect();
        let is_other_spelling = |known: &KnownKey| {
            post_key(&known.to_string()).is_some() && self.namespace.is_some_and(|own| own != known.namespace)
        };
        all.sort_by_key(|known| {
            let is_far = self.is_of_page() == is_entry(known.subject);
            (known.subject != self.subject, is_far, is_other_spelling(known))
        });
        if let Some(namespace) = self.namespace.filter(|_| !self.is_of_page()) {
            all.retain(|known| known.subject != self.subject || known.namespace == namespace);
        }
        all
    }

    /// The known key that one which is not known may be a slip of the pen for, and that may stand
    /// here, if there is one.
    fn meant(&self, key: &str, known: &[KnownKey]) -> Option<KnownKey> {
        let near = nearest_known(key, known, self.is_own_kind)?;
        if near.subject == self.subject {
            return Some(near);
        }
        let (namespace, name) = key.split_once('/').unwrap_or(("", key));
        let alias = ALIASES.iter().find(|(other, _)| *other == name).map(|(_, name)| *name);
        let of_entry = |known: &&KnownKey| {
            let is_it = known.namespace == namespace || known.subject == self.subject;
            is_entry(known.subject) && is_it && Some(known.name) == alias
        };
        known.iter().find(of_entry).copied().or(Some(near))
    }

    fn did_you_mean(&self, meant: KnownKey, is_text: bool) -> String {
        let key = meant.to_string();
        if meant.subject == self.subject {
            return match (self.record.get(&key), self.for_pages(meant)) {
                (Some(_), _) => {
                    format!("`:{key}` stands here already; remove one of the two, or choose another name")
                }
                (None, Some(of_page)) => format!("did you mean `:{of_page}`, or in a post `:{key}`?"),
                (None, None) => format!("did you mean `:{key}`?"),
            };
        }
        let way = self.way_to(meant, is_text);
        if self.is_of_page() { format!("did you mean `:{key}`? Then {way}") } else { way }
    }

    /// What says on any page what a key says of a post, where that is not sure to be one.
    fn for_pages(&self, meant: KnownKey) -> Option<String> {
        let of_page = format!("open-graph/{}", meant.name);
        let is_of_post = POST_NAMES.contains(&meant.name) && meant.namespace != "page";
        let is_known = || super::PAGE_KEYS.contains(&of_page.as_str());
        (is_of_post && meant.namespace != "open-graph" && self.namespace.is_none() && is_known())
            .then_some(of_page)
    }

    fn is_of_page(&self) -> bool {
        !is_entry(self.subject)
    }

    /// The known key that a key is, where it belongs elsewhere.
    fn known_elsewhere(&self, key: &str, known: &[KnownKey]) -> Option<KnownKey> {
        let is_it = |known: &&KnownKey| key.split_once('/') == Some((known.namespace, known.name));
        if let Some(found) = known.iter().find(is_it) {
            return (found.subject != self.subject).then_some(*found);
        }
        let (namespace, name) = post_key(key).filter(|_| self.subject != KeySubject::Page)?;
        let name = POST_NAMES.into_iter().find(|known| *known == name)?;
        Some(KnownKey { subject: KeySubject::Page, namespace, name })
    }

    /// Whether a key is of a post, in another spelling than the file's first: that is told of all
    /// such keys at once.
    fn is_of_mixed_spelling(&self, key: &str) -> bool {
        let is_other = |(namespace, _)| self.namespace.is_some_and(|own| own != namespace);
        self.subject == KeySubject::Page && post_key(key).is_some_and(is_other)
    }

    fn without_namespace(&self, key: &str, known: &[KnownKey]) -> Option<KnownKey> {
        let name = key.to_lowercase();
        let of = |name: &str| known.iter().find(|known| known.name == name).copied();
        let own = |name: &str| of(name).filter(|known| known.subject == self.subject);
        match self.is_of_page() {
            true => of(&name).filter(|_| is_name_of_page(&name)),
            false => {
                let alias = ALIASES.iter().find(|(other, _)| *other == name).and_then(|(_, name)| own(name));
                own(&name).or(alias).or_else(|| of(&name).filter(|_| is_name_of_page(&name)))
            }
        }
    }

    /// What to write in the place of a key that lacks its namespace.
    fn written(&self, meant: KnownKey, is_text: bool) -> String {
        if meant.subject == self.subject {
            return match self.for_pages(meant) {
                Some(of_page) => format!("write `:{of_page}`, or in a post `:{meant}`"),
                None => format!("write `:{meant}`"),
            };
        }
        let way = self.way_to(meant, is_text);
        match way.strip_prefix("write it ") {
            Some(place) => format!("write `:{meant}`, {place}"),
            None => way,
        }
    }

    fn way_to(&self, known: KnownKey, is_text: bool) -> String {
        match (self.subject, known.subject) {
            (KeySubject::Entry(kind), _) => {
                let names: Vec<String> = known_of(kind)
                    .filter(|known| Some(known.namespace) == self.namespace)
                    .map(|known| format!("`:{known}`"))
                    .collect();
                format!("{} is described by {}", self.words(), names.join(", "))
            }
            (_, KeySubject::Entry(kind)) => format!("write it in `{}`", kind.file_name()),
            (_, KeySubject::Page) => {
                "write it in the file's first block, which describes the page".to_owned()
            }
            (_, KeySubject::Section) if is_text => {
                "write it in a block of its own, after a line of 80 dashes".to_owned()
            }
            (_, KeySubject::Section) => "write it in a section of an `.md` file".to_owned(),
        }
    }

    /// The keys that the namespace of an unknown one has.
    fn all_names(&self, known: &[KnownKey], key: &str) -> String {
        let written = key.split_once('/').map_or("", |(namespace, _)| namespace);
        let near = nearest(written, known.iter().map(|known| known.namespace)).unwrap_or(written);
        let mut names: Vec<String> =
            known.iter().filter(|known| known.namespace == near).map(|known| format!("`:{known}`")).collect();
        names.dedup();
        format!("known are {}; a key of your own wants a namespace of your own", names.join(", "))
    }

    fn words(&self) -> &'static str {
        match self.subject {
            KeySubject::Page => "the page's own block",
            KeySubject::Section => "a section",
            KeySubject::Entry(EntryKind::Tag) => "a tag",
            KeySubject::Entry(EntryKind::Author) => "an author",
            KeySubject::Entry(EntryKind::Series) => "a series",
        }
    }
}

/// Whether a field that is not known may be a line of prose that begins with a colon: its value is
/// no EDN, and its key has no namespace, or it goes on below.
fn is_prose(field: &Field) -> bool {
    let Raw::Text(text) = &field.value else { return false };
    let may_be = !field.key.value.contains('/') || text.value.contains('\n');
    may_be && matches!(Extra::of(&text.value), Extra::Text(_))
}

fn is_entry(subject: KeySubject) -> bool {
    matches!(subject, KeySubject::Entry(_))
}

/// The known key that a key may be a slip of the pen for: in a few letters, in its namespace, or in
/// its name. Where keys are the site's own the name alone is not enough. The first of those that
/// are known says what the block is about.
pub(super) fn nearest_known(key: &str, known: &[KnownKey], is_own: bool) -> Option<KnownKey> {
    let key = key.to_lowercase();
    // A value that is written close to its key, `:post/published:2025-01-01`, hides none.
    let key = key.split([':', '=']).next().unwrap_or_default();
    let whole: Vec<String> = known.iter().map(KnownKey::to_string).collect();
    let found = |text: &str| whole.iter().position(|known| known == text).map(|at| known[at]);
    let Some((namespace, name)) = key.split_once('/') else {
        let dotted = || found(nearest(key, whole.iter().map(String::as_str))?);
        return dotted().or_else(|| near_name(key, known.iter(), 4).filter(|known| !is_entry(known.subject)));
    };
    if known.iter().any(|known| known.namespace == namespace) {
        let own = known.iter().filter(|known| known.namespace == namespace);
        let near = near_name(name, own.clone(), 1)
            .or_else(|| near_name(name, ours(known), 1))
            .or_else(|| beginning(name, own));
        if near.is_some() {
            return near;
        }
    }
    if let Some(near) = nearest(key, whole.iter().map(String::as_str)) {
        return found(near);
    }
    if let Some(namespace) = nearest(namespace, ours(known).map(|known| known.namespace)) {
        let own = known.iter().filter(|known| known.namespace == namespace);
        let others = ours(known);
        return near_name(name, own.clone(), 1)
            .or_else(|| near_name(name, others, 1))
            .or_else(|| beginning(name, own));
    }
    if is_own {
        return None;
    }
    near_name(name, ours(known), 5)
}

/// The known key that is called so, or nearly so; of the shortest names those that have fewer
/// letters than `min` only if called so.
fn near_name<'k>(
    name: &str,
    mut known: impl Iterator<Item = &'k KnownKey> + Clone,
    min: usize,
) -> Option<KnownKey> {
    let same = known.clone().find(|known| known.name == name);
    let limit = match name.chars().count() {
        len if len < min => 0,
        ..=6 => 1,
        _ => 2,
    };
    let is_near = |known: &&KnownKey| limit > 0 && is_within(limit, name, known.name);
    same.or_else(|| known.find(is_near)).copied()
}

/// The known key of which a name is the beginning: `desc`, `pub`.
fn beginning<'k>(name: &str, mut known: impl Iterator<Item = &'k KnownKey>) -> Option<KnownKey> {
    known.find(|known| name.len() >= 3 && known.name.starts_with(name)).copied()
}

/// Whether a namespace is a known one or nearly so. Those of four letters have too many neighbours
/// among words of other lengths than their own.
fn is_near_namespace(namespace: &str, known: &[KnownKey]) -> bool {
    let namespace = namespace.to_lowercase();
    let is_near = |other: &str| match other.len() {
        ..=4 => namespace == other || (namespace.len() == 5 && is_within(1, &namespace, other)),
        _ => is_within(2, &namespace, other),
    };
    ours(known).any(|known| is_near(known.namespace))
}

/// The known keys whose namespaces no site would take for its own: those of entries only where the
/// block is one.
fn ours(known: &[KnownKey]) -> impl Iterator<Item = &KnownKey> + Clone {
    let subject = known.first().map(|known| known.subject);
    known.iter().filter(move |known| !is_entry(known.subject) || Some(known.subject) == subject)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_have_been_meant() {
        let known: Vec<KnownKey> = known().collect();
        for (key, expected) in [
            ("section/tilte", "section/title"),
            ("sectoin/body", "section/body"),
            ("page/published", "post/published"),
            ("pages/titel", "page/title"),
            ("blog-post/desc", "blog-post/description"),
            ("post/title", "page/title"),
            ("Page/Title", "page/title"),
            ("page.title", "page/title"),
            ("post/published:2025-01-01", "post/published"),
            ("blog/body", "page/body"),
            ("blog/publishd", "post/published"),
            ("tilte", "page/title"),
            ("descripton", "post/description"),
            ("recipe/flour", ""),
            ("my/none", ""),
            ("my/time", ""),
            ("movie/actors", ""),
            ("host/name", ""),
            ("tag", ""),
            ("blog", ""),
            ("name", ""),
        ] {
            let found = nearest_known(key, &known, false).map(|known| known.to_string());
            assert_eq!(found.unwrap_or_default(), expected, "{key}");
        }
        assert_eq!(nearest_known("recipe/title", &known, true), None);
    }
}
