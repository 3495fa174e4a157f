//! From routes to bytes: what each template sees, and the pages that come of it.

pub mod view;
