//! Stream: reading and writing without blocking; also StreamReader and StreamWriter.

use crate::awaitables::coroutine::{self, Spare};
use crate::awaitables::sleep;
use crate::awaitables::suspend;
use crate::host::object::{arguments, begin, has_attributes, BaseWithAttributes, Gc, MaybeObj, Obj, Raise};
use crate::host::port::{self, Exception, Name, Type, POLL_NVAL, POLL_READ, POLL_WRITE};
use crate::host::text::text;
use crate::io::io_queue;
use crate::io::output::Output;
use core::cell::Cell;

#[repr(C)]
pub struct Stream {
    base: BaseWithAttributes,
    /// The stream object underneath, usually a socket.
    pub s: Cell<Obj>,
    /// What `get_extra_info` looks in: a dict, or MP_OBJ_NULL for an empty one.
    pub e: Cell<Option<Obj>>,
    /// The socket below TLS, which the TLS object forgets when it fails.
    pub below: Cell<Option<Obj>>,
    /// The most bytes that a line may have before its end; 0 for any number.
    pub limit: Cell<isize>,
    pub output: Output,
    /// The coroutines of the last read and the last drain, to be used again.
    reading: Spare,
    draining: Spare,
}

/// A stream over `s`, which is `socket` or TLS over it.
pub fn new(s: Obj, socket: Obj, e: Option<Obj>) -> Gc<Stream> {
    let stream: Gc<Stream> = port::new(Type::Stream);
    port::adopt(s);
    begin(&stream.s, s);
    stream.e.set(e);
    stream.below.set(Some(socket).filter(|&socket| socket != s));
    stream
}

/// What to read.
#[derive(Clone, Copy)]
enum Read {
    /// What there is, at most so many bytes; everything up to the end if negative.
    Some(isize),
    Into(Obj),
    Exactly(isize),
    /// A line of at most so many bytes before its end; of any length if 0.
    Line(isize),
}

/// A line with a limit is asked for in pieces: a stream may reserve memory for all that it is asked for.
const PIECE: isize = 128;

/// All kinds of reading are one future, so that a stream can use its coroutine again.
async fn read(stream: Gc<Stream>, what: Read) -> Obj {
    let s = stream.s.get();
    let mut all = port::empty_bytes();
    // How many bytes may still come; of a line with its end.
    let mut missing = match what {
        Read::Exactly(n) => n,
        Read::Line(limit) => limit.saturating_add(1),
        _ => 1,
    };
    while missing != 0 {
        io_queue::ready(s, POLL_READ).or_raise().await;
        let (name, size) = match what {
            Read::Into(buf) => return port::call_method(s, Name::Readinto, &[buf]),
            Read::Some(n) => (Name::Read, n),
            Read::Exactly(_) => (Name::Read, missing),
            Read::Line(_) => (Name::Readline, missing.min(PIECE)),
        };
        let size = [port::int(size)];
        let part = port::call_method(s, name, if let Read::Line(0) = what { &[] } else { &size });
        if part == port::none() {
            // Nothing there after all.
            continue;
        }
        if let Read::Some(0..) = what {
            // Whatever it is.
            return part;
        }
        let len = port::len(part);
        match what {
            Read::Exactly(n) if len == 0 => port::raise(incomplete(all, n)),
            _ => all = port::concat(all, part),
        }
        match what {
            Read::Exactly(_) => missing -= len as isize,
            Read::Line(limit) => {
                let ended = len == 0 || port::ends_line(all);
                if limit != 0 {
                    missing -= len as isize;
                    // The last byte that may come is the line's end.
                    if missing < isize::from(!ended) {
                        port::fail(Exception::ValueError, text!("line too long"));
                    }
                }
                if ended {
                    break;
                }
            }
            _ if len == 0 => break,
            _ => {}
        }
    }
    all
}

/// The stream has ended before all that was asked for had come.
fn incomplete(partial: Obj, expected: isize) -> Raise {
    match port::incomplete_read_error() {
        Some(make) => Raise(port::call(make, &[partial, port::int(expected)])),
        None => port::exception(Exception::EofError, None),
    }
}

/// Sends what is kept, after writing `first`.
async fn drain(stream: Gc<Stream>, first: Option<Obj>) -> Obj {
    if let Some(buf) = first {
        write(stream, buf);
        if stream.output.is_empty() {
            sleep::sleep(sleep::NEXT_TURN).or_raise().await;
        }
    }
    while !stream.output.is_empty() {
        io_queue::ready(stream.s.get(), POLL_WRITE).or_raise().await;
        // Another drain may have sent it meanwhile.
        if let Some(offer) = stream.output.offer() {
            let written = port::call_method(stream.s.get(), Name::Write, &[offer.bytes]);
            if written != port::none() {
                stream.output.taken(&offer, port::get_int(written));
            }
        }
    }
    port::none()
}

fn write(stream: Gc<Stream>, buf: Obj) {
    let mut written = 0;
    if stream.output.is_empty() {
        let result = port::call_method(stream.s.get(), Name::Write, &[buf]);
        if result != port::none() {
            written = port::get_int(result).max(0) as usize;
            if written >= port::len(buf) {
                return;
            }
        }
    }
    stream.output.add(buf, written);
}

/// An awaitable that sends what is buffered.
fn start_drain(stream: Gc<Stream>) -> Obj {
    if stream.output.is_empty() {
        // It always yields, so that a loop of write and drain cannot keep out the others.
        return sleep::next_turn();
    }
    new_drain(stream, None)
}

fn new_drain(stream: Gc<Stream>, first: Option<Obj>) -> Obj {
    // SAFETY: it is for this future only, and in the stream, which the future holds.
    unsafe { coroutine::spare_or_new(&stream.draining, drain(stream, first)) }.as_obj()
}

