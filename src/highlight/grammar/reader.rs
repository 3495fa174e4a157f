//! Reads code by a grammar of Sublime Text's, as `syntect`'s own reader does, in steps that are
//! counted.
//!
//! That one comes to no end on some lines: where two contexts hand a place to one another without
//! reading on, or where an expression can be matched in more ways than anybody waits for.

use std::cell::RefCell;
use std::iter;
use std::ptr;

use onig::{Regex, Region};
use rustc_hash::FxHashMap;
use serde_json::json;
use syntect::parsing::syntax_definition::{
    Context, ContextReference, MatchOperation, MatchPattern, context_iter,
};
use syntect::parsing::{ScopeStackOp, SyntaxSet};

use super::super::budget::{Budget, HighlightError};
use super::expression::{self, TooManyWays};

/// How many steps there are for each byte of code: several times what code takes that anybody has
/// written, see `docs/highlighting.md`.
pub(super) const EACH: usize = 400;

/// How many contexts may be open: as many as with `syntect`.
const DEEPEST: usize = 100;

/// What is remembered from line to line.
pub(super) struct GrammarReader {
    set: &'static SyntaxSet,
    levels: Vec<Level>,
    is_begun: bool,
    /// How high the stack was where prototypes came in that hide those below.
    borders: Vec<usize>,
    /// A reference, to make others of: contexts name their prototypes without one.
    reference: ContextReference,
}

#[derive(Clone)]
struct Start {
    context: &'static Context,
    reference: ContextReference,
}

thread_local! {
    static STARTS: RefCell<FxHashMap<String, Start>> = RefCell::default();
}

impl Start {
    fn of(set: &'static SyntaxSet, grammar: &str) -> Option<Self> {
        if let Some(known) = STARTS.with_borrow(|starts| starts.get(grammar).cloned()) {
            return Some(known);
        }
        let syntax = set.syntaxes().iter().rposition(|syntax| syntax.name == grammar)?;
        let contexts = (0..).map_while(|context| {
            let direct = json!({ "Direct": { "syntax_index": syntax, "context_index": context } });
            let reference: ContextReference = serde_json::from_value(direct).ok()?;
            Some(Self { context: reference.resolve(set).ok()?, reference })
        });
        let start = contexts.into_iter().find(|start| start.is_one(set))?;
        STARTS.with_borrow_mut(|starts| starts.insert(grammar.to_owned(), start.clone()));
        Some(start)
    }

    /// Whether it is the context that begins: the only one that opens another whatever comes.
    fn is_one(&self, set: &'static SyntaxSet) -> bool {
        let mut patterns = context_iter(set, self.context).map(|(of, index)| of.match_at(index));
        let first = patterns.next().and_then(Result::ok);
        let opens = |pattern: &MatchPattern| matches!(pattern.operation, MatchOperation::Push(_));
        patterns.next().is_none()
            && first.is_some_and(|pattern| pattern.regex.regex_str().is_empty() && opens(pattern))
    }
}

struct Level {
    context: &'static Context,
    /// The patterns that its grammar adds to each context within.
    prototypes: Vec<&'static Context>,
    /// The match that opened it, and its line, where its patterns refer to what was matched.
    opener: Option<(Region, String)>,
}

/// The match that comes first in what is left of a line.
struct BestMatch {
    region: Region,
    pattern: &'static MatchPattern,
    is_from_prototype: bool,
    /// Whether it leads back to where nothing has been read.
    would_loop: bool,
}

/// What a line has been searched for: the first match of each pattern.
type Searched = FxHashMap<*const MatchPattern, Option<Region>>;

/// A place in a line, and what has been found out about it.
struct Line<'a> {
    text: &'a str,
    at: usize,
    /// What the search before has found.
    region: Region,
    searched: Searched,
    /// Where a context was opened without reading on, and how many were open then.
    pushed: (usize, usize),
    ops: Vec<(usize, ScopeStackOp)>,
}

impl GrammarReader {
    pub(super) fn new(set: &'static SyntaxSet, grammar: &str) -> Option<Self> {
        let Start { context, reference } = Start::of(set, grammar)?;
        let level = Level { context, prototypes: Vec::new(), opener: None };
        Some(Self { set, levels: vec![level], is_begun: false, borders: Vec::new(), reference })
    }

    /// Reads a line with its end: where scopes begin and end.
    pub(super) fn line(
        &mut self,
        text: &str,
        budget: &mut Budget,
    ) -> Result<Vec<(usize, ScopeStackOp)>, HighlightError> {
        let mut line = Line {
            text,
            at: 0,
            region: Region::with_capacity(8),
            searched: Searched::default(),
            pushed: (0, 0),
            ops: Vec::new(),
        };
        if !self.is_begun {
            self.is_begun = true;
            let scopes = self.levels.last().map_or(&[][..], |level| &level.context.meta_content_scope);
            line.ops.extend(scopes.iter().take(1).map(|scope| (0, ScopeStackOp::Push(*scope))));
        }
        while self.token(&mut line, budget)? {}
        Ok(line.ops)
    }

