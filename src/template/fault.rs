//! What Tera finds wrong with templates, as diagnostics.

use tera::{ErrorKind, ReportError};

use super::names::{Sources, file_of};
use crate::base::{Code, Diagnostic, Place, Position, Span, nearest, offset};

/// The faults that Tera has found in the templates of a site.
pub(super) fn faults(error: &tera::Error, sources: &Sources) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::Msg(report) if report.starts_with("error: ") => report
            .split("\n\nerror: ")
            .map(|one| diagnostic(one.trim_start_matches("error: "), sources))
            .collect(),
        _ => vec![fault(error, sources)],
    }
}

pub(super) fn fault(error: &tera::Error, sources: &Sources) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => reported(report, sources),
        ErrorKind::MissingParent { current, parent } => {
            let message = format!("there is no template `{parent}` to extend");
            quoted(sources, current, parent, message)
                .help(format!("write `templates/{parent}`, or mend the name"))
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            let message = format!("the template extends itself: {}", inheritance_chain.join(" → "));
            quoted(sources, tpl, "extends", message).help("let one of them extend nothing")
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            let message = format!("the template includes itself: {}", include_chain.join(" → "));
            quoted(sources, tpl, "include", message).help("take one of the includes out")
        }
        _ => {
            let message = error.to_string();
            if message.starts_with("Maximum render recursion depth for components") {
                let message = "a component calls itself again and again";
                return Diagnostic::general(Code::Template, message)
                    .help("let it call itself on a condition, less than twenty times within one another");
            }
            Diagnostic::general(Code::Template, lower_first(&message))
        }
    }
}

/// How many `elif` a template may have: Tera, which bounds how deep everything else lies, puts each
/// into the one before it.
const BRANCHES: usize = 200;

/// The fault of a template that has more branches than Tera can read.
pub(super) fn too_many_branches(name: &str, text: &str) -> Option<Diagnostic> {
    let (start, word) = text.match_indices("elif").nth(BRANCHES)?;
    let place = Place::new(&file_of(name), Span::new(start, start + word.len()));
    let message = format!("a template may have no more than {BRANCHES} `elif`");
    Some(Diagnostic::at(place, Code::Template, message).help("look the value up in a map, or include a part"))
}

/// A fault whose place Tera knows.
fn reported(report: &ReportError, sources: &Sources) -> Diagnostic {
    let span = report.span();
    let text = sources.get(report.filename()).map_or("", |text| text);
    let at = |line: usize, column: usize| offset(text, Position { line, column: column + 1 });
    // Tera gives no position for an unexpected end of file.
    let (start, end) = if report.message().eq_ignore_ascii_case("unexpected end of input") {
        (text.trim_end().len(), text.trim_end().len())
    } else {
        (at(span.start_line, span.start_col), at(span.end_line, span.end_col))
    };
    let place = Place::new(&file_of(report.filename()), Span::new(start, end.max(start)));
    let (message, help) = said(report.message());
    Diagnostic::at(place, Code::Template, message).help(help)
}

/// A fault that Tera tells as text: the message, then a line `--> name:line:column`, then the
/// source.
fn diagnostic(report: &str, sources: &Sources) -> Diagnostic {
    let (message, rest) = report.split_once('\n').unwrap_or((report, ""));
    let (message, help) = said(message);
    let mut place = rest.lines().next().unwrap_or_default().trim().trim_start_matches("--> ").rsplitn(3, ':');
    let mut number = || place.next()?.parse().ok();
    let (column, line) = (number(), number());
    let fault = match (place.next(), line, column) {
        (Some(name), Some(line), Some(column)) => {
            let text = sources.get(name).map_or("", |text| text);
            let start = offset(text, Position { line, column });
            let rest = &text[start..];
            let len = match rest.strip_prefix(['"', '\'']) {
                Some(quoted) => quoted.find(['"', '\'']).map_or(1, |end| end + 2),
                None => rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or_default(),
            };
            let place = Place::new(&file_of(name), Span::new(start, start + len));
            Diagnostic::at(place, Code::Template, message)
        }
        _ => Diagnostic::general(Code::Template, message),
    };
    fault.help(help)
}

/// Tera's message in Diglot's words, and the way out.
fn said(message: &str) -> (String, String) {
    if let Some((fault, help)) = message.split_once('\n') {
        return (lower_first(fault), help.to_owned());
    }
    let (fault, known) = message.split_once(" Available ").unwrap_or((message, ""));
    let fault = fault.trim_end_matches('.');
    let name = fault.split('`').nth(1).unwrap_or_default();
    if fault.ends_with(" is not defined") || fault.ends_with("value is undefined") {
        let sort = fault.split(' ').next().unwrap_or_default().to_lowercase();
        let known = known.split_once(": ").map_or("", |(_, names)| names).split(", ");
        let help = match nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "`docs/templates.md` lists what each template sees; `is defined` tests for what may be missing"
                    .to_owned()
            }
        };
        return (format!("there is no {sort} `{name}`"), help);
    }
    let help = match fault.strip_prefix("Unknown ").and_then(|rest| rest.split(' ').next()) {
        Some("template") => format!("write `templates/{name}`, or mend the name"),
        Some(sort) => format!("mend the name; the documentation of Tera lists each {sort} it has"),
        None => {
            "mend the template: values stand in `{{ … }}`, tags in `{% … %}`, and every block has its end"
                .to_owned()
        }
    };
    let message = match fault.strip_prefix("Unknown ") {
        Some(rest) => format!("there is no {rest}"),
        None => lower_first(fault),
    };
    (message, help)
}

/// A fault that is shown at the first place where a word stands in a template.
fn quoted(sources: &Sources, name: &str, word: &str, message: String) -> Diagnostic {
    let start = sources.get(name).and_then(|text| text.find(word)).unwrap_or_default();
    let place = Place::new(&file_of(name), Span::new(start, start + word.len()));
    Diagnostic::at(place, Code::Template, message)
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
