//! Strangers' sites, as they may be cloned: nothing outside of them is read, written or deleted,
//! and nothing is waited for.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;

use crate::support::shell::shell;
use crate::support::temp_site::write;
use tempfile::TempDir;
use walkdir::WalkDir;

const SETTINGS: &str =
    "{:site/base-url \"https://blog.example\" :site/locales [:nb :en] :site/social-cards false}";

/// A site in `blog`, and beside it what is none of its business.
fn temp_site() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("blog/content/site.edn", SETTINGS),
        ("blog/content/bread.nb.md", ":page/title Brød\n:post/published 2025-02-01\n:post/body Mel.\n"),
        ("blog/content/bread.en.md", ":page/title Bread\n:post/published 2025-02-01\n:post/body Flour.\n"),
        ("blog/static/note.txt", "note"),
        ("blog/static/deep/er.txt", "deeper"),
        ("blog/static/.well-known/open.txt", "open"),
        ("blog/static/.env", "HIDDEN"),
        ("blog/.git/config", "SECRET"),
        ("blog/notes.txt", "SECRET"),
        ("outside/secret.txt", "SECRET"),
        ("outside/secret.md", ":page/title SECRET\n:page/body SECRET\n"),
        ("outside/site.edn", SETTINGS),
        ("outside/.env", "SECRET"),
        ("outside/ab/cdef", "SECRET"),
        ("home/letter.txt", "SECRET"),
    ] {
        write(folder.path(), path, text);
    }
    folder
}

/// Runs a script in the site's folder; a build that waits is ended.
fn run(temp: &TempDir, script: &str) -> Output {
    let home = temp.path().join("home");
    let limited = format!(
        "export HOME='{}'; build() {{ timeout 60 diglot build --now 2026-01-01 \"$@\"; }}; {script}",
        home.display()
    );
    shell(&limited, &temp.path().join("blog"))
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every file and link of a folder, with what it holds or where it leads.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let entries = WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let entries = entries.filter(|entry| !entry.file_type().is_dir());
    let held = entries.map(|entry| {
        let text = match fs::read_link(entry.path()) {
            Ok(target) => format!("-> {}", target.display()),
            Err(_) if entry.file_type().is_file() => {
                String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned()
            }
            Err(_) => String::new(),
        };
        (entry.path().strip_prefix(folder).unwrap().display().to_string(), text)
    });
    held.collect()
}

/// What a script makes of a site is an error that says these words, and nothing is published,
/// written elsewhere or deleted.
fn is_refused(script: &str, words: &str) {
    let temp = temp_site();
    let before = (tree(&temp.path().join("outside")), tree(&temp.path().join("home")));
    let output = run(&temp, script);
    let told = told(&output);
    assert_eq!(output.status.code(), Some(1), "{script}: {told}");
    assert!(told.contains(words), "{script}: {told}");
    let after = (tree(&temp.path().join("outside")), tree(&temp.path().join("home")));
    assert_eq!(before, after, "{script}");
    let page = fs::symlink_metadata(temp.path().join("blog/public/index.html"));
    assert!(!page.is_ok_and(|page| page.is_file()), "{script}: {told}");
}

