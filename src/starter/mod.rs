//! What writers begin with: a blog, a post, a translation.

mod blog;
mod file;
mod post;
mod samples;
mod translation;

pub use blog::NewBlog;
pub use post::NewPost;
pub use translation::{Begun, begin_translation};
