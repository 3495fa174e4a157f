//! Checks the shape of the source: modules import downwards only, and so do the parts of a module;
//! files stand in no circle; and no file is too long to read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::iter::Peekable;
use std::path::Path;
use std::str::Chars;

/// The modules, lowest first: a module may use those before it.
const MODULES: &[&str] = &[
    "base",
    "disk",
    "cache",
    "source",
    "output",
    "edn",
    "blocks",
    "locale",
    "html",
    "highlight",
    "markup",
    "document",
    "site",
    "plan",
    "template",
    "assets",
    "render",
    "translation",
    "starter",
    "publish",
    "pipeline",
    "import",
    "explain",
    "serve",
    "cli",
];

/// The parts of each folder that has several, lowest first: its folders, each with the file of its
/// name beside it.
const PARTS: &[(&str, &[&str])] = &[
    ("assets", &["images", "cards"]),
    ("cli", &["report", "translations"]),
    ("highlight", &["grammar", "lisp", "tree"]),
    ("locale", &["dictionary", "typography", "detection"]),
    ("render", &["fill", "feed", "page"]),
    ("serve", &["live", "http", "dev_ui"]),
    ("template", &["interface", "view"]),
];

/// No file under `src/` is longer.
const MOST_LINES: usize = 500;

/// No line of a comment is wider, but for examples in one.
const WIDEST_COMMENT: usize = 100;

#[test]
fn modules_import_downwards_only() {
    let faults = upward_arrows(&Source::read(), "", MODULES);
    assert!(faults.is_empty(), "modules that import upwards:\n{}", faults.join("\n"));
}

#[test]
fn every_folder_under_src_is_a_module() {
    let modules = Source::read().parts_of("");
    let known: BTreeSet<String> = MODULES.iter().map(|module| (*module).to_owned()).collect();
    assert_eq!(modules, known);
}

#[test]
fn parts_of_a_module_import_downwards_only() {
    let source = Source::read();
    let mut faults = Vec::new();
    for (folder, parts) in PARTS {
        faults.extend(upward_arrows(&source, folder, parts));
    }
    assert!(faults.is_empty(), "parts that import upwards:\n{}", faults.join("\n"));
}

#[test]
fn every_folder_with_several_parts_has_them_in_order() {
    let source = Source::read();
    let several = |folder: &String| !folder.is_empty() && source.parts_of(folder).len() > 1;
    let folders: BTreeSet<String> = source.folders().into_iter().filter(several).collect();
    let known: BTreeMap<String, BTreeSet<String>> = PARTS
        .iter()
        .map(|(folder, parts)| ((*folder).to_owned(), parts.iter().map(|part| (*part).to_owned()).collect()))
        .collect();
    let found: BTreeMap<String, BTreeSet<String>> =
        folders.into_iter().map(|folder| (folder.clone(), source.parts_of(&folder))).collect();
    assert_eq!(known, found, "the table of parts (left) and the folders (right)");
}

#[test]
fn files_stand_in_no_circle() {
    let source = Source::read();
    let arrows = |circle: Vec<String>| -> String {
        let of = |file: &String| -> String {
            let named = source.named_by(file).into_iter().filter(|named| circle.contains(named));
            format!("  {file} → {}\n", named.collect::<Vec<_>>().join(", "))
        };
        circle.iter().map(of).chain(["\n".to_owned()]).collect()
    };
    let circles: String = source.circles().into_iter().map(arrows).collect();
    assert!(circles.is_empty(), "circles of files:\n{circles}");
}

#[test]
fn no_file_is_too_long() {
    let long: Vec<String> = files_below("src")
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > MOST_LINES)
        .map(|(path, lines)| format!("{path}: {lines} lines"))
        .collect();
    assert!(long.is_empty(), "files of more than {MOST_LINES} lines:\n{}", long.join("\n"));
}

