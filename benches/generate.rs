//! Writes a blog to measure with: `cargo run --release --example generate -- POSTS FOLDER
//! [--own-code]`.

#[path = "blog.rs"]
mod blog;

use std::error::Error;
use std::path::Path;

use blog::Code;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    match &*arguments {
        [posts, folder, options @ ..] if options.iter().all(|option| option == "--own-code") => {
            Ok(blog::write(Path::new(folder), posts.parse()?, Code::of(options))?)
        }
        _ => Err("usage: generate POSTS FOLDER [--own-code]".into()),
    }
}