#[test]
fn inputs_lead_nowhere_but_into_the_folders_of_inputs() {
    let out = "is a symbolic link that leads out of the site's folders";
    let hidden = "is a symbolic link to what is hidden, or lies in a hidden folder";
    for (script, words) in [
        ("ln -s /proc/self/environ static/env.txt", out),
        ("ln -s /etc static/etc", out),
        ("ln -s / static/all", out),
        ("ln -s /dev/zero static/zero", out),
        ("ln -s /dev/tty static/tty", ""),
        ("ln -s /proc/self/fd/0 static/fd", "`static/fd`"),
        ("ln -s ../.git/config static/cfg.txt", out),
        ("ln -s ../notes.txt static/notes.txt", out),
        ("ln -s .. static/site", out),
        ("ln -s ../../outside/secret.txt static/secret.txt", out),
        ("ln -s \"$PWD/../outside/secret.txt\" static/secret.txt", out),
        ("ln -s ../../outside static/outside", out),
        (
            "ln -s b.txt static/a.txt; ln -s ../../outside/secret.txt static/b.txt",
            "`static/a.txt` is a symbolic link",
        ),
        ("ln -s ../static/up content/up; ln -s ../../outside static/up", "`content/up` is a symbolic link"),
        ("ln -s /proc/self/cwd/../outside/secret.txt static/secret.txt", out),
        ("ln -s ../../outside/secret.md content/secret.md", out),
        ("ln -s ../../outside content/outside", out),
        ("ln -s ../../outside/secret.txt content/notes.txt", out),
        ("mkdir templates; ln -s ../../outside/secret.md templates/page.html", out),
        ("mkdir i18n; ln -s ../../outside/site.edn i18n/nb.edn", out),
        ("mkdir content/i18n; ln -s ../../../outside/site.edn content/i18n/nb.edn", out),
        ("rm content/site.edn; ln -s ../outside/site.edn site.edn", out),
        ("ln -s ../outside/site.edn tags.edn", out),
        ("ln -s ../outside/nothing.edn themes.edn", "cannot be read"),
        ("ln -s .env static/env.txt", hidden),
        ("mkdir content/.drafts; ln -s ../content/.drafts static/drafts", hidden),
        ("mkdir static/x; cp static/.env static/x; ln -s x static/y", "static/y/.env` is hidden"),
        (
            "ln -s ../content static/content; echo x > content/.secret",
            "static/content/.secret` is hidden",
        ),
        ("ln -s nothing static/lost.txt", "cannot be read"),
        ("ln -s loop static/loop", "cannot be read"),
        ("ln -s . static/again", "leads back to a folder"),
        ("ln -s ../content static/a; ln -s ../static content/b", "leads back to a folder"),
        // Each of thirty folders has two links to the next.
        (
            "for n in $(seq 30); do mkdir static/$n; ln -s ../$((n + 1)) static/$n/a; ln -s ../$((n + 1)) static/$n/b; done
             mkdir static/31",
            "links lead to more than 100000 files and folders",
        ),
        ("mv static ../real; ln -s ../real static", "`static` is a symbolic link, which is not followed"),
        ("mv content posts; ln -s posts content", "`content` is a symbolic link, which is not followed"),
        ("ln -s content templates", "`templates` is a symbolic link, which is not followed"),
        ("ln -s ../outside i18n", "`i18n` is a symbolic link, which is not followed"),
        ("ln -s nothing i18n", "`i18n` cannot be read"),
    ] {
        is_refused(&format!("{script}; build"), words);
    }
}

#[test]
fn a_fault_of_a_link_stands_at_its_path() {
    let temp = temp_site();
    let output = run(&temp, "ln -s ../../outside/secret.txt static/secret.txt; build --format json");
    let line = String::from_utf8(output.stdout).unwrap();
    let fault: serde_json::Value = serde_json::from_str(line.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&fault["code"], &fault["file"]),
        (&"stray-link".into(), &"static/secret.txt".into()),
        "{line}"
    );
}

#[test]
fn links_within_the_folders_are_followed() {
    let temp = temp_site();
    let script = "ln -s note.txt static/a.txt; ln -s \"$PWD/static/note.txt\" static/b.txt; ln -s a.txt static/c.txt
        ln -s deep static/d; ln -s ../content/bread.en.md static/e.txt; ln -s .well-known/open.txt static/f.txt
        ln -s \"$PWD/static/d\" static/g; ln -s content/more.edn tags.edn; echo '{}' > content/more.edn
        ln -s \"$PWD\" ../name; build --root ../name --output public";
    let output = run(&temp, script);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let public = temp.path().join("blog/public");
    for (path, text) in [
        ("a.txt", "note"),
        ("b.txt", "note"),
        ("c.txt", "note"),
        ("d/er.txt", "deeper"),
        ("f.txt", "open"),
        ("g/er.txt", "deeper"),
    ] {
        assert_eq!(fs::read_to_string(public.join(path)).unwrap(), text, "{path}");
    }
}

#[test]
fn a_folder_is_followed_where_the_command_line_names_it() {
    for (script, expected) in [
        ("mv static ../real; ln -s ../real static; build --follow ../real", 0),
        ("mv static ../real; ln -s ../real static; build --follow static", 0),
        ("mv static ../real; ln -s ../real static; build --follow ../outside", 1),
        ("mv static posts; ln -s posts static; build --follow posts", 0),
        ("ln -s ../../outside/secret.txt static/s.txt; build --follow ../outside", 0),
        (
            "ln -s ../../outside/secret.txt static/s.txt; cd ..; build --root blog --output blog/public --follow outside",
            0,
        ),
        ("ln -s ../../outside/.env static/s.txt; build --follow ../outside", 1),
        ("ln -s ../../outside static/s; build --follow ../outside", 1),
        ("rm ../outside/.env; ln -s ../../outside static/s; build --follow ../outside", 0),
        ("ln -s ../.git/config static/s.txt; build --follow ..", 1),
        ("build --follow ../nowhere", 1),
        ("build --follow ../outside/secret.txt", 1),
        (
            "mkdir .diglot; echo '{:site/follow [\"../outside\"]}' > site.edn; ln -s ../../outside static/s; build",
            1,
        ),
    ] {
        let temp = temp_site();
        let output = run(&temp, script);
        assert_eq!(output.status.code(), Some(expected), "{script}: {}", told(&output));
    }
    let temp = temp_site();
    let others = "mv content ../real; ln -s ../real content
        for command in 'themes' 'translations' 'explain /bread/'; do diglot $command --follow ../real; done";
    let output = run(&temp, others);
    assert!(output.status.success(), "{}", told(&output));
}

