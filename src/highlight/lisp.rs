//! A tokenizer for Lisps, which knows what the first word of a list makes of the rest.

mod words;

use super::TokenClass::{
    self, Attribute, Comment, Constant, Escape, Function, Keyword, Number, Operator, String, Type,
};
use super::sink::Sink;
pub(super) use words::Dialect;
use words::Head;

/// Gives the tokens of any text; what is unbalanced or unfinished is coloured as far as it goes.
pub(super) fn tokens(dialect: Dialect, code: &str, sink: Sink) {
    let mut reader = LispReader {
        dialect,
        rest: code,
        frames: Vec::new(),
        skips: Vec::new(),
        comments: 0,
        quoted: false,
        sink,
    };
    while !reader.rest.is_empty() {
        reader.token();
    }
}

struct LispReader<'a> {
    dialect: Dialect,
    rest: &'a str,
    /// The brackets that are open.
    frames: Vec<Frame>,
    /// The prefixes whose form is still to be read, and which does not count as a form where it
    /// stands.
    skips: Vec<Skip>,
    /// How many of them comment a form out.
    comments: usize,
    /// Whether the next form is quoted.
    quoted: bool,
    sink: Sink<'a>,
}

struct Frame {
    kind: FrameKind,
    /// How many forms have been read in it.
    forms: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FrameKind {
    /// Code: a list whose first form is called.
    Call,
    /// The same, of which nothing more is expected.
    Body,
    /// A definition: a name follows, of the given class, and in most dialects a list of parameters.
    Definition(TokenClass),
    /// A `let` or `lambda`: a list of bindings or parameters follows.
    Binder,
    /// A `dolist`: a list of a name and code follows.
    Iteration,
    /// A list of bindings or parameters: names, or lists that begin with a name.
    Bindings,
    /// Values: its lists are code again.
    Values,
    /// Data all the way down.
    Quoted,
}

/// A prefix that takes the next form along.
struct Skip {
    /// How many brackets were open.
    depth: usize,
    /// Whether the form is commented out; else it is metadata.
    comment: bool,
}

impl<'a> LispReader<'a> {
    fn token(&mut self) {
        let Some(first) = self.rest.chars().next() else { return };
        let clojure = matches!(self.dialect, Dialect::Clojure | Dialect::Edn);
        match first {
            c if c.is_whitespace() => self.take(blank_len(self.rest), None),
            ';' => self.take(line_len(self.rest), Some(Comment)),
            '"' => self.string(0, String),
            '(' | '[' | '{' => self.open(first),
            ')' | ']' | '}' => self.close(),
            '#' => self.dispatch(clojure),
            '\'' | '`' => {
                self.take(1, Some(Operator));
                self.quoted = first == '\'';
            }
            ',' if clojure => self.take(1, None),
            '~' | '@' | ',' if clojure || first == ',' => {
                self.take(if self.rest[1..].starts_with('@') { 2 } else { 1 }, Some(Operator));
            }
            '^' if clojure => self.prefix(1, false),
            '\\' if clojure => self.form(self.character_len(1), Some(String)),
            '?' if self.dialect == Dialect::EmacsLisp && self.rest.len() > 1 => {
                let backslash = usize::from(self.rest[1..].starts_with('\\'));
                self.form(self.character_len(1 + backslash), Some(String));
            }
            _ => self.atom(),
        }
    }

    fn dispatch(&mut self, clojure: bool) {
        let next = self.rest[1..].chars().next();
        match next {
            Some('_') if clojure => self.prefix(2, true),
            Some(';') if self.dialect == Dialect::Scheme => self.prefix(2, true),
            Some('!') => self.take(line_len(self.rest), Some(Comment)),
            Some('|') if !clojure => self.take(block_comment_len(self.rest), Some(Comment)),
            Some('"') if clojure => self.string(1, Escape),
            Some('^') if clojure => self.prefix(2, false),
            Some('\'') => self.take(2, Some(Operator)),
            Some('?') if clojure => {
                self.take(if self.rest[2..].starts_with('@') { 3 } else { 2 }, Some(Operator));
                self.quoted = false;
            }
            Some('\\') if !clojure => self.form(self.character_len(2), Some(String)),
            Some('(') if clojure => self.take(1, Some(Operator)),
            None | Some('(' | '[' | '{') => self.take(1, None),
            Some('#') if clojure => self.form(self.atom_len(), Some(Number)),
            Some(':') => self.form(self.atom_len(), Some(Constant)),
            Some(_) if clojure => self.take(self.atom_len(), Some(Type)),
            Some('+' | '-') => self.take(self.atom_len(), Some(Attribute)),
            Some('x' | 'X' | 'b' | 'B' | 'o' | 'O') => self.form(self.atom_len(), Some(Number)),
            Some(_) => self.form(self.atom_len(), Some(Constant)),
        }
    }

