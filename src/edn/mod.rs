//! EDN as writers write it: values with their places, faults that show the way out, and values
//! printed.

mod form;
mod lexical;
mod print;
mod read;
#[cfg(test)]
mod tests;

pub use form::{Form, FormKind};
pub use print::{LINE_WIDTH, is_keyword};
pub use read::{EdnError, read, read_file};