#[test]
fn what_is_no_file_is_refused_at_once() {
    for (script, words) in [
        ("mkfifo static/pipe", "`static/pipe` cannot be read: it is no file"),
        ("mkfifo content/pipe.md", "`content/pipe.md` cannot be read: it is no file"),
        (
            "mkdir templates i18n; mkfifo templates/page.html",
            "`templates/page.html` cannot be read: it is no file",
        ),
        ("rm content/site.edn; mkfifo content/site.edn", "`content/site.edn` cannot be read: it is no file"),
        ("rm content/site.edn; mkfifo site.edn", "`site.edn` cannot be read: it is no file"),
        (
            "mkfifo content/pipe; ln -s ../content/pipe static/pipe",
            "`static/pipe` cannot be read: it is no file",
        ),
        ("mkdir public; mkfifo public/.diglot-lock", ".diglot-lock`"),
        ("mkdir public; mkfifo public/.diglot-manifest", ".diglot-manifest`"),
        ("mkdir public; mkfifo public/index.html", "public/index.html` is"),
        ("mkfifo public", "`public`"),
    ] {
        is_refused(&format!("{script}; build"), words);
    }
    let temp = temp_site();
    let output = run(
        &temp,
        "build; find .diglot/cache -type f | while read f; do rm $f; mkfifo $f; done; build --drafts",
    );
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    for command in ["translations", "translations --mark"] {
        let output = run(
            &temp,
            &format!("rm -f translations.edn; mkfifo translations.edn; timeout 60 diglot {command}"),
        );
        assert_eq!(output.status.code(), Some(1), "{}", told(&output));
        assert!(
            told(&output).contains("`translations.edn` cannot be read: it is no file"),
            "{}",
            told(&output)
        );
    }
}

