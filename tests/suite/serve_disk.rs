//! A folder on the disk, changed in all the ways in which a writer's tools do: what is served ends
//! as what a first build gives, and no temporary file is ever told of.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

use crate::support::desk::{Desk, write};

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
type Tool = fn(&Desk, &str, &str);

const TOOLS: [(&str, Tool); 10] = [
    ("a plain write", |desk, path, text| desk.write(path, text)),
    ("a file emptied, then written in two halves", |desk, path, text| {
        let mut file = File::create(desk.path(path)).unwrap();
        let (first, second) = text.split_at(text.len() / 2);
        for half in [first, second] {
            thread::sleep(Duration::from_millis(3));
            file.write_all(half.as_bytes()).unwrap();
        }
    }),
    ("vim, with a swap file and a probe", |desk, path, text| {
        let swap = beside(path, &format!(".{}.swp", name(path)));
        desk.write(&swap, "b0VIM");
        desk.write(&beside(path, "4913"), "");
        desk.remove(&beside(path, "4913"));
        desk.rename(path, &format!("{path}~"));
        thread::sleep(Duration::from_millis(3));
        desk.write(path, text);
        desk.remove(&format!("{path}~"));
        desk.remove(&swap);
    }),
    ("emacs, with a lock, an autosave and a backup", |desk, path, text| {
        let lock = beside(path, &format!(".#{}", name(path)));
        symlink("writer@desk.4711:1700000000", desk.path(&lock)).unwrap();
        let autosave = beside(path, &format!("#{}#", name(path)));
        desk.write(&autosave, &text[..text.len() / 2]);
        desk.rename(path, &format!("{path}~"));
        desk.write(path, text);
        desk.remove(&autosave);
        desk.remove(&lock);
    }),
    ("VS Code, by another file in its place", |desk, path, text| {
        let temporary = format!("{path}.vsctmp");
        desk.write(&temporary, text);
        desk.rename(&temporary, path);
    }),
    ("JetBrains, by two other files", |desk, path, text| {
        let (new, old) = (format!("{path}___jb_tmp___"), format!("{path}___jb_old___"));
        desk.write(&new, text);
        desk.rename(path, &old);
        desk.rename(&new, path);
        desk.remove(&old);
    }),
    ("sed -i", |desk, path, text| {
        let temporary = beside(path, "sedAbC123");
        desk.write(&temporary, text);
        desk.rename(&temporary, path);
    }),
    ("rsync", |desk, path, text| {
        let temporary = beside(path, &format!(".{}.x1Y2z3", name(path)));
        desk.write(&temporary, &text[..text.len() / 2]);
        desk.write(&temporary, text);
        fs::set_permissions(desk.path(&temporary), fs::Permissions::from_mode(0o644)).unwrap();
        desk.rename(&temporary, path);
    }),
    ("a file removed and made again", |desk, path, text| {
        desk.remove(path);
        desk.write(path, text);
    }),
    ("a hard link in its place", |desk, path, text| {
        desk.write("draft.tmp", text);
        desk.remove(path);
        fs::hard_link(desk.path("draft.tmp"), desk.path(path)).unwrap();
        desk.remove("draft.tmp");
    }),
];

#[test]
fn every_tool_on_every_kind_of_input() {
    let desk = Desk::new(prepare);
    assert_eq!(desk.settle("at first"), []);
    let mut number = 0;
    for (tool, save) in TOOLS {
        for (path, before) in EDITED {
            let step = format!("{tool}: {path}");
            // What a tool leaves undone for a tenth of a second is told; a machine under load may
            // take so long.
            let is_quiet = (0..5).any(|_| {
                number += 1;
                let text = fs::read_to_string(desk.path(path)).unwrap();
                let old = format!("{before}{}", number_after(&text, before));
                save(&desk, path, &text.replacen(&old, &format!("{before}{number}"), 1));
                let told = desk.settle(&step);
                assert!(!told.is_empty(), "{step}: nothing is told");
                told.iter().all(|told| told.faults.is_empty())
            });
            assert!(is_quiet, "{step}: what is under way is told as a fault");
        }
    }
}