#[test]
fn comments_are_wrapped() {
    let mut wide = Vec::new();
    for (path, text) in ["src", "tests", "benches"].into_iter().flat_map(files_below) {
        let mut is_example = false;
        for (line, number) in text.lines().zip(1..) {
            let Some(comment) = line.trim_start().strip_prefix("//") else {
                is_example = false;
                continue;
            };
            is_example ^= comment.trim_start_matches(['/', '!']).trim_start().starts_with("```");
            if !is_example && line.chars().count() > WIDEST_COMMENT {
                wide.push(format!("{path}:{number}"));
            }
        }
    }
    assert!(wide.is_empty(), "comments of more than {WIDEST_COMMENT} columns:\n{}", wide.join("\n"));
}

/// What is named in all shapes of `use` and of paths, each as the file that defines it.
#[test]
fn names_are_led_to_the_files_that_define_them() {
    let source = Source::of(&[
        ("lib.rs", "pub mod a; pub mod b;"),
        ("a/mod.rs", "mod one; mod two; mod three;\npub use one::One;\npub use two::*;\npub fn plain() {}"),
        ("a/one.rs", "pub struct One;\n/* use super::two::Two; */ // crate::b::B"),
        (
            "a/two.rs",
            "pub use super::three::Three as Third; pub struct Two; const A: &str = \"crate::b::B\";",
        ),
        ("a/three.rs", "pub struct Three; #[cfg(test)]\nmod tests { use crate::b::B; fn f() { '}' } }"),
        ("b.rs", "mod c;"),
        ("b/c.rs", ""),
    ]);
    for (text, expected) in [
        ("use crate::a::One;", &["a/one.rs"] as &[&str]),
        ("use crate::a::{One as First, Two};", &["a/one.rs", "a/two.rs"]),
        ("use crate::{a::{self, Third}, b};", &["a/three.rs"]),
        ("use crate::a; fn f() { a::plain(a::Two) }", &["a/mod.rs", "a/two.rs"]),
        ("use crate::a::*; fn f() -> One {}", &["a/mod.rs", "a/one.rs"]),
        ("use crate::a::*; fn f(two: Two) -> Third {}", &["a/mod.rs", "a/three.rs", "a/two.rs"]),
        ("fn f(one: &crate::a::One) -> super::a::Third<'_> {}", &["a/one.rs", "a/three.rs"]),
        ("fn f<'a>(x: &'a u8) { let y = \"use crate::a::One;\"; }", &[]),
        ("use std::a::One; use self::c::C;", &["b/c.rs"]),
        ("fn f() { use super::a::plain; c::f::<crate::a::Two>() }", &["a/mod.rs", "a/two.rs", "b/c.rs"]),
    ] {
        let source = source.clone().with("b.rs", &format!("mod c; {text}"));
        let named: Vec<String> = source.named_by("b.rs").into_iter().collect();
        assert_eq!(named, expected, "{text}");
    }
}

#[test]
fn an_arrow_up_is_found_inside_a_module_and_through_a_reexport() {
    let source = Source::of(&[
        ("lib.rs", "mod room;"),
        ("room/mod.rs", "mod low; mod high; pub use high::Top;"),
        ("room/low.rs", "mod deep;"),
        ("room/low/deep.rs", "use crate::room::Top;"),
        ("room/high/mod.rs", "mod top; pub use top::Top; use super::low;"),
        ("room/high/top.rs", "pub struct Top;"),
    ]);
    assert_eq!(source.parts_of("room"), BTreeSet::from(["high", "low"].map(str::to_owned)));
    let told = upward_arrows(&source, "room", &["low", "high"]);
    assert_eq!(told, ["room/low/deep.rs: `low` uses `high` (room/high/top.rs)"]);
    let modules = source.clone().with("low.rs", "use crate::room::Top;");
    assert_eq!(
        upward_arrows(&modules, "", &["low", "room"]),
        ["low.rs: `low` uses `room` (room/high/top.rs)"]
    );
    assert_eq!(upward_arrows(&source, "room", &["high", "low"]), [""; 0]);
}

