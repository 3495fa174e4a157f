//! Has Cargo compile the crate again when a file comes into a folder that `include_dir!` embeds:
//! the macro notices only files that were there before.

fn main() {
    for folder in ["templates", "static/css", "static/js"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
