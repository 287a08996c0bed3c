//! The library run by a virtual machine written for the purpose, `tests/host`, with one file for each concept.

#[path = "../host/mod.rs"]
mod host;

mod order;
