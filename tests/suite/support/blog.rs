//! A small blog, and what its writer may do to it.

use super::site::Site;

/// A small blog in two languages, and what can happen to it.
pub struct Blog {
    pub site: Site,
    random: u64,
    /// Files that were broken, as they were before; nothing of those that were not there.
    broken: Vec<(String, Option<Vec<u8>>)>,
    made: usize,
}

impl Blog {
    pub fn new(seed: u64) -> Self {
        let mut blog = Self { site: Site::default(), random: seed, broken: Vec::new(), made: 0 };
        blog.write(
            "content/site.edn",
            "{:site/base-url \"https://blog.example\" :site/locales [:nb :en] :site/title \"Blog\"\n \
             :site/time-zone \"Europe/Oslo\" :site/posts-per-page 4 :site/feed-size 3 :site/social-cards false}",
        );
        blog.write("content/tags.edn", "{:a \"A\" :b {:tag/name {:nb \"Bær\" :en \"Berry\"}}}");
        blog.write("content/authors.edn", "{:kari {:author/name \"Kari\"}}");
        blog.write_drawing("static/images/x.svg", 2);
        blog.write_drawing("content/y.svg", 1);
        for _ in 0..6 {
            blog.add();
        }
        blog
    }

    pub fn write(&mut self, path: &str, text: &str) {
        self.site.files.insert(path.to_owned(), text.as_bytes().to_vec());
    }

    fn write_drawing(&mut self, path: &str, size: usize) {
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"1\"/>");
        self.write(path, &svg);
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
                 :section/body\n\n{word} Se [den](post-{before}.md) og ![x](/images/x.svg).\n\n## {other}\n\n{word} ![](y.svg)\n\n\
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

