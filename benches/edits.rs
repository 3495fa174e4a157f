//! Builds after every kind of edit, by the command and by `serve`, beside a clean build.
//!
//! `cargo bench -- edits [--with PROGRAM] [POSTS …]`: the clean build that all is compared with is
//! that program's, else the own one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::blog::{self, Code};
use crate::build::{median, run_program, time_of_programs};
use crate::server::{Browser, start};

const SIZES: [usize; 2] = [1_000, 10_000];

/// An edit: what it is called, and what it does to the blog the first, second … time.
type Edit = (&'static str, fn(&Post, usize) -> io::Result<()>);

const EDITS: [Edit; 12] = [
    ("nothing", |_, _| Ok(())),
    ("nothing, with a warning", |post, _| post.replace(":page/title ", ":page/tilte x\n:page/title ")),
    ("a word", |post, n| post.add_line(&format!("Lagret for {n}. gang."))),
    ("a link", |post, n| post.add_line(&format!("Se [{n}](/nb-{n}/)."))),
    ("a title", |post, n| post.replace(":page/title ", &format!(":page/title Nr. {n} "))),
    ("a tag", |post, n| post.replace("/tags [", &format!("/tags [:tag-{} ", n % 3 + 2))),
    ("a date", |post, n| {
        post.replace("/published ", &format!("/updated 2024-01-{:02}\n:blog-post/published ", n % 28 + 1))
    }),
    ("a post added", |post, n| {
        let text = post.text.replacen(":page/slug ", &format!(":page/slug ny-{n}-"), 1);
        fs::write(post.beside(&format!("ny-{n}.nb.md")), text)
    }),
    ("a post removed", |post, n| fs::remove_file(post.beside(&format!("ny-{n}.nb.md")))),
    ("a template of one kind", |post, n| {
        let text = include_str!("../templates/archive.html").replace("</h1>", &format!(" {n}</h1>"));
        post.write("templates/archive.html", &text)
    }),
    ("a text of the interface", |post, n| {
        post.write("i18n/nb.edn", &format!("{{:not-found-title \"Borte {n}\"}}"))
    }),
    ("a colour", |post, n| {
        post.write("content/themes.edn", &format!("{{:dark1 {{:background \"#0000{:02x}\"}}}}", n % 256))
    }),
];

/// Those of them that are measured in `serve`, too.
const SERVED: [&str; 4] = ["a word", "a link", "a title", "a tag"];

/// How many saves are measured in `serve`.
const SAVES: usize = 20;

/// The post that is edited, and its blog.
struct Post {
    root: PathBuf,
    file: PathBuf,
    text: String,
}

impl Post {
    fn of(root: &Path, posts: usize) -> io::Result<Self> {
        let file = root.join(blog::file(posts / 4, "nb"));
        Ok(Self { root: root.to_owned(), text: fs::read_to_string(&file)?, file })
    }

    fn replace(&self, from: &str, to: &str) -> io::Result<()> {
        assert!(self.text.contains(from), "the post has `{from}`");
        fs::write(&self.file, self.text.replacen(from, to, 1))
    }

    fn add_line(&self, line: &str) -> io::Result<()> {
        self.replace("\n```\n", &format!("\n```\n\n{line}\n"))
    }

    fn beside(&self, name: &str) -> PathBuf {
        self.file.with_file_name(name)
    }

    fn write(&self, path: &str, text: &str) -> io::Result<()> {
        let path = self.root.join(path);
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(path, text)
    }
}

pub fn run(arguments: &[String]) -> io::Result<()> {
    let with =
        arguments.iter().position(|argument| argument == "--with").and_then(|at| arguments.get(at + 1));
    let base = with.map_or(Path::new(env!("CARGO_BIN_EXE_diglot")), Path::new);
    let sizes: Vec<usize> = arguments.iter().filter_map(|arg| arg.parse().ok()).collect();
    for size in if sizes.is_empty() { SIZES.to_vec() } else { sizes } {
        let folder = tempfile::tempdir()?;
        blog::write(folder.path(), size, Code::Shared)?;
        let root = folder.path().canonicalize()?;
        build(&root, size, base)?;
        serve(&root, size)?;
    }
    Ok(())
}

/// Prints what each edit takes the command.
fn build(root: &Path, size: usize, base: &Path) -> io::Result<()> {
    let own = Path::new(env!("CARGO_BIN_EXE_diglot"));
    let post = Post::of(root, size)?;
    let times = (20_000 / size).clamp(3, 9);
    let measured =
        |program: &Path, public: &Path, options: &[&str], before: &dyn Fn(usize) -> io::Result<()>| {
            let (mut used, mut peak) = (Duration::ZERO, 0);
            let took = median(times, |number| {
                before(number)?;
                let so_far = time_of_programs();
                let (took, memory) = run_program(program, root, public, options)?;
                used += time_of_programs() - so_far;
                peak = peak.max(memory);
                Ok(took)
            })?;
            Ok::<_, io::Error>((took, used / times as u32, peak))
        };
    let anew = |public: &Path| {
        let _ = fs::remove_dir_all(public);
        Ok(())
    };
    let public = root.join("public");
    let clean = measured(base, &public, &["--no-cache"], &|_| anew(&public))?;
    println!("{size} posts\n\n| build | ms | of clean | program, ms | MB |\n| --- | --- | --- | --- | --- |");
    let row = |name: &str, (took, used, peak): (Duration, Duration, usize)| {
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        let of_clean = ms(clean.0) / ms(took);
        println!("| {name} | {:.1} | 1/{of_clean:.1} | {:.1} | {peak} |", ms(took), ms(used));
    };
    row("clean, compared with", clean);
    row("clean", measured(own, &public, &["--no-cache"], &|_| anew(&public))?);
    anew(&public)?;
    run_program(own, root, &public, &[])?;
    for (name, edit) in EDITS {
        row(name, measured(own, &public, &[], &|number| edit(&post, number))?);
        if name == "nothing, with a warning" {
            fs::write(&post.file, &post.text)?;
            run_program(own, root, &public, &[])?;
        }
    }
    println!();
    Ok(())
}

/// Prints how long it takes in `serve` from a save to the new bytes over HTTP.
fn serve(root: &Path, size: usize) -> io::Result<()> {
    let (address, builds) = start(root)?;
    let page = format!("/nb-{}/", size / 4);
    let mut browser = Browser::open(address, &page)?;
    let post = Post::of(root, size)?;
    println!("| serve | save → bytes, ms: median | worst |\n| --- | --- | --- |");
    for (name, edit) in EDITS.iter().filter(|(name, _)| SERVED.contains(name)) {
        let mut took = Vec::new();
        for save in 0..SAVES {
            let saved = Instant::now();
            edit(&post, save)?;
            browser.hear()?;
            browser.get(&page)?;
            took.push(saved.elapsed());
            builds.recv().map_err(io::Error::other)?;
        }
        took.sort();
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        println!("| {name} | {:.1} | {:.1} |", ms(took[SAVES / 2]), ms(took[SAVES - 1]));
    }
    println!();
    Ok(())
}
