//! What the host knows of streams, and how it waits for everything that comes from outside.

use super::{no_value, sys, Watch};
use crate::host::object::{Obj, Result};

/// What the host remembers of a stream at this address is of another one, perhaps; the caller holds this one from now on.
pub fn adopt(stream: Obj) {
    host!(uasyncio_port_adopt(stream.as_ptr()))
}

/// Raises OSError.
pub fn watch(stream: Obj, event: u32, task: Obj) -> Watch {
    host!(uasyncio_port_watch(stream.as_ptr(), event, task.as_ptr()))
}

pub fn unwatch(stream: Obj, task: Obj) {
    host!(uasyncio_port_unwatch(stream.as_ptr(), task.as_ptr()))
}

pub fn poll(stream: Obj, event: u32) -> Result<u32> {
    let mut ready = 0;
    no_value(host!(uasyncio_port_poll(stream.as_ptr(), event, &mut ready))).map(|()| ready)
}

/// A timeout that is none.
pub const FOREVER: usize = usize::MAX;

/// Waits up to `timeout` milliseconds. The host reports the streams that are ready. Raises.
pub fn wait(timeout: usize) {
    host!(uasyncio_port_wait(timeout))
}

/// Whether the caller interrupts the loop, or runs beside it in another thread. May be called from there.
pub fn is_outside() -> bool {
    host!(uasyncio_port_is_outside())
}

/// Ends a [`wait`]. May be called from an interrupt handler or another thread.
pub fn wake() {
    host!(uasyncio_port_wake())
}
