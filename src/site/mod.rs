//! All documents together: settings, translations, tags, series, order.

mod entries;
mod link;
mod schemes;
mod settings;
mod validate;

pub use entries::{Entries, Named};
pub use link::{DocumentId, Parts, Site, key, link};
pub use schemes::{Scheme, Schemes};
pub use settings::{BaseUrl, MissingTranslation, NavigationItem, Settings, SiteAuthor};
pub use validate::Kinds;
