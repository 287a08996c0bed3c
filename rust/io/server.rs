//! open_connection, start_server and Server.

use crate::awaitables::coroutine;
use crate::awaitables::sleep;
use crate::awaitables::suspend::{Join, Suspend};
use crate::host::object::{arguments, has_attributes, BaseWithAttributes, Gc, Obj, Raise, Result};
use crate::host::port::{self, or_raise, Exception, Name, Type, POLL_READ, POLL_WRITE};
use crate::host::text::text;
use crate::io::io_queue;
use crate::io::stream;
use crate::tasks::create_task;
use crate::tasks::task::Task;
use core::cell::Cell;

#[repr(C)]
pub struct Server {
    base: BaseWithAttributes,
    /// The task that accepts connections.
    task: Cell<Option<Gc<Task>>>,
    /// `close` was called.
    closed: Cell<bool>,
}

/// A new socket, not blocking, and its address. A server's is made as upstream makes it: not every port's look-up takes more
/// than two arguments.
fn socket(host: Obj, port: Obj, is_server: bool) -> (Obj, Obj) {
    let module = port::import(Name::Socket);
    let (n_wanted, n_kind) = if is_server { (2, 1) } else { (4, 3) };
    let wanted = [host, port, port::int(0), port::attr(module, Name::SockStream)];
    // The look-up blocks: MicroPython has no other.
    let info = port::at(port::call_method(module, Name::Getaddrinfo, &wanted[..n_wanted]), 0);
    let kind = [port::at(info, 0), port::at(info, 1), port::at(info, 2)];
    let socket = port::call_method(module, Name::Socket, &kind[..n_kind]);
    port::adopt(socket);
    set_nonblocking(socket);
    (socket, port::at(info, 4))
}

fn set_nonblocking(socket: Obj) {
    port::call_method(socket, Name::Setblocking, &[port::truth(false)]);
}

fn wrap(ssl: Obj, socket: Obj, option: Name, value: Obj) -> Result {
    let handshake = port::name(Name::DoHandshakeOnConnect);
    let args = [socket, port::name(option), value, handshake, port::truth(false)];
    port::try_method(ssl, Name::WrapSocket, &args, 2)
}

/// Closes a socket and raises. Not every port's sockets are closed by the collector.
fn close_and_raise(socket: Obj, exception: Raise) -> ! {
    close_socket(socket);
    port::raise(exception)
}

fn close_socket(socket: Obj) {
    port::call_method(socket, Name::Close, &[]);
}

fn connect(socket: Obj, address: Obj, ssl: Obj, server_hostname: Obj) -> Obj {
    if let Err(exception) = port::try_method(socket, Name::Connect, &[address], 0) {
        if port::errno(exception) != port::einprogress() {
            port::raise(exception);
        }
    }
    if !port::is_true(ssl) {
        return socket;
    }
    let mut context = ssl;
    if ssl == port::truth(true) {
        let module = port::import(Name::Ssl);
        let client = port::attr(module, Name::ProtocolTlsClient);
        context = port::call_method(module, Name::SslContext, &[client]);
    }
    let socket = or_raise(wrap(context, socket, Name::ServerHostname, server_hostname));
    set_nonblocking(socket);
    socket
}

async fn open_connection([host, port, ssl, server_hostname]: [Obj; 4]) -> Obj {
    let (socket, address) = socket(host, port, false);
    // All that the connection needs is there before the wait.
    let made = port::attempt(|| {
        let name = if port::is_true(server_hostname) { server_hostname } else { host };
        let connected = connect(socket, address, ssl, name);
        let stream = stream::new(connected, socket, None).as_obj();
        let pair = port::new_pair(stream, stream);
        io_queue::ready(connected, POLL_WRITE);
        pair
    });
    match made {
        Ok(pair) => match Suspend.await {
            Ok(()) => pair,
            Err(exception) => close_and_raise(socket, exception),
        },
        Err(exception) => close_and_raise(socket, exception),
    }
}

/// Milliseconds.
const BACK_OFF: isize = 100;

