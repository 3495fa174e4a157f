//! A folder on the disk, changed in all the ways in which a writer's tools do: what is served ends
//! as what a first build gives, and no temporary file is ever told of.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

use crate::support::temp_site::{TempSite, write};

/// A site with an input of each kind; another post links to the one that is edited.
const INPUTS: [(&str, &str); 12] = [
    (
        "content/site.edn",
        "{:site/base-url \"https://blog.example\" :site/locales [:en :nb] :site/title \"Blog\"}",
    ),
    ("content/tags.edn", "{:a {:en \"A\" :nb \"A\"}}"),
    (
        "content/post.en.md",
        ":page/title Post\n:post/published 1969-01-02\n:post/tags [:a]\n:post/body\n\nIt is 0.\n",
    ),
    (
        "content/other.en.md",
        ":page/title Other\n:post/published 1969-01-01\n:post/body\n\nSee [it](post.en.md).\n",
    ),
    ("content/about.nb.md", ":page/title Om\n:page/body\n\nHei.\n"),
    ("i18n/en.edn", "{:loaves \"loaves\"}"),
    ("i18n/nb.edn", "{:loaves \"brød 0\"}"),
    (
        "templates/page.html",
        "<!DOCTYPE html><title>{{ page.title }}</title><p>{{ t(key=\"loaves\") }} 0</p>{{ page.body | safe }}",
    ),
    ("templates/themes.edn", "{}"),
    ("static/css/print.css", "body { margin: 0 }"),
    ("static/note.txt", "0"),
    ("notes.txt", "no input"),
];

/// The inputs that are edited, with what is replaced in them.
const EDITED: [(&str, &str); 6] = [
    ("content/post.en.md", "It is "),
    ("content/site.edn", ":site/title \"Blog"),
    ("i18n/nb.edn", "\"brød "),
    ("templates/page.html", "}} "),
    ("static/css/print.css", "margin: "),
    ("content/tags.edn", ":en \"A"),
];

/// A way to save a file.
type Tool = fn(&TempSite, &str, &str);

const TOOLS: [(&str, Tool); 10] = [
    ("a plain write", |site, path, text| site.write(path, text)),
    ("a file emptied, then written in two halves", |site, path, text| {
        let mut file = File::create(site.path(path)).unwrap();
        let (first, second) = text.split_at(text.len() / 2);
        for half in [first, second] {
            thread::sleep(Duration::from_millis(3));
            file.write_all(half.as_bytes()).unwrap();
        }
    }),
    ("vim, with a swap file and a probe", |site, path, text| {
        let swap = beside(path, &format!(".{}.swp", name(path)));
        site.write(&swap, "b0VIM");
        site.write(&beside(path, "4913"), "");
        site.remove(&beside(path, "4913"));
        site.rename(path, &format!("{path}~"));
        thread::sleep(Duration::from_millis(3));
        site.write(path, text);
        site.remove(&format!("{path}~"));
        site.remove(&swap);
    }),
    ("emacs, with a lock, an autosave and a backup", |site, path, text| {
        let lock = beside(path, &format!(".#{}", name(path)));
        symlink("writer@desk.4711:1700000000", site.path(&lock)).unwrap();
        let autosave = beside(path, &format!("#{}#", name(path)));
        site.write(&autosave, &text[..text.len() / 2]);
        site.rename(path, &format!("{path}~"));
        site.write(path, text);
        site.remove(&autosave);
        site.remove(&lock);
    }),
    ("VS Code, by another file in its place", |site, path, text| {
        let temporary = format!("{path}.vsctmp");
        site.write(&temporary, text);
        site.rename(&temporary, path);
    }),
    ("JetBrains, by two other files", |site, path, text| {
        let (new, old) = (format!("{path}___jb_tmp___"), format!("{path}___jb_old___"));
        site.write(&new, text);
        site.rename(path, &old);
        site.rename(&new, path);
        site.remove(&old);
    }),
    ("sed -i", |site, path, text| {
        let temporary = beside(path, "sedAbC123");
        site.write(&temporary, text);
        site.rename(&temporary, path);
    }),
    ("rsync", |site, path, text| {
        let temporary = beside(path, &format!(".{}.x1Y2z3", name(path)));
        site.write(&temporary, &text[..text.len() / 2]);
        site.write(&temporary, text);
        fs::set_permissions(site.path(&temporary), fs::Permissions::from_mode(0o644)).unwrap();
        site.rename(&temporary, path);
    }),
    ("a file removed and made again", |site, path, text| {
        site.remove(path);
        site.write(path, text);
    }),
    ("a hard link in its place", |site, path, text| {
        site.write("draft.tmp", text);
        site.remove(path);
        fs::hard_link(site.path("draft.tmp"), site.path(path)).unwrap();
        site.remove("draft.tmp");
    }),
];