#[test]
fn circles_are_found_through_reexports_and_not_through_tables_of_contents() {
    let tree = |a: &str, b: &str| {
        let parent = "mod a; mod b; pub use a::A; pub use b::B;";
        Source::of(&[("lib.rs", "mod x;"), ("x/mod.rs", parent), ("x/a.rs", a), ("x/b.rs", b)])
    };
    assert_eq!(tree("use super::B; pub struct A;", "pub struct B;").circles(), [[""; 0]; 0]);
    let circle = tree("use super::B; pub struct A;", "fn b() -> super::super::x::A {} pub struct B;");
    assert_eq!(circle.circles(), [["x/a.rs", "x/b.rs"]]);
    // What a parent re-exports and uses itself is an arrow of its own.
    let parent = "mod a; pub use a::A; pub struct X(A);";
    let of = |a| Source::of(&[("lib.rs", "mod x;"), ("x/mod.rs", parent), ("x/a.rs", a)]).circles();
    assert_eq!(of("use super::X; pub struct A;"), [["x/a.rs", "x/mod.rs"]]);
    assert_eq!(of("pub struct A;"), [[""; 0]; 0]);
}

/// The arrows that run up between parts of a folder, which are given lowest first.
fn upward_arrows(source: &Source, folder: &str, order: &[&str]) -> Vec<String> {
    let position = |part: &str| order.iter().position(|known| *known == part);
    let mut faults = Vec::new();
    for file in source.files.keys() {
        let Some(part) = part_in(file, folder) else { continue };
        for named in source.reached_by(file) {
            let Some(used) = part_in(&named, folder) else { continue };
            if position(used) > position(part) && position(part).is_some() {
                faults.push(format!("{file}: `{part}` uses `{used}` ({named})"));
            }
        }
    }
    faults
}

/// The folder or file below a folder that a file lies in or is.
fn part_in<'a>(file: &'a str, folder: &str) -> Option<&'a str> {
    let rest = if folder.is_empty() { file } else { file.strip_prefix(folder)?.strip_prefix('/')? };
    let part = rest.split('/').next()?;
    Some(part.strip_suffix(".rs").unwrap_or(part)).filter(|part| *part != "mod")
}

/// The files of a crate, by their paths below `src/`.
#[derive(Clone, Default)]
struct Source {
    files: BTreeMap<String, File>,
    /// Each module's file; the crate's own is the module without a name.
    modules: BTreeMap<Vec<String>, String>,
}

/// What of a file tells what it uses.
#[derive(Clone, Default)]
struct File {
    module: Vec<String>,
    imports: Vec<Import>,
    /// The paths outside of imports.
    paths: Vec<Vec<String>>,
    /// Every word outside of imports.
    words: BTreeSet<String>,
}

#[derive(Clone)]
struct Import {
    path: Vec<String>,
    /// What it is called here; `*` for all there is.
    name: String,
    is_public: bool,
}

impl Source {
    fn read() -> Self {
        let files = files_below("src").into_iter().filter(|(path, _)| path != "src/main.rs");
        files.fold(Self::default(), |source, (path, text)| {
            source.with(path.strip_prefix("src/").expect("a path below the source"), &text)
        })
    }

    fn of(files: &[(&str, &str)]) -> Self {
        files.iter().fold(Self::default(), |source, (path, text)| source.with(path, text))
    }

    fn with(mut self, path: &str, text: &str) -> Self {
        let name = path.strip_suffix(".rs").unwrap_or(path);
        // Tests may use whatever they like.
        if name.split('/').any(|part| part == "tests") {
            return self;
        }
        let name = name.strip_suffix("/mod").unwrap_or(name);
        let module: Vec<String> = match name {
            "lib" => Vec::new(),
            name => name.split('/').map(str::to_owned).collect(),
        };
        self.modules.insert(module.clone(), path.to_owned());
        self.files.insert(path.to_owned(), File::read(module, &words(text)));
        self
    }

    /// The folders that hold files.
    fn folders(&self) -> BTreeSet<String> {
        let folder = |file: &String| file.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        let ends = |folder: String| {
            let ends: Vec<usize> = folder.match_indices('/').map(|(at, _)| at).collect();
            ends.into_iter().map(|at| folder[..at].to_owned()).chain([folder.clone()]).collect::<Vec<_>>()
        };
        self.files.keys().filter_map(folder).flat_map(ends).collect()
    }