/// Starts the task of a connection.
fn welcome(peer: &Cell<Obj>, address: Obj, callback: Obj, ssl: Obj) {
    let socket = peer.get();
    if port::is_true(ssl) {
        peer.set(or_raise(wrap(ssl, socket, Name::ServerSide, port::truth(true))));
    }
    set_nonblocking(peer.get());
    let extra = port::new_dict(Name::Peername, &[address]);
    let stream = stream::new(peer.get(), socket, Some(extra)).as_obj();
    create_task::create_task(port::call(callback, &[stream, stream]));
}

/// Accepts one connection and starts its task; false if there was none to accept after all. Failures of the peer's, and lack of
/// memory for one, are no reason to stop serving: that one is closed.
fn accept(socket: Obj, callback: Obj, ssl: Obj) -> bool {
    let Ok(accepted) = port::try_method(socket, Name::Accept, &[], 0) else { return false };
    let (peer, address) = (Cell::new(port::at(accepted, 0)), port::at(accepted, 1));
    if let Err(exception) = port::attempt(|| welcome(&peer, address, callback, ssl)) {
        close_socket(peer.get());
        if !port::is_exception(exception, Exception::OsError)
            && !port::is_exception(exception, Exception::MemoryError)
        {
            port::raise(exception);
        }
        port::print_exception(exception.0);
    }
    true
}

async fn serve(server: Gc<Server>, socket: Obj, callback: Obj, ssl: Obj) -> Obj {
    server.closed.set(false);
    // How often in a row there was nothing to accept. A peer may have given up: that is nothing. What fails again at once
    // lacks a descriptor or memory, and the connection goes on waiting: trying without a pause would take the processor.
    let mut failures = 0;
    // Whether a connection was waited for.
    let mut expected = false;
    loop {
        let begun = port::attempt(|| {
            let failures = match expected {
                false => failures,
                true if accept(socket, callback, ssl) => 0,
                true => failures + 1,
            };
            if failures == 2 {
                sleep::sleep(sleep::until(io_queue::state(), BACK_OFF));
            } else {
                io_queue::ready(socket, POLL_READ);
            }
            failures
        });
        let waited = match begun {
            Ok(count) => {
                expected = count != 2;
                failures = count.min(1);
                Suspend.await
            }
            Err(exception) => Err(exception),
        };
        if let Err(exception) = waited {
            let closed = server.closed.get() && port::is_exception(exception, Exception::CancelledError);
            if !closed {
                close_and_raise(socket, exception);
            }
            close_socket(socket);
            return port::none();
        }
    }
}

async fn start_server([callback, host, port, backlog, ssl]: [Obj; 5]) -> Obj {
    let (socket, address) = socket(host, port, true);
    let made = port::attempt(|| {
        let module = port::import(Name::Socket);
        let level = port::attr(module, Name::SolSocket);
        let reuse = port::attr(module, Name::SoReuseaddr);
        port::call_method(socket, Name::Setsockopt, &[level, reuse, port::int(1)]);
        port::call_method(socket, Name::Bind, &[address]);
        port::call_method(socket, Name::Listen, &[backlog]);
        let server: Gc<Server> = port::new(Type::Server);
        let serve = coroutine::internal(serve(server, socket, callback, ssl));
        let task = create_task::promote_to_task(serve.as_obj());
        server.task.set(Some(task));
        (server, task)
    });
    let (server, task) = match made {
        Ok(made) => made,
        Err(exception) => close_and_raise(socket, exception),
    };
    // The server's task must have begun before anybody can cancel it, or it could not close the socket.
    if let Err(exception) = sleep::sleep(sleep::NEXT_TURN).await {
        task.cancel();
        port::raise(exception);
    }
    server.as_obj()
}

fn close(server: Gc<Server>) {
    server.closed.set(true);
    if let Some(task) = server.task.get() {
        task.cancel();
    }
}

async fn wait_closed(server: Gc<Server>) -> Obj {
    if let Some(task) = server.task.get() {
        or_raise(Join(task).await);
    }
    port::none()
}

/// `open_connection(host, port, ssl, server_hostname)`: a coroutine whose value is a pair of streams, the same one twice.
/// `ssl` is None, True or an SSLContext. The look-up of `host` blocks. Awaiting it raises OSError. Allocates.
///
/// # Safety
/// `args` points to the four.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_open_connection(args: *const Obj) -> Obj {
    coroutine::new(open_connection(arguments(args))).as_obj()
}

