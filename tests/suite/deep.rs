//! What lies deep in one another, or stands side by side in masses, where a parser recurses or
//! looks at it again and again. Such a file is told, and takes neither the program nor its time
//! away.

use crate::support::site::Site;
use diglot::base::{Code, Diagnostic};

/// A site whose file has a text, with what it told.
fn told(file: &str, text: &str) -> Vec<Diagnostic> {
    let settings =
        "{:site/base-url \"https://blog.example\" :site/locales [:nb :en] :site/social-cards false}";
    let page = ":page/title Bread\n:page/body\nFlour, water, salt and all the time in the world.\n";
    Site::of(&[("content/site.edn", settings), ("content/a.en.md", page), (file, text)]).build().diagnostics
}

/// One within the other, so many times.
fn nested(open: &str, inside: &str, close: &str, depth: usize) -> String {
    open.repeat(depth) + inside + &close.repeat(depth)
}

#[test]
fn deep_style_sheets_are_told() {
    for (open, inside, close, at) in [
        ("a{", "color:red", "}", 1),
        ("a{", "", "", 1),
        ("@media print{", "", "}", 12),
        ("@supports (a:b){", "", "}", 10),
        (":not(", "a", ")", 1),
        ("& &{", "", "}", 3),
        ("a{width:calc(", "1px", ")}", 1),
        ("a{background:image-set(", "url(a)", ")}", 1),
        ("@x [", "", "]", 3),
    ] {
        for file in ["static/css/main.css", "static/css/text.css"] {
            let found = told(file, &nested(open, inside, close, 20_000));
            let [fault] = &found[..] else { panic!("{open} in {file}: {found:?}") };
            assert_eq!(fault.code, Code::StyleSheet);
            assert_eq!(fault.message, "brackets lie more than 100 deep in one another");
            let place = fault.place.as_ref().unwrap();
            let level = 100 / (open.matches(['{', '(', '[']).count() - open.matches(')').count());
            assert_eq!((place.file.as_str(), place.span.start as usize), (file, open.len() * level + at));
        }
        let none = told("static/css/main.css", &nested(open, inside, close, 33));
        assert!(none.iter().all(|fault| !fault.message.contains("deep")), "{open}: {none:?}");
    }
}

#[test]
fn deep_colours_are_told() {
    for (open, close) in [("color-mix(in srgb, red, ", ")"), ("light-dark(red, ", ")"), ("(", "")] {
        let colour = nested(open, "red", close, 20_000);
        let found = told("content/themes.edn", &format!("{{:dusk {{:background \"{colour}\"}}}}"));
        let [fault] = &found[..] else { panic!("{found:?}") };
        assert_eq!(fault.code, Code::InvalidScheme);
        assert_eq!(fault.message, "colours lie more than 100 deep in one another");
    }
}

#[test]
fn long_chains_of_imports_are_told() {
    let settings = "{:site/base-url \"https://blog.example\" :site/locales [:en] :site/social-cards false}";
    let mut files = vec![("content/site.edn".to_owned(), settings.to_owned())];
    files.push(("static/css/main.css".to_owned(), "@import \"0.css\";".to_owned()));
    for number in 0..2_000 {
        let css = format!("@import \"{}.css\"; a {{ top: {number}px }}", number + 1);
        files.push((format!("static/css/{number}.css"), css));
    }
    files.push(("static/css/2000.css".to_owned(), "@import \"0.css\";".to_owned()));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let found = Site::of(&files).build().diagnostics;
    let [fault] = &found[..] else { panic!("{found:?}") };
    assert_eq!(fault.message, "style sheets import one another more than 100 deep");
    assert_eq!(fault.place.as_ref().unwrap().file.as_str(), "static/css/99.css");
}

#[test]
fn media_queries_of_imports_are_not_put_together_without_end() {
    let queries: Vec<String> = (0..20_000).map(|width| format!("(min-width: {width}px)")).collect();
    let css = format!(
        "/* @import */ @import \"code.css\" print, screen; @import \"text.css\" {};",
        queries.join(",")
    );
    let found = told("static/css/main.css", &css);
    let [fault] = &found[..] else { panic!("{found:?}") };
    assert_eq!(fault.message, "style sheets import one another more than 100 deep");
    assert_eq!(fault.place.as_ref().unwrap().span.start as usize, css.rfind("@import").unwrap());
}

#[test]
fn masses_of_rules_are_published() {
    let many = |count: usize, rule: &dyn Fn(usize) -> String| (0..count).map(rule).collect::<String>();
    for css in [
        many(8_000, &|number| format!("@media print{{.a{number}{{top:{number}px}}}}")),
        many(8_000, &|number| format!(".a{number}{{color:red}}")),
        many(8_000, &|number| format!("a{{--x{number}:{number}}}")),
        format!("a{{{}}}", "@media print{color:red}".repeat(8_000)),
        format!("a{{{}}}", many(50_000, &|number| format!("--x{number}:{number};"))),
        format!("{}{{color:red}}", ":is(a,b) ".repeat(20_000)),
        format!("a{{width:calc(1px{})}}", " + 1em".repeat(20_000)),
    ] {
        let found = told("static/css/main.css", &css);
        assert!(found.is_empty(), "{found:?}");
    }
}