    /// The folders in a folder.
    fn parts_of(&self, folder: &str) -> BTreeSet<String> {
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let below = |known: &String| {
            let rest = known.strip_prefix(&start)?;
            (!rest.is_empty() && !rest.contains('/')).then(|| rest.to_owned())
        };
        self.folders().iter().filter_map(below).collect()
    }

    /// The file in which stands what a path names in a module; `None` for what is no part of the
    /// crate. A module itself stands nowhere: what is named in it does.
    fn resolve(&self, from: &[String], path: &[String], depth: usize) -> Option<Found> {
        let (first, mut rest) = path.split_first()?;
        let mut module = from.to_vec();
        match first.as_str() {
            "crate" => module.clear(),
            "self" => {}
            "super" => drop(module.pop()),
            _ if depth == 0 => return None,
            _ => return self.resolve_in(&module, path, depth - 1),
        }
        while let Some(("super", after)) = rest.split_first().map(|(name, after)| (name.as_str(), after)) {
            module.pop();
            rest = after;
        }
        match rest {
            [] => Some(Found { module: Some(module.clone()), file: self.modules.get(&module)?.clone() }),
            _ if depth == 0 => None,
            rest => self.resolve_in(&module, rest, depth - 1).or_else(|| {
                let file = self.modules.get(&module)?.clone();
                Some(Found { module: None, file })
            }),
        }
    }

    /// The same, of a path whose first name is one of a module's own; `None` where the module has
    /// no such module and imports nothing of the name.
    fn resolve_in(&self, module: &[String], path: &[String], depth: usize) -> Option<Found> {
        let (name, rest) = path.split_first()?;
        let file = &self.files[self.modules.get(module)?];
        let child: Vec<String> = module.iter().chain([name]).cloned().collect();
        let child = self.modules.contains_key(&child).then_some(child);
        let is_named = |import: &&Import| import.name == *name && import.path.last() != import.path.first();
        let import = file.imports.iter().find(is_named);
        let found = match (child, import) {
            (Some(child), import) if !rest.is_empty() || import.is_none() => {
                Found { file: self.modules[&child].clone(), module: Some(child) }
            }
            (_, Some(import)) => self.resolve(module, &import.path, depth)?,
            _ => {
                let globs = file.imports.iter().filter(|import| import.name == "*" && depth > 0);
                return globs
                    .filter_map(|glob| self.resolve(module, &glob.path, depth))
                    .filter_map(|glob| glob.module)
                    .find_map(|glob| {
                        self.resolve_in(&glob, path, depth - 1).or_else(|| self.own(&glob, path))
                    });
            }
        };
        match (found.module.clone(), rest) {
            (Some(module), [_, ..]) if depth > 0 => {
                let inner = self.resolve_in(&module, rest, depth - 1);
                Some(inner.unwrap_or(Found { module: None, file: found.file }))
            }
            _ => Some(found),
        }
    }

    /// What a module defines itself.
    fn own(&self, module: &[String], path: &[String]) -> Option<Found> {
        let file = self.modules.get(module)?;
        let is_own = path.first().is_some_and(|name| self.files[file].words.contains(name));
        is_own.then(|| Found { module: None, file: file.clone() })
    }

    /// The files that a file names something of, re-exports among them.
    fn reached_by(&self, path: &str) -> BTreeSet<String> {
        let file = &self.files[path];
        let imported = file.imports.iter().map(|import| &import.path);
        self.files_of(path, imported.chain(&file.paths))
    }

    /// The files that a file uses; what it does no more than to re-export from below itself it does
    /// not use.
    fn named_by(&self, path: &str) -> BTreeSet<String> {
        let file = &self.files[path];
        let is_used = |import: &&Import| {
            let found = self.resolve(&file.module, &import.path, DEEPEST);
            let is_below = found.is_some_and(|found| {
                let module = &self.files[&found.file].module;
                module.len() > file.module.len() && module.starts_with(&file.module)
            });
            !import.is_public || !is_below || file.words.contains(&import.name)
        };
        let imported = file.imports.iter().filter(is_used).map(|import| &import.path);
        self.files_of(path, imported.chain(&file.paths))
    }

