//! Runs the cases of `tests/cases/reading`, `checking` and `diagnostics`: small sites, what is told
//! of them, and what is published. `BLESS=1` writes what came out into the cases, for review.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use diglot::base::Code;
use rayon::prelude::*;

use crate::support::case::{CaseFile, Outcome};

/// What can be told only of a disk; `outside.rs`, `serve_cli.rs`, `names.rs`, `cli.rs` and
/// `publish.rs` see to them.
const OF_DISKS: [Code; 6] = [
    Code::Unreadable,
    Code::StrayLink,
    Code::DuplicateFile,
    Code::Unwatched,
    Code::ForeignFile,
    Code::Unwritable,
];

#[test]
fn reading() {
    check("reading");
}

#[test]
fn checking() {
    check("checking");
}

#[test]
fn every_diagnostic_has_a_case() {
    let mut told = check("diagnostics");
    told.extend(OF_DISKS);
    let missing: Vec<_> = Code::ALL.iter().filter(|code| !told.contains(code)).collect();
    assert!(missing.is_empty(), "no case tells {missing:?}");
}

/// Runs the cases of a folder, and gives the codes that were told.
fn check(folder: &str) -> BTreeSet<Code> {
    let bless = std::env::var_os("BLESS").is_some();
    let mut failures = String::new();
    let mut told = BTreeSet::new();
    for file in CaseFile::all(folder) {
        let titles: BTreeSet<&str> = file.cases.iter().map(|case| case.title.as_str()).collect();
        assert_eq!(titles.len(), file.cases.len(), "{}: two cases have one name", file.name);
        let outcomes: Vec<Outcome> = file.cases.par_iter().map(|case| file.run(case)).collect();
        for (case, outcome) in file.cases.iter().zip(&outcomes) {
            told.extend(&outcome.codes);
            if case.written() != outcome.text {
                let (name, expected, actual) = (&file.name, case.written(), &outcome.text);
                let _ = writeln!(failures, "{name}: expected\n{expected}\n{name}: found\n{actual}");
            }
        }
        if bless {
            file.bless(&outcomes);
        }
    }
    assert!(bless || failures.is_empty(), "\n{failures}");
    told
}