    fn open(&mut self, bracket: char) {
        let quoted = std::mem::take(&mut self.quoted) || self.dialect == Dialect::Edn;
        let parent = self.frames.last_mut();
        let kind = match parent {
            Some(Frame { kind: FrameKind::Quoted, .. }) => FrameKind::Quoted,
            _ if quoted => FrameKind::Quoted,
            _ if bracket != '(' => FrameKind::Values,
            Some(frame @ Frame { kind: FrameKind::Binder, .. }) => {
                frame.kind = FrameKind::Body;
                FrameKind::Bindings
            }
            Some(frame @ Frame { kind: FrameKind::Iteration, .. }) => {
                frame.kind = FrameKind::Body;
                FrameKind::Values
            }
            // Scheme's `(define (f x) …)`, Common Lisp's `(defstruct (name …) …)`.
            Some(frame @ Frame { kind: FrameKind::Definition(_), forms: 1 }) => {
                frame.kind = FrameKind::Body;
                FrameKind::Call
            }
            Some(frame @ Frame { kind: FrameKind::Definition(Function | Type), .. }) => {
                frame.kind = FrameKind::Body;
                match self.dialect {
                    Dialect::CommonLisp | Dialect::EmacsLisp => FrameKind::Bindings,
                    _ => FrameKind::Call,
                }
            }
            Some(Frame { kind: FrameKind::Bindings, .. }) => FrameKind::Values,
            _ => FrameKind::Call,
        };
        self.take(1, None);
        self.frames.push(Frame { kind, forms: 0 });
    }

    fn close(&mut self) {
        self.take(1, None);
        self.frames.pop();
        let depth = self.frames.len();
        // Sorted by depth.
        while self.skips.last().is_some_and(|skip| skip.depth > depth) {
            self.end_skip();
        }
        self.end_form();
    }

    /// Reads a prefix that takes the next form along.
    fn prefix(&mut self, len: usize, comment: bool) {
        self.skips.push(Skip { depth: self.frames.len(), comment });
        self.comments += usize::from(comment);
        self.take(len, Some(if comment { Comment } else { Attribute }));
    }

    /// Reads a string whose quote stands after a prefix.
    fn string(&mut self, prefix: usize, class: TokenClass) {
        let mut done = 0;
        let mut at = prefix + 1;
        let bytes = self.rest.as_bytes();
        let rest = self.rest;
        while at < bytes.len() && bytes[at] != b'"' {
            if bytes[at] != b'\\' {
                at += 1;
                continue;
            }
            let escape = 1 + rest[at + 1..].chars().next().map_or(0, char::len_utf8);
            self.emit(&rest[done..at], Some(class));
            self.emit(&rest[at..at + escape], Some(Escape));
            at += escape;
            done = at;
        }
        let end = (at + 1).min(bytes.len());
        self.emit(&rest[done..end], Some(class));
        self.rest = &rest[end..];
        self.end_form();
    }

    /// Reads a symbol, keyword or number.
    fn atom(&mut self) {
        let len = self.atom_len();
        let text = &self.rest[..len];
        let class = self.atom_class(text);
        self.form(len, class);
    }

    fn atom_class(&mut self, text: &str) -> Option<TokenClass> {
        let depth = self.frames.len();
        if self.skips.last().is_some_and(|skip| !skip.comment && skip.depth == depth) {
            return Some(Attribute);
        }
        if let Some(class) = words::literal(self.dialect, text) {
            return Some(class);
        }
        let other = words::name(self.dialect, text);
        let Some(frame) = self.frames.last_mut() else { return other };
        match (frame.kind, frame.forms) {
            (FrameKind::Call, 0) => match words::head(self.dialect, text) {
                Head::Definer(class) => {
                    frame.kind = FrameKind::Definition(class);
                    Some(Keyword)
                }
                Head::Binder => {
                    frame.kind = FrameKind::Binder;
                    Some(Keyword)
                }
                Head::Iterator => {
                    frame.kind = FrameKind::Iteration;
                    Some(Keyword)
                }
                Head::Special => Some(Keyword),
                Head::Call => other.filter(|class| *class == Type).or(Some(Function)),
            },
            (FrameKind::Definition(class), 1) => Some(class),
            _ => other,
        }
    }

    fn form(&mut self, len: usize, class: Option<TokenClass>) {
        self.take(len, class);
        self.end_form();
    }

    fn end_form(&mut self) {
        self.quoted = false;
        let depth = self.frames.len();
        if self.skips.last().is_some_and(|skip| skip.depth == depth) {
            self.end_skip();
        } else if let Some(frame) = self.frames.last_mut() {
            frame.forms += 1;
        }
    }

    fn end_skip(&mut self) {
        let skip = self.skips.pop();
        self.comments -= usize::from(skip.is_some_and(|skip| skip.comment));
    }

    fn take(&mut self, len: usize, class: Option<TokenClass>) {
        let (text, rest) = self.rest.split_at(len);
        self.emit(text, class);
        self.rest = rest;
    }

    fn emit(&mut self, text: &str, class: Option<TokenClass>) {
        (self.sink)(text, if self.comments > 0 { Some(Comment) } else { class });
    }

    /// The length of a character literal whose mark has so many bytes: one character, and the
    /// letters of its name.
    fn character_len(&self, mark: usize) -> usize {
        let named = &self.rest[mark..];
        let first = named.chars().next().map_or(0, char::len_utf8);
        mark + first + self.run_len(&named[first..])
    }

    /// The length of the atom that begins here, at least one character.
    fn atom_len(&self) -> usize {
        let first = self.rest.chars().next().map_or(0, char::len_utf8);
        first + self.run_len(&self.rest[first..])
    }

    fn run_len(&self, text: &str) -> usize {
        let clojure = matches!(self.dialect, Dialect::Clojure | Dialect::Edn);
        let ends = |c: char| {
            c.is_whitespace()
                || matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '"' | ';' | ',' | '`')
                || (!clojure && c == '\'')
        };
        text.find(ends).unwrap_or(text.len())
    }
}

fn blank_len(text: &str) -> usize {
    text.find(|c: char| !c.is_whitespace()).unwrap_or(text.len())
}

fn line_len(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// The length of a `#|…|#` comment, which nests.
fn block_comment_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"#|" => depth += 1,
            b"|#" => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    text.len()
}
