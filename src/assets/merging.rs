//! What it takes to merge the rules of a style sheet.

use lightningcss::rules::{CssRule, CssRuleList};

/// How many steps it may take. A rule that is merged into the one before it has the whole looked at
/// again, so that a run of them takes as many as its square.
const STEPS: usize = 1_000_000;

/// Whether rules are merged soon; those that are not stay apart, and mean the same.
pub(super) fn is_quick(rules: &CssRuleList) -> bool {
    steps(rules) <= STEPS
}

/// About how many steps the runs of neighbours take that are merged.
fn steps(rules: &CssRuleList) -> usize {
    let layers: Vec<&CssRule> =
        rules.0.iter().filter(|rule| matches!(rule, CssRule::LayerBlock(_))).collect();
    let runs = rules.0.chunk_by(|one, other| are_merged(one, other));
    let inside = rules.0.iter().filter_map(within).map(steps);
    let all = runs.map(|run| run_steps(run.len(), run.iter())).chain(inside);
    all.fold(run_steps(layers.len(), layers.into_iter()), usize::saturating_add)
}

fn run_steps<'a, 'i: 'a>(len: usize, run: impl Iterator<Item = &'a CssRule<'i>>) -> usize {
    if len < 2 { 0 } else { len.saturating_mul(run.map(size).sum()) }
}

/// Whether the second of two neighbours is merged into the first.
fn are_merged<'i>(one: &CssRule<'i>, other: &CssRule<'i>) -> bool {
    match (one, other) {
        (CssRule::Style(one), CssRule::Style(other)) => {
            one.selectors == other.selectors || one.declarations == other.declarations
        }
        (CssRule::Media(one), CssRule::Media(other)) => one.query == other.query,
        (CssRule::Supports(one), CssRule::Supports(other)) => one.condition == other.condition,
        (CssRule::Container(one), CssRule::Container(other)) => {
            one.name == other.name && one.condition == other.condition
        }
        _ => false,
    }
}

/// How many selectors, declarations and rules there are in a rule, itself among them.
fn size(rule: &CssRule) -> usize {
    let own = match rule {
        CssRule::Style(rule) => rule.selectors.0.len() + rule.declarations.len(),
        CssRule::NestedDeclarations(rule) => rule.declarations.len(),
        _ => 0,
    };
    1 + own + within(rule).map_or(0, |rules| rules.0.iter().map(size).sum())
}

fn within<'a, 'i>(rule: &'a CssRule<'i>) -> Option<&'a CssRuleList<'i>> {
    Some(match rule {
        CssRule::Style(rule) => &rule.rules,
        CssRule::Media(rule) => &rule.rules,
        CssRule::Supports(rule) => &rule.rules,
        CssRule::Container(rule) => &rule.rules,
        CssRule::LayerBlock(rule) => &rule.rules,
        CssRule::Scope(rule) => &rule.rules,
        CssRule::StartingStyle(rule) => &rule.rules,
        CssRule::MozDocument(rule) => &rule.rules,
        CssRule::Nesting(rule) => &rule.style.rules,
        _ => return None,
    })
}
