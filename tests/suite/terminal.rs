//! What a terminal is shown of a site, whoever made it.

use std::fs;
use std::process::Command;

/// A name that clears the screen, turns letters round, and ends a line.
const NAME: &str = "a\u{1b}[2J\u{202e}\u{9b}b\nc";

#[test]
fn no_name_commands_it() {
    let site = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = site.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let settings =
        "{:site/base-url \"https://blog.example\" :site/locales [:nb :en] :site/social-cards false}";
    write("content/site.edn", settings);
    write(
        &format!("content/{NAME}.nb.md"),
        ":page/title T\u{202e}\n:page/bdoy x\n:page/body [y](/\u{202e}/)\n",
    );
    write(&format!("static/{NAME}.css"), "a {");
    write(&format!("content/{NAME}.en.md"), "x\u{202e}\n");
    let file = format!("content/{NAME}.nb.md");
    for arguments in [
        vec!["build"],
        vec!["build", "--format", "json"],
        vec!["build", "--allow", "broken-link", "--allow", "missing-title", "--allow", "style-sheet"],
        vec!["explain", &file],
        vec!["explain", "--format", "json", &file],
        vec!["explain", "a\u{1b}[2J\u{202e}"],
        vec!["translations"],
        vec!["translations", "--format", "json"],
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_diglot"))
            .args(&arguments)
            .arg("--root")
            .arg(site.path())
            .env("NO_COLOR", "1")
            .output()
            .unwrap();
        for said in [&output.stdout, &output.stderr] {
            let said = String::from_utf8_lossy(said);
            let raw = said.contains(['\u{1b}', '\u{9b}', '\u{202e}']) || said.contains("b\nc");
            assert!(!raw, "{arguments:?}: {said:?}");
        }
    }
}
