//! Messages: patterns, perhaps by plural category.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::super::{Language, PluralCategory};
use super::{Arg, Args, Pattern, PatternPart};
use crate::base::nearest;

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Message {
    /// One text.
    Text(Pattern),
    /// A text for each plural category of the parameter `n`; never empty.
    Plural(BTreeMap<PluralCategory, Pattern>),
}

/// Why a message cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageError {
    /// No dictionary has the key; perhaps it is a misspelling of one that is there.
    UnknownKey {
        /// The key asked for.
        key: String,
        /// The nearest known key.
        nearest: Option<String>,
    },
    /// The message has a parameter that was not given.
    MissingParam {
        /// The message's key.
        key: String,
        /// The parameter.
        param: String,
        /// The nearest name that was given.
        nearest: Option<String>,
    },
    /// The parameter that chooses the plural form is no number.
    NotANumber {
        /// The message's key.
        key: String,
    },
}

impl Message {
    /// The parameter that chooses among plural forms.
    pub const COUNT: &'static str = "n";

    /// The names of all parameters, of any form; `n` is one of a plural message even where no form
    /// shows it.
    pub fn params(&self) -> BTreeSet<&str> {
        match self {
            Message::Text(pattern) => pattern.params().collect(),
            Message::Plural(forms) => forms.values().flat_map(Pattern::params).chain([Self::COUNT]).collect(),
        }
    }

    /// The plural categories that have a form; empty for a message that has one text.
    pub fn categories(&self) -> BTreeSet<PluralCategory> {
        match self {
            Message::Text(_) => BTreeSet::new(),
            Message::Plural(forms) => forms.keys().copied().collect(),
        }
    }

    /// Writes the message, whose key is told for errors. A plural category without a form takes
    /// that of `other`.
    pub fn write(&self, key: &str, language: &Language, args: &Args) -> Result<String, MessageError> {
        let pattern = match self {
            Message::Text(pattern) => pattern,
            Message::Plural(forms) => {
                let count = match args.get(Self::COUNT) {
                    Some(Arg::Number(count)) => *count,
                    Some(Arg::Text(_)) => return Err(MessageError::NotANumber { key: key.to_owned() }),
                    None => return Err(missing(key, Self::COUNT, args)),
                };
                let form = forms.get(&language.plural(count)).or_else(|| forms.get(&PluralCategory::Other));
                form.or_else(|| forms.values().next()).expect("a plural message has a form")
            }
        };
        let mut written = String::new();
        for part in pattern.parts() {
            match part {
                PatternPart::Text(text) => written.push_str(text),
                PatternPart::Param(name) => match args.get(name) {
                    Some(Arg::Text(text)) => written.push_str(text),
                    Some(Arg::Number(number)) => written.push_str(&language.number(*number)),
                    None => return Err(missing(key, name, args)),
                },
            }
        }
        Ok(written)
    }
}

impl MessageError {
    /// The way out, where one is known.
    pub fn help(&self) -> Option<String> {
        match self {
            MessageError::UnknownKey { nearest, .. } | MessageError::MissingParam { nearest, .. } => {
                Some(format!("did you mean `{}`?", nearest.as_ref()?))
            }
            MessageError::NotANumber { .. } => None,
        }
    }
}

impl fmt::Display for MessageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MessageError::UnknownKey { key, .. } => write!(f, "no dictionary has the text `{key}`"),
            MessageError::MissingParam { key, param, .. } => {
                write!(f, "the text `{key}` needs the parameter `{param}`")
            }
            MessageError::NotANumber { key } => {
                write!(f, "the text `{key}` needs a whole number as its parameter `{}`", Message::COUNT)
            }
        }
    }
}

impl std::error::Error for MessageError {}

fn missing(key: &str, param: &str, args: &Args) -> MessageError {
    let nearest = nearest(param, args.names()).map(str::to_owned);
    MessageError::MissingParam { key: key.to_owned(), param: param.to_owned(), nearest }
}