    fn files_of<'a>(&'a self, path: &str, named: impl Iterator<Item = &'a Vec<String>>) -> BTreeSet<String> {
        let file = &self.files[path];
        let mut files = BTreeSet::new();
        for named in named {
            let Some(found) = self.resolve(&file.module, named, DEEPEST) else { continue };
            match found.module {
                None => drop(files.insert(found.file)),
                // All that a module has may be meant; what is, is one of the file's words.
                Some(module) if named.last().is_some_and(|name| name == "*") || self.is_glob(file, named) => {
                    let words = file.words.iter().map(|word| vec![word.clone()]);
                    files.extend(words.filter_map(|word| {
                        let inner = self.resolve_in(&module, &word, DEEPEST);
                        inner.filter(|found| found.module.is_none()).map(|found| found.file)
                    }));
                    files.insert(found.file);
                }
                Some(_) => {}
            }
        }
        files.remove(path);
        files
    }

    fn is_glob(&self, file: &File, path: &[String]) -> bool {
        file.imports.iter().any(|import| import.name == "*" && import.path == path)
    }

    /// The circles of files: those that can be reached from one another, each in the order of
    /// names.
    fn circles(&self) -> Vec<Vec<String>> {
        let arrows: BTreeMap<&String, BTreeSet<String>> =
            self.files.keys().map(|file| (file, self.named_by(file))).collect();
        let reached = |from: &String| {
            let mut reached = BTreeSet::new();
            let mut open: Vec<&String> = arrows[from].iter().collect();
            while let Some(file) = open.pop() {
                if reached.insert(file.clone()) {
                    open.extend(&arrows[file]);
                }
            }
            reached
        };
        let reached: BTreeMap<&String, BTreeSet<String>> =
            self.files.keys().map(|file| (file, reached(file))).collect();
        let circle = |file: &String| -> Vec<String> {
            reached[file].iter().filter(|other| reached[other].contains(file)).cloned().collect()
        };
        let circles: BTreeSet<Vec<String>> =
            self.files.keys().map(circle).filter(|it| !it.is_empty()).collect();
        circles.into_iter().collect()
    }
}

/// How many re-exports lie behind one another at most.
const DEEPEST: usize = 16;

/// Where what is named stands; the module, where that is what is named.
struct Found {
    module: Option<Vec<String>>,
    file: String,
}

impl File {
    fn read(module: Vec<String>, words: &[String]) -> Self {
        let mut file = Self { module, ..Self::default() };
        let mut at = 0;
        while let Some(word) = words.get(at) {
            if word == "use" {
                let is_public = at > 0 && (words[at - 1] == "pub" || words[at - 1] == ")");
                at = file.import(words, at + 1, &[], is_public);
            } else if is_name(word) && (at == 0 || words[at - 1] != "::") {
                let mut path = vec![word.clone()];
                while words.get(at + 1).is_some_and(|next| next == "::")
                    && let Some(next) = words.get(at + 2).filter(|next| is_name(next))
                {
                    path.push(next.clone());
                    at += 2;
                }
                file.words.insert(path[0].clone());
                file.paths.extend((path.len() > 1).then_some(path));
            }
            at += 1;
        }
        file
    }

    /// Reads one tree of an import from its first word on; gives the place behind it.
    fn import(&mut self, words: &[String], mut at: usize, before: &[String], is_public: bool) -> usize {
        let mut path = before.to_vec();
        loop {
            match words.get(at).map(String::as_str) {
                Some("::") => at += 1,
                Some("{") => {
                    at += 1;
                    while words.get(at).is_some_and(|word| word != "}") {
                        at = self.import(words, at, &path, is_public);
                        at += usize::from(words.get(at).is_some_and(|word| word == ","));
                    }
                    return at + 1;
                }
                Some("*") => {
                    self.imports.push(Import { path, name: "*".to_owned(), is_public });
                    return at + 1;
                }
                Some("as") => {
                    let name = words[at + 1].clone();
                    self.imports.push(Import { path, name, is_public });
                    return at + 2;
                }
                Some(word) if is_name(word) => {
                    if word != "self" || path.is_empty() {
                        path.push(word.to_owned());
                    }
                    at += 1;
                    let goes_on = matches!(words.get(at).map(String::as_str), Some("::" | "as"));
                    if !goes_on {
                        let name = path.last().cloned().unwrap_or_default();
                        self.imports.push(Import { path, name, is_public });
                        return at;
                    }
                }
                _ => return at,
            }
        }
    }
}

fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// The words of a source and the signs between them, without comments, texts and tests.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(first) = rest.next() {
        let next = rest.peek().copied();
        match (first, next) {
            ('/', Some('/')) => drop(rest.by_ref().find(|c| *c == '\n')),
            ('/', Some('*')) => skip_comment(&mut rest),
            ('"', _) => skip_text(&mut rest),
            ('r', Some('"' | '#')) if skip_raw_text(&mut rest) => {}
            ('\'', Some(c)) => {
                rest.next();
                // A lifetime has no second quote.
                match (c, rest.peek()) {
                    ('\\', _) => {
                        rest.next();
                        rest.by_ref().find(|c| *c == '\'');
                    }
                    (_, Some('\'')) => drop(rest.next()),
                    _ => while rest.next_if(|c| c.is_alphanumeric() || *c == '_').is_some() {},
                }
            }
            (':', Some(':')) => {
                rest.next();
                words.push("::".to_owned());
            }
            (c, _) if c.is_alphanumeric() || c == '_' => {
                let mut word = String::from(c);
                while let Some(c) = rest.next_if(|c| c.is_alphanumeric() || *c == '_') {
                    word.push(c);
                }
                words.push(word);
            }
            (c, _) if c.is_whitespace() => {}
            (c, _) => words.push(c.to_string()),
        }
    }
    without_tests(words)
}

fn skip_comment(rest: &mut Peekable<Chars<'_>>) {
    let mut depth = 0;
    let mut last = '/';
    for c in rest.by_ref() {
        match (last, c) {
            ('/', '*') => (depth, last) = (depth + 1, ' '),
            ('*', '/') => (depth, last) = (depth - 1, ' '),
            _ => last = c,
        }
        if depth == 0 {
            return;
        }
    }
}

fn skip_text(rest: &mut Peekable<Chars<'_>>) {
    while let Some(c) = rest.next() {
        match c {
            '\\' => drop(rest.next()),
            '"' => return,
            _ => {}
        }
    }
}

/// Passes over a raw text behind its `r`, and says whether it was one.
fn skip_raw_text(rest: &mut Peekable<Chars<'_>>) -> bool {
    let mut ahead = rest.clone();
    let mut end = String::from("\"");
    while ahead.next_if_eq(&'#').is_some() {
        end.push('#');
    }
    if ahead.next() != Some('"') {
        return false;
    }
    let text: String = ahead.clone().collect();
    let Some(at) = text.find(&end) else { return false };
    let len = text[..at + end.len()].chars().count();
    ahead.nth(len - 1);
    *rest = ahead;
    true
}

/// Words without what is compiled for tests alone.
fn without_tests(words: Vec<String>) -> Vec<String> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let is_test = words[at..].iter().map(String::as_str).take(MARK.len()).eq(MARK);
        if !is_test {
            kept.push(words[at].clone());
            at += 1;
            continue;
        }
        let mut depth = 0;
        while let Some(word) = words.get(at) {
            depth += i32::from(word == "{") - i32::from(word == "}");
            at += 1;
            if depth == 0 && (word == "}" || word == ";") {
                break;
            }
        }
    }
    kept
}

/// Every Rust file below a folder of the package with its text.
fn files_below(folder: &str) -> Vec<(String, String)> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![package.join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the source") {
            let path = entry.expect("an entry of the folder").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("a source file");
                let below = path.strip_prefix(package).expect("a path below the package");
                files.push((below.to_string_lossy().replace('\\', "/"), text));
            }
        }
    }
    assert!(!files.is_empty(), "no source under {folder}");
    files.sort();
    files
}