    /// Reads on to the next match; whether there was one.
    fn token(&mut self, line: &mut Line, budget: &mut Budget) -> Result<bool, HighlightError> {
        while self.borders.last().is_some_and(|border| *border >= self.levels.len()) {
            self.borders.pop();
        }
        let Some(best) = self.best(line, budget)? else { return Ok(false) };
        if best.would_loop {
            let next = line.text[line.at..].char_indices().nth(1);
            line.at += next.map_or(0, |(len, _)| len);
            return Ok(next.is_some());
        }
        let Some((start, end)) = best.region.pos(0) else { return Ok(false) };
        if end <= line.at && matches!(best.pattern.operation, MatchOperation::Push(_)) {
            line.pushed = (end, self.levels.len() + 1);
        }
        line.at = end;
        if best.is_from_prototype {
            self.borders.push(self.levels.len());
        }
        self.mark(&best, start, end, &mut line.ops);
        self.turn(&best, line.text);
        Ok(!self.levels.is_empty())
    }

    /// The first match of the patterns that count here.
    fn best(&self, line: &mut Line, budget: &mut Budget) -> Result<Option<BestMatch>, HighlightError> {
        let Some(top) = self.levels.last() else { return Ok(None) };
        let may_loop = line.pushed == (line.at, self.levels.len());
        let border = self.borders.last().copied().unwrap_or_default();
        let added =
            self.levels.get(border..).unwrap_or_default().iter().flat_map(|level| {
                level.prototypes.iter().map(|context| (true, *context, level.opener.as_ref()))
            });
        let prototype = self.prototype(top.context).map(|context| (false, context, None));
        let own = iter::once((false, top.context, top.opener.as_ref()));
        let mut best: Option<BestMatch> = None;
        let mut first = usize::MAX;
        for (is_from_prototype, context, opener) in added.chain(prototype).chain(own) {
            for (of, index) in context_iter(self.set, context) {
                let Ok(pattern) = of.match_at(index) else { continue };
                let Some(region) = self.search(pattern, opener, line, budget)? else { continue };
                let Some((start, end)) = region.pos(0) else { continue };
                let looped = best.as_ref().is_some_and(|best| best.would_loop);
                if start > first || start == first && !looped {
                    continue;
                }
                first = start;
                let would_loop =
                    may_loop && end <= line.at && matches!(pattern.operation, MatchOperation::Pop);
                if matches!(pattern.operation, MatchOperation::Push(_)) && self.levels.len() >= DEEPEST {
                    return Ok(None);
                }
                best = Some(BestMatch { region, pattern, is_from_prototype, would_loop });
                if start == line.at && !would_loop {
                    return Ok(best);
                }
            }
        }
        Ok(best)
    }

    fn search(
        &self,
        pattern: &'static MatchPattern,
        opener: Option<&(Region, String)>,
        line: &mut Line,
        budget: &mut Budget,
    ) -> Result<Option<Region>, HighlightError> {
        if !budget.take(1) {
            return Err(HighlightError::Steps(EACH));
        }
        match line.searched.get(&ptr::from_ref(pattern)) {
            Some(None) => return Ok(None),
            Some(Some(region)) if region.pos(0).is_some_and(|(start, _)| start >= line.at) => {
                return Ok(Some(region.clone()));
            }
            _ => {}
        }
        let opener = opener.filter(|_| pattern.has_captures);
        let compiled = if opener.is_some() { COMPILED } else { 0 };
        if !budget.take(SEARCH + compiled + (line.text.len() - line.at) / BYTES) {
            return Err(HighlightError::Steps(EACH));
        }
        let mut search = |regex: &Regex| expression::search(regex, line.text, line.at, &mut line.region);
        let is_found =
            match opener {
                Some((groups, text)) => {
                    expression::referring(pattern, groups, text).map_or(Ok(false), |regex| search(&regex))
                }
                None => expression::of(pattern).map_or(Ok(false), search),
            }
            .or_else(|TooManyWays| {
                if budget.take(GIVEN_UP) { Ok(false) } else { Err(HighlightError::Steps(EACH)) }
            })?;
        let does_something = match pattern.operation {
            MatchOperation::None => line.region.pos(0).is_some_and(|(start, end)| start != end),
            MatchOperation::Push(_) => self.levels.len() < DEEPEST,
            _ => true,
        };
        let found = (is_found && does_something).then(|| line.region.clone());
        if opener.is_none() && is_found == found.is_some() {
            line.searched.insert(pattern, found.clone());
        }
        Ok(found)
    }

