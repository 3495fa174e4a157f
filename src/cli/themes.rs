//! `diglot themes`.

use std::iter;
use std::process::ExitCode;

use chrono::Utc;
use serde::Serialize;

use super::args::{Format, ThemesArgs};
use super::columns::aligned;
use super::report;
use super::terminal::{eprint_line, print_json, print_line};
use crate::base::nearest;
use crate::pipeline::{Policy, Sections, Silent, plan_site, source_text};
use crate::site::{ColourSchemes, Contrast};
use crate::source::{Options, Snapshot, read_site};

/// The exit code for wrong usage.
const USAGE: u8 = 2;

/// Shows each colour of text of each scheme, its ground and its contrast.
pub fn themes(args: &ThemesArgs) -> ExitCode {
    let snapshot = snapshot(args);
    let mut sections = Sections::default();
    let planned = plan_site(&snapshot, &mut sections, &Silent);
    let (diagnostics, is_sound) = planned.conclude(&sections, iter::empty(), &Policy::default());
    report::show(&diagnostics, Format::Human, &|file| source_text(&snapshot, file));
    let schemes = &planned.site.schemes;
    for name in &args.schemes {
        if schemes.get(name).is_none() {
            let known: Vec<String> = schemes.iter().map(|(name, _)| format!("`{name}`")).collect();
            let help = match nearest(name, schemes.iter().map(|(name, _)| name)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("they are {}", known.join(", ")),
            };
            eprint_line!("error: the site has no scheme `{name}`\n\n  help: {help}");
            return ExitCode::from(USAGE);
        }
    }
    let rows = rows(schemes, &args.schemes);
    match args.format {
        Format::Human => table(&rows),
        Format::Json => rows.iter().for_each(print_json),
    }
    if is_sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[expect(clippy::disallowed_methods, reason = "the clock comes in here, and nowhere else")]
fn snapshot(args: &ThemesArgs) -> Snapshot {
    let options = Options { follow: args.site.follow.clone(), ..Options::default() };
    read_site(&args.site.root, Utc::now(), options)
}

/// A colour of text on the ground on which it is hardest to read.
#[derive(Serialize)]
struct Row {
    scheme: String,
    role: String,
    colour: String,
    ground: String,
    ground_colour: String,
    /// The ratio, rounded down to two digits.
    contrast: String,
    enough: bool,
    /// The nearest colour that can be read; left out where this one can.
    #[serde(skip_serializing_if = "Option::is_none")]
    instead: Option<String>,
}

fn rows(schemes: &ColourSchemes, chosen: &[String]) -> Vec<Row> {
    let is_chosen = |name: &str| chosen.is_empty() || chosen.iter().any(|chosen| chosen == name);
    let shown = schemes.iter().filter(|(name, _)| is_chosen(name));
    shown
        .flat_map(|(name, scheme)| {
            schemes.contrasts(scheme).into_iter().map(|contrast| Row::new(name, &contrast))
        })
        .collect()
}

impl Row {
    fn new(scheme: &str, contrast: &Contrast<'_>) -> Self {
        let tint = if contrast.is_tinted { ", tinted" } else { "" };
        Self {
            scheme: scheme.to_owned(),
            role: contrast.role.to_owned(),
            colour: contrast.colour.to_owned(),
            ground: format!("{}{tint}", contrast.ground),
            ground_colour: contrast.ground_colour.clone(),
            contrast: contrast.ratio_text(),
            enough: contrast.is_enough(),
            instead: (!contrast.is_enough()).then(|| contrast.mended.clone()),
        }
    }

    fn cells(&self) -> [String; 6] {
        let judgement = match &self.instead {
            None => "AA".to_owned(),
            Some(instead) => format!("too little; {instead} would do"),
        };
        let ground = format!("{} {}", self.ground_colour, self.ground);
        let contrast = format!("{:>8}", self.contrast);
        [self.scheme.clone(), self.role.clone(), self.colour.clone(), ground, contrast, judgement]
    }
}

fn table(rows: &[Row]) {
    const HEAD: [&str; 6] = ["SCHEME", "ROLE", "COLOUR", "ON", "CONTRAST", "WCAG 2.2"];
    let lines: Vec<[String; 6]> =
        iter::once(HEAD.map(str::to_owned)).chain(rows.iter().map(Row::cells)).collect();
    for line in aligned(lines) {
        print_line!("{}", line.join("  "));
    }
}
