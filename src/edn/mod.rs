//! EDN as writers write it: values with their places, and faults that show the way out.

mod form;
mod lexical;
mod read;
#[cfg(test)]
mod tests;

pub use form::{Form, FormKind};
pub use read::{EdnError, read, read_file};
