use proptest::prelude::*;

use super::*;
use crate::base::FilePath;

fn origin(html: &str) -> Origin {
    Origin { file: FilePath::new("x.html"), span: Span::new(0, html.len()), verbatim: true }
}

/// The pieces with each hole shown in braces.
fn show(html: &str) -> String {
    let mut out = String::new();
    for piece in scan(html, &origin(html)).pieces {
        match piece {
            Piece::Html(html) => out.push_str(&html),
            Piece::Code(html) => out.push_str(&html),
            Piece::Url(it) => out.push_str(&format!("{{{:?} {}}}", it.role, it.target).to_lowercase()),
            Piece::StyleUrl(it) => out.push_str(&format!("{{style {}}}", it.target)),
            Piece::ImageAttributes(tag) => {
                let has =
                    [(tag.has_size, "size"), (tag.has_loading, "loading"), (tag.has_decoding, "decoding")];
                let has: Vec<_> = has.iter().filter(|(has, _)| *has).map(|(_, name)| *name).collect();
                out.push_str(&format!("{{img has [{}]}}", has.join(" ")));
            }
            Piece::LinkAttributes(_) => out.push_str("{a}"),
            Piece::LinkMark(_) => out.push_str("{/a}"),
        }
    }
    out
}

#[test]
fn what_a_policy_may_have_to_name_is_guarded() {
    for (html, is_guarded) in [
        ("<script src=/a.js></script>", true),
        ("<style>a {}</style>", true),
        ("<p onclick=go()>", true),
        ("<p style=\"color: red\">", true),
        ("<img src=/a.png>", false),
        ("<img src=https://a.example/a.png>", true),
        ("<a href=https://a.example/>x</a>", false),
        ("<link rel=stylesheet href=/a.css>", false),
        ("<link rel=stylesheet href=https://a.example/a.css>", true),
        ("<link rel=\"alternate stylesheet\" href=//a.example/a.css>", true),
        ("<link rel=icon href=data:image/png;base64,x>", true),
        ("<link rel=icon href=http&#58;//a.example/a.png>", true),
        ("<link rel=\"alternate &#115;tylesheet\" href=https://a.example/a.css>", true),
        ("<link rel=\"next modulepreload\" href=https://a.example/a.js>", true),
        ("<img src=\"/\n/a.example/a.png\">", true),
        ("<link rel=preconnect href=https://a.example/>", false),
        ("<meta property=og:image content=https://a.example/a.png>", false),
        ("<img src=https:\\\\a.example\\a.png>", true),
        ("<link rel=canonical href=https://a.example/>", false),
        ("<link href=https://a.example/ rel=alternate hreflang=nb>", false),
    ] {
        let scanned = scan(html, &origin(html));
        assert_eq!(scanned.guarded, is_guarded, "{html}");
        assert_eq!(scanned.guards.is_empty(), !is_guarded, "{html}");
    }
}