#[test]
fn files_that_tools_leave_lying_are_no_inputs() {
    let desk = Desk::new(prepare);
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
        desk.write(path, text);
    }
    symlink("nobody@nowhere.1", desk.path("content/.#post.en.md")).unwrap();
    symlink("nobody@nowhere.1", desk.path("static/css/.#print.css")).unwrap();
    // To be touched is to be no other.
    desk.write("content/post.en.md", INPUTS[2].1);
    File::open(desk.path("content/post.en.md")).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
    desk.write("static/note.txt", "last");
    let told = desk.settle("files of tools");
    let [told] = told.as_slice() else { panic!("one change is told, the last: {told:?}") };
    assert!(told.faults.is_empty() && told.files.contains(&"static/note.txt".to_owned()), "{told:?}");
}

#[test]
fn folders_come_go_and_move() {
    let desk = Desk::new(prepare);
    let outside = desk.folder.path().join("outside");
    let post =
        |number: u32| format!(":page/title Number {number}\n:post/published 1969-02-01\n:post/body\n\nX.\n");
    let fill = |root: &Path| {
        for number in 0..20 {
            write(root, &format!("one/two/three/number-{number}.en.md"), post(number));
        }
    };
    let steps: [(&str, &dyn Fn()); 14] = [
        ("folders in folders, filled at once", &|| fill(&desk.path("content/deep"))),
        ("a file of a new folder changed", &|| {
            desk.write("content/deep/one/two/three/number-7.en.md", post(77))
        }),
        ("a folder renamed", &|| desk.rename("content/deep/one", "content/deep/uno")),
        ("a file of a renamed folder changed", &|| {
            desk.write("content/deep/uno/two/three/number-7.en.md", post(7))
        }),
        ("a folder moved out", &|| fs::rename(desk.path("content/deep/uno/two"), &outside).unwrap()),
        ("a file of a folder outside changed", &|| write(&outside, "three/number-7.en.md", post(70))),
        ("a folder moved in", &|| fs::rename(&outside, desk.path("content/moved")).unwrap()),
        ("a file of a folder that was moved in", &|| {
            desk.write("content/moved/three/number-7.en.md", post(71))
        }),
        ("a folder removed", &|| desk.remove("content/moved")),
        ("a folder of the same name", &|| fill(&desk.path("content/moved"))),
        ("a folder replaced by another", &|| {
            fill(&outside);
            write(&outside, "more.en.md", post(100));
            desk.remove("content/moved");
            fs::rename(&outside, desk.path("content/moved")).unwrap();
        }),
        ("a file of the folder that replaced it", &|| desk.write("content/moved/more.en.md", post(101))),
        ("a folder of static files", &|| {
            for number in 0..50 {
                desk.write(&format!("static/pictures/of/{number}.txt"), number.to_string());
            }
        }),
        ("all folders of inputs but one", &|| {
            for name in ["templates", "i18n", "static"] {
                desk.remove(name);
            }
        }),
    ];
    for (step, change) in steps {
        change();
        desk.settle(step);
    }
    for round in 0..3 {
        desk.remove("content");
        desk.settle("no content");
        for (path, text) in INPUTS {
            desk.write(path, text);
        }
        desk.settle("all inputs again");
        desk.write("content/post.en.md", INPUTS[2].1.replace("It is 0", &format!("It is {round}")));
        desk.settle("a file of a folder of inputs that came again");
    }
    // Without a moment in between.
    desk.remove("content");
    prepare(&desk.root);
    desk.write("content/post.en.md", INPUTS[2].1.replace("It is 0", "It is new"));
    desk.settle("content removed and made again");
    desk.rename("content", "content.old");
    desk.rename("content.old", "content");
    desk.settle("content renamed and back");
    desk.write("content/post.en.md", INPUTS[2].1);
    desk.settle("a file of it");
}

