//! Writes a blog to measure with: `cargo run --release --example generate -- POSTS FOLDER`.

#[path = "blog.rs"]
mod blog;

use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [posts, folder] = &*arguments else { return Err("usage: generate POSTS FOLDER".into()) };
    Ok(blog::write(Path::new(folder), posts.parse()?)?)
}
