//! The library run by a virtual machine written for the purpose, `tests/host`, with one file for each concept.

#[path = "../host/mod.rs"]
mod host;

mod cancel;
mod event;
mod flag;
mod gather;
mod hand_over;
mod io;
mod io_lines;
mod join;
mod lock;
mod memory;
mod order;
mod outside;
mod program;
mod run;
mod sleep;
mod stream;
mod task_queue;
mod trace;
mod upstream;
mod wait_for;
