//! A drawing to a PNG file.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree};

use super::bound::bound;
use super::fonts::{FAMILY, Fonts};

/// The size of a card in pixels: what sites that show links ask for (Open Graph, 1.91 to 1).
pub const SIZE: (u32, u32) = (1200, 630);

/// Draws an SVG: nothing outside it is asked for.
pub fn png(svg: &str, fonts: &Fonts) -> Result<Vec<u8>, String> {
    bound(svg)?;
    let options = Options {
        font_family: FAMILY.to_owned(),
        fontdb: fonts.database(),
        image_href_resolver: within(),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|error| error.to_string())?;
    let mut pixels = Pixmap::new(SIZE.0, SIZE.1).ok_or("a card has a size")?;
    let size = tree.size();
    let scale = Transform::from_scale(SIZE.0 as f32 / size.width(), SIZE.1 as f32 / size.height());
    resvg::render(&tree, scale, &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| error.to_string())
}

/// Finds the images of a drawing: drawings that stand in it, and nothing that lies in a file.
fn within<'a>() -> ImageHrefResolver<'a> {
    let resolve_data = ImageHrefResolver::default_data_resolver();
    ImageHrefResolver {
        resolve_data: Box::new(move |media_type, data, options| {
            std::str::from_utf8(&data).ok().filter(|svg| bound(svg).is_ok())?;
            resolve_data(media_type, data, options)
        }),
        resolve_string: Box::new(|_, _| None),
    }
}
