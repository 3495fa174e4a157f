//! `:site/id`.

use chrono::NaiveDate;
use uuid::Uuid;

use super::BaseUrl;
use crate::base::{Code, Diagnostic, FilePath, Place};
use crate::edn::{Form, FormKind};

/// What tells a site from all others, whatever its title and its host: a tag URI or the URN of a
/// UUID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteId(String);

impl SiteId {
    /// That of a site which has chosen none: the UUID of its base URL (RFC 9562, version 5, in the
    /// namespace of URLs), so that a site which moves can find it again and write it down.
    pub fn of_url(base_url: &BaseUrl) -> Self {
        let url = format!("{}{}", base_url.origin, base_url.path);
        Self(Uuid::new_v5(&Uuid::NAMESPACE_URL, url.as_bytes()).urn().to_string())
    }

    /// Reads a tag URI (RFC 4151), or a UUID in any spelling (RFC 9562).
    pub fn parse(text: &str) -> Option<Self> {
        if is_tag_uri(text) {
            return Some(Self(text.to_owned()));
        }
        Uuid::parse_str(text).ok().filter(|uuid| !uuid.is_nil()).map(|uuid| Self(uuid.urn().to_string()))
    }

    /// The id as a URI.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reads the site's id; what is wrong in it has its default.
pub(super) fn read(
    file: &FilePath,
    settings: &Form,
    base_url: &BaseUrl,
    diagnostics: &mut Vec<Diagnostic>,
) -> SiteId {
    let made = SiteId::of_url(base_url);
    let Some(value) = settings.get("site/id") else { return made };
    let text = match &value.kind {
        FormKind::Tagged(tag, value) if tag == "uuid" => value.as_text(),
        _ => value.as_text(),
    };
    text.and_then(SiteId::parse).unwrap_or_else(|| {
        let place = Place::new(file, value.span);
        let fault = Diagnostic::at(place, Code::InvalidSetting, "`:site/id` is neither a tag URI nor a UUID");
        diagnostics.push(fault.help(format!(
            "write a host of yours and a year in which it was yours, `\"tag:{},2025:\"`, or a UUID, such as \
             `\"{}\"`, which the site has by its address",
            host_name(base_url),
            made.as_str()
        )));
        made
    })
}

fn host_name(base_url: &BaseUrl) -> &str {
    let host = base_url.host();
    host.split_once(':').map_or(host, |(name, _)| name)
}

/// Whether a text is a tag URI (RFC 4151, section 2.1).
fn is_tag_uri(text: &str) -> bool {
    let parts = || {
        let (entity, specific) = text.strip_prefix("tag:")?.split_once(':')?;
        let (authority, date) = entity.split_once(',')?;
        Some((authority, date, specific))
    };
    parts().is_some_and(|(authority, date, specific)| {
        is_authority(authority) && is_date(date) && is_specific(specific)
    })
}

/// Whether a text is a name of the DNS, or an address of mail.
fn is_authority(text: &str) -> bool {
    let is_label = |label: &str| {
        label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && label.starts_with(|c: char| c != '-')
            && !label.ends_with('-')
    };
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    let host = match text.split_once('@') {
        Some((local, host)) if !local.is_empty() && local.bytes().all(is_local) => host,
        Some(_) => return false,
        None => text,
    };
    host.split('.').all(is_label)
}

/// Whether a text is a year, a month or a day.
fn is_date(text: &str) -> bool {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    let is_in_shape = whole.len() == 10
        && whole.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    is_in_shape && whole.parse::<NaiveDate>().is_ok()
}

/// Whether a text is what a tag URI names in its authority's own way, perhaps with a fragment.
fn is_specific(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/?".contains(c);
    let part = |part: &str| {
        let mut pieces = part.split('%');
        let is_escaped = |piece: &str| piece.bytes().take_while(u8::is_ascii_hexdigit).take(2).count() == 2;
        pieces.next().is_some_and(|first| first.chars().all(is_plain))
            && pieces.all(|piece| is_escaped(piece) && piece.chars().all(is_plain))
    };
    match text.split_once('#') {
        Some((specific, fragment)) => part(specific) && part(fragment),
        None => part(text),
    }
}

#[cfg(test)]
mod tests {
    use super::{BaseUrl, SiteId};

    #[test]
    fn ids_are_tag_uris_or_uuids() {
        const URN: &str = "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
        for (text, expected) in [
            ("tag:blog.example,2025:", Some("tag:blog.example,2025:")),
            ("tag:me@blog.example,2025-01:a/b?c;d%20e#f", Some("tag:me@blog.example,2025-01:a/b?c;d%20e#f")),
            ("tag:xn--bcher-kva.example,2024-02-29:blog", Some("tag:xn--bcher-kva.example,2024-02-29:blog")),
            (URN, Some(URN)),
            ("F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6", Some(URN)),
            ("", None),
            ("tag:", None),
            ("tag:blog.example:", None),
            ("tag:blog.example,2025", None),
            ("tag:blog.example,25:", None),
            ("tag:blog.example,2025-13:", None),
            ("tag:blog.example,2025-02-29:", None),
            ("tag:blog.example,2025-2-1:", None),
            ("tag:-blog.example,2025:", None),
            ("tag:blog..example,2025:", None),
            ("tag:@blog.example,2025:", None),
            ("tag:bøker.example,2025:", None),
            ("tag:blog.example,2025:a b", None),
            ("tag:blog.example,2025:%zz", None),
            ("tag:blog.example,2025:å", None),
            ("TAG:blog.example,2025:", None),
            ("https://blog.example", None),
            ("urn:isbn:0451450523", None),
            ("f81d4fae-7dec-11d0-a765", None),
        ] {
            assert_eq!(SiteId::parse(text).as_ref().map(SiteId::as_str), expected, "{text}");
        }
    }

    #[test]
    fn an_address_gives_the_id_that_any_tool_makes_of_it() {
        // uuidgen --sha1 --namespace @url --name https://blog.example
        for url in ["https://blog.example", "https://blog.example/", "HTTPS://Blog.Example:443"] {
            let id = BaseUrl::parse(url).map(|url| SiteId::of_url(&url));
            assert_eq!(
                id.as_ref().map(SiteId::as_str),
                Some("urn:uuid:d0160ca8-6342-5b44-9d64-f6a6f8f06095"),
                "{url}"
            );
        }
    }
}