/// `start_server(callback, host, port, backlog, ssl)`: a coroutine whose value is a Server. `callback(reader, writer)` makes
/// the coroutine for a connection. Awaiting it raises OSError. Allocates.
///
/// # Safety
/// `args` points to the five.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_start_server(args: *const Obj) -> Obj {
    coroutine::new(start_server(arguments(args))).as_obj()
}

fn refuse() -> ! {
    port::import(Name::Socket);
    port::fail(Exception::RuntimeError, text!("UASYNCIO_SOCKETS=0"))
}

/// `open_connection` and `start_server` where the C tables name no Server: a coroutine. Awaiting it raises ImportError if there
/// is no module `socket`, as upstream's does, else RuntimeError. Allocates.
#[no_mangle]
pub extern "C" fn uasyncio_without_sockets(_args: *const Obj) -> Obj {
    coroutine::new(async { refuse() }).as_obj()
}

/// `Server()` there: raises what awaiting the other two raises.
#[no_mangle]
pub extern "C" fn uasyncio_server_without_sockets() -> Obj {
    refuse()
}

/// `server.close()`: the server's task closes the socket at its next turn.
///
/// # Safety
/// `server` is a Server; so in all functions below.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_server_close(server: Obj) -> Obj {
    close(Gc::from_obj(server));
    port::none()
}

/// `server.wait_closed()`: a coroutine.
///
/// # Safety
/// See `uasyncio_server_close`.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_server_wait_closed(server: Obj) -> Obj {
    coroutine::new(wait_closed(Gc::from_obj(server))).as_obj()
}

/// `server.__aenter__()`: a coroutine whose value is the server, or the object that it is a part of.
///
/// # Safety
/// `server` is a Server or an instance of a derived class.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_server_aenter(server: Obj) -> Obj {
    match port::attempt(|| coroutine::value(server)) {
        Ok(entering) => entering.as_obj(),
        Err(exception) => {
            // Nobody will leave what was not entered.
            if let Some(server) = port::native(server, Type::Server) {
                close(server);
            }
            port::raise(exception)
        }
    }
}

/// `server.__aexit__()`: a coroutine that closes the server and waits for its end.
///
/// # Safety
/// See `uasyncio_server_aenter`.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_server_aexit(server: Obj) -> Obj {
    if port::type_of(server) != Type::Server || has_attributes(&Gc::<Server>::from_obj(server).base) {
        // It may have methods of its own.
        return coroutine::new(stream::call_and_await(server, Name::Close, None, Name::WaitClosed)).as_obj();
    }
    // Before anything that may fail.
    close(Gc::from_obj(server));
    coroutine::new(wait_closed(Gc::from_obj(server))).as_obj()
}

/// `server.task`: the task that accepts, or None.
///
/// # Safety
/// See `uasyncio_server_close`.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_server_task(server: Obj) -> Obj {
    Gc::<Server>::from_obj(server).task.get().map_or(port::none(), Gc::as_obj)
}

/// `server.task = task`; None for none. Raises TypeError for what is no task.
///
/// # Safety
/// See `uasyncio_server_close`.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_server_set_task(server: Obj, task: Obj) {
    let task = Some(task).filter(|&task| task != port::none()).map(create_task::expect_task);
    Gc::<Server>::from_obj(server).task.set(task);
}

/// `server._serve(s, cb, ssl)`: a coroutine that accepts connections of a socket that listens, until it is cancelled.
/// Allocates.
///
/// # Safety
/// `args` points to the server and the three.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_server_serve(args: *const Obj) -> Obj {
    let [server, socket, callback, ssl] = arguments(args);
    coroutine::new(serve(Gc::from_obj(server), socket, callback, ssl)).as_obj()
}

/// `server.state`: whether `close` was called.
///
/// # Safety
/// See `uasyncio_server_close`.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_server_state(server: Obj) -> Obj {
    port::truth(Gc::<Server>::from_obj(server).closed.get())
}
