//! JSON-LD for search engines (schema.org `BlogPosting` and `BreadcrumbList`).

use serde_json::{Map, Value, json};

use super::renderer::Job;
use crate::document::{Document, Kind};
use crate::render::view::PageMeta;

/// The graph of a page as text that can stand in a `<script>`; empty where there is nothing to say.
pub(super) fn graph(
    job: &Job<'_, '_>,
    page: &PageMeta,
    document: Option<&Document>,
    image: Option<&str>,
) -> String {
    let mut nodes = Vec::new();
    if let Some(post) = document.filter(|document| document.kind == Kind::Post) {
        nodes.push(posting(job, page, post, image));
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

fn posting(job: &Job<'_, '_>, page: &PageMeta, post: &Document, image: Option<&str>) -> Value {
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
    let site = job.renderer.site();
    let authors: Vec<Value> = post
        .authors()
        .iter()
        .filter_map(|id| site.authors.get(&id.value))
        .map(|author| {
            let name = author.name(job.locale, &site.settings.locales);
            match author.entry.as_ref().and_then(|entry| entry.uri.as_ref()) {
                Some(uri) => {
                    let url = job.renderer.resolver.absolute(&uri.value, job.locale);
                    json!({ "@type": "Person", "name": name, "url": url })
                }
                None => json!({ "@type": "Person", "name": name }),
            }
        })
        .collect();
    if !authors.is_empty() {
        set("author", json!(authors));
    }
    if let Some(image) = image {
        set("image", json!(image));
    }
    set("isPartOf", json!({ "@type": "Blog", "name": page.open_graph.site_name }));
    Value::Object(node)
}

fn breadcrumbs(job: &Job<'_, '_>, page: &PageMeta) -> Value {
    let base = &job.renderer.site().settings.base_url;
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
