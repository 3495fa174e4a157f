//! Blogs of any size: the same number gives the same bytes, and no two posts have the same code.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

/// How many sections a post has, each with one block of code.
const SECTIONS: usize = 4;

/// How many lines a block of code has, at least.
const LINES: usize = 20;

/// How many paragraphs stand before and behind the code of a section.
const PARAGRAPHS: (usize, usize) = (3, 2);

const SETTINGS: &str = r#"{:site/base-url "https://blog.example"
 :site/title {:nb "Måleblogg" :en "A blog for measuring"}
 :site/locales [:nb :en]
 :site/time-zone "Europe/Oslo"
 :site/social-cards false}
"#;

const NORWEGIAN: &str = "og i jeg det at en et den til er som på de med han av ikke der så var meg seg men har om vi min mitt ha hadde hun nå over da \
     ved fra du ut sin dem oss opp man kan hans hvor eller hva skal selv sjøl her alle vil bli ble blitt kunne inn når være kom noen noe ville dere \
     deres kun ja etter ned skulle denne for deg si sine sitt mot å meget hvorfor dette disse uten hvordan ingen din ditt blir samme hvilken sånn \
     inni mellom vår hver hvem vors hvis både bare enn fordi før mange også slik vært programmet linjen feilen testen løkken nøkkelen listen";

const ENGLISH: &str = "the of and a to in is you that it he was for on are as with his they I at be this have from or one had by word but not what \
     all were we when your can said there use an each which she do how their if will up other about out many then them these so some her would make \
     like him into time has look two more write go see number no way could people my than first been call who its now find long down day did get \
     come made may part over program line mistake test loop key list table server reader page answer question place name";

/// What code looks like, in some languages: `{n}` is a number, `{w}` a word.
const CODE: [(&str, &[&str]); 10] = [
    (
        "rust",
        &[
            "let {w}_{n} = compute({n}, \"{w}\"); // {w} {n}",
            "fn {w}_{n}<T: Ord>(values: &[T]) -> Option<&T> {\n    values.iter().max().filter(|_| {n} > 3)\n}",
            "impl {w}{n} for Vec<{w}> {\n    /// {w} {w}\n    fn {w}(&self) -> usize {\n        self.len() + {n}\n    }\n}",
            "#[derive(Debug)] struct {w}{n} { field: Vec<u{n}>, }",
        ],
    ),
    (
        "javascript",
        &[
            "const {w}{n} = async ({ key }) => `${key}: {n}`; // {w}",
            "export function {w}_{n}(a, b = {n}) {\n  return a?.{w} ?? b.map((x) => x * {n});\n}",
            "if ({w} === \"{w}\" && {n} > 1) console.log({n});",
        ],
    ),
    (
        "clojure",
        &[
            "(defn {w}-{n} [{:keys [a b]}] (-> a (assoc :{w} {n}) (merge b))) ; {w}",
            "(def {w}{n} {:{w} \"{w}\" :n {n}})",
            "(let [x {n} y (map inc [1 2 {n}])] (reduce + x y))",
        ],
    ),
    (
        "python",
        &[
            "def {w}_{n}(values: list[int] = [{n}]) -> int:\n    \"\"\"{w} {n}\"\"\"\n    return sum(v * {n} for v in values if v % 2 == 0)",
            "class {w}{n}({w}):\n    {w} = {n}\n\n    def __len__(self):\n        return self.{w}",
            "{w}{n} = {\"{w}\": {n}, \"b\": f\"{n:>10}\"}  # {w}",
        ],
    ),
    (
        "bash",
        &[
            "export {w}_{n}=\"$(grep -c {w} file{n}.txt | sort)\" # {w}",
            "for f in *.{w}; do\n  echo \"$f {n}\" >> out\ndone",
            "if [[ -f {w}{n} ]]; then rm -- \"{w}{n}\"; fi",
        ],
    ),
    (
        "yaml",
        &[
            "{w}{n}: [\"{w}\", {n}] # {w}",
            "{w}_{n}: { name: {w} {n}, run: 'echo {n}' }",
            "{w}-{n}: ${{ {w}.{w} == {n} }}",
            "{w}{n}: &{w} !!str {n}",
        ],
    ),
    (
        "css",
        &[
            ".{w}-{n} {\n  color: #{n};\n  margin: {n}px auto; /* {w} */\n}",
            "@media (min-width: {n}em) { a:hover { inset: 0 {n}%; } }",
            "--{w}: calc(1rem + {n}vw);",
        ],
    ),
    (
        "sql",
        &[
            "SELECT {w}, count(*) AS n{n} FROM {w} WHERE id = {n} GROUP BY {w}; -- {w}",
            "INSERT INTO {w} (a, b) VALUES ('{w}', {n});",
        ],
    ),
    (
        "html",
        &[
            "<p class=\"{w}\" id=\"{w}-{n}\">{w} <em>{n}</em></p><!-- {w} -->",
            "<a href=\"/{w}/{n}/\">{w}</a><img src=\"{n}.png\" alt=\"{w}\">",
        ],
    ),
    (
        "go",
        &[
            "func {w}{n}(values []int) (int, error) {\n\treturn len(values) * {n}, nil // {w}\n}",
            "{w}{n} := map[string]int{\"{w}\": {n}}",
            "if err := {w}({n}); err != nil { log.Fatal(err) }",
        ],
    ),
];

