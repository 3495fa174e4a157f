//! Building again: after each of many edits, what a session gives is what a first build gives, and
//! the work is what the edit calls for.

use std::collections::BTreeMap;

use diglot::pipeline::{Build, Session, Silent, Work};
use rayon::prelude::*;

use crate::support::blog::Blog;

/// How many random edits each blog goes through.
const STEPS: usize = 30;

#[test]
fn any_edits_in_any_order_give_what_a_first_build_gives() {
    (1..=6).into_par_iter().for_each(|seed| {
        let mut blog = Blog::new(seed);
        let mut session = Session::default();
        let mut edits = Vec::new();
        for step in 0..STEPS {
            edits.push(blog.edit());
            let again = session.build(&blog.site.snapshot(), &blog.site.policy, &Silent);
            let first = blog.site.build();
            let told = || format!("seed {seed}, step {step}: {}", edits.join(", "));
            assert_eq!(again.diagnostics, first.diagnostics, "{}", told());
            assert_same(&again, &first, &told);
        }
    });
}

fn assert_same(again: &Build, first: &Build, told: &dyn Fn() -> String) {
    let files = |build: &Build| -> Option<BTreeMap<String, Vec<u8>>> {
        let read = build.outputs.as_ref()?.iter();
        Some(read.map(|(path, out)| (path.to_string(), out.blob.content.read().unwrap().to_vec())).collect())
    };
    let (again, first) = (files(again), files(first));
    if again == first {
        return;
    }
    let (Some(again), Some(first)) = (again, first) else { panic!("one build is sound alone: {}", told()) };
    for path in again.keys().chain(first.keys()) {
        let text = |files: &BTreeMap<String, Vec<u8>>| {
            files.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        };
        assert_eq!(text(&again), text(&first), "{path}: {}", told());
    }
}

/// The work that one edit of a blog calls for, after a build.
fn work(edit: impl FnOnce(&mut Blog)) -> Work {
    let mut blog = Blog::new(0);
    let mut session = Session::default();
    session.build(&blog.site.snapshot(), &blog.site.policy, &Silent);
    edit(&mut blog);
    let built = session.build(&blog.site.snapshot(), &blog.site.policy, &Silent);
    assert_eq!(built.diagnostics, []);
    built.work
}

#[test]
fn nothing_is_done_where_nothing_changed() {
    assert_eq!(work(|_| {}), Work::default());
}

#[test]
fn a_body_fills_its_page_and_its_feeds_and_nothing_else() {
    let edit = |blog: &mut Blog| blog.replace("content/post-3.nb.md", "Slik er det.", "Slik ble det.");
    // The post, and the feeds of all posts, of its tag and of its author; templates see of a body
    // only where it stands.
    assert_eq!(work(edit), Work { compiled: 1, reused: 0, rendered: 0, filled: 4 });
    let edit = |blog: &mut Blog| blog.replace("content/post-0.nb.md", "Slik er det.", "Slik ble det.");
    // A post that is too old for the feeds.
    assert_eq!(work(edit), Work { compiled: 1, reused: 0, rendered: 0, filled: 1 });
}

#[test]
fn a_title_renders_the_pages_that_show_it() {
    let edit =
        |blog: &mut Blog| blog.replace("content/post-3.nb.md", ":page/title Post 3", ":page/title Nytt");
    // The post and its neighbours, the front page, the archive, its tag, its author and the 404
    // page.
    let Work { compiled, rendered, .. } = work(edit);
    assert_eq!(compiled, 1);
    assert!((5..=9).contains(&rendered), "{rendered} pages were rendered");
}

#[test]
fn a_word_of_the_interface_renders_its_language_alone() {
    let edit = |blog: &mut Blog| blog.write("i18n/nb.edn", "{:skip-to-content \"Les videre\"}");
    let Work { compiled, rendered, .. } = work(edit);
    assert_eq!(compiled, 0);
    assert!(rendered > 0);
}
