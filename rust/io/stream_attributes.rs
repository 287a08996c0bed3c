//! What Python sees of a stream, and may write.

use crate::host::object::{Gc, Obj};
use crate::host::port::{self, Name};
use crate::io::stream::Stream;

/// `stream.s`: the stream underneath.
///
/// # Safety
/// `stream` is a Stream.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_stream_s(stream: Obj) -> Obj {
    Gc::<Stream>::from_obj(stream).s.get()
}

/// `stream.s = s`.
///
/// # Safety
/// `stream` is a Stream.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_stream_set_s(stream: Obj, s: Obj) {
    port::adopt(s);
    let stream = Gc::<Stream>::from_obj(stream);
    stream.s.set(s);
    stream.below.set(None);
}

/// `stream.limit`: the most bytes that a line may have before its end, 0 if it may have any number.
///
/// # Safety
/// `stream` is a Stream.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_stream_limit(stream: Obj) -> Obj {
    port::int(Gc::<Stream>::from_obj(stream).limit.get())
}

/// `stream.limit = bytes`, for the reads that begin from now on; 0 for none. With a limit the stream underneath is asked for
/// `readline(size)`. Raises TypeError, OverflowError.
///
/// # Safety
/// `stream` is a Stream.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_stream_set_limit(stream: Obj, bytes: Obj) {
    Gc::<Stream>::from_obj(stream).limit.set(port::get_int(bytes).max(0));
}

/// `stream.out_buf`: what was written and is not sent yet. Allocates if there is something.
///
/// # Safety
/// `stream` is a Stream.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_stream_out_buf(stream: Obj) -> Obj {
    let offer = Gc::<Stream>::from_obj(stream).output.offer();
    offer.map_or(port::empty_bytes(), |offer| port::concat(port::empty_bytes(), offer.bytes))
}

/// `stream.out_buf = buf`: sends a copy of its bytes instead of what was written. Raises TypeError for what has none.
/// Allocates if there are any.
///
/// # Safety
/// `stream` is a Stream.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_stream_set_out_buf(stream: Obj, buf: Obj) {
    let output = &Gc::<Stream>::from_obj(stream).output;
    output.clear();
    if port::len(buf) != 0 {
        output.add(buf, 0);
    }
}

/// `stream.e`: the dict of extra information. Allocates if there is none.
///
/// # Safety
/// `stream` is a Stream.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_stream_e(stream: Obj) -> Obj {
    Gc::<Stream>::from_obj(stream).e.get().unwrap_or_else(|| port::new_dict(Name::Peername, &[]))
}

/// `stream.e = e`.
///
/// # Safety
/// `stream` is a Stream.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_stream_set_e(stream: Obj, e: Obj) {
    Gc::<Stream>::from_obj(stream).e.set(Some(e));
}

/// `stream.get_extra_info(name)`, such as "peername" of a server's stream. Raises KeyError.
///
/// # Safety
/// `stream` is a Stream.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_stream_extra(stream: Obj, name: Obj) -> Obj {
    port::item(uasyncio_stream_e(stream), name)
}