#[test]
fn settings_come_and_go() {
    let desk = Desk::new(prepare);
    let settings = INPUTS[0].1;
    desk.rename("content/site.edn", "site.edn");
    desk.settle("the settings beside content");
    desk.write("site.edn", settings.replace("Blog", "Weblog"));
    desk.settle("changed there");
    desk.remove("site.edn");
    desk.settle("no settings");
    desk.write("content/site.edn", settings.replace(":en :nb", ":nb :en"));
    desk.settle("the languages the other way round");
    desk.write("themes.edn", "{");
    desk.settle("a theme file that is broken");
    desk.remove("themes.edn");
    desk.settle("and gone");
}

#[test]
fn what_is_broken_is_told_until_it_is_mended() {
    let desk = Desk::new(prepare);
    let (path, post) = (INPUTS[2].0, INPUTS[2].1);
    let told = |step: &str, faults: usize| {
        let told = desk.settle(step);
        assert_eq!(told.last().map(|told| told.faults.len()), Some(faults), "{step}: {told:?}");
    };
    desk.write(path, b":page/title Post\n:post/published 1969-01-02\n:post/body\n\n\xff\n");
    told("bytes that are no UTF-8", 1);
    desk.write(path, post);
    told("and now they are", 0);
    desk.write(path, "");
    desk.settle("an empty file");
    desk.write(path, post);
    told("filled", 0);
    desk.remove(path);
    told("what is linked to is removed", 1);
    desk.write(path, post);
    told("and written again", 0);
    fs::set_permissions(desk.path(path), fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser may read everything.
    if File::open(desk.path(path)).is_err() {
        told("a file that may not be read", 2);
    }
    fs::set_permissions(desk.path(path), fs::Permissions::from_mode(0o644)).unwrap();
    desk.settle("and may again");
    symlink("nowhere", desk.path("content/lost.en.md")).unwrap();
    told("a link to nowhere", 1);
    desk.write("content/nowhere", post.replace("Post", "Somewhere"));
    told("that leads somewhere now", 0);
}

#[test]
fn links_are_followed_where_that_is_asked_for() {
    let desk = Desk::following(&["outside"], |root| {
        prepare(root);
        let outside = root.with_file_name("outside");
        fs::create_dir(&outside).unwrap();
        fs::rename(root.join("content"), outside.join("real")).unwrap();
        symlink("../outside/real", root.join("content")).unwrap();
        write(&outside, "shared/linked.md", ":page/title Linked\n:page/body\n\nIt is 0.\n");
        write(&outside, "folder/inner.en.md", ":page/title Inner\n:page/body\n\nIt is 0.\n");
        write(&outside, "other/inner.en.md", ":page/title Inner\n:page/body\n\nIt is other.\n");
    });
    let outside = desk.folder.path().join("outside");
    let post = |title: &str, text: &str| format!(":page/title {title}\n:page/body\n\nIt is {text}.\n");
    let steps: [(&str, &dyn Fn()); 12] = [
        ("a file of a linked folder of inputs", &|| {
            desk.write("content/post.en.md", INPUTS[2].1.replace("is 0", "is 1"))
        }),
        ("the same by its other name", &|| {
            write(&outside, "real/post.en.md", INPUTS[2].1.replace("is 0", "is 2"))
        }),
        ("a link to a file", &|| symlink("../shared/linked.md", desk.path("content/linked.en.md")).unwrap()),
        ("the file that it leads to", &|| write(&outside, "shared/linked.md", post("Linked", "changed"))),
        ("the file that it leads to, by rename", &|| {
            write(&outside, "shared/new", post("Linked", "renamed"));
            fs::rename(outside.join("shared/new"), outside.join("shared/linked.md")).unwrap();
        }),
        ("a link to a folder", &|| symlink("../folder", desk.path("content/folder")).unwrap()),
        ("a file in it", &|| write(&outside, "folder/inner.en.md", post("Inner", "changed"))),
        ("a new folder in it", &|| write(&outside, "folder/new/more.en.md", post("More", "more"))),
        ("the link to lead elsewhere", &|| {
            symlink("../other", desk.path("content/next")).unwrap();
            desk.rename("content/next", "content/folder");
        }),
        ("a file there", &|| write(&outside, "other/inner.en.md", post("Inner", "changed there"))),
        ("a link removed", &|| desk.remove("content/folder")),
        ("a file after all that", &|| desk.write("content/about.nb.md", post("Om", "sist"))),
    ];
    for (step, change) in steps {
        change();
        let told = desk.settle(step);
        assert!(told.iter().all(|told| told.faults.is_empty()), "{step}: {told:?}");
    }
}

#[test]
fn links_lead_nowhere_but_into_the_folders_of_the_site() {
    let desk = Desk::new(|root| {
        prepare(root);
        write(&root.with_file_name("outside"), "secret.md", ":page/title Secret\n:page/body\n\nS.\n");
        write(root, "static/.well-known/x", "open");
        write(root, "static/.env", "hidden");
    });
    assert_eq!(desk.settle("at first"), []);
    let told = |step: &str, faults: &[&str]| {
        let told = desk.settle(step);
        let found: Vec<_> =
            told.last().map(|told| told.faults.iter().map(String::as_str).collect()).unwrap_or_default();
        assert_eq!(found.len(), faults.len(), "{step}: {told:?}");
        for (found, wanted) in found.iter().zip(faults) {
            assert!(found.contains(wanted), "{step}: {told:?}");
        }
    };
    let link = |to: &str, at: &str| symlink(to, desk.path(at)).unwrap();
    desk.write("static/note.txt", ":page/title Note\n:page/body\n\nN.\n");
    link("../static/note.txt", "content/note.en.md");
    told("a link into another folder of the site", &[]);
    desk.write("static/note.txt", ":page/title Note\n:page/body\n\nMore.\n");
    told("and what it leads to", &[]);
    link("../../outside/secret.md", "content/secret.md");
    told("a link out of it", &["`content/secret.md` is a symbolic link that leads out"]);
    desk.remove("content/secret.md");
    told("gone", &[]);
    link("../../outside", "static/outside");
    told("a folder outside", &["`static/outside` is a symbolic link that leads out"]);
    desk.remove("static/outside");
    told("gone as well", &[]);
    link(".env", "static/env.txt");
    told("what is hidden", &["`static/env.txt` is a symbolic link to what is hidden"]);
    desk.remove("static/env.txt");
    link(".well-known/x", "static/x.txt");
    told("what is hidden for no reason", &[]);
    desk.rename("static", "real");
    link("real", "static");
    told(
        "a folder of inputs",
        &[
            "`content/note.en.md` is a symbolic link that leads out",
            "`static` is a symbolic link, which is not followed",
        ],
    );
    desk.remove("static");
    desk.rename("real", "static");
    told("a folder again", &[]);
    desk.write("content/other.en.md", INPUTS[3].1.replace("See", "Look at"));
    told("a file after all that", &[]);
}

#[test]
fn git_changes_hundreds_of_files_at_once() {
    let desk = Desk::new(prepare);
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(&desk.root).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        let named = ["-c", "user.name=Writer", "-c", "user.email=writer@blog.example"];
        let output = command.args(named).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
    };
    let fill = |text: &str, count: u32| {
        for number in 0..count {
            let post =
                format!(":page/title Number {number}\n:post/published 1969-02-01\n:post/body\n\n{text}\n");
            desk.write(&format!("content/{}/number-{number}.en.md", number % 7), post);
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
    desk.remove("content/3");
    git(&["add", "."]);
    git(&["commit", "-qm", "Otherwise"]);
    git(&["checkout", "-q", "main"]);
    desk.settle("few files");
    // One after the other, without waiting for what is served.
    for branch in ["many", "other", "main", "other", "many"] {
        git(&["checkout", "-q", branch]);
    }
    desk.settle("many in the end");
    fill("Not committed.", 50);
    git(&["stash", "-q"]);
    desk.settle("stashed");
    git(&["stash", "pop", "-q"]);
    desk.settle("taken out again");
}

#[test]
fn a_hundred_saves_in_a_row() {
    let desk = Desk::new(prepare);
    for number in 0..100 {
        let mut file = OpenOptions::new().write(true).truncate(true).open(desk.path(INPUTS[2].0)).unwrap();
        for piece in [INPUTS[2].1, &format!("It is {number}.\n")] {
            file.write_all(piece.as_bytes()).unwrap();
        }
    }
    let told = desk.settle("a hundred saves");
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
