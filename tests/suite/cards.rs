//! Social cards.

use std::collections::BTreeMap;

use diglot::base::Digest;
use diglot::cache::Cache;
use diglot::output::{OutputPath, Outputs};
use diglot::pipeline::{Policy, Silent, build};

use crate::support::site::Site;

const SETTINGS: &str =
    "{:site/base-url \"https://blog.example/sub\" :site/locales [:nb :en] :site/title \"Blog\"}";

/// A site of which two pages have no image, in two languages, and one has one.
fn site(settings: &str, more: &[(&str, &str)]) -> Site {
    let mut site = Site::of(&[
        ("content/site.edn", settings),
        ("content/a.nb.md", ":page/title Blåbær & <b>\n:post/published 2024-01-01\n:post/body x\n"),
        ("content/a.en.md", ":page/title Blueberries\n:post/body x\n"),
        ("content/b.nb.md", ":page/title B\n:page/body ![B](/b.svg)\n"),
        ("static/b.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>"),
    ]);
    site.files.extend(more.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())));
    site.options.draws_cards = true;
    site
}

fn built(site: &Site, cache: Cache) -> Outputs {
    let mut snapshot = site.snapshot();
    snapshot.cache = cache;
    let build = build(&snapshot, &Policy::default(), &Silent);
    build.outputs.unwrap_or_else(|| panic!("{:?}", build.diagnostics)).as_ref().clone()
}

/// The cards of a site with their digests.
fn cards(outputs: &Outputs) -> BTreeMap<String, Digest> {
    let cards = outputs.iter().filter(|(path, _)| path.as_str().starts_with("cards/"));
    cards.map(|(path, output)| (path.to_string(), output.blob.digest)).collect()
}

/// The file of a page's card.
fn card(outputs: &Outputs, page: &str) -> Option<String> {
    let path = OutputPath::new(page).expect("it is a path");
    let html = outputs[&path].blob.content.read().expect("it is in memory");
    let html = String::from_utf8(html.to_vec()).expect("it is UTF-8");
    let (_, rest) =
        html.split_once("<meta property=\"og:image\" content=\"https://blog.example/sub/cards/")?;
    assert!(
        html.contains("og:image:width\" content=\"1200\"") && html.contains("summary_large_image"),
        "{html}"
    );
    Some(format!("cards/{}", rest.split_once('"').expect("the attribute ends").0))
}

#[test]
fn a_page_without_an_image_has_a_card() {
    let outputs = built(&site(SETTINGS, &[]), Cache::default());
    let cards = cards(&outputs);
    for page in ["a/index.html", "en/a/index.html", "index.html", "archive/index.html"] {
        let file = card(&outputs, page).unwrap_or_else(|| panic!("{page} has no card"));
        assert!(cards.contains_key(&file), "{page}: {file} is drawn");
    }
    assert_eq!(card(&outputs, "b/index.html"), None, "its own image stands for it");
    assert_eq!(card(&outputs, "404.html"), None);
    for path in cards.keys() {
        let png = &outputs[&OutputPath::new(path).expect("it is a path")];
        let pixels =
            image::load_from_memory(&png.blob.content.read().expect("it is in memory")).expect("it is a PNG");
        assert_eq!((pixels.width(), pixels.height()), (1200, 630));
        assert!(png.blob.len < 60_000, "{path}: {} bytes", png.blob.len);
    }
}

#[test]
fn cards_are_the_same_on_every_machine() {
    let outputs = built(&site(SETTINGS, &[]), Cache::default());
    let file = card(&outputs, "a/index.html").expect("it has a card");
    let png =
        outputs[&OutputPath::new(&file).expect("it is a path")].blob.content.read().expect("it is in memory");
    let pixels = image::load_from_memory(&png).expect("it is a PNG").to_rgba8();
    assert_eq!((file.as_str(), Digest::of(&pixels).short().as_str()), CARD);
}

/// The name of a card, and the digest of its pixels.
const CARD: (&str, &str) = ("cards/3d4635abc3.png", "c0a835b22c");

#[test]
fn a_second_build_draws_what_the_first_one_drew() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let first = built(&site(SETTINGS, &[]), Cache::in_folder(folder.path()));
    let second = built(&site(SETTINGS, &[]), Cache::in_folder(folder.path()));
    assert_eq!(cards(&first), cards(&second));
    assert_eq!(cards(&first), cards(&built(&site(SETTINGS, &[]), Cache::default())));
}

#[test]
fn a_site_may_have_other_cards_or_none() {
    let own = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"12\" height=\"6.3\"><rect width=\"12\" height=\"6.3\"/></svg>";
    let outputs = built(&site(SETTINGS, &[("templates/card.svg", own)]), Cache::default());
    assert_eq!(cards(&outputs).len(), 1, "it says nothing of the page, so that it is one for all");
    let none = SETTINGS.replace(":site/title", ":site/social-cards false :site/title");
    let outputs = built(&site(&none, &[]), Cache::default());
    assert_eq!((cards(&outputs).len(), card(&outputs, "a/index.html")), (0, None));
    let unreadable = site(SETTINGS, &[("templates/card.svg", "<svg>{{ card.site }}")]);
    let build = build(&unreadable.snapshot(), &Policy::default(), &Silent);
    let told: Vec<String> = build.diagnostics.iter().map(|fault| fault.message.clone()).collect();
    assert_eq!(told, ["the card cannot be drawn"]);
}

#[test]
fn a_drawing_that_stands_for_too_much_is_told() {
    let shown = |one: usize| format!("<use xlink:href=\"#a{one}\"/>").repeat(10);
    let parts: String = (1..10).map(|one| format!("<g id=\"a{one}\">{}</g>", shown(one - 1))).collect();
    let bomb = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"12\" \
         height=\"6.3\"><path id=\"a0\" d=\"M0 0h1v1\"/>{parts}</svg>"
    );
    let site = site(SETTINGS, &[("templates/card.svg", &bomb)]);
    let build = build(&site.snapshot(), &Policy::default(), &Silent);
    let [fault] = &build.diagnostics[..] else { panic!("{:?}", build.diagnostics) };
    assert_eq!(fault.message, "the card cannot be drawn");
    assert_eq!(fault.notes[0].message, "what it shows by reference, and its filters, take too long to draw");
}

#[test]
fn a_drawing_shows_no_file_of_the_disk() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let secret = folder.path().join("secret.svg");
    let square = |fill: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"12\" height=\"6.3\"><rect width=\"12\" height=\"6.3\" {fill}/></svg>"
        )
    };
    std::fs::write(&secret, square("fill=\"red\"")).expect("a file can be written");
    let drawing = |href: &str| {
        let card = square("fill=\"blue\"")
            .replace("</svg>", &format!("<image href=\"{href}\" width=\"12\" height=\"6.3\"/></svg>"));
        let outputs = built(&site(SETTINGS, &[("templates/card.svg", &card)]), Cache::default());
        cards(&outputs).into_values().collect::<Vec<_>>()
    };
    assert_eq!(drawing(&secret.to_string_lossy()), drawing("nowhere.svg"));
}
