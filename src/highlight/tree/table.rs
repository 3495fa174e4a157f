//! What the nodes of a tree are painted with: paths through it, as a language's table has them,
//! made quick to look up.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use tree_sitter::Language;
use tree_sitter_language::LanguageFn;

use super::super::TokenClass;
use super::super::paint::Paint;

#[derive(Clone, Copy, Debug)]
pub(super) enum NodeRole {
    /// A part of the code, painted as it says.
    Painted(Paint),
    /// A name: the language's own names have their classes, others this one or that of what is
    /// around.
    Name(Option<TokenClass>),
    Code(fn() -> &'static Table),
}

/// Paints with a class, which parts within may replace.
pub(super) const fn class(class: TokenClass) -> NodeRole {
    NodeRole::Painted(Paint::Class(class))
}

/// Paints with a class, whatever is within.
pub(super) const fn whole(class: TokenClass) -> NodeRole {
    NodeRole::Painted(Paint::Whole(class))
}

pub(super) const INHERIT: NodeRole = NodeRole::Painted(Paint::Inherit);

pub(super) const PLAIN: NodeRole = NodeRole::Painted(Paint::Plain);

/// What nodes are, each with the paths to it.
///
/// A path names nodes from the outside in, with ` > ` between: `parameters > identifier`. A name
/// may have the field in which the next node stands in it: `call.function > identifier`; at the end
/// of a path, `class.name`, any node in that field is meant. Tokens that have no name stand in
/// quotes: `template_substitution > '}'`. The longest path that fits wins; then one that ends with
/// a node over one that ends with a field; then the later one.
pub(super) type Rules = &'static [(NodeRole, &'static [&'static str])];

pub(in crate::highlight) struct Table {
    grammar: LanguageFn,
    rules: &'static [Rules],
    /// The class of a name that the language or its customs give one.
    pub(super) name: fn(&str) -> Option<TokenClass>,
    known: OnceLock<CompiledTable>,
}

/// The table made ready; a kind of node is known by the lowest of the numbers that its name has in
/// the grammar.
struct CompiledTable {
    language: Language,
    kinds: Vec<NodeRules>,
}

struct NodeRules {
    number: u16,
    default: NodeRole,
    /// The paths that end with the kind, the strongest first.
    paths: Vec<Path>,
    /// The paths that end with a field of the kind, the strongest first.
    fields: Vec<Path>,
    /// Whether any path asks for a field of the kind.
    is_asked: bool,
}

struct Path {
    /// From the node outwards: the kind of what it stands in, and the field in which it stands
    /// there, if it matters.
    above: Vec<(u16, Option<u16>)>,
    part: NodeRole,
}

/// A node on the way from the root: the number of its kind, and the field it stands in.
#[derive(Clone, Copy)]
pub(super) struct Step {
    pub(super) kind: u16,
    pub(super) field: Option<u16>,
}

impl Table {
    pub(super) const fn new(
        grammar: LanguageFn,
        rules: &'static [Rules],
        name: fn(&str) -> Option<TokenClass>,
    ) -> Table {
        Table { grammar, rules, name, known: OnceLock::new() }
    }

    pub(super) fn language(&self) -> &Language {
        &self.known().language
    }

    /// The number that all kinds of the same name share.
    pub(super) fn kind(&self, number: u16) -> u16 {
        self.known().kinds.get(usize::from(number)).map_or(number, |kind| kind.number)
    }

    /// Whether it matters in which field of a kind a node stands; to find out takes a while.
    pub(super) fn asks_for_field(&self, kind: u16) -> bool {
        self.known().kinds.get(usize::from(kind)).is_some_and(|kind| kind.is_asked)
    }

    /// What a node is: `way` leads from the root to it, itself the last.
    pub(super) fn part(&self, way: &[Step]) -> NodeRole {
        let Some((node, above)) = way.split_last() else { return INHERIT };
        let known = self.known();
        let Some(kind) = known.kinds.get(usize::from(node.kind)) else { return INHERIT };
        let by_kind = kind.paths.iter().find(|path| path.fits(*node, above));
        let by_field = above
            .last()
            .and_then(|parent| known.kinds.get(usize::from(parent.kind)))
            .and_then(|parent| parent.fields.iter().find(|path| path.fits(*node, above)));
        match (by_kind, by_field) {
            (Some(kind), Some(field)) if field.above.len() > kind.above.len() => field.part,
            (Some(path), _) | (None, Some(path)) => path.part,
            (None, None) => kind.default,
        }
    }

    fn known(&self) -> &CompiledTable {
        self.known.get_or_init(|| {
            let language = Language::new(self.grammar);
            let kinds = GrammarNames::of(&language).kinds(self.rules);
            CompiledTable { language, kinds }
        })
    }
}

struct GrammarNames<'a> {
    language: &'a Language,
    /// The name of each kind of node, and whether it is a kind that has one, and not a token.
    kinds: Vec<(&'a str, bool)>,
    /// The lowest number of each.
    numbers: FxHashMap<(&'a str, bool), u16>,
}

impl<'a> GrammarNames<'a> {
    fn of(language: &'a Language) -> Self {
        let ids = (0..language.node_kind_count()).filter_map(|id| u16::try_from(id).ok());
        let kind = |id| (language.node_kind_for_id(id).unwrap_or_default(), language.node_kind_is_named(id));
        let kinds: Vec<_> = ids.clone().map(kind).collect();
        let mut numbers = FxHashMap::with_capacity_and_hasher(kinds.len(), Default::default());
        for (kind, id) in kinds.iter().zip(ids) {
            numbers.entry(*kind).or_insert(id);
        }
        Self { language, kinds, numbers }
    }

    /// What each kind of node is by a table's rules.
    fn kinds(&self, rules: &[Rules]) -> Vec<NodeRules> {
        let kind = |kind: &(&str, bool)| NodeRules {
            number: self.numbers[kind],
            default: if kind.1 { INHERIT } else { token(kind.0) },
            paths: Vec::new(),
            fields: Vec::new(),
            is_asked: false,
        };
        let mut kinds: Vec<NodeRules> = self.kinds.iter().map(kind).collect();
        for (part, paths) in rules.iter().copied().flatten() {
            paths.iter().for_each(|path| self.add(path, *part, &mut kinds));
        }
        let strongest_first = |paths: &mut Vec<Path>| {
            paths.reverse();
            paths.sort_by_key(|path| std::cmp::Reverse(path.above.len()));
        };
        for kind in &mut kinds {
            strongest_first(&mut kind.paths);
            strongest_first(&mut kind.fields);
        }
        kinds
    }

    fn add(&self, path: &str, part: NodeRole, kinds: &mut [NodeRules]) {
        if let Some(beginning) = path.strip_suffix('*') {
            let named =
                kinds.iter_mut().zip(&self.kinds).filter(|(_, (name, _))| name.starts_with(beginning));
            named.for_each(|(kind, _)| kind.default = part);
            return;
        }
        let mut steps = path.rsplit(" > ");
        let (last, last_field) = self.step(steps.next().unwrap_or_default());
        let mut above: Vec<_> = steps.map(|step| self.step(step)).collect();
        if last_field.is_some() {
            above.insert(0, (last, last_field));
        }
        for (kind, _) in above.iter().filter(|(_, field)| field.is_some()) {
            if let Some(kind) = kinds.get_mut(usize::from(*kind)) {
                kind.is_asked = true;
            }
        }
        if let Some(kind) = kinds.get_mut(usize::from(last)) {
            let paths = if last_field.is_some() { &mut kind.fields } else { &mut kind.paths };
            paths.push(Path { above, part });
        }
    }

    /// A step of a path: `name` or `name.field`. One that the grammar does not have fits nothing; a
    /// test looks for those.
    fn step(&self, step: &str) -> (u16, Option<u16>) {
        let (name, is_named) = match step.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
            Some(token) => (token, false),
            None => (step, true),
        };
        let (name, field) = match name.split_once('.') {
            Some((name, field)) if is_named => (name, Some(field)),
            _ => (name, None),
        };
        let number = self.numbers.get(&(name, is_named)).copied().unwrap_or(u16::MAX);
        let field = field.map(|field| self.language.field_id_for_name(field).map_or(u16::MAX, Into::into));
        (number, field)
    }
}

impl Path {
    fn fits(&self, node: Step, above: &[Step]) -> bool {
        let fields = std::iter::once(node.field).chain(above.iter().rev().map(|step| step.field));
        self.above.len() <= above.len()
            && self.above.iter().zip(above.iter().rev()).zip(fields).all(|((wanted, step), field)| {
                wanted.0 == step.kind && (wanted.1.is_none() || wanted.1 == field)
            })
    }
}

/// What a token without a name is: a word of the language, an operator, or a bracket, separator or
/// quotation mark.
fn token(text: &str) -> NodeRole {
    let word = text.strip_prefix(['@', '#']).unwrap_or(text);
    if word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        class(TokenClass::Keyword)
    } else if text.chars().all(|c| "()[]{},;:._\"'`#@$\\".contains(c)) {
        INHERIT
    } else {
        class(TokenClass::Operator)
    }
}

#[cfg(test)]
impl Table {
    /// The paths that name what the grammar does not have.
    pub(in crate::highlight) fn faults(&self) -> Vec<&'static str> {
        let language = Language::new(self.grammar);
        let names = GrammarNames::of(&language);
        let is_known = |step: &str| {
            if let Some(beginning) = step.strip_suffix('*') {
                return names.kinds.iter().filter(|(name, _)| name.starts_with(beginning)).count() > 1;
            }
            let (kind, field) = names.step(step);
            kind != u16::MAX && field != Some(u16::MAX)
        };
        let paths = self.rules.iter().copied().flatten().flat_map(|(_, paths)| paths.iter().copied());
        paths.filter(|path| !path.split(" > ").all(is_known)).collect()
    }
}