#[test]
fn makes_holes_where_addresses_stand() {
    for (html, expected) in [
        ("<a href=\"/x\">y</a>", "<a href=\"{link /x}\"{a}>y{/a}</a>"),
        ("<A HREF=/x>y</A>", "<A HREF={link /x}{a}>y{/a}</A>"),
        ("<a href='#x' hreflang=en>y</a>", "<a href='{link #x}' hreflang=en>y</a>"),
        (
            "<a href=/x><b>y</b><img src=z.png></a>",
            "<a href={link /x}{a}><b>y</b><img src={image z.png}{img has []}>{/a}</a>",
        ),
        ("<a href=/x>y<a href=/z>w</a></a>", "<a href={link /x}{a}>y<a href={link /z}{a}>w{/a}</a></a>"),
        ("<a href=/x>y<a name=z></a>", "<a href={link /x}{a}>y<a name=z></a>"),
        (
            "<a href=/x><svg><a href=/y>z</a></svg></a>",
            "<a href={link /x}{a}><svg><a href={link /y}{a}>z</a></svg>{/a}</a>",
        ),
        ("<svg/><a href=/x>y</a>", "<svg/><a href={link /x}{a}>y{/a}</a>"),
        ("<a href=\"mailto:a@b.no\">y</a>", "<a href=\"mailto:a@b.no\">y</a>"),
        ("<a href=\"\" name=x>", "<a href=\"\" name=x>"),
        ("<a href=\" /x?a=1&amp;b=2 \">", "<a href=\" {link /x?a=1&b=2} \"{a}>"),
        ("<a href=\"/a\n  b\">", "<a href=\"{link /a  b}\"{a}>"),
        ("<img src=/x.png>", "<img src={image /x.png}{img has []}>"),
        (
            "<img src=\"x.png\" width=1 loading=lazy decoding=async />",
            "<img src=\"{image x.png}\" width=1 loading=lazy decoding=async{img has [size loading decoding]} />",
        ),
        (
            "<img alt='a' srcset=\"a.png 1x, b.png 2x\" src=a.png>",
            "<img alt='a' srcset=\"{image a.png} 1x, {image b.png} 2x\" src={image a.png}{img has []}>",
        ),
        ("<img src=data:image/gif;base64,R0>", "<img src=data:image/gif;base64,R0>"),
        (
            "<video src=a.mp4 poster=b.jpg><source src=c.webm></video>",
            "<video src={resource a.mp4} poster={image b.jpg}><source src={resource c.webm}></video>",
        ),
        ("<use href=\"/i.svg#x\"/>", "<use href=\"{resource /i.svg#x}\"/>"),
        ("<image xlink:href=\"/i.png\"/>", "<image xlink:href=\"{image /i.png}\"/>"),
        ("<object data=x.svg></object>", "<object data={resource x.svg}></object>"),
        ("<form action=/s><input src=i.png>", "<form action={link /s}><input src={image i.png}>"),
        ("<link rel=stylesheet href=a.css>", "<link rel=stylesheet href={resource a.css}>"),
        ("<link href=/i.png rel='shortcut icon'>", "<link href={image /i.png} rel='shortcut icon'>"),
        ("<link rel=canonical href=/x/>", "<link rel=canonical href={link /x/}>"),
        ("<base href=/x/>", "<base href=/x/>"),
        ("<meta property=og:image content=/i.png>", "<meta property=og:image content={image /i.png}>"),
        ("<meta content=/i.png name='twitter:image'>", "<meta content={image /i.png} name='twitter:image'>"),
        ("<meta name=description content=/i.png>", "<meta name=description content=/i.png>"),
        (
            "<meta http-equiv=refresh content=\"0; url=/x/\">",
            "<meta http-equiv=refresh content=\"0; url={link /x/}\">",
        ),
        ("<p style=\"background:url('/x.png')\">", "<p style=\"background:url('{resource /x.png}')\">"),
        ("<p style=\"fill:url(#g)\">", "<p style=\"fill:url(#g)\">"),
        ("<style>a{b:url(/x.png)} b>c{}</style>", "<style>a{b:url({style /x.png})} b>c{}</style>"),
        ("<style></style><p>url(/x)</p>", "<style></style><p>url(/x)</p>"),
        (
            "<script src=/x.js>'<a href=\"/no\">'</script>",
            "<script src={resource /x.js}>'<a href=\"/no\">'</script>",
        ),
        ("<!-- <a href=/no> --><a href=/x>", "<!-- <a href=/no> --><a href={link /x}{a}>"),
        (
            "<noscript><img src=/x.png></noscript>",
            "<noscript><img src={image /x.png}{img has []}></noscript>",
        ),
        ("<textarea><a href=/no></textarea>", "<textarea><a href=/no></textarea>"),
        ("<a href=\"/never", "<a href=\"/never"),
        ("<a href=/x\r\nid=å>ø</a>", "<a href={link /x}\r\nid=å{a}>ø{/a}</a>"),
        ("<a href=\"/x\" href=\"/y\">", "<a href=\"{link /x}\" href=\"{link /y}\"{a}>"),
    ] {
        assert_eq!(show(html), expected, "{html}");
    }
}

#[test]
fn finds_anchors() {
    let html =
        "<a name=x></a><a id='y' name='y'></a><p id=\"z&amp;\"></p><input name=no><script id=s></script>";
    let anchors: Vec<_> = scan(html, &origin(html)).anchors.into_iter().map(|anchor| anchor.value).collect();
    assert_eq!(anchors, ["x", "y", "z&", "s"]);
}

proptest! {
    /// Whatever the HTML, what stands outside the holes is what was written, and each hole's span
    /// is its source.
    #[test]
    fn keeps_every_byte(html in r#"(<|>|/|a|img|style|script|noscript|!--|-->| |=|"|'|href|src|srcset|url\(|\)|&amp;|&|å|\n|\r|,|x){0,40}"#) {
        let mut out = String::new();
        for piece in scan(&html, &origin(&html)).pieces {
            match piece {
                Piece::Html(html) => out.push_str(&html),
                Piece::Code(html) => out.push_str(&html),
                Piece::Url(it) | Piece::StyleUrl(it) => out.push_str(&html[it.span.range()]),
                Piece::ImageAttributes(_) | Piece::LinkAttributes(_) | Piece::LinkMark(_) => {}
            }
        }
        prop_assert_eq!(out, html);
    }

    #[test]
    fn never_panics(html in any::<String>()) {
        scan(&html, &origin(&html));
    }
}
