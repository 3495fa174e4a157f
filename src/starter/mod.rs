//! What writers begin with: a blog, a post, a translation, a template.

mod blog;
mod built_in;
mod file;
mod post;
mod samples;
mod translation;

pub use blog::NewBlog;
pub use built_in::BuiltInFile;
pub use post::NewPost;
pub use translation::{Begun, begin_translation};