    /// The patterns that a grammar has in each of its contexts.
    fn prototype(&self, context: &Context) -> Option<&'static Context> {
        let wanted = context.prototype?;
        let mut reference = self.reference.clone();
        if let ContextReference::Direct { 0: id, .. } = &mut reference {
            *id = wanted;
        }
        self.context(&reference)
    }

    fn context(&self, reference: &ContextReference) -> Option<&'static Context> {
        reference.resolve(self.set).ok()
    }

    /// Says where the scopes of a match begin and end.
    fn mark(&self, best: &BestMatch, start: usize, end: usize, ops: &mut Vec<(usize, ScopeStackOp)>) {
        let Some(top) = self.levels.last() else { return };
        let BestMatch { pattern, region, .. } = best;
        self.mark_contexts(true, start, top.context, &pattern.operation, ops);
        ops.extend(pattern.scope.iter().map(|scope| (start, ScopeStackOp::Push(*scope))));
        let mut groups = Vec::new();
        for (group, scopes) in pattern.captures.iter().flatten() {
            let Some((start, end)) = region.pos(*group).filter(|(start, end)| start != end) else { continue };
            // Ends come before beginnings, and long groups before those within.
            let len = i64::try_from(end - start).unwrap_or(i64::MAX);
            groups.extend(scopes.iter().map(|scope| ((start, -len), ScopeStackOp::Push(*scope))));
            groups.push(((end, i64::MIN), ScopeStackOp::Pop(scopes.len())));
        }
        groups.sort_by_key(|(place, _)| *place);
        ops.extend(groups.into_iter().map(|((at, _), op)| (at, op)));
        if !pattern.scope.is_empty() {
            ops.push((end, ScopeStackOp::Pop(pattern.scope.len())));
        }
        self.mark_contexts(false, end, top.context, &pattern.operation, ops);
    }

    /// Says where the scopes of contexts begin and end, before a match or behind it.
    fn mark_contexts(
        &self,
        is_before: bool,
        at: usize,
        current: &Context,
        operation: &MatchOperation,
        ops: &mut Vec<(usize, ScopeStackOp)>,
    ) {
        let (references, is_set) = match operation {
            MatchOperation::Push(references) => (references, false),
            MatchOperation::Set(references) => (references, true),
            MatchOperation::Pop => {
                let scopes = if is_before { &current.meta_content_scope } else { &current.meta_scope };
                if !scopes.is_empty() {
                    ops.push((at, ScopeStackOp::Pop(scopes.len())));
                }
                if !is_before && current.clear_scopes.is_some() {
                    ops.push((at, ScopeStackOp::Restore));
                }
                return;
            }
            MatchOperation::None => return,
        };
        let contexts = || references.iter().filter_map(|reference| self.context(reference));
        let mut push = |op| ops.push((at, op));
        if is_before {
            if is_set && current.clear_scopes.is_some() {
                push(ScopeStackOp::Restore);
            }
            for context in contexts() {
                let cleared = context.clear_scopes.filter(|_| !is_set).map(ScopeStackOp::Clear);
                let scopes = context.meta_scope.iter().copied().map(ScopeStackOp::Push);
                cleared.into_iter().chain(scopes).for_each(&mut push);
            }
            return;
        }
        let has_own = !current.meta_scope.is_empty() || !current.meta_content_scope.is_empty();
        let are_pushed_anew = is_set && has_own
            || contexts().any(|context| {
                !context.meta_content_scope.is_empty() || context.clear_scopes.is_some() && is_set
            });
        if !are_pushed_anew {
            return;
        }
        let own = current.meta_content_scope.len() + current.meta_scope.len();
        let pushed: usize = contexts().map(|context| context.meta_scope.len()).sum();
        let popped = pushed + if is_set { own } else { 0 };
        if popped > 0 {
            push(ScopeStackOp::Pop(popped));
        }
        for context in contexts() {
            let cleared = context.clear_scopes.filter(|_| is_set).map(ScopeStackOp::Clear);
            let scopes = context.meta_scope.iter().chain(&context.meta_content_scope);
            let scopes = scopes.copied().map(ScopeStackOp::Push);
            cleared.into_iter().chain(scopes).for_each(&mut push);
        }
    }

    /// Opens and closes contexts, as a match says.
    fn turn(&mut self, best: &BestMatch, line: &str) {
        let (references, mut kept) = match &best.pattern.operation {
            MatchOperation::Push(references) => (references, None),
            MatchOperation::Set(references) => (references, self.levels.pop().map(|level| level.prototypes)),
            MatchOperation::Pop => {
                self.levels.pop();
                return;
            }
            MatchOperation::None => return,
        };
        for (index, reference) in references.iter().enumerate() {
            let Some(context) = self.context(reference) else { continue };
            let mut prototypes = kept.take().unwrap_or_default();
            if index + 1 == references.len() {
                let added = best.pattern.with_prototype.as_ref();
                prototypes.extend(added.and_then(|reference| self.context(reference)));
            }
            let refers = context.uses_backrefs || prototypes.iter().any(|prototype| prototype.uses_backrefs);
            let opener = refers.then(|| (best.region.clone(), line.to_owned()));
            self.levels.push(Level { context, prototypes, opener });
        }
    }
}

/// What a search takes at least, where looking up a match that is known takes one step.
const SEARCH: usize = 50;

/// What it takes to make an expression anew, which says again what another has matched.
const COMPILED: usize = 1_000;

/// What a search takes that is given up, as if nothing were found.
const GIVEN_UP: usize = 50_000;

/// How many bytes a search passes over in a step.
const BYTES: usize = 64;
