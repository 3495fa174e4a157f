//! Where Hugo publishes pages.

use super::super::paths::{folder, name};
use super::super::site::OldPage;
use super::settings::Settings;
use crate::blocks::Value;
use crate::edn::{Form, FormKind};

/// The address of a page: what it says itself, else by the pattern of its section, else its path.
pub fn of_page(page: &OldPage, is_list: bool, settings: &Settings) -> String {
    let prefix = settings.prefix(&page.locale);
    if let Some(url) = &page.matter.url {
        return if url.starts_with('/') { url.clone() } else { format!("{prefix}/{url}") };
    }
    let path = &page.path;
    let parts = |path: &str| path.split('/').map(urlized).collect::<Vec<_>>().join("/");
    if is_list {
        let folder = parts(folder(path));
        return if folder.is_empty() { format!("{prefix}/") } else { format!("{prefix}/{folder}/") };
    }
    let section = path.split_once('/').map_or("", |(section, _)| section);
    let slug = page.matter.slug.as_deref().map_or_else(|| urlized(name(path)), urlized);
    let address = match settings.permalink(section) {
        Some(pattern) => filled(pattern, page, section, &slug),
        None => match folder(path) {
            "" => slug,
            folder => format!("{}/{slug}", parts(folder)),
        },
    };
    let address = address.trim_matches('/');
    match settings.has_ugly_urls || address.ends_with(".html") {
        true => format!("{prefix}/{}.html", address.trim_end_matches(".html")),
        false => format!("{prefix}/{address}/"),
    }
}

/// A pattern with its variables filled.
fn filled(pattern: &str, page: &OldPage, section: &str, slug: &str) -> String {
    let time = match &page.matter.published {
        Some(Value::Text(text)) => text.as_str(),
        Some(Value::Edn(Form { kind: FormKind::Tagged(_, text), .. })) => text.as_text().unwrap_or_default(),
        _ => "",
    };
    let time = |range: std::ops::Range<usize>| time.get(range).unwrap_or_default().to_owned();
    let title = || page.matter.title.as_deref().map_or_else(|| urlized(name(&page.path)), urlized);
    let folder = folder(&page.path).split('/').map(urlized).collect::<Vec<_>>().join("/");
    let mut address = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once(':') {
        address.push_str(before);
        let end = after.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(after.len());
        let (variable, further) = after.split_at(end);
        rest = further;
        address.push_str(&match variable {
            "year" => time(0..4),
            "month" => time(5..7),
            "day" => time(8..10),
            "title" => title(),
            "slug" if page.matter.slug.is_none() => title(),
            "slug" | "slugorfilename" | "slugorcontentbasename" => slug.to_owned(),
            "filename" | "contentbasename" => urlized(name(&page.path)),
            "section" => urlized(section),
            "sections" => folder.clone(),
            other => format!(":{other}"),
        });
    }
    address.push_str(rest);
    address
}

/// A name as the part of an address: in lower case, with hyphens for blanks, and without what is
/// neither letter nor digit nor one of a few marks.
pub fn urlized(name: &str) -> String {
    let mut address = String::new();
    for c in name.trim().chars().flat_map(char::to_lowercase) {
        match c {
            c if c.is_alphanumeric() || "._#+~@".contains(c) => address.push(c),
            '-' => address.push('-'),
            c if c.is_whitespace() && !address.ends_with('-') => address.push('-'),
            _ => {}
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::urlized;

    #[test]
    fn names_become_parts_of_addresses() {
        for (name, expected) in
            [("Rye Bread", "rye-bread"), ("C++", "c++"), ("Brød & smør", "brød-smør"), ("a.b_c", "a.b_c")]
        {
            assert_eq!(urlized(name), expected);
        }
    }
}