unsafe fn start_read(stream: Obj, what: Read) -> Obj {
    let stream = Gc::<Stream>::from_obj(stream);
    // SAFETY: as in start_drain.
    unsafe { coroutine::spare_or_new(&stream.reading, read(stream, what)) }.as_obj()
}

/// `Stream(s, e={})`; `e` may be MP_OBJ_NULL. Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_stream_new(s: Obj, e: MaybeObj) -> Obj {
    new(s, s, e).as_obj()
}

/// `stream.read(n)`: an awaitable whose value is what there is, at most `n` bytes, or everything up to the end if `n` is
/// negative. Raises TypeError. Allocates for the first read of a stream, and for one that begins before another has ended;
/// awaiting it allocates the value.
///
/// # Safety
/// `stream` is a Stream, or `args` points to one and to what follows; so in all functions of this file.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_stream_read(args: *const Obj) -> Obj {
    let [stream, n] = arguments(args);
    start_read(stream, Read::Some(port::get_int(n)))
}

/// `stream.readinto(buf)`: an awaitable whose value is the number of bytes read into `buf`. Allocates as `read`, but no
/// value.
///
/// # Safety
/// See `uasyncio_stream_read`.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_stream_readinto(stream: Obj, buf: Obj) -> Obj {
    start_read(stream, Read::Into(buf))
}

/// `stream.readexactly(n)`: an awaitable whose value is `n` bytes; it raises EOFError when the stream ends before.
///
/// # Safety
/// See `uasyncio_stream_read`.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_stream_readexactly(args: *const Obj) -> Obj {
    let [stream, n] = arguments(args);
    start_read(stream, Read::Exactly(port::get_int(n)))
}

/// `stream.readline()`: an awaitable whose value is a line with its end, or the rest of the stream. With a `limit` it raises
/// ValueError as soon as it has read one byte more than that and no end of the line. These `limit + 1` bytes are gone then,
/// and what follows in the stream is not touched.
///
/// # Safety
/// See `uasyncio_stream_read`.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_stream_readline(stream: Obj) -> Obj {
    start_read(stream, Read::Line(Gc::<Stream>::from_obj(stream).limit.get()))
}

/// `stream.write(buf)`: writes what it can at once and keeps the rest for `drain`. Raises what the stream raises.
/// Allocates when something is left.
///
/// # Safety
/// See `uasyncio_stream_read`.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_stream_write(stream: Obj, buf: Obj) -> Obj {
    write(Gc::from_obj(stream), buf);
    port::none()
}

/// `stream.drain()`: an awaitable that sends what `write` kept. Allocates only if it did.
///
/// # Safety
/// See `uasyncio_stream_read`.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_stream_drain(stream: Obj) -> Obj {
    start_drain(Gc::from_obj(stream))
}

/// `stream.awrite(buf, off, sz)`: write and drain in one, of `sz` bytes from `off`, all if `sz` is -1. Raises TypeError.
/// Allocates. Also a function for any object that has `write` and `drain`, and for a stream that was given its own.
///
/// # Safety
/// `args` points to an object and the three.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_stream_awrite(args: *const Obj) -> Obj {
    let [object, buf, off, sz] = arguments(args);
    let (off, sz) = (port::get_int(off), port::get_int(sz));
    let part = if off == 0 && sz == -1 { buf } else { port::view(buf, off, sz) };
    match port::native::<Stream>(object, Type::Stream) {
        Some(stream) if stream.as_obj() == object && !has_attributes(&stream.base) => {
            new_drain(stream, Some(part))
        }
        _ => coroutine::new(call_and_await(object, Name::Write, Some(part), Name::Drain)).as_obj(),
    }
}

/// `object.call(arg)` and `await object.then()`, whatever methods these are.
pub async fn call_and_await(object: Obj, call: Name, arg: Option<Obj>, then: Name) -> Obj {
    port::call_method(object, call, arg.as_slice());
    suspend::awaiting(port::call_method(object, then, &[])).await;
    port::none()
}

async fn close(stream: Gc<Stream>) -> Obj {
    // SAFETY: it is a Stream.
    unsafe { uasyncio_stream_wait_closed(stream.as_obj()) };
    port::none()
}

/// `stream.wait_closed()` as upstream's: a coroutine that closes. Allocates; raises MemoryError, and has closed the stream then, since
/// who is to close it will not come by again.
///
/// # Safety
/// See `uasyncio_stream_read`.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_stream_close_awaited(stream: Obj) -> Obj {
    match port::attempt(|| coroutine::new(close(Gc::from_obj(stream)))) {
        Ok(coroutine) => coroutine.as_obj(),
        Err(no_memory) => {
            uasyncio_stream_wait_closed(stream);
            port::raise(no_memory)
        }
    }
}

/// `stream.wait_closed()`: closes the stream underneath and wakes whoever waits for it; returns an awaitable that is done.
/// Raises what the stream raises.
///
/// # Safety
/// See `uasyncio_stream_read`.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_stream_wait_closed(stream: Obj) -> Obj {
    let (state, stream) = (io_queue::state(), Gc::<Stream>::from_obj(stream));
    let s = stream.s.get();
    // MicroPython's TLS lets go of its socket when a handshake fails, and closes nothing then.
    let left =
        stream.below.take().filter(|_| port::poll(s, POLL_READ).map_or(true, |ready| ready & POLL_NVAL != 0));
    io_queue::closed(state, s);
    port::call_method(s, Name::Close, &[]);
    if let Some(socket) = left {
        port::call_method(socket, Name::Close, &[]);
    }
    sleep::done()
}
