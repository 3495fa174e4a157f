//! All documents together: settings, translations, tags, series, order.

mod align;
mod anchors;
mod base_url;
mod colour;
mod content_security;
mod contrast;
mod entries;
mod features;
mod id;
mod inherit;
mod link;
mod linked;
mod name;
mod read_settings;
mod scheme;
mod schemes;
mod settings;
mod slug_letters;
mod untied_versions;
mod validate;

pub use align::{align, align_known};
pub use base_url::BaseUrl;
pub use content_security::{ContentSecurity, Directive, Emit};
pub use contrast::{Contrast, ENOUGH};
pub use entries::{Entries, Named};
pub use id::SiteId;
pub use inherit::{Inherited, inherited_templates};
pub use link::{LinkInput, link};
pub use linked::{DataFile, Site};
pub use name::{DocumentId, DocumentName, DocumentNames};
pub use read_settings::SETTING_KEYS;
pub use scheme::ColourScheme;
pub use schemes::ColourSchemes;
pub use settings::{MissingTranslation, NavigationItem, Settings, SiteAuthor, UriPattern};
pub use validate::Kinds;
