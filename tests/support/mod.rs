//! What the integration tests share: sites in memory, and cases that stand in text files.

#![allow(dead_code, reason = "each test takes the part that it needs")]

pub mod case;
pub mod marker;
pub mod readers;
pub mod site;
