//! Several builds at once, and builds that were killed.

use std::process::Child;
use std::thread::sleep;
use std::time::Duration;

use super::*;
use crate::support::wait::wait_for;

const POSTS: usize = 40;

/// Every second post changes, and so does what the front page says of it.
fn edit(site: &Site, round: usize) {
    for number in 0..POSTS {
        let title = if (number + round).is_multiple_of(2) {
            format!("{number} i runde {round}")
        } else {
            number.to_string()
        };
        site.write(&format!("content/p{number}.nb.md"), post(&title));
    }
}

#[test]
fn builds_wait_for_each_other_and_the_last_one_has_the_last_edit() {
    let site = Site::new(&[("content/site.edn", &settings("Blogg"))]);
    for round in 0..12 {
        if round % 4 == 3 {
            fs::remove_dir_all(site.path("public")).unwrap();
        }
        edit(&site, 2 * round);
        let first = site.command(DIGLOT, &[]).spawn().unwrap();
        sleep(Duration::from_millis(20 * (round % 5) as u64));
        edit(&site, 2 * round + 1);
        let second = site.command(DIGLOT, &[]).spawn().unwrap();
        for build in [first, second] {
            said(&build.wait_with_output().unwrap());
        }
        let published = site.published();
        site.build(&["--no-cache", "--output", site.path("anew").to_str().unwrap()]);
        assert!(published == tree(&site.path("anew")), "round {round}");
    }
    assert_eq!(fs::read_dir(site.path(".diglot")).unwrap().count(), 1, "the cache alone is left");
}

/// How many folders of builds that are at work, or were killed, there are.
fn spools(site: &Site) -> usize {
    let entries = fs::read_dir(site.path(".diglot")).into_iter().flatten().map(Result::unwrap);
    entries.filter(|entry| entry.file_name().to_str().unwrap().starts_with("spool-")).count()
}

/// Begins a build, and waits until it has read the site; it may be done by then.
fn begun(site: &Site) -> Child {
    let mut build = site.command(DIGLOT, &["--no-cache"]).spawn().unwrap();
    wait_for(|| match spools(site) > 0 || build.try_wait().unwrap().is_some() {
        true => Ok(()),
        false => Err("a build reads the site".to_owned()),
    });
    build
}

#[test]
fn a_text_that_was_being_written_is_read_again() {
    let site = Site::new(&[("content/site.edn", &settings("Blogg"))]);
    edit(&site, 0);
    // As editors write that do not write beside it.
    let page = site.path("content/p1.nb.md");
    fs::write(&page, "").unwrap();
    let build = begun(&site);
    fs::write(&page, post("Hel")).unwrap();
    said(&build.wait_with_output().unwrap());
    assert!(String::from_utf8_lossy(&site.published()["p1/index.html"]).contains("<h1>Hel</h1>"));
}

#[test]
fn what_a_killed_build_has_left_goes_with_the_next_one() {
    let site = Site::new(&[("content/site.edn", &settings("Blogg"))]);
    for round in 0.. {
        edit(&site, round);
        let mut build = begun(&site);
        build.kill().unwrap();
        build.wait().unwrap();
        if spools(&site) > 0 {
            break;
        }
        assert!(round < 20, "each build was done before it was killed");
    }
    site.build(&["--no-cache"]);
    assert!(!site.path(".diglot").exists());
    // The next one may have next to nothing to do.
    site.build(&[]);
    fs::create_dir_all(site.path(".diglot/spool-1-0/site")).unwrap();
    fs::write(site.path(".diglot/spool-1-0/lock"), "").unwrap();
    assert!(site.build(&["--timings"]).contains("nothing has changed"));
    assert_eq!(spools(&site), 0);
    let staging = site.path("public/.diglot-staging");
    fs::create_dir(&staging).unwrap();
    site.build(&[]);
    assert!(!staging.exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_site_is_published_where_nobody_can_hear_of_it() {
    let site = Site::new(&[
        ("content/site.edn", &settings("Blogg")),
        ("content/a.nb.md", ":page/title A\n:page/bdoy A\n:page/body A\n"),
    ]);
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let status = site.command(DIGLOT, &[]).stderr(full).status().unwrap();
    assert!(status.success(), "{status}");
    assert!(site.path("public/a/index.html").exists());
}