#[test]
fn masses_of_faults_are_told_in_short() {
    for (css, count, code) in
        [("a{:::;}\n", 20_000, Code::StyleSheet), ("a{background:url(x.png)}\n", 4_000, Code::MissingFile)]
    {
        let found = told("static/css/main.css", &css.repeat(count));
        assert!(found.iter().all(|fault| fault.code == code));
        assert_eq!(found.iter().map(|fault| 1 + fault.more).sum::<usize>(), count, "{css}");
        assert_eq!(found.len(), Diagnostic::MOST);
    }
}

#[test]
fn templates_that_branch_without_end_are_told() {
    let branches = |count: usize| format!("{{% if 1 %}}{}{{% endif %}}", "{% elif 1 %}".repeat(count));
    let found = told("templates/page.html", &branches(20_000));
    let [fault] = &found[..] else { panic!("{found:?}") };
    assert_eq!(
        (fault.code, fault.message.as_str()),
        (Code::Template, "a template may have no more than 200 `elif`")
    );
    assert!(told("templates/page.html", &branches(200)).is_empty());
}

#[test]
fn deep_templates_are_told() {
    for (open, inside, close) in [
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("{\"a\":", "1", "}"),
        ("not ", "1", ""),
        ("page[", "1", "]"),
        ("", "page.title", " | upper"),
        ("", "page.title", " ~ 1"),
        ("", "page.title", ".a"),
        ("1 if (", "1", ") else 1"),
        ("1 if 1 else ", "1", ""),
        ("1 | default(value=", "1", ")"),
        ("t(key=", "1", ")"),
        ("", "1", " and 1"),
    ] {
        let found =
            told("templates/page.html", &format!("{{{{ {} }}}}", nested(open, inside, close, 20_000)));
        let [fault] = &found[..] else { panic!("{open}…{close}: {found:?}") };
        assert_eq!(fault.code, Code::Template, "{open}…{close}");
    }
    for (open, close) in [
        ("{% if 1 %}", "{% endif %}"),
        ("{% if 1 %}", ""),
        ("{% if 1 %}{% else %}", "{% endif %}"),
        ("{% for a in [1] %}", "{% endfor %}"),
        ("{% filter upper %}", "{% endfilter %}"),
        ("{% set a %}", "{% endset %}"),
        ("{% <a> %}", "{% </a> %}"),
    ] {
        let found = told("templates/page.html", &nested(open, "", close, 20_000));
        let [fault] = &found[..] else { panic!("{open}…{close}: {found:?}") };
        assert_eq!(fault.code, Code::Template, "{open}…{close}");
    }
}

#[test]
fn long_chains_of_templates_are_told() {
    let settings = "{:site/base-url \"https://blog.example\" :site/locales [:en] :site/social-cards false}";
    let chain = |tag: &str, length: usize, last: &str| {
        let mut files = vec![("content/site.edn".to_owned(), settings.to_owned())];
        files.push(("content/a.md".to_owned(), "# A\n\nB\n".to_owned()));
        files.push(("templates/page.html".to_owned(), format!("{{% {tag} \"0.html\" %}}")));
        for number in 0..length {
            let text = format!("{{% {tag} \"{}.html\" %}}", number + 1);
            files.push((format!("templates/{number}.html"), text));
        }
        files.push((format!("templates/{length}.html"), last.to_owned()));
        let files: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        Site::of(&files).build().diagnostics
    };
    for tag in ["include", "extends"] {
        for last in ["<p>x</p>", "{% include \"page.html\" %}"] {
            let found = chain(tag, 2_000, last);
            let deep: Vec<_> = found.iter().filter(|fault| fault.message.contains("deep")).collect();
            let [fault] = &deep[..] else { panic!("{tag} {last}: {found:?}") };
            assert_eq!(fault.message, "templates are put together more than 50 deep");
            assert!(fault.place.as_ref().is_some_and(|place| place.span.start > 0), "{fault:?}");
        }
        assert!(chain(tag, 48, "<p>x</p>").is_empty());
    }
}

#[test]
fn components_that_lie_in_themselves_are_told() {
    let settings = "{:site/base-url \"https://blog.example\" :site/locales [:en] :site/social-cards false}";
    for inside in ["{% include \"0.html\" %}", "{% for a in [1] %}{{ <c/> }}{% endfor %}"] {
        let component = format!("{{% component c() %}}{inside}{{% endcomponent c %}}");
        let mut files = vec![("content/site.edn".to_owned(), settings.to_owned())];
        files.push(("content/a.md".to_owned(), "# A\n\nB\n".to_owned()));
        files.push(("templates/page.html".to_owned(), "{% include \"0.html\" %}".to_owned()));
        files.push(("templates/c.html".to_owned(), component));
        for number in 0..40 {
            let text = format!("{{% include \"{}.html\" %}}", number + 1);
            files.push((format!("templates/{number}.html"), text));
        }
        files.push(("templates/40.html".to_owned(), "{{ <c/> }}".to_owned()));
        let files: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let found = Site::of(&files).build().diagnostics;
        let [fault] = &found[..] else { panic!("{inside}: {found:?}") };
        assert_eq!(fault.message, "a component calls itself again and again");
        assert!(fault.place.is_some() && fault.help.is_some());
    }
}
