//! The project's own blog builds without a word, and to the same bytes every time.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, Utc};
use diglot::base::Digest;
use diglot::pipeline::{Policy, Silent, build};
use diglot::source::{Options, read_site};

#[test]
fn the_blog_builds_without_a_warning() {
    let everything = Options { drafts: true, future: true, ..Options::default() };
    let nested =
        Options { base_url: Some("https://someone.example/a/blog".to_owned()), ..Options::default() };
    for options in [Options::default(), everything, nested] {
        assert!(!built(options).is_empty());
    }
}

#[test]
fn neither_the_order_of_threads_nor_their_number_is_seen() {
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool of one thread");
    let alone = one.install(|| built(Options::default()));
    for _ in 0..2 {
        assert_eq!(built(Options::default()), alone);
    }
}

/// What the blog becomes: the digest of each file by its path.
fn built(options: Options) -> BTreeMap<String, Digest> {
    let now: DateTime<Utc> = "2026-11-20T12:00:00Z".parse().expect("a time of RFC 3339");
    let snapshot = read_site(Path::new(env!("CARGO_MANIFEST_DIR")), now, options);
    let built = build(&snapshot, &Policy::default(), &Silent);
    assert!(built.diagnostics.is_empty(), "{:#?}", built.diagnostics);
    let outputs = built.outputs.expect("a site without a fault is published");
    outputs.iter().map(|(path, output)| (path.as_str().to_owned(), output.blob.digest)).collect()
}
