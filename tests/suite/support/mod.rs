//! What the integration tests share: sites in memory, cases that stand in text files, the
//! documentation taken apart.

#![cfg_attr(not(unix), allow(dead_code, reason = "some tests are for Unix alone"))]

pub mod blog;
pub mod case;
pub mod http;
pub mod marker;
pub mod page;
pub mod readers;
pub mod shapes;
pub mod shell;
pub mod site;
pub mod temp_site;
pub mod wait;
