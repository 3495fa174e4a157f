//! The texts of the interface: who asks for them, and whether every language's dictionary answers.

mod call;
mod phrase;
mod token;

pub use phrase::Phrase;
