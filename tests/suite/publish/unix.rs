//! Links in the output folder.

use std::os::unix::fs::symlink;

use super::*;

#[test]
fn a_link_is_not_followed_out_of_the_folder() {
    let root = TempDir::new().unwrap();
    let (folder, outside) = (root.path().join("public"), root.path().join("outside"));
    fs::create_dir_all(&folder).unwrap();
    fs::create_dir_all(outside.join("post")).unwrap();
    symlink(&outside, folder.join("en")).unwrap();
    assert_eq!(codes(run(&folder, SITE)), [Code::ForeignFile]);
    assert_eq!(files(&outside), ["post/"]);
    assert_eq!(files(&folder), ["en"]);
}

#[test]
fn nothing_is_removed_through_a_link() {
    let root = TempDir::new().unwrap();
    let (folder, outside) = (root.path().join("public"), root.path().join("outside"));
    run(&folder, SITE).unwrap();
    fs::rename(folder.join("en"), &outside).unwrap();
    symlink(&outside, folder.join("en")).unwrap();
    assert_eq!(run(&folder, &SITE[..1]).unwrap().left.len(), 1);
    assert_eq!(files(&outside), ["post/", "post/index.html"]);
    assert_eq!(files(&folder), ["en", "index.html"]);
}

#[test]
fn a_link_in_the_place_of_a_file_is_not_written_through() {
    let root = TempDir::new().unwrap();
    let (folder, target) = (root.path().join("public"), root.path().join("target"));
    run(&folder, SITE).unwrap();
    fs::write(&target, "precious").unwrap();
    fs::remove_file(folder.join("index.html")).unwrap();
    symlink(&target, folder.join("index.html")).unwrap();
    assert_eq!(codes(run(&folder, SITE)), [Code::ForeignFile]);
    assert_eq!(fs::read_to_string(&target).unwrap(), "precious");
}