#[test]
fn every_tool_on_every_kind_of_input() {
    let site = TempSite::new(prepare);
    assert_eq!(site.settle("at first"), []);
    let mut number = 0;
    for (tool, save) in TOOLS {
        for (path, before) in EDITED {
            let step = format!("{tool}: {path}");
            // What a tool leaves undone for a tenth of a second is told; a machine under load may
            // take so long.
            let is_quiet = (0..5).any(|_| {
                number += 1;
                let text = fs::read_to_string(site.path(path)).unwrap();
                let old = format!("{before}{}", number_after(&text, before));
                save(&site, path, &text.replacen(&old, &format!("{before}{number}"), 1));
                let told = site.settle(&step);
                assert!(!told.is_empty(), "{step}: nothing is told");
                told.iter().all(|told| told.faults.is_empty())
            });
            assert!(is_quiet, "{step}: what is under way is told as a fault");
        }
    }
}

#[test]
fn files_that_tools_leave_lying_are_no_inputs() {
    let site = TempSite::new(prepare);
    for (path, text) in [
        ("content/.post.en.md.swp", "b0VIM"),
        ("content/post.en.md~", "old"),
        ("content/#post.en.md#", "half"),
        ("content/post.en.md.vsctmp", "new"),
        ("content/4913", ""),
        ("static/css/.print.css.swp", "b0VIM"),
        ("static/css/print.css~", "old"),
        ("static/css/#print.css#", "half"),
        (".site.edn.swp", "b0VIM"),
        ("notes.txt", "changed"),
        ("public/index.html", "built"),
        ("translations.edn", "{}"),
    ] {
        site.write(path, text);
    }
    symlink("nobody@nowhere.1", site.path("content/.#post.en.md")).unwrap();
    symlink("nobody@nowhere.1", site.path("static/css/.#print.css")).unwrap();
    // To be touched is to be no other.
    site.write("content/post.en.md", INPUTS[2].1);
    File::open(site.path("content/post.en.md")).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
    site.write("static/note.txt", "last");
    let told = site.settle("files of tools");
    let [told] = told.as_slice() else { panic!("one change is told, the last: {told:?}") };
    assert!(told.faults.is_empty() && told.files.contains(&"static/note.txt".to_owned()), "{told:?}");
}

