//! A small blog, and what its writer may do to it.

use super::site::Site;

/// A small blog in two languages, and what can happen to it.
pub struct Blog {
    pub site: Site,
    random: u64,
    /// Files that were broken, as they were before.
    broken: Vec<(String, Vec<u8>)>,
    made: usize,
}

impl Blog {
    pub fn new(seed: u64) -> Self {
        let mut blog = Self { site: Site::default(), random: seed, broken: Vec::new(), made: 0 };
        blog.write(
            "content/site.edn",
            "{:site/base-url \"https://blog.example\" :site/locales [:nb :en] :site/title \"Blog\"\n \
             :site/time-zone \"Europe/Oslo\" :site/posts-per-page 4 :site/feed-size 3}",
        );
        blog.write("content/tags.edn", "{:a \"A\" :b {:tag/name {:nb \"Bær\" :en \"Berry\"}}}");
        blog.write("content/authors.edn", "{:kari {:author/name \"Kari\"}}");
        blog.write(
            "static/images/x.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"2\" height=\"1\"/>",
        );
        for _ in 0..6 {
            blog.add();
        }
        blog
    }

    pub fn write(&mut self, path: &str, text: &str) {
        self.site.files.insert(path.to_owned(), text.as_bytes().to_vec());
    }

    pub fn replace(&mut self, path: &str, from: &str, to: &str) {
        let text = String::from_utf8(self.site.files[path].clone()).unwrap();
        assert!(text.contains(from), "{path} has `{from}`");
        self.write(path, &text.replace(from, to));
    }

    /// Adds a post in both languages.
    pub fn add(&mut self) {
        let n = self.made;
        self.made += 1;
        let separator = "-".repeat(80);
        let before = n.saturating_sub(1);
        for (locale, word, other) in [("nb", "Slik er det.", "Delen"), ("en", "So it is.", "The part")] {
            let text = format!(
                ":page/title Post {n}\n:post/published 2024-01-{:02}\n:post/tags [:a]\n:post/author :kari\n\
                 :post/description Om {n}.\n{separator}\n:section/title Post {n}\n:section/theme :dark1\n\
                 :section/body\n\n{word} Se [den](post-{before}.md) og ![x](/images/x.svg).\n\n## {other}\n\n{word}\n\n\
                 ```js\nconst n = {n};\n```\n",
                n % 28 + 1,
            );
            self.write(&format!("content/post-{n}.{locale}.md"), &text);
        }
    }