#[test]
fn what_is_diglots_own_lies_behind_no_link() {
    // As large and as old as what would go first.
    let old = "truncate -s 600M ../outside/ab/cdef; touch -d 2001-01-01 ../outside/ab/cdef";
    for (script, words) in [
        ("ln -s ../outside .diglot", "`.diglot` is a symbolic link"),
        ("mkdir .diglot; ln -s ../../outside .diglot/cache", "`.diglot/cache` is a symbolic link"),
        ("mkdir .diglot; ln -s ../.. .diglot/cache", "`.diglot/cache` is a symbolic link"),
        ("mkdir .diglot; ln -s ../../outside .diglot/spool-1-1", "`.diglot/spool-1-1` is a symbolic link"),
        (
            "mkdir -p .diglot/cache; ln -s ../../../outside .diglot/cache/images-1",
            "`.diglot/cache/images-1` is",
        ),
        (
            "mkdir -p .diglot/cache/bodies-2; ln -s ../../../../outside/ab .diglot/cache/bodies-2/ab",
            "bodies-2/ab` is",
        ),
        ("ln -s nowhere .diglot", "`.diglot` is a symbolic link"),
    ] {
        is_refused(&format!("{script}; build"), words);
        let temp = temp_site();
        let output = run(&temp, &format!("{old}; {script}; build --allow stray-link"));
        let entries = WalkDir::new(temp.path().join("outside")).into_iter().filter_map(Result::ok).count();
        assert_eq!(entries, 7, "{script}: {}", told(&output));
        let output = run(&temp, "timeout 60 diglot translations");
        assert!(told(&output).contains(words), "{script}: {}", told(&output));
    }
    let temp = temp_site();
    let script = format!(
        "mkdir -p .diglot/cache/images-1/ab; {old}; cp --sparse=always ../outside/ab/cdef .diglot/cache/other
         cp --sparse=always ../outside/ab/cdef .diglot/cache/images-1/ab/other; mkdir .diglot/cache/0
         cp --sparse=always ../outside/ab/cdef .diglot/cache/0/other
         name=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd
         cp --sparse=always ../outside/ab/cdef .diglot/cache/images-1/ab/$name; ln -s ../outside .diglot/theirs
         touch -d 2001-01-01 .diglot/cache/*/* .diglot/cache/*/*/*; build
         test -e .diglot/cache/other -a -e .diglot/cache/images-1/ab/other -a -e .diglot/cache/0/other
         test ! -e .diglot/cache/images-1/ab/$name"
    );
    let output = run(&temp, &script);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
}

#[test]
fn the_output_lies_beside_the_inputs() {
    for (folder, words) in [
        ("static/pub", "which lies in `static`"),
        ("static", "which is `static`"),
        ("content", "which is `content`"),
        ("content/../static/new/deep", "which lies in `static`"),
        ("templates", "which is `templates`"),
        ("i18n/x", "which lies in `i18n`"),
        ("site.edn", "which has the name of a file"),
        ("./tags.edn/", "which has the name of a file"),
        (".diglot", "which is `.diglot`"),
        (".diglot/cache", "which lies in `.diglot`"),
        (".", "which is the site's own folder"),
        ("../blog", "which is the site's own folder"),
        ("..", "which holds the site's folder"),
        ("static/../..", "which holds the site's folder"),
        ("/", "which is the root of the file system"),
        ("//", "which is the root of the file system"),
        ("../home", "which is your home folder"),
        ("$HOME/", "which is your home folder"),
        ("../to-static/pub", "which lies in `static`"),
        ("../to-site", "which is the site's own folder"),
        ("../to-site/../..", "which holds the site's folder"),
    ] {
        let links = "ln -s blog/static ../to-static; ln -s blog ../to-site";
        is_refused(&format!("{links}; build --output \"{folder}\""), words);
    }
    is_refused(
        "mv static ../real; ln -s ../real static; build --follow ../real --output ../real/pub",
        "which lies in `",
    );
    for folder in ["public", "public/deep", "../elsewhere", "statics", "./content/../new", "../home/site"] {
        let temp = temp_site();
        let output = run(&temp, &format!("mkdir public; echo x > public/CNAME; build --output {folder}"));
        assert_eq!(output.status.code(), Some(0), "{folder}: {}", told(&output));
        assert_eq!(fs::read_to_string(temp.path().join("blog/public/CNAME")).unwrap(), "x\n");
    }
}

#[test]
fn nothing_is_written_through_a_link() {
    for (script, words) in [
        ("ln -s ../outside public; build", "`public` is a symbolic link"),
        ("ln -s nowhere public; build", "`public` is a symbolic link"),
        ("mkdir public; ln -s ../../outside public/en; build", "en` is a symbolic link"),
        (
            "mkdir public; ln -s ../../outside/secret.txt public/index.html; build",
            "index.html` is a symbolic link",
        ),
        ("mkdir public; ln -s ../../outside public/.diglot-staging; build", ".diglot-staging`"),
        ("mkdir public; ln -s ../../outside/new public/.diglot-lock; build", ".diglot-lock`"),
        ("mkdir public; ln -s ../../outside/secret.txt public/.diglot-manifest; build", ".diglot-manifest`"),
        (
            "mkdir real; ln -s real public; ln -s ../../outside real/en; build --output public",
            "en` is a symbolic link",
        ),
    ] {
        is_refused(script, words);
    }
    let temp = temp_site();
    let output = run(&temp, "mkdir ../real; ln -s ../real public; build --output public");
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(temp.path().join("real/index.html").is_file());

    // What was published there is there still, by another way.
    for edit in ["echo More. >> content/bread.en.md", "rm content/bread.en.md", "true"] {
        let temp = self::temp_site();
        let script = "build; mv public/en ../en; ln -s ../../en public/en";
        assert!(run(&temp, script).status.success());
        let before = tree(&temp.path().join("en"));
        run(&temp, &format!("{edit}; build"));
        assert_eq!(tree(&temp.path().join("en")), before, "{edit}");
    }
}

#[test]
fn what_is_remembered_of_translations_is_written_through_no_link() {
    let mark = "timeout 60 diglot translations --mark --now 2026-01-01";
    let temp = temp_site();
    let script = format!(
        "ln -s ../outside/secret.txt .translations.edn.new; {mark}; test -f translations.edn -a ! -L translations.edn"
    );
    let output = run(&temp, &script);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert_eq!(tree(&temp.path().join("outside"))["secret.txt"], "SECRET");
    let leftovers = tree(&temp.path().join("blog")).into_keys().filter(|name| name.contains(".new")).count();
    assert_eq!(leftovers, 1, "the link alone");
    is_refused(&format!("ln -s ../outside/state.edn translations.edn; {mark}"), "`translations.edn`");
    is_refused(
        &format!("ln -s ../outside/site.edn translations.edn; {mark}"),
        "leads out of the site's folders",
    );

    // Many at once leave one of theirs, whole.
    let temp = self::temp_site();
    let output = run(&temp, &format!("for n in 1 2 3 4 5 6 7 8; do {mark} & done; {mark}; wait"));
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
}