#[test]
fn folders_come_go_and_move() {
    let site = TempSite::new(prepare);
    let outside = site.folder.path().join("outside");
    let post =
        |number: u32| format!(":page/title Number {number}\n:post/published 1969-02-01\n:post/body\n\nX.\n");
    let fill = |root: &Path| {
        for number in 0..20 {
            write(root, &format!("one/two/three/number-{number}.en.md"), post(number));
        }
    };
    let steps: [(&str, &dyn Fn()); 14] = [
        ("folders in folders, filled at once", &|| fill(&site.path("content/deep"))),
        ("a file of a new folder changed", &|| {
            site.write("content/deep/one/two/three/number-7.en.md", post(77))
        }),
        ("a folder renamed", &|| site.rename("content/deep/one", "content/deep/uno")),
        ("a file of a renamed folder changed", &|| {
            site.write("content/deep/uno/two/three/number-7.en.md", post(7))
        }),
        ("a folder moved out", &|| fs::rename(site.path("content/deep/uno/two"), &outside).unwrap()),
        ("a file of a folder outside changed", &|| write(&outside, "three/number-7.en.md", post(70))),
        ("a folder moved in", &|| fs::rename(&outside, site.path("content/moved")).unwrap()),
        ("a file of a folder that was moved in", &|| {
            site.write("content/moved/three/number-7.en.md", post(71))
        }),
        ("a folder removed", &|| site.remove("content/moved")),
        ("a folder of the same name", &|| fill(&site.path("content/moved"))),
        ("a folder replaced by another", &|| {
            fill(&outside);
            write(&outside, "more.en.md", post(100));
            site.remove("content/moved");
            fs::rename(&outside, site.path("content/moved")).unwrap();
        }),
        ("a file of the folder that replaced it", &|| site.write("content/moved/more.en.md", post(101))),
        ("a folder of static files", &|| {
            for number in 0..50 {
                site.write(&format!("static/pictures/of/{number}.txt"), number.to_string());
            }
        }),
        ("all folders of inputs but one", &|| {
            for name in ["templates", "i18n", "static"] {
                site.remove(name);
            }
        }),
    ];
    for (step, change) in steps {
        change();
        site.settle(step);
    }
    for round in 0..3 {
        site.remove("content");
        site.settle("no content");
        for (path, text) in INPUTS {
            site.write(path, text);
        }
        site.settle("all inputs again");
        site.write("content/post.en.md", INPUTS[2].1.replace("It is 0", &format!("It is {round}")));
        site.settle("a file of a folder of inputs that came again");
    }
    // Without a moment in between.
    site.remove("content");
    prepare(&site.root);
    site.write("content/post.en.md", INPUTS[2].1.replace("It is 0", "It is new"));
    site.settle("content removed and made again");
    site.rename("content", "content.old");
    site.rename("content.old", "content");
    site.settle("content renamed and back");
    site.write("content/post.en.md", INPUTS[2].1);
    site.settle("a file of it");
}

#[test]
fn settings_come_and_go() {
    let site = TempSite::new(prepare);
    let settings = INPUTS[0].1;
    site.rename("content/site.edn", "site.edn");
    site.settle("the settings beside content");
    site.write("site.edn", settings.replace("Blog", "Weblog"));
    site.settle("changed there");
    site.remove("site.edn");
    site.settle("no settings");
    site.write("content/site.edn", settings.replace(":en :nb", ":nb :en"));
    site.settle("the languages the other way round");
    site.write("themes.edn", "{");
    site.settle("a theme file that is broken");
    site.remove("themes.edn");
    site.settle("and gone");
}

