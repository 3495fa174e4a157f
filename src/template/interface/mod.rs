//! The texts of the interface: who asks for them, and whether every language's dictionary answers.
//!
//! What templates ask for is read off their calls of `t`, what the program asks for is the list of
//! [`MessageId`]; [`check`] holds the dictionaries to both before a page is rendered.

mod call;
mod check;
mod checker;
mod forms;
mod keys;
mod message_id;
mod params;
mod uses;

pub(super) use call::{Call, Key, calls};
pub(super) use check::check;
pub(super) use checker::Faulty;
pub use message_id::MessageId;
