//! What cannot be foreseen: how far publishing came is told, and the next build mends it.

use super::*;

/// A site of pages that lie in a spool already; those of `lost` do not any more, so that they
/// cannot be put into place.
fn spooled(around: &Path, pages: &[&str], lost: &[&str]) -> Outputs {
    let output = |page: &&str| {
        let place = around.join(page.replace('/', "-"));
        fs::write(&place, page).unwrap();
        let blob = Blob { content: Content::Spooled(place.clone()), ..Blob::of(page.as_bytes()) };
        if lost.contains(page) {
            fs::remove_file(place).unwrap();
        }
        (OutputPath::new(page).unwrap(), Output { blob, media_type: MediaType::of(page) })
    };
    pages.iter().map(output).collect()
}

#[test]
fn how_far_it_came_is_told_and_the_next_build_mends_it() {
    let (folder, around) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let publish = |outputs: &Outputs| {
        diglot::publish::publish(
            outputs,
            &Receipt::default(),
            &mut FolderLock::wait(folder.path(), folder.path()),
            false,
        )
    };
    let old = [("a.html", "old"), ("gone/x.html", "old"), ("kept.css", "kept.css"), ("old.html", "old")];
    run(folder.path(), &old).unwrap();
    let pages = ["a.css", "a.html", "b.css", "c.html", "kept.css"];
    // Style sheets come first, then new pages, of which the one is lost.
    let failure = publish(&spooled(around.path(), &pages, &["c.html"])).unwrap_err();
    let told = "3 of 5 files are in place, and 0 of 2 unwanted ones are removed; \
                the folder is between two states, and the next build mends it";
    assert_eq!(failure.halfway.as_deref(), Some(told));
    assert_eq!(failure.diagnostics.len(), 1);
    assert_eq!(failure.diagnostics[0].notes.last().unwrap().message, told);
    let there = tree(folder.path());
    let there: Vec<(&str, &str)> = there.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(
        there,
        [
            ("a.css", "a.css"),
            ("a.html", "old"),
            ("b.css", "b.css"),
            ("gone/", ""),
            ("gone/x.html", "old"),
            ("kept.css", "kept.css"),
            ("old.html", "old")
        ]
    );
    let published = publish(&spooled(around.path(), &pages, &[])).unwrap();
    assert_eq!(counts(&published), (2, 3, 2));
    assert_eq!(files(folder.path()), pages);
    assert_eq!(manifest(folder.path()).lines().count(), pages.len());
}

#[test]
fn where_nothing_has_changed_nothing_is_said_to_have() {
    let (folder, around) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    run(folder.path(), &[("old.html", "old")]).unwrap();
    let before = tree(folder.path());
    let site = spooled(around.path(), &["new/a.css", "new/b.css"], &["new/a.css", "new/b.css"]);
    let failure = diglot::publish::publish(
        &site,
        &Receipt::default(),
        &mut FolderLock::wait(folder.path(), folder.path()),
        false,
    );
    assert_eq!(failure.unwrap_err().halfway, None);
    assert_eq!(tree(folder.path()), before);
}
