//! From routes to bytes: what each template sees, the assets, and the table of everything that is published.

pub mod assets;
mod media_type;
mod output;
pub mod view;

pub use media_type::MediaType;
pub use output::{InvalidOutputPath, Output, OutputPath, Outputs};
