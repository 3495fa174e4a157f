//! A drawing to a PNG file.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::SIZE;
use super::fonts::{FAMILY, Fonts};

/// Draws an SVG: nothing outside it is asked for.
pub fn png(svg: &str, fonts: &Fonts) -> Result<Vec<u8>, String> {
    let options = Options { font_family: FAMILY.to_owned(), fontdb: fonts.database(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| error.to_string())?;
    let mut pixels = Pixmap::new(SIZE.0, SIZE.1).ok_or("a card has a size")?;
    let size = tree.size();
    let scale = Transform::from_scale(SIZE.0 as f32 / size.width(), SIZE.1 as f32 / size.height());
    resvg::render(&tree, scale, &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| error.to_string())
}
