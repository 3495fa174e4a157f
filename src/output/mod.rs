//! What is published: paths in the output folder, bytes, and what those are.

mod media_type;
mod outputs;

pub use media_type::MediaType;
pub use outputs::{InMemory, InvalidOutputPath, Output, OutputPath, Outputs, Store};