/// The code of a post's translation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// That of the post, as it mostly is.
    Shared,
    /// Another, so that all of the blog's code is read once.
    Own,
}

impl Code {
    /// What a command is asked for: `--own-code`.
    pub fn of(arguments: &[String]) -> Self {
        if arguments.iter().any(|argument| argument == "--own-code") { Self::Own } else { Self::Shared }
    }
}

/// Writes a blog of some posts into a folder: half of them in Norwegian, half of them their
/// translations.
pub fn write(folder: &Path, posts: usize, code: Code) -> io::Result<()> {
    fs::create_dir_all(folder.join("content/posts"))?;
    fs::write(folder.join("content/site.edn"), SETTINGS)?;
    for number in 0..posts.div_ceil(2) {
        for locale in ["nb", "en"] {
            fs::write(folder.join(file(number, locale)), post(number, locale, code, tags(posts)))?;
        }
    }
    Ok(())
}

/// The file of a post.
pub fn file(number: usize, locale: &str) -> String {
    format!("content/posts/post-{number}.{locale}.md")
}

/// How many tags the posts of a blog share: as it grows so do they, until there are enough.
fn tags(posts: usize) -> usize {
    // Of an even number of tags, a post's two are never the same one.
    2 * (posts / 50).clamp(2, 20)
}

/// The text of a post.
fn post(number: usize, locale: &str, code: Code, tags: usize) -> String {
    let words: Vec<&str> = if locale == "nb" { NORWEGIAN } else { ENGLISH }.split_whitespace().collect();
    let version = number as u64 * 2 + u64::from(locale == "en");
    let (mut prose, mut code) = match code {
        Code::Shared => (Random(version), Random(!(number as u64))),
        Code::Own => (Random(version), Random(!version)),
    };
    let (year, month, day) = (2000 + number % 25, number % 12 + 1, number % 28 + 1);
    let separator = "-".repeat(80);
    let mut text = format!(
        ":page/title {} {number}\n:page/slug {locale}-{number}\n:blog-post/published {year}-{month:02}-{day:02}\n\
         :blog-post/tags [:tag-{} :tag-{}]\n:blog-post/description\n\n{}\n",
        title(&mut prose, &words),
        number % tags,
        (number * 7 + 3) % tags,
        paragraph(&mut prose, &words, 2),
    );
    for section in 0..SECTIONS {
        let theme = if (number + section).is_multiple_of(2) { "dark1" } else { "light1" };
        let title = title(&mut prose, &words);
        let _ =
            write!(text, "{separator}\n:section/title {title}\n:section/theme :{theme}\n:section/body\n\n");
        for _ in 0..PARAGRAPHS.0 {
            let _ = writeln!(text, "{}", paragraph(&mut prose, &words, 4));
        }
        let (language, pieces) = CODE[(number * SECTIONS + section) % CODE.len()];
        let _ = writeln!(text, "```{language}");
        let mut lines = 0;
        while lines < LINES {
            let piece = piece(&mut code, pieces);
            lines += piece.lines().count();
            let _ = writeln!(text, "{piece}");
        }
        let _ = writeln!(text, "```\n");
        for _ in 0..PARAGRAPHS.1 {
            let _ = writeln!(text, "{}", paragraph(&mut prose, &words, 4));
        }
    }
    text
}

fn paragraph(random: &mut Random, words: &[&str], sentences: usize) -> String {
    let sentences: Vec<String> = (0..sentences)
        .map(|number| {
            let mut chosen = choose(random, words, 9);
            if number == 1 {
                chosen[3] = format!("**{}**", chosen[3]);
            }
            capitalized(&chosen.join(" ")) + "."
        })
        .collect();
    sentences.join("\n") + "\n"
}

fn title(random: &mut Random, words: &[&str]) -> String {
    capitalized(&choose(random, words, 4).join(" "))
}

fn choose(random: &mut Random, words: &[&str], count: usize) -> Vec<String> {
    (0..count).map(|_| words[random.below(words.len() as u64) as usize].to_owned()).collect()
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn piece(random: &mut Random, pieces: &[&str]) -> String {
    let mut piece = pieces[random.below(pieces.len() as u64) as usize].to_owned();
    while piece.contains("{n}") {
        piece = piece.replacen("{n}", &random.below(100_000).to_string(), 1);
    }
    while piece.contains("{w}") {
        let word: String =
            (0..3 + random.below(5)).map(|_| char::from(b'a' + random.below(26) as u8)).collect();
        piece = piece.replacen("{w}", &word, 1);
    }
    piece
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}
