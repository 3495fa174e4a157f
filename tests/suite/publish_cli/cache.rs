//! Caches whose files have been exchanged and damaged, and programs that have been exchanged: what
//! is published stays as it is to be.

use std::collections::BTreeSet;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use super::*;

/// A site with something in each namespace of the cache.
fn site() -> Site {
    let settings = settings("Blogg").replace(":site/social-cards false", "");
    let site = Site::new(&[("content/site.edn", &settings)]);
    for (number, name) in ["a", "b"].into_iter().enumerate() {
        let text = format!("{}![Bilde](/{name}.png)\n\n```rust\nlet {name} = 1;\n```\n", post(name));
        site.write(&format!("content/{name}.nb.md"), text);
        let picture = RgbImage::from_fn(520, 40, |x, y| Rgb([x as u8, y as u8, 200 * number as u8]));
        let place = site.path(&format!("static/{name}.png"));
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        DynamicImage::ImageRgb8(picture).save_with_format(place, ImageFormat::Png).unwrap();
    }
    site
}

/// The files of the cache, in order, with their bytes.
fn entries(site: &Site) -> Vec<(PathBuf, Vec<u8>)> {
    let files = WalkDir::new(site.path(".diglot/cache")).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = files.filter(|file| file.file_type().is_file());
    files.map(|file| (file.path().to_owned(), fs::read(file.path()).unwrap())).collect()
}

#[test]
fn no_exchange_of_entries_changes_what_is_published() {
    let site = site();
    site.build(&[]);
    let (published, kept) = (site.published(), entries(&site));
    let namespaces: BTreeSet<_> = kept.iter().map(|(file, _)| namespace(&site, file)).collect();
    assert_eq!(namespaces.len(), 7, "{namespaces:?}");
    let text = fs::read_to_string(site.path("content/a.nb.md")).unwrap();
    let edit = text.replace("Mel", "Salt");
    site.write("content/a.nb.md", &edit);
    site.build(&["--no-cache", "--output", site.path("edited").to_str().unwrap()]);
    let edited = tree(&site.path("edited"));
    let whole = site.path("whole");
    copy(&site.path("public"), &whole);

    // Without the output folder all is taken from the cache, and with it no more than the edit is.
    let try_out = |what: &str, is_edit: bool, changed: &[(&Path, &[u8])]| {
        for (file, bytes) in
            kept.iter().map(|(file, bytes)| (file.as_path(), bytes.as_slice())).chain(changed.iter().copied())
        {
            fs::write(file, bytes).unwrap();
        }
        fs::remove_dir_all(site.path("public")).unwrap();
        if is_edit {
            copy(&whole, &site.path("public"));
        }
        site.write("content/a.nb.md", if is_edit { &edit } else { &text });
        let said = site.build(&["--timings"]);
        assert!(
            *if is_edit { &edited } else { &published } == site.published(),
            "{what}, an edit: {is_edit}"
        );
        said
    };
    for (is_edit, work) in [(false, "0 compiled, 2 reused"), (true, "1 compiled, ")] {
        let said = try_out("as it was", is_edit, &[]);
        assert!(said.contains(work), "{said}");
    }
    for is_edit in [false, true] {
        for round in rounds(kept.len()) {
            let changed: Vec<(&Path, &[u8])> = round
                .iter()
                .flat_map(|(a, b)| {
                    [(kept[*a].0.as_path(), kept[*b].1.as_slice()), (&kept[*b].0, &kept[*a].1)]
                })
                .collect();
            try_out(&format!("{round:?} exchanged"), is_edit, &changed);
        }
        let cut = |bytes: &[u8], _: &[u8]| bytes[..bytes.len() / 2].to_vec();
        let joined = |bytes: &[u8], other: &[u8]| [bytes, other].concat();
        for change in [cut as fn(&[u8], &[u8]) -> Vec<u8>, joined] {
            let next = kept.iter().cycle().skip(1);
            let changed: Vec<_> = kept
                .iter()
                .zip(next)
                .map(|((file, bytes), (_, next))| (file.as_path(), change(bytes, next)))
                .collect();
            let changed: Vec<_> = changed.iter().map(|(file, bytes)| (*file, bytes.as_slice())).collect();
            try_out("cut or joined", is_edit, &changed);
        }
    }
}

/// Every pair of some numbers, as rounds in each of which every number has another partner.
fn rounds(count: usize) -> Vec<Vec<(usize, usize)>> {
    let even = count + count % 2;
    let partner = |round: usize, place: usize| match place {
        0 => even - 1,
        _ => (round + place) % (even - 1),
    };
    let round = |round: usize| {
        let pairs =
            (0..even / 2).map(|place| (partner(round, place), (round + even - 1 - place) % (even - 1)));
        pairs.filter(|(a, b)| *a < count && *b < count).collect()
    };
    (0..even - 1).map(round).collect()
}

#[test]
fn each_pair_meets_once() {
    for count in 2..9 {
        let mut pairs: Vec<_> =
            rounds(count).concat().into_iter().map(|(a, b)| (a.min(b), a.max(b))).collect();
        pairs.sort_unstable();
        let all: Vec<_> = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b))).collect();
        assert_eq!(pairs, all);
    }
}

fn namespace(site: &Site, file: &Path) -> String {
    let below = file.strip_prefix(site.path(".diglot/cache")).unwrap();
    below.iter().next().unwrap().to_str().unwrap().to_owned()
}

#[test]
fn a_program_of_the_same_length_and_time_that_is_another_publishes_anew() {
    const BEFORE: &[u8] = b"<meta name=\"generator\" content=";
    const AFTER: &[u8] = b"<meta name=\"generator\" CONTENT=";
    let site = Site::new(&[("content/site.edn", &settings("Blogg")), ("content/a.nb.md", &post("A"))]);
    let program = site.path("diglot");
    copy(Path::new(DIGLOT), &program);
    let build = || said(&site.command(&program, &["--timings"]).output().unwrap());
    let page = || String::from_utf8(fs::read(site.path("public/a/index.html")).unwrap()).unwrap();
    build();
    assert!(build().contains("nothing has changed"));
    assert!(page().contains("generator\" content="));

    // It is written over where it lies, and says that it was written when the other was.
    let written = fs::metadata(&program).unwrap().modified().unwrap();
    let mut bytes = fs::read(&program).unwrap();
    let places = bytes.windows(BEFORE.len()).enumerate().filter(|(_, window)| *window == BEFORE);
    let places: Vec<usize> = places.map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + AFTER.len()].copy_from_slice(AFTER);
    }
    let other = site.path("other");
    copy(&program, &other);
    fs::write(&other, bytes).unwrap();
    fs::File::options().write(true).open(&other).unwrap().set_modified(written).unwrap();
    copy(&other, &program);
    assert!(!build().contains("nothing has changed"));
    assert!(page().contains("generator\" CONTENT="));
    assert!(build().contains("nothing has changed"));

    // A copy of it is the same program.
    let twin = site.path("twin");
    copy(&program, &twin);
    assert!(said(&site.command(&twin, &["--timings"]).output().unwrap()).contains("nothing has changed"));
}