    /// Does one random thing to the blog, and says what: its kind, and the whole.
    pub fn edit(&mut self) -> (String, String) {
        let post = self.post();
        let text = String::from_utf8(self.site.files[&post].clone()).unwrap();
        let n = self.next(1000);
        let choice = self.next(52);
        let swap = |from: &str, to: String| text.replacen(from, &to, 1);
        let edited = match choice {
            0..=3 => {
                Some(("word", swap(if text.contains("det") { "det" } else { "So it" }, format!("det{n}"))))
            }
            4 => Some(("code", swap("const n", format!("const n{n}")))),
            5 => Some(("first words", swap("\n\nS", format!("\n\nNr. {n} s")))),
            6 | 7 => {
                Some(("link", swap("\n\n## ", format!(" [{n}](post-0.md) <https://e.example/?a&b>\n\n## "))))
            }
            8 => Some(("heading", swap("## ", format!("## {n} ")))),
            9 => Some(("image", swap("\n\n## ", format!("\n\n![{n}](/images/x.svg)\n\n## ")))),
            10 => Some(("script", swap("\n\n## ", format!("\n\n<script>let n = {n} && 1</script>\n\n## ")))),
            11 => {
                let many = "Mange \"ord\" & <b>flere</b>. ".repeat(n % 90);
                Some(("many words", swap("\n\n## ", format!("\n\n{many}\n\n## "))))
            }
            13 => {
                Some(("sub-title", swap(":section/theme", format!(":section/sub-title {n}\n:section/theme"))))
            }
            14 => Some(("no description", swap(":post/description", ":open-graph/title".to_owned()))),
            15 => Some(("footnote", swap("\n\n## ", format!("[^n{n}]\n\n[^n{n}]: Note.\n\n## ")))),
            16 => Some(("title", swap("Post", format!("Innlegg {n}")))),
            17 => Some(("tags", swap("[:a]", "[:a :b]".to_owned()))),
            18 => Some(("series", swap(":post/author", ":post/series :s\n:post/author".to_owned()))),
            19 => Some(("description", swap("Om ", format!("Om {n} ")))),
            20 => Some(("date", swap("2024-01-", format!("202{}-0{}-", n % 5, n % 9 + 1)))),
            21 => Some((
                "updated",
                swap(":post/author", format!(":post/updated 2025-01-{:02}\n:post/author", n % 28 + 1)),
            )),
            22 => Some(("slug", swap(":post/author", format!(":page/slug s{n}\n:post/author")))),
            23 => Some((
                "older address",
                swap(":post/author", format!(":page/alt-uris [\"/old-{n}/\"]\n:post/author")),
            )),
            24 => Some(("theme of a section", swap(":dark1", [":dark2", ":light1"][n % 2].to_owned()))),
            25 => Some(("draft", swap(":post/author", ":page/draft? true\n:post/author".to_owned()))),
            26 => Some(("blank line", swap(":page/title", "\n:page/title".to_owned()))),
            37 => Some(("warning", swap(":post/author", format!(":page/tilte {n}\n:post/author")))),
            _ => None,
        };
        if let Some((kind, text)) = edited {
            self.write(&post, &text);
            return (kind.to_owned(), format!("{kind} of {post}"));
        }
        let (kind, what) = match choice {
            12 => {
                let section = format!("{}\n:section/title Del {n}\n:section/body\n\nMer.\n", "-".repeat(80));
                self.write(&post, &format!("{text}\n{section}"));
                ("section", post)
            }
            27 => {
                self.add();
                ("post added", String::new())
            }
            28 => {
                if self.site.files.len() > 12 {
                    self.site.files.remove(&post);
                }
                ("post removed", post)
            }
            29 => {
                let to = format!("content/post-x{n}.{}", post.split_once('.').unwrap().1);
                let bytes = self.site.files.remove(&post).unwrap();
                self.site.files.insert(to.clone(), bytes);
                ("file renamed", format!("{post} to {to}"))
            }
            30 | 31 => {
                let faults = ["[:unknown]", "[:a", ":a"];
                self.broken.push((post.clone(), self.site.files.get(&post).cloned()));
                self.write(&post, &text.replace("[:a]", faults[n % faults.len()]));
                ("error", post)
            }
            32 => {
                self.broken.push((post.clone(), self.site.files.get(&post).cloned()));
                let end = "\n[nowhere](/nowhere/) [no part](#no-part)\n\n```js\nnever closed\n";
                self.write(&post, &format!("{text}{end}"));
                ("broken links", post)
            }
            33..=36 => {
                let mended: Vec<String> = self.broken.iter().map(|(path, _)| path.clone()).collect();
                for (path, bytes) in std::mem::take(&mut self.broken).into_iter().rev() {
                    match bytes {
                        Some(bytes) => self.site.files.insert(path, bytes),
                        None => self.site.files.remove(&path),
                    };
                }
                ("mended", format!("{mended:?}"))
            }
            38 => {
                self.write("content/tags.edn", &format!("{{:a \"A{n}\" :b \"B\"}}"));
                ("names of tags", String::new())
            }
            39 => {
                let texts = format!("{{:skip-to-content \"Les {n}\" :alert-note \"Merk {n}\"}}");
                self.write("i18n/nb.edn", &texts);
                ("dictionary", String::new())
            }
            40 => {
                let own = "templates/sections/default.html";
                if self.site.files.remove(own).is_none() {
                    self.write(own, &format!("<section>{n} {{{{ section.body | safe }}}}</section>"));
                }
                ("template of a section", String::new())
            }
            41 => {
                let own = "templates/archive.html";
                if self.site.files.remove(own).is_none() {
                    let text = include_str!("../../../templates/archive.html");
                    self.write(own, &text.replace("</h1>", &format!("{n}</h1>")));
                }
                ("template of a page", String::new())
            }
            42 => {
                self.replace_setting(&format!(":site/posts-per-page {}", n % 5 + 1));
                ("setting", String::new())
            }
            43 => {
                self.write_drawing("static/images/x.svg", n + 1);
                ("image file", String::new())
            }
            44 => {
                if self.site.files.remove("static/css/print.css").is_none() {
                    self.write("static/css/print.css", &format!("body{{margin:{n}px}}"));
                }
                ("style sheet", String::new())
            }
            45 => {
                let colours = format!("{{:dark1 {{:background \"#000{:03}\"}}}}", n);
                self.write("content/themes.edn", &colours);
                ("colours", String::new())
            }
            46 => {
                if self.site.files.remove("content/words.edn").is_none() {
                    self.write("content/words.edn", &format!("{{:n {n}}}"));
                }
                ("data", String::new())
            }
            47 => {
                self.write_drawing("content/y.svg", n + 1);
                ("image beside posts", String::new())
            }
            48 => {
                let beside = "content/y.svg";
                self.broken.push((beside.to_owned(), self.site.files.remove(beside)));
                ("image beside posts gone", String::new())
            }
            49 => {
                self.write_drawing("content/z.svg", n + 1);
                self.write(&post, &swap("\n\n## ", "\n\n![](z.svg)\n\n## ".to_owned()));
                ("new image beside posts", post)
            }
            50 => {
                let other = "static/post-0/y.svg";
                self.broken.push((other.to_owned(), self.site.files.get(other).cloned()));
                self.write_drawing(other, n + 1);
                ("image in both places", String::new())
            }
            _ => {
                self.site.options.drafts = !self.site.options.drafts;
                ("option", String::new())
            }
        };
        (kind.to_owned(), format!("{kind} {what}").trim_end().to_owned())
    }

    fn replace_setting(&mut self, setting: &str) {
        let text = String::from_utf8(self.site.files["content/site.edn"].clone()).unwrap();
        let at = text.find(":site/posts-per-page").unwrap();
        let end = at + text[at..].find(" :site/feed-size").unwrap();
        self.write("content/site.edn", &format!("{}{setting}{}", &text[..at], &text[end..]));
    }
}
