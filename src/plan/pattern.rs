//! Patterns of addresses: `/{year}/{slug}/`.

use std::fmt::Write;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern(Vec<PatternPart>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum PatternPart {
    Literal(String),
    Variable(Variable),
}

/// What a pattern may name in braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variable {
    Slug,
    Path,
    Year,
    Month,
    Day,
    Locale,
}

#[derive(Clone, Debug, Default)]
pub(super) struct PatternValues<'a> {
    pub slug: &'a str,
    pub path: &'a str,
    pub date: chrono::NaiveDate,
    pub locale: &'a str,
}

impl Variable {
    const ALL: [Variable; 6] =
        [Variable::Slug, Variable::Path, Variable::Year, Variable::Month, Variable::Day, Variable::Locale];

    pub(super) fn name(self) -> &'static str {
        match self {
            Variable::Slug => "slug",
            Variable::Path => "path",
            Variable::Year => "year",
            Variable::Month => "month",
            Variable::Day => "day",
            Variable::Locale => "locale",
        }
    }
}

impl Pattern {
    /// Reads a pattern; the error says what is wrong, and the way out.
    pub(super) fn parse(
        text: &str,
        allowed: &[Variable],
        wanted: &[Variable],
    ) -> Result<Self, (String, String)> {
        if !text.starts_with('/') {
            return Err(("a pattern begins with `/`".to_owned(), format!("write `/{text}`")));
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let close = rest[open..].find('}').map(|at| open + at).ok_or_else(|| {
                ("a brace is never closed".to_owned(), "write variables like `{slug}`".to_owned())
            })?;
            let name = &rest[open + 1..close];
            let variable = Variable::ALL.into_iter().find(|variable| variable.name() == name);
            match variable.filter(|variable| allowed.contains(variable)) {
                Some(variable) => {
                    parts.push(PatternPart::Literal(rest[..open].to_owned()));
                    parts.push(PatternPart::Variable(variable));
                }
                None => {
                    let known: Vec<String> =
                        allowed.iter().map(|variable| format!("`{{{}}}`", variable.name())).collect();
                    return Err((
                        format!("this pattern has no variable `{{{name}}}`"),
                        format!("it may have {}", known.join(", ")),
                    ));
                }
            }
            rest = &rest[close + 1..];
        }
        parts.push(PatternPart::Literal(rest.to_owned()));
        let pattern = Self(parts);
        if !wanted.is_empty() && !wanted.iter().any(|variable| pattern.has(*variable)) {
            return Err((
                "the pattern gives two pages one address".to_owned(),
                format!("let it have `{{{}}}`", wanted[0].name()),
            ));
        }
        Ok(pattern)
    }

    pub(super) fn has(&self, variable: Variable) -> bool {
        self.0.contains(&PatternPart::Variable(variable))
    }

    /// The pattern up to its first variable other than the locale.
    pub(super) fn stem(&self) -> Self {
        let is_specific = |part: &PatternPart| matches!(part, PatternPart::Variable(variable) if *variable != Variable::Locale);
        Self(self.0.iter().take_while(|part| !is_specific(part)).cloned().collect())
    }

    /// The address for some values; parts that come out empty are closed up.
    pub(super) fn fill(&self, values: &PatternValues<'_>) -> String {
        let mut filled = String::new();
        for part in &self.0 {
            let written = match part {
                PatternPart::Literal(text) => write!(filled, "{text}"),
                PatternPart::Variable(Variable::Slug) => write!(filled, "{}", values.slug),
                PatternPart::Variable(Variable::Path) => write!(filled, "{}", values.path),
                PatternPart::Variable(Variable::Locale) => write!(filled, "{}", values.locale),
                PatternPart::Variable(Variable::Year) => write!(filled, "{}", values.date.format("%Y")),
                PatternPart::Variable(Variable::Month) => write!(filled, "{}", values.date.format("%m")),
                PatternPart::Variable(Variable::Day) => write!(filled, "{}", values.date.format("%d")),
            };
            written.expect("writing to a string cannot fail");
        }
        while let Some(at) = filled.find("//") {
            filled.remove(at);
        }
        filled
    }
}
