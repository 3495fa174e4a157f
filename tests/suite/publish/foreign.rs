//! What Diglot did not write: left where it is, told where it stands in the way, taken over where
//! that is asked for.

use std::collections::BTreeSet;

use super::*;

#[test]
fn files_that_diglot_did_not_write_are_never_touched() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    fs::write(folder.path().join(".git/HEAD"), "ref").unwrap();
    fs::write(folder.path().join("CNAME"), "blog.example").unwrap();
    run(folder.path(), SITE).unwrap();
    run(folder.path(), &[]).unwrap();
    assert_eq!(files(folder.path()), [".git/", ".git/HEAD", "CNAME"]);
}

#[test]
fn a_foreign_file_in_the_way_stops_everything() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("index.html"), "mine").unwrap();
    let faults = run(folder.path(), SITE).unwrap_err();
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].code, Code::ForeignFile);
    assert!(faults[0].message.contains("index.html"), "{}", faults[0].message);
    assert_eq!(tree(folder.path()), BTreeMap::from([("index.html".into(), "mine".into())]));
}

#[test]
fn an_unwanted_file_that_someone_changed_is_left_and_told() {
    let folder = TempDir::new().unwrap();
    run(folder.path(), &[("index.html", "front"), ("CNAME", "old.example")]).unwrap();
    fs::write(folder.path().join("CNAME"), "new.example").unwrap();
    let published = run(folder.path(), &[("index.html", "front")]).unwrap();
    assert_eq!(published.left, [OutputPath::new("CNAME").unwrap()]);
    assert_eq!(tree(folder.path())["CNAME"], "new.example");
    assert_eq!(run(folder.path(), &[("index.html", "front")]).unwrap().left, []);
}

#[test]
fn a_foreign_file_does_not_give_way_to_a_folder_nor_its_folder_to_a_file() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("en"), "mine").unwrap();
    fs::create_dir(folder.path().join("css")).unwrap();
    fs::write(folder.path().join("css/mine.css"), "mine").unwrap();
    let before = tree(folder.path());
    let site = &[("css", "file"), ("en/index.html", "page"), ("index.html", "front")];
    assert_eq!(codes(run(folder.path(), site)), [Code::ForeignFile, Code::ForeignFile]);
    assert_eq!(tree(folder.path()), before);
}

#[test]
fn a_foreign_file_with_the_same_bytes_counts_as_done_and_stays_foreign() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("index.html"), "front").unwrap();
    for _ in 0..2 {
        let published = run(folder.path(), SITE).unwrap();
        assert_eq!(published.foreign, BTreeSet::from([OutputPath::new("index.html").unwrap()]));
        assert_eq!(published.written + published.kept, 4);
        assert!(!manifest(folder.path()).contains("  index.html\n"));
    }
    run(folder.path(), &SITE[1..]).unwrap();
    assert_eq!(tree(folder.path())["index.html"], "front", "it is nobody's to remove");

    let faults = run(folder.path(), &[("index.html", "FRONT")]).unwrap_err();
    assert_eq!(faults[0].code, Code::ForeignFile);
    assert!(faults[0].help.as_ref().unwrap().contains("`--adopt`"), "{faults:?}");
    assert_eq!(tree(folder.path())["index.html"], "front");
}

fn adopt(folder: &Path, files: &[(&str, &str)]) -> Result<Published, Vec<Diagnostic>> {
    let published = diglot::publish::publish(
        &outputs(files),
        &Receipt::default(),
        &mut FolderLock::wait(folder, folder),
        true,
    );
    published.map_err(|failure| failure.diagnostics)
}

#[test]
fn a_folder_that_has_lost_its_list_is_taken_over_where_that_is_asked_for() {
    let folder = TempDir::new().unwrap();
    run(folder.path(), SITE).unwrap();
    fs::write(folder.path().join("CNAME"), "blog.example").unwrap();
    fs::remove_file(folder.path().join(".diglot-manifest")).unwrap();
    assert_eq!(counts(&run(folder.path(), SITE).unwrap()), (0, 4, 0));
    assert_eq!(manifest(folder.path()), "");
    let mut site = SITE.to_vec();
    site[0].1 = "FRONT";
    assert_eq!(codes(run(folder.path(), &site)), [Code::ForeignFile]);

    assert_eq!(counts(&adopt(folder.path(), &site).unwrap()), (1, 3, 0));
    assert_eq!(manifest(folder.path()).lines().count(), 4);
    assert_eq!(counts(&run(folder.path(), &SITE[..1]).unwrap()), (1, 0, 3));
    assert_eq!(files(folder.path()), ["CNAME", "index.html"]);
}

#[test]
fn a_file_that_was_to_be_taken_over_when_a_build_was_cut_short_is() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("index.html"), "mine").unwrap();
    let mut site = outputs(SITE);
    let spooled = |path: &str| Blob {
        content: Content::Spooled(folder.path().join(path)),
        ..Blob::of(long_text("x").into_bytes())
    };
    fs::write(folder.path().join("spooled"), long_text("x")).unwrap();
    for (path, place) in [("a.css", "spooled"), ("b.css", "missing")] {
        let output = Output { blob: spooled(place), media_type: MediaType::of(path) };
        site.insert(OutputPath::new(path).unwrap(), output);
    }
    let mut hold = FolderLock::wait(folder.path(), folder.path());
    let failure = diglot::publish::publish(&site, &Receipt::default(), &mut hold, true).unwrap_err();
    assert!(failure.halfway.is_some());
    drop(hold);
    assert_eq!(tree(folder.path())["index.html"], "mine");
    run(folder.path(), SITE).unwrap();
    assert_eq!(tree(folder.path())["index.html"], "front");
    assert!(!folder.path().join("a.css").exists());
}

#[test]
fn folders_are_not_taken_over() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("index.html")).unwrap();
    fs::write(folder.path().join("index.html/mine"), "mine").unwrap();
    fs::write(folder.path().join("css"), "mine").unwrap();
    let before = tree(folder.path());
    assert_eq!(codes(adopt(folder.path(), SITE)), [Code::ForeignFile, Code::ForeignFile]);
    assert_eq!(tree(folder.path()), before);
}
