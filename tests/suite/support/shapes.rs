//! Inputs of any size that have made something slow: each is a shape, and takes time in the measure
//! of its size.

/// A shape of input: its name, and the files that it makes of a size.
pub type Shape = (&'static str, fn(usize) -> Vec<(String, String)>);

/// The settings of a site of one shape.
pub const SETTINGS: &str =
    "{:site/base-url \"https://blog.example\" :site/locales [:nb :en] :site/social-cards false}";

/// A separator of sections.
const SEPARATOR: &str = "--------------------------------------------------------------------------------";

/// Every shape.
pub const SHAPES: &[Shape] = &[
    ("headings of one text", |n| body("## Same\n\n".repeat(n))),
    ("headings with numbers", |n| body(each(n, |i| format!("## a-{i}\n\n## a\n\n")))),
    ("headings with one id", |n| body("## H {#i .c}\n\n".repeat(n))),
    ("references to one footnote", |n| body("a[^1] ".repeat(n) + "\n\n[^1]: x\n")),
    ("footnotes", |n| body(each(n, |i| format!("a[^{i}]\n\n[^{i}]: x\n\n")))),
    ("footnotes in footnotes", |n| {
        body("a[^0]\n\n".to_owned() + &each(n, |i| format!("[^{i}]: x[^{}]\n\n", i + 1)))
    }),
    ("footnotes that are not there", |n| body(each(n, |i| format!("a[^{i}] ")))),
    ("footnotes that do not end", |n| body("[^a".repeat(n))),
    ("definitions of links", |n| {
        body(each(n, |i| format!("[r{i}]: /a/\n")) + "\n" + &each(n, |i| format!("[r{i}] ")))
    }),
    ("links to one long definition", |n| {
        body(format!("[r]: /a/ \"{}\"\n\n{}", "t".repeat(n), "[r] ".repeat(n)))
    }),
    ("open links", |n| body("[".repeat(n))),
    ("links in images", |n| body("![".repeat(n) + "a" + &"](/x.png)".repeat(n))),
    ("titles that do not end", |n| body("[a](/b \"".repeat(n))),
    ("emphasis of all kinds", |n| body("*a **a _b ~~c ".repeat(n))),
    ("backticks of all lengths", |n| body(each(root(n), |i| "`".repeat(i) + " "))),
    ("comments that do not end", |n| body("a <!-- ".repeat(n))),
    ("comments with blank lines", |n| body("<div><!-- a\n\nb --></div>\n\n".repeat(n))),
    ("CDATA in drawings", |n| body("<svg><![CDATA[".repeat(n))),
    ("instructions and declarations", |n| body("a <? b <!X ".repeat(n))),
    ("type parameters", |n| body("<T>".repeat(n))),
    ("type parameters of all names", |n| body(each(n, |i| format!("a <T{i}> ")))),
    ("attributes that do not end", |n| body("a <a href='".repeat(n))),
    ("lists in lists", |n| body("- ".repeat(n) + "a")),
    ("quotations in quotations", |n| body("> ".repeat(n) + "a")),
    ("wide tables", |n| body(format!("|{}\n|{}\n|{}\n", "a|".repeat(n), "-|".repeat(n), "b|".repeat(n)))),
    ("long tables", |n| body("|a|b|\n|-|-|\n".to_owned() + &"|[c](/a/)|`d`|\n".repeat(n))),
    ("ampersands", |n| body("&amp&#&amp;".repeat(n))),
    ("addresses in brackets", |n| body("http://a".to_owned() + &")".repeat(n))),
    ("addresses with escapes", |n| body("http://a\\_b ".repeat(n))),
    ("addresses without hosts", |n| body("http://*".repeat(n))),
    ("single quotes that do not end", |n| body("'a ".repeat(n))),
    ("quotations of both kinds", |n| body("\"'a \" ".repeat(n))),
    ("dashes and dots", |n| body("a -- b --- c ... ".repeat(n))),
    ("definitions of terms", |n| body("a\n: b\n\n".repeat(n))),
    ("colons at the beginnings of lines", |n| body("a\n".to_owned() + &":b\n".repeat(n))),
    ("alerts", |n| body("> [!NOTE]\n> a\n\n".repeat(n))),
    ("attributes of headings", |n| body(format!("## H {{{}}}\n", " .c".repeat(n)))),
    ("listings with blank lines", |n| body("<div><pre>a\n\nb</pre></div>\n\n".repeat(n))),
    ("drawings with blank lines", |n| body("<svg>\n\n</svg>\n\n".repeat(n))),
    ("drawings that do not end", |n| body("<div><svg>a\n\n".repeat(n))),
    ("raw elements in a paragraph", |n| body("a <svg> b <script> c <textarea> ".repeat(n))),
    ("elements in elements", |n| body("<div>\n\n".repeat(n) + "a\n\n" + &"</div>\n\n".repeat(n))),
    ("end tags of nothing", |n| body(format!("a {}{}", "<i>".repeat(n), "</b>".repeat(n)))),
    ("noscript in noscript", |n| body(format!("<div>{}", "<noscript>".repeat(n)))),
    ("attributes of one tag", |n| body(format!("a <b {}>c</b>\n", "x=\"y\" ".repeat(n)))),
    ("images of one srcset", |n| body(format!("<img srcset=\"{}\">", "/a.png 1x, ".repeat(n)))),
    ("addresses in a style", |n| body(format!("<p style=\"{}\">a</p>", "background:url(/a/);".repeat(n)))),
    ("ids of one name", |n| body("a <b id=\"x\">b</b> ".repeat(n))),
    ("listings of HTML", |n| {
        body("<div>\n".to_owned() + &"<pre><code class=\"language-text\">a</code></pre>\n".repeat(n))
    }),
    ("options of a fence", |n| body(format!("```js{}\na\n```\n", " a=1".repeat(n)))),
    ("marked lines of a fence", |n| {
        let lines: Vec<String> = (1..=n).map(|i| (2 * i).to_string()).collect();
        body(format!("```text {{{}}}\n{}```\n", lines.join(","), "a\n".repeat(n)))
    }),
    ("links to one address where nothing is", |n| body("[a](/b/)\n".repeat(n))),
    ("links to addresses where nothing is", |n| body(each(n, |i| format!("[a](/b{i}/)\n")))),
    ("fragments that nothing has", |n| body(each(n, |i| format!("[a](#b{i})\n\n## h{i}\n\n")))),
    ("files that are not there", |n| body(each(n, |i| format!("![a](/b{i}.png)\n")))),
    ("sections", |n| page(each(n, |_| format!("\n{SEPARATOR}\n:section/title T\n:section/body a\n")))),
    ("sections with footnotes", |n| {
        page(each(n, |_| format!("\n{SEPARATOR}\n:section/body a[^1]\n\n[^1]: b\n")))
    }),
    ("separators", |n| page(format!("\n{SEPARATOR}").repeat(n))),
    ("keys", |n| page(each(n, |i| format!("\n:x/k{i} a")))),
    ("keys that are nearly known", |n| page(each(n, |i| format!("\n:page/titl{i} a")))),
    ("fences of all lengths that do not end", |n| {
        page("\n:page/body\n\n".to_owned() + &each(root(n), |i| "`".repeat(3 + root(n) - i) + "\n"))
    }),
    ("tags of one page", |n| post(format!("\n:post/tags [{}]", each(n, |i| format!(":t{i} "))))),
    ("tags that nobody lists", |n| {
        let mut files = post("\n:post/tags [:u]".to_owned());
        let tags = each(n, |i| format!("{{:tag/id :t{i}}}\n"));
        files.push(("content/tags.edn".to_owned(), format!("[{tags}]")));
        files
    }),
    ("older addresses", |n| page(format!("\n:page/alt-uris [{}]", each(n, |i| format!("\"/old{i}/\" "))))),
    ("forms of EDN", |n| data(format!("[{}]", "{:a 1 :b [\"c\\n\" #_d \\e]} ".repeat(n)))),
    ("brackets of EDN", |n| data("[".repeat(n))),
    ("keys of a map of EDN", |n| data(format!("{{{}}}", each(n, |i| format!(":k{i} 1 "))))),
    ("values of EDN that are left out", |n| data("#_ ".repeat(n) + &"1 ".repeat(n) + "2")),
    ("escapes of EDN", |n| data(format!("\"{}\"", "\\u00e5\\n".repeat(n)))),
    ("digits of EDN", |n| data("1".repeat(n))),
    ("texts of the interface", |n| {
        dictionary(format!("{{{}}}", each(n, |i| format!(":all-post{i} \"a\"\n"))))
    }),
    ("parameters of a text", |n| dictionary(format!("{{:k \"{}\"}}", "{a}".repeat(n)))),
    ("addresses of a style sheet that are not there", |n| {
        let mut files = page("\n:page/body\n\n<link rel=stylesheet href=/a.css>".to_owned());
        files.push(("static/a.css".to_owned(), each(n, |i| format!("a{{background:url(/b{i}.png)}}\n"))));
        files
    }),
    ("zeros", |n| page("\0".repeat(n))),
    ("characters of no page", |n| page("\n:page/body a\u{fdd0}\u{1}".repeat(n))),
];

fn each(n: usize, make: impl Fn(usize) -> String) -> String {
    (0..n).map(make).collect()
}

/// A number of which all smaller ones together come to about another.
fn root(n: usize) -> usize {
    (2 * n).isqrt()
}

/// A page with a body.
fn body(text: String) -> Vec<(String, String)> {
    page(format!("\n:page/body\n\n{text}"))
}

/// A page with what follows its title.
fn page(rest: String) -> Vec<(String, String)> {
    vec![("content/a.en.md".to_owned(), format!(":page/title A\n:page/uri \"/a/\"{rest}\n"))]
}

/// A post with what follows its title.
fn post(rest: String) -> Vec<(String, String)> {
    page(format!("\n:post/published 2024-01-01{rest}"))
}

fn data(text: String) -> Vec<(String, String)> {
    vec![("content/data.edn".to_owned(), text)]
}

fn dictionary(text: String) -> Vec<(String, String)> {
    vec![("i18n/nb.edn".to_owned(), text)]
}
