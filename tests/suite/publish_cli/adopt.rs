//! Files that Diglot did not write, with the bytes that are to be there.

use super::*;

fn site() -> Site {
    Site::new(&[
        ("content/site.edn", &settings("Blogg")),
        ("content/a.nb.md", &post("A")),
        ("static/CNAME", "blog.example\n"),
        ("public/CNAME", "blog.example\n"),
    ])
}

impl Site {
    fn lists(&self, path: &str) -> bool {
        let manifest = fs::read_to_string(self.path("public/.diglot-manifest")).unwrap();
        manifest.lines().any(|line| line.ends_with(&format!("  {path}")))
    }

    fn fails(&self) -> String {
        let output = self.command(DIGLOT, &[]).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    }
}

#[test]
fn they_are_left_and_stay_when_they_are_no_longer_wanted() {
    let site = site();
    assert!(site.build(&[]).contains(" 1 kept"));
    assert!(!site.lists("CNAME"));
    assert!(site.build(&["--timings"]).contains("nothing has changed"), "they are in no one's way");
    // Neither does the short way make them Diglot's.
    site.write("content/a.nb.md", post("A").replace("Mel", "Salt"));
    assert!(site.build(&["--timings"]).contains("1 compiled, "));
    assert!(!site.lists("CNAME"));

    site.write("static/CNAME", "other.example\n");
    let said = site.fails();
    assert!(said.contains("error[foreign-file]") && said.contains("`--adopt`"), "{said}");
    assert!(said.ends_with("Nothing was published: 1 error.\n"), "{said}");

    fs::remove_file(site.path("static/CNAME")).unwrap();
    site.build(&[]);
    assert_eq!(site.published()["CNAME"], b"blog.example\n");
}

#[test]
fn they_are_taken_over_where_that_is_asked_for() {
    let site = site();
    site.build(&[]);
    site.build(&["--adopt"]);
    assert!(site.lists("CNAME"));
    assert!(site.build(&["--adopt", "--timings"]).contains("nothing has changed"));
    site.write("static/CNAME", "other.example\n");
    site.build(&[]);
    assert_eq!(site.published()["CNAME"], b"other.example\n");
    fs::remove_file(site.path("static/CNAME")).unwrap();
    site.build(&[]);
    assert!(!site.path("public/CNAME").exists());
}

#[test]
fn a_folder_that_was_kept_without_its_list_is_taken_over() {
    let site = site();
    site.build(&[]);
    for name in [".diglot-manifest", ".diglot-lock"] {
        fs::remove_file(site.path("public").join(name)).unwrap();
    }
    assert!(site.build(&[]).contains(": 0 files written, "));
    site.write("content/site.edn", settings("Ny"));
    assert!(site.fails().contains("error[foreign-file]"));
    site.build(&["--adopt"]);
    site.build(&["--no-cache", "--output", site.path("anew").to_str().unwrap()]);
    assert!(site.published() == tree(&site.path("anew")));
}