#[test]
fn what_is_broken_is_told_until_it_is_mended() {
    let site = TempSite::new(prepare);
    let (path, post) = (INPUTS[2].0, INPUTS[2].1);
    let told = |step: &str, faults: usize| {
        let told = site.settle(step);
        assert_eq!(told.last().map(|told| told.faults.len()), Some(faults), "{step}: {told:?}");
    };
    site.write(path, b":page/title Post\n:post/published 1969-01-02\n:post/body\n\n\xff\n");
    told("bytes that are no UTF-8", 1);
    site.write(path, post);
    told("and now they are", 0);
    site.write(path, "");
    site.settle("an empty file");
    site.write(path, post);
    told("filled", 0);
    site.remove(path);
    told("what is linked to is removed", 1);
    site.write(path, post);
    told("and written again", 0);
    fs::set_permissions(site.path(path), fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser may read everything.
    if File::open(site.path(path)).is_err() {
        told("a file that may not be read", 2);
    }
    fs::set_permissions(site.path(path), fs::Permissions::from_mode(0o644)).unwrap();
    site.settle("and may again");
    symlink("nowhere", site.path("content/lost.en.md")).unwrap();
    told("a link to nowhere", 1);
    site.write("content/nowhere", post.replace("Post", "Somewhere"));
    told("that leads somewhere now", 0);
}

#[test]
fn links_are_followed_where_that_is_asked_for() {
    let site = TempSite::following(&["outside"], |root| {
        prepare(root);
        let outside = root.with_file_name("outside");
        fs::create_dir(&outside).unwrap();
        fs::rename(root.join("content"), outside.join("real")).unwrap();
        symlink("../outside/real", root.join("content")).unwrap();
        write(&outside, "shared/linked.md", ":page/title Linked\n:page/body\n\nIt is 0.\n");
        write(&outside, "folder/inner.en.md", ":page/title Inner\n:page/body\n\nIt is 0.\n");
        write(&outside, "other/inner.en.md", ":page/title Inner\n:page/body\n\nIt is other.\n");
    });
    let outside = site.folder.path().join("outside");
    let post = |title: &str, text: &str| format!(":page/title {title}\n:page/body\n\nIt is {text}.\n");
    let steps: [(&str, &dyn Fn()); 12] = [
        ("a file of a linked folder of inputs", &|| {
            site.write("content/post.en.md", INPUTS[2].1.replace("is 0", "is 1"))
        }),
        ("the same by its other name", &|| {
            write(&outside, "real/post.en.md", INPUTS[2].1.replace("is 0", "is 2"))
        }),
        ("a link to a file", &|| symlink("../shared/linked.md", site.path("content/linked.en.md")).unwrap()),
        ("the file that it leads to", &|| write(&outside, "shared/linked.md", post("Linked", "changed"))),
        ("the file that it leads to, by rename", &|| {
            write(&outside, "shared/new", post("Linked", "renamed"));
            fs::rename(outside.join("shared/new"), outside.join("shared/linked.md")).unwrap();
        }),
        ("a link to a folder", &|| symlink("../folder", site.path("content/folder")).unwrap()),
        ("a file in it", &|| write(&outside, "folder/inner.en.md", post("Inner", "changed"))),
        ("a new folder in it", &|| write(&outside, "folder/new/more.en.md", post("More", "more"))),
        ("the link to lead elsewhere", &|| {
            symlink("../other", site.path("content/next")).unwrap();
            site.rename("content/next", "content/folder");
        }),
        ("a file there", &|| write(&outside, "other/inner.en.md", post("Inner", "changed there"))),
        ("a link removed", &|| site.remove("content/folder")),
        ("a file after all that", &|| site.write("content/about.nb.md", post("Om", "sist"))),
    ];
    for (step, change) in steps {
        change();
        let told = site.settle(step);
        assert!(told.iter().all(|told| told.faults.is_empty()), "{step}: {told:?}");
    }
}

#[test]
fn links_lead_nowhere_but_into_the_folders_of_the_site() {
    let site = TempSite::new(|root| {
        prepare(root);
        write(&root.with_file_name("outside"), "secret.md", ":page/title Secret\n:page/body\n\nS.\n");
        write(root, "static/.well-known/x", "open");
        write(root, "static/.env", "hidden");
    });
    assert_eq!(site.settle("at first"), []);
    let told = |step: &str, faults: &[&str]| {
        let told = site.settle(step);
        let found: Vec<_> =
            told.last().map(|told| told.faults.iter().map(String::as_str).collect()).unwrap_or_default();
        assert_eq!(found.len(), faults.len(), "{step}: {told:?}");
        for (found, wanted) in found.iter().zip(faults) {
            assert!(found.contains(wanted), "{step}: {told:?}");
        }
    };
    let link = |to: &str, at: &str| symlink(to, site.path(at)).unwrap();
    site.write("static/note.txt", ":page/title Note\n:page/body\n\nN.\n");
    link("../static/note.txt", "content/note.en.md");
    told("a link into another folder of the site", &[]);
    site.write("static/note.txt", ":page/title Note\n:page/body\n\nMore.\n");
    told("and what it leads to", &[]);
    link("../../outside/secret.md", "content/secret.md");
    told("a link out of it", &["`content/secret.md` is a symbolic link that leads out"]);
    site.remove("content/secret.md");
    told("gone", &[]);
    link("../../outside", "static/outside");
    told("a folder outside", &["`static/outside` is a symbolic link that leads out"]);
    site.remove("static/outside");
    told("gone as well", &[]);
    link(".env", "static/env.txt");
    told("what is hidden", &["`static/env.txt` is a symbolic link to what is hidden"]);
    site.remove("static/env.txt");
    link(".well-known/x", "static/x.txt");
    told("what is hidden for no reason", &[]);
    site.rename("static", "real");
    link("real", "static");
    told(
        "a folder of inputs",
        &[
            "`content/note.en.md` is a symbolic link that leads out",
            "`static` is a symbolic link, which is not followed",
        ],
    );
    site.remove("static");
    site.rename("real", "static");
    told("a folder again", &[]);
    site.write("content/other.en.md", INPUTS[3].1.replace("See", "Look at"));
    told("a file after all that", &[]);
}

#[test]
fn git_changes_hundreds_of_files_at_once() {
    let site = TempSite::new(prepare);
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(&site.root).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        let named = ["-c", "user.name=Writer", "-c", "user.email=writer@blog.example"];
        let output = command.args(named).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
    };
    let fill = |text: &str, count: u32| {
        for number in 0..count {
            let post =
                format!(":page/title Number {number}\n:post/published 1969-02-01\n:post/body\n\n{text}\n");
            site.write(&format!("content/{}/number-{number}.en.md", number % 7), post);
        }
    };
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "First"]);
    git(&["checkout", "-qb", "many"]);
    fill("Of many.", 200);
    git(&["add", "."]);
    git(&["commit", "-qm", "Many"]);
    git(&["checkout", "-qb", "other"]);
    fill("Otherwise.", 150);
    site.remove("content/3");
    git(&["add", "."]);
    git(&["commit", "-qm", "Otherwise"]);
    git(&["checkout", "-q", "main"]);
    site.settle("few files");
    // One after the other, without waiting for what is served.
    for branch in ["many", "other", "main", "other", "many"] {
        git(&["checkout", "-q", branch]);
    }
    site.settle("many in the end");
    fill("Not committed.", 50);
    git(&["stash", "-q"]);
    site.settle("stashed");
    git(&["stash", "pop", "-q"]);
    site.settle("taken out again");
}

#[test]
fn a_hundred_saves_in_a_row() {
    let site = TempSite::new(prepare);
    for number in 0..100 {
        let mut file = OpenOptions::new().write(true).truncate(true).open(site.path(INPUTS[2].0)).unwrap();
        for piece in [INPUTS[2].1, &format!("It is {number}.\n")] {
            file.write_all(piece.as_bytes()).unwrap();
        }
    }
    let told = site.settle("a hundred saves");
    assert!(told.iter().all(|told| told.faults.is_empty()), "{told:?}");
}

fn prepare(root: &Path) {
    for (path, text) in INPUTS {
        write(root, path, text);
    }
}

fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

fn beside(path: &str, name: &str) -> String {
    path.rsplit_once('/').map_or(name.to_owned(), |(folder, _)| format!("{folder}/{name}"))
}

fn number_after(text: &str, before: &str) -> String {
    let at = text.find(before).unwrap_or_else(|| panic!("`{before}` is not in {text}"));
    text[at + before.len()..].chars().take_while(char::is_ascii_digit).collect()
}
