//! The host's lists, dicts, strings and buffers.

use super::{given, sys, Name};
use crate::host::object::Obj;

pub fn new_list(items: &[Obj]) -> Obj {
    given(host!(uasyncio_port_new_list(items.len(), items.as_ptr().cast())))
}

/// The items of a list made by [`new_list`], while Python code has not got hold of it.
pub fn list_items<'a>(list: Obj) -> &'a [core::cell::Cell<Obj>] {
    let mut n = 0;
    let items = host!(uasyncio_port_list_items(list.as_ptr(), &mut n));
    // SAFETY: the host's list has n items, each an object; Cell allows others to hold them, too.
    unsafe { core::slice::from_raw_parts(items.cast(), n) }
}

pub fn text(text: &'static core::ffi::CStr) -> Obj {
    given(host!(uasyncio_port_text(text.as_ptr())))
}

pub fn new_pair(a: Obj, b: Obj) -> Obj {
    given(host!(uasyncio_port_new_pair(a.as_ptr(), b.as_ptr())))
}

/// A dict of the names from `first` on.
pub fn new_dict(first: Name, values: &[Obj]) -> Obj {
    given(host!(uasyncio_port_new_dict(first, values.len(), values.as_ptr().cast())))
}

/// Adds to `IOQueue.map` that a task waits for a stream.
pub fn add_waiter(map: Obj, stream: Obj, writes: bool, task: Obj) {
    host!(uasyncio_port_add_waiter(map.as_ptr(), stream.as_ptr(), writes, task.as_ptr()))
}

pub fn len(object: Obj) -> usize {
    host!(uasyncio_port_len(object.as_ptr()))
}

pub fn concat(a: Obj, b: Obj) -> Obj {
    given(host!(uasyncio_port_concat(a.as_ptr(), b.as_ptr())))
}

/// A new bytearray of so many bytes, with anything in it. Raises MemoryError.
pub fn new_buffer(size: usize) -> Obj {
    given(host!(uasyncio_port_new_buffer(size)))
}

/// Copies `size` bytes of `from`, beginning with the one at `skip`, into `to` at `at`. Raises TypeError if they have no bytes,
/// or not as many.
pub fn copy(to: Obj, at: usize, from: Obj, skip: usize, size: usize) {
    host!(uasyncio_port_copy(to.as_ptr(), at, from.as_ptr(), skip, size))
}

pub fn view(object: Obj, from: isize, size: isize) -> Obj {
    given(host!(uasyncio_port_view(object.as_ptr(), from, size)))
}

pub fn ends_line(object: Obj) -> bool {
    host!(uasyncio_port_ends_line(object.as_ptr()))
}
