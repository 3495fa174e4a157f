//! Holds the documentation to the code.

use diglot::base::{Code, Severity};

const DIAGNOSTICS: &str = include_str!("../docs/diagnostics.md");

#[test]
fn every_diagnostic_is_documented_with_its_severity_an_example_and_the_way_out() {
    let mut faults = Vec::new();
    for code in Code::ALL {
        let Some(section) = section_of(code.name()) else {
            faults.push(format!("`{code}` has no heading"));
            continue;
        };
        let severity = match code.severity() {
            Severity::Error => "*Error.*",
            Severity::Warning => "*Warning.*",
        };
        if !section.trim_start().starts_with(severity) {
            faults.push(format!("`{code}` does not begin with {severity}"));
        }
        if !section.contains(&format!("{}[{code}]", code.severity().name())) {
            faults.push(format!("`{code}` has no example"));
        }
        if !section.contains("**The way out:**") {
            faults.push(format!("`{code}` does not say the way out"));
        }
    }
    assert!(faults.is_empty(), "docs/diagnostics.md:\n{}", faults.join("\n"));
}

#[test]
fn every_documented_diagnostic_exists() {
    for name in headings() {
        assert!(name.parse::<Code>().is_ok(), "docs/diagnostics.md tells of `{name}`, which is no code");
    }
}

/// The names that stand as headings: `### name`.
fn headings() -> impl Iterator<Item = &'static str> {
    DIAGNOSTICS.lines().filter_map(|line| line.strip_prefix("### "))
}

/// The text below a code's heading, up to the next one.
fn section_of(name: &str) -> Option<&'static str> {
    let (_, after) = DIAGNOSTICS.split_once(&format!("\n### {name}\n"))?;
    after.split("\n## ").next()?.split("\n### ").next()
}
