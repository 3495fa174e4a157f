//! Users who may not write where they must, as after a build by another user.

use super::*;

/// The user that nobody is; tests that are run as root build as this one.
const NOBODY: u32 = 65534;

/// A site in which a user may not do all that a build does.
struct Shared {
    site: Site,
    /// The program, where that user finds it.
    program: PathBuf,
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

impl Shared {
    fn new() -> Self {
        let posts: Vec<_> = (1..=4).map(|number| (format!("content/p{number}.nb.md"), post("En"))).collect();
        let mut files = vec![("content/site.edn", settings("Blogg"))];
        files.extend(posts.iter().map(|(path, text)| (path.as_str(), text.clone())));
        let files: Vec<_> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let site = Site::new(&files);
        let mut shared = Self { site, program: DIGLOT.into() };
        if is_root() {
            shared.own(NOBODY);
            if !shared.command(&[]).arg("--help").output().is_ok_and(|output| output.status.success()) {
                shared.program = shared.site.path("diglot");
                copy(Path::new(DIGLOT), &shared.program);
                shared.own(NOBODY);
            }
        }
        shared
    }

    fn own(&self, user: u32) {
        for entry in WalkDir::new(self.site.0.path()).into_iter().map(Result::unwrap) {
            chown(entry.path(), Some(user), Some(user)).unwrap();
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.site.command(&self.program, arguments);
        if is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    fn write(&self, path: &str, text: &str) {
        self.site.write(path, text);
        if is_root() {
            let place = self.site.path(path);
            chown(place, Some(NOBODY), Some(NOBODY)).unwrap();
        }
    }

    /// Takes from the user the right to change a folder.
    fn lock(&self, folder: &str) {
        let place = self.site.path(folder);
        if is_root() {
            chown(place, Some(0), Some(0)).unwrap();
        } else {
            fs::set_permissions(place, Permissions::from_mode(0o555)).unwrap();
        }
    }

    fn unlock(&self) {
        if is_root() {
            self.own(NOBODY);
        }
        for entry in WalkDir::new(self.site.0.path()).into_iter().map(Result::unwrap) {
            if entry.file_type().is_dir() {
                fs::set_permissions(entry.path(), Permissions::from_mode(0o755)).unwrap();
            }
        }
    }

    fn builds(&self) {
        said(&self.command(&[]).output().unwrap());
    }

    /// Builds a site that cannot be published: each of some folders and files is told, and nothing
    /// has changed.
    fn fails(&self, told: &[&str]) {
        let before = self.site.published();
        let output = self.command(&[]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        let plural = if told.len() == 1 { "" } else { "s" };
        assert!(
            said.ends_with(&format!("\nNothing was published: {} error{plural}.\n", told.len())),
            "{said}"
        );
        for place in told {
            let place = self.site.path(place);
            assert!(
                said.contains(&format!("error[unwritable]: cannot write `{}`", place.display())),
                "{said}"
            );
        }
        assert!(before == self.site.published(), "{said}");
        let quiet = self.command(&["--quiet", "--format", "json"]).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&quiet.stdout).lines().count(), told.len());
    }
}

#[test]
fn every_folder_that_may_not_be_changed_is_told_before_anything_is() {
    let shared = Shared::new();
    shared.builds();
    shared.lock("public/p3");
    shared.lock("public/p4");
    shared.write("content/site.edn", &settings("Ny"));
    shared.fails(&["public/p3", "public/p4"]);
    // So is a stranger's file, with all the rest.
    shared.write("static/CNAME", "blog.example");
    shared.write("public/CNAME", "other.example");
    let said = shared.command(&[]).output().unwrap().stderr;
    assert!(String::from_utf8_lossy(&said).ends_with("\nNothing was published: 3 errors.\n"));
    fs::remove_file(shared.site.path("static/CNAME")).unwrap();
    // The short way, which changes no more than a page.
    shared.write("content/site.edn", &settings("Blogg"));
    shared.write("content/p3.nb.md", &post("En").replace("Mel", "Salt"));
    shared.fails(&["public/p3"]);
    shared.unlock();
    shared.builds();
}

#[test]
fn folders_for_what_is_new_and_what_is_gone_are_told_too() {
    let shared = Shared::new();
    shared.write("content/p1.en.md", &post("One"));
    shared.write("content/p2.en.md", &post("Two"));
    shared.builds();
    shared.lock("public/en");
    shared.write("content/p3.en.md", &post("Three"));
    shared.fails(&["public/en"]);
    fs::remove_file(shared.site.path("content/p3.en.md")).unwrap();
    shared.builds();
    // The page could go, and the folder around it could not.
    fs::remove_file(shared.site.path("content/p2.en.md")).unwrap();
    shared.write("content/p1.en.md", &post("Een"));
    shared.fails(&["public/en", "public/en/p2"]);
    shared.unlock();
    shared.builds();
    assert!(!shared.site.path("public/en/p2").exists());
}

#[test]
fn what_another_user_has_put_into_a_shared_folder_is_told() {
    if !is_root() {
        return;
    }
    let shared = Shared::new();
    shared.builds();
    let (folder, page) = (shared.site.path("public/p3"), shared.site.path("public/p3/index.html"));
    chown(&folder, Some(0), Some(0)).unwrap();
    chown(&page, Some(0), Some(0)).unwrap();
    fs::set_permissions(&folder, Permissions::from_mode(0o1777)).unwrap();
    shared.write("content/site.edn", &settings("Ny"));
    shared.fails(&["public/p3/index.html"]);
    chown(&page, Some(NOBODY), Some(NOBODY)).unwrap();
    shared.builds();
    // What is of no consequence is not: the lock and the list that a build by root has left.
    for name in [".diglot-lock", ".diglot-manifest"] {
        chown(shared.site.path("public").join(name), Some(0), Some(0)).unwrap();
    }
    shared.write("content/site.edn", &settings("Nyere"));
    shared.builds();
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_marked_as_not_to_be_changed_is_told() {
    use std::fs::File;

    use rustix::fs::{IFlags, ioctl_getflags, ioctl_setflags};

    if !is_root() {
        return;
    }
    let site = Site::new(&[("content/site.edn", &settings("Blogg")), ("content/p1.nb.md", &post("En"))]);
    site.build(&[]);
    let before = site.published();
    site.write("content/site.edn", settings("Ny"));
    for (place, flag) in [
        ("public/p1/index.html", IFlags::IMMUTABLE),
        ("public/p1/index.html", IFlags::APPEND),
        ("public/p1", IFlags::IMMUTABLE),
        ("public/p1", IFlags::APPEND),
    ] {
        let file = File::open(site.path(place)).unwrap();
        // Not all file systems know them.
        let Ok(flags) = ioctl_getflags(&file) else { return };
        if ioctl_setflags(&file, flags | flag).is_err() {
            return;
        }
        let output = site.command(DIGLOT, &[]).output().unwrap();
        ioctl_setflags(&file, flags).unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(&format!("cannot write `{}`", site.path(place).display())), "{said}");
        assert!(said.ends_with("Nothing was published: 1 error.\n"), "{said}");
        assert!(before == site.published());
    }
    site.build(&[]);
}
