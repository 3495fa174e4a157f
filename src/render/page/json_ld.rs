//! JSON-LD for search engines (schema.org `BlogPosting`, `ProfilePage` and `BreadcrumbList`).

use serde_json::{Map, Value, json};

use super::job::Job;
use crate::document::{Document, DocumentKind, EntryKind};
use crate::plan::Route;
use crate::site::Named;
use crate::template::view::PageMeta;

/// The graph of a page as text that can stand in a `<script>`; empty where there is nothing to say.
pub(super) fn graph(
    job: &Job<'_>,
    page: &PageMeta,
    document: Option<&Document>,
    image: Option<&str>,
) -> String {
    let mut nodes = Vec::new();
    if let Some(post) = document.filter(|document| document.kind == DocumentKind::Post) {
        nodes.push(posting(job, page, post, image));
    }
    if let Route::Entry { kind: EntryKind::Author, id, .. } = job.route
        && let Some(author) = job.site.entry(EntryKind::Author, id)
    {
        nodes.push(profile(job, page, author, image));
    }
    if page.breadcrumbs.len() > 1 {
        nodes.push(breadcrumbs(job, page));
    }
    if nodes.is_empty() {
        return String::new();
    }
    // `<` is escaped, so that no text can end the script element or begin a comment.
    json!({ "@context": "https://schema.org", "@graph": nodes }).to_string().replace('<', "\\u003c")
}

fn posting(job: &Job<'_>, page: &PageMeta, post: &Document, image: Option<&str>) -> Value {
    let mut node = Map::new();
    let mut set = |key: &str, value: Value| {
        node.insert(key.to_owned(), value);
    };
    set("@type", json!("BlogPosting"));
    set("@id", json!(page.canonical));
    set("url", json!(page.canonical));
    set("mainEntityOfPage", json!(page.canonical));
    set("headline", json!(page.title));
    set("inLanguage", json!(page.lang));
    if !page.description.is_empty() {
        set("description", json!(page.description));
    }
    if let Some(article) = &page.open_graph.article {
        if let Some(published) = &article.published {
            set("datePublished", json!(published));
        }
        if let Some(updated) = article.updated.as_ref().or(article.published.as_ref()) {
            set("dateModified", json!(updated));
        }
        if !article.tags.is_empty() {
            set("keywords", json!(article.tags));
        }
    }
    let authors: Vec<Value> =
        job.site.named_by(post, EntryKind::Author).map(|author| person(job, author)).collect();
    if !authors.is_empty() {
        set("author", json!(authors));
    }
    if let Some(image) = image {
        set("image", json!(image));
    }
    set("isPartOf", json!({ "@type": "Blog", "name": page.open_graph.site_name }));
    Value::Object(node)
}

fn profile(job: &Job<'_>, page: &PageMeta, author: &Named, image: Option<&str>) -> Value {
    let mut person = person(job, author);
    person["description"] = json!(page.description);
    if let Some(image) = image {
        person["image"] = json!(image);
    }
    json!({
        "@type": "ProfilePage",
        "@id": page.canonical,
        "url": page.canonical,
        "inLanguage": page.lang,
        "mainEntity": person,
    })
}

/// An author: by the page on this site, and by the one of his own.
fn person(job: &Job<'_>, author: &Named) -> Value {
    let site = job.site;
    let name = author.name(job.locale, &site.settings().locales);
    let mut node = json!({ "@type": "Person", "name": name });
    let id = author.id.clone();
    let route = Route::Entry { kind: EntryKind::Author, id, locale: job.locale.clone() };
    let own = author.uri().zip(author.entry.as_ref());
    let own = own.map(|(uri, entry)| site.absolute(uri, &entry.file, job.locale));
    match (site.address(&route), own) {
        (Some(page), own) => {
            node["url"] = json!(site.absolute_url(page));
            if let Some(own) = own {
                node["sameAs"] = json!(own);
            }
        }
        (None, Some(own)) => node["url"] = json!(own),
        (None, None) => {}
    }
    node
}

fn breadcrumbs(job: &Job<'_>, page: &PageMeta) -> Value {
    let base = &job.site.settings().base_url;
    let items: Vec<Value> = page
        .breadcrumbs
        .iter()
        .enumerate()
        .map(|(index, step)| {
            let url = format!("{}{}{}", base.origin, base.path, step.url);
            json!({ "@type": "ListItem", "position": index + 1, "name": step.title, "item": url })
        })
        .collect();
    json!({ "@type": "BreadcrumbList", "itemListElement": items })
}
