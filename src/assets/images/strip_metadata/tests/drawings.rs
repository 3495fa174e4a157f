//! Vector drawings.

use super::*;

#[test]
fn a_vector_drawing_keeps_what_is_drawn() {
    let jpeg = data_encoding::BASE64.encode(&photo(6));
    let plain = data_encoding::BASE64.encode(&taken(&photo(6), "x.jpg").unwrap().unwrap());
    for (written, expected) in [
        ("<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0' />\n</svg>\n", None),
        (
            "<svg viewBox='0 0 1 1'><title>A</title><desc>B</desc><a:b xmlns:a='http://www.w3.org/2000/svg'/></svg>",
            None,
        ),
        ("<?xml-stylesheet href='a.css'?><svg><style><![CDATA[a > b {}]]></style>&amp;</svg>", None),
        ("<svg><!-- GPS 59.91 N --><g/></svg>", Some("<svg><g/></svg>")),
        ("<!-- GPS 59.91 N --><svg/><!-- GPS 59.91 N -->", Some("<svg/>")),
        ("<svg><?xpacket GPS 59.91 N?></svg>", Some("<svg></svg>")),
        (
            "<!DOCTYPE svg [<!-- GPS 59.91 N --><!ENTITY a 'b'>]><svg/>",
            Some("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>"),
        ),
        (
            "<svg><image href='data:image/svg+xml,%3Csvg%3E%3C!-- GPS 59.91 N --%3E%3C/svg%3E'/></svg>",
            Some("<svg><image href=\"data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=\"/></svg>"),
        ),
        (
            "<svg><metadata id='a'><rdf:RDF><g>GPS 59.91 N</g></rdf:RDF></metadata><g/></svg>",
            Some("<svg><g/></svg>"),
        ),
        ("<svg><metadata/><g/></svg>", Some("<svg><g/></svg>")),
        (
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:i='http://www.inkscape.org/namespaces/inkscape' \
             i:export='GPS 59.91 N'><g id=\"a\" i:label='GPS 59.91 N'><i:v a='>'><g/></i:v></g></svg>",
            Some("<svg xmlns=\"http://www.w3.org/2000/svg\"><g id=\"a\"></g></svg>"),
        ),
        (
            "<!DOCTYPE svg [<!ENTITY a \"http://ns.adobe.com/x/\"><!ENTITY s 'http://www.w3.org/2000/svg'>]>\
             <svg xmlns=\"&s;\" xmlns:i=\"&a;\"><i:pgf>GPS 59.91 N</i:pgf><g/></svg>",
            Some(
                "<!DOCTYPE svg [<!ENTITY a \"http://ns.adobe.com/x/\"><!ENTITY s 'http://www.w3.org/2000/svg'>]>\
                 <svg xmlns=\"&s;\"><g/></svg>",
            ),
        ),
        ("<svg><g xmlns='http://example.com/x'><g>GPS 59.91 N</g></g><g/></svg>", Some("<svg><g/></svg>")),
        ("<svg sodipodi:docname='GPS 59.91 N' a='\"'/>", Some("<svg a='\"'/>")),
        (
            "<svg width=\"1\" content=\"GPS 59.91 N\"><a content=\"\"/></svg>",
            Some("<svg width=\"1\"><a content=\"\"/></svg>"),
        ),
        (
            &format!("<svg><image xlink:href=\"data:image/jpeg;base64,{jpeg}\"/></svg>"),
            Some(&format!("<svg><image xlink:href=\"data:image/jpeg;base64,{plain}\"/></svg>")),
        ),
    ] {
        for mark in ["", "\u{feff}"] {
            let written = format!("{mark}{written}");
            let stripped = taken(written.as_bytes(), "x.svg")
                .unwrap()
                .map(|stripped| String::from_utf8(stripped).unwrap());
            assert_eq!(stripped, expected.map(|expected| format!("{mark}{expected}")), "{written}");
            if let Some(stripped) = stripped {
                assert_eq!(taken(stripped.as_bytes(), "x.svg"), Ok(None));
                assert_eq!(taken(written.as_bytes(), "x.png"), Ok(Some(stripped.into())), "{written}");
            }
        }
    }
    for damaged in ["<svg>", "<svg", "<g/>", "<svg></g>", "<svg a=b/>", "<svg><!--</svg>"] {
        assert!(matches!(taken(damaged.as_bytes(), "x.svg"), Err(NotStripped::Damaged(_))), "{damaged}");
    }
    assert!(matches!(taken(b"<svg>\xFF</svg>", "x.svg"), Err(NotStripped::Unknown(_))));
    assert!(matches!(taken(b"\x1F\x8B\x08", "x.svg"), Err(NotStripped::Unknown(_))));
}