    fn next(&mut self, below: usize) -> usize {
        // SplitMix64 (Steele, Lea and Flood, 2014).
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % below as u64) as usize
    }

    fn post(&mut self) -> String {
        let posts: Vec<String> =
            self.site.files.keys().filter(|path| path.starts_with("content/post-")).cloned().collect();
        posts[self.next(posts.len())].clone()
    }

    /// Does one random thing to the blog, and says what.
    pub fn edit(&mut self) -> String {
        let post = self.post();
        let text = String::from_utf8(self.site.files[&post].clone()).unwrap();
        let number = self.next(1000);
        match self.next(24) {
            0..=3 => {
                self.write(
                    &post,
                    &text.replacen("det", &format!("det{number}"), 1).replacen(
                        "So it",
                        &format!("So {number} it"),
                        1,
                    ),
                );
                format!("a word of {post}")
            }
            4 => {
                self.write(&post, &format!("{text}\n### Mer {number}\n\nOg mer.\n"));
                format!("a heading of {post}")
            }
            5 => {
                self.write(&post, &text.replacen("Post", &format!("Innlegg {number}"), 1));
                format!("the title of {post}")
            }
            6 => {
                self.write(&post, &text.replace("[:a]", "[:a :b]"));
                format!("the tags of {post}")
            }
            7 => {
                self.write(&post, &text.replacen("Om ", &format!("Om {number} "), 1));
                format!("the description of {post}")
            }
            8 => {
                self.add();
                "a new post".to_owned()
            }
            9 => {
                if self.site.files.len() > 12 {
                    self.site.files.remove(&post);
                }
                format!("{post} deleted")
            }
            10 => {
                let to = format!("content/post-x{number}.{}", post.split_once('.').unwrap().1);
                let bytes = self.site.files.remove(&post).unwrap();
                self.site.files.insert(to.clone(), bytes);
                format!("{post} to {to}")
            }
            11 | 12 => {
                let faults = ["[:unknown]", "[:a", ":a"];
                self.broken.push((post.clone(), self.site.files[&post].clone()));
                self.write(&post, &text.replace("[:a]", faults[number % faults.len()]));
                format!("{post} broken")
            }
            13 => {
                self.broken.push((post.clone(), self.site.files[&post].clone()));
                self.write(
                    &post,
                    &format!("{text}\n[nowhere](/nowhere/) [no part](#no-part)\n\n```js\nnever closed\n"),
                );
                format!("links of {post} broken")
            }
            14..=16 => {
                let mended: Vec<String> = self.broken.iter().map(|(path, _)| path.clone()).collect();
                for (path, bytes) in std::mem::take(&mut self.broken).into_iter().rev() {
                    self.site.files.insert(path, bytes);
                }
                format!("{mended:?} mended")
            }
            17 => {
                self.write("content/tags.edn", &format!("{{:a \"A{number}\" :b \"B\"}}"));
                "the tags".to_owned()
            }
            18 => {
                self.write(
                    "i18n/nb.edn",
                    &format!("{{:skip-to-content \"Les {number}\" :alert-note \"Merk {number}\"}}"),
                );
                "a dictionary".to_owned()
            }
            19 => {
                let own = "templates/sections/default.html";
                if self.site.files.remove(own).is_none() {
                    self.write(own, &format!("<section>{number} {{{{ section.body | safe }}}}</section>"));
                }
                "a template".to_owned()
            }
            20 => {
                let size = number % 5 + 1;
                self.replace_setting(&format!(":site/posts-per-page {size}"));
                "a setting".to_owned()
            }
            21 => {
                let svg = format!(
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"1\"/>",
                    number + 1
                );
                self.write("static/images/x.svg", &svg);
                "an image".to_owned()
            }
            22 => {
                self.write("static/css/print.css", &format!("body{{margin:{number}px}}"));
                "a style sheet".to_owned()
            }
            _ => {
                self.write(&post, &text.replacen(":post/author", ":page/draft? true\n:post/author", 1));
                format!("{post} made a draft")
            }
        }
    }

    /// Does one random thing to what a section of a post says, and says what.
    pub fn edit_body(&mut self) -> String {
        let post = self.post();
        let text = String::from_utf8(self.site.files[&post].clone()).unwrap();
        let number = self.next(1000);
        let (what, edited) = match self.next(16) {
            0..=3 => (
                "a word",
                text.replacen(" det", &format!(" det{number}"), 1).replacen(
                    " it",
                    &format!(" it {number}"),
                    1,
                ),
            ),
            4 => ("the code", text.replacen("const n", &format!("const n{number}"), 1)),
            5 => ("the first words", text.replacen("\n\nS", &format!("\n\nNr. {number} s"), 1)),
            6 => ("a link", format!("{text}\nSe [{number}](post-0.md) og <https://example.org/?a&b>.\n")),
            7 => ("a heading", text.replacen("## ", &format!("## {number} "), 1)),
            8 => ("an image", format!("{text}\n![{number}](/images/x.svg)\n")),
            9 => ("a script", format!("{text}\n<script>let n = {number} && 1</script>\n")),
            10 => {
                ("many words", format!("{text}\n{}\n", "Mange \"ord\" & <b>flere</b>. ".repeat(number % 90)))
            }
            11 => (
                "a section",
                format!("{text}\n{}\n:section/title Del {number}\n:section/body\n\nMer.\n", "-".repeat(80)),
            ),
            12 => (
                "a sub-title",
                text.replacen(":section/theme", &format!(":section/sub-title {number}\n:section/theme"), 1),
            ),
            13 => ("no description", text.replacen(":post/description", ":open-graph/title", 1)),
            14 => ("a footnote", format!("{text}\nSlik.[^n{number}]\n\n[^n{number}]: Note.\n")),
            _ => ("code in a listing", format!("{text}\n```html\n<a href=\"{number}\">&amp;</a>\n```\n")),
        };
        self.write(&post, &edited);
        format!("{what} of {post}")
    }

    fn replace_setting(&mut self, setting: &str) {
        let text = String::from_utf8(self.site.files["content/site.edn"].clone()).unwrap();
        let at = text.find(":site/posts-per-page").unwrap();
        let end = at + text[at..].find(" :site/feed-size").unwrap();
        self.write("content/site.edn", &format!("{}{setting}{}", &text[..at], &text[end..]));
    }
}
