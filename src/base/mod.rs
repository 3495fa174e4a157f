//! What every module may use: positions, diagnostics, digests, paths.

mod character;
mod code;
mod diagnostic;
mod digest;
mod lock_unpoisoned;
mod nfc;
mod path;
mod position;
mod span;
mod suggest;

pub use character::{forbidden_characters, is_forbidden, is_invisible, without_forbidden};
pub use code::{Code, Severity};
pub use diagnostic::{Diagnostic, Note};
pub use digest::{Digest, Digested, Hasher};
pub use lock_unpoisoned::lock_unpoisoned;
pub use nfc::{composed, difference, into_composed};
pub use path::FilePath;
pub use position::{Position, line_at, offset, position};
pub use span::{Located, Origin, Place, Span, Spanned};
pub use suggest::{Names, is_within, keywords, nearest};
