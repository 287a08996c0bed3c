//! Streams. A test says what they are ready for; the machine tells the library in one of the three ways that there are.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use super::exception::{fail, Class};
use super::object::{self, bytes, int, new, none, Value};
use super::world::world;
use uasyncio::host::object::{Obj, Result};
use uasyncio::host::port::{Name, Watch, POLL_READ, POLL_WRITE};

pub struct FakeStream {
    pub how: Watch,
    /// The events that it is ready for.
    pub ready: Cell<u32>,
    /// The tasks to which it will report that it can be read or written, once.
    pub watched: [Cell<Option<Obj>>; 2],
    /// More than one task wants that: from now on all have to ask.
    pub shared: [Cell<bool>; 2],
    /// How often it was asked.
    pub polls: Cell<usize>,
    /// It fails to be polled, with OSError.
    pub broken: Cell<bool>,
    /// What can be read, and how much at a time.
    pub input: RefCell<VecDeque<u8>>,
    pub chunk: Cell<usize>,
    /// What was written, and how much can be at a time.
    pub output: RefCell<Vec<u8>>,
    pub room: Cell<usize>,
    pub closed: Cell<bool>,
}

/// A new stream object that is ready for nothing.
pub fn stream(how: Watch) -> Obj {
    new(Value::Stream(FakeStream {
        how,
        ready: Cell::new(0),
        watched: Default::default(),
        shared: Default::default(),
        polls: Cell::new(0),
        broken: Cell::new(false),
        input: RefCell::default(),
        chunk: Cell::new(usize::MAX),
        output: RefCell::default(),
        room: Cell::new(usize::MAX),
        closed: Cell::new(false),
    }))
}

pub fn of(object: Obj) -> &'static FakeStream {
    match object::value(object) {
        Some(Value::Stream(stream)) => stream,
        _ => panic!("no stream"),
    }
}

impl FakeStream {
    fn side(event: u32) -> usize {
        usize::from(event == POLL_WRITE)
    }

    fn watching(&self, event: u32) -> &Cell<Option<Obj>> {
        &self.watched[Self::side(event)]
    }

    pub fn watch(&self, object: Obj, event: u32, task: Obj) -> Watch {
        if !matches!(self.how, Watch::Event) {
            return self.how;
        }
        let shared = &self.shared[Self::side(event)];
        if shared.get() || self.watching(event).get().is_some() {
            shared.set(true);
            return Watch::Poll;
        }
        self.watching(event).set(Some(task));
        world().watched.borrow_mut().push(object);
        Watch::Event
    }

    pub fn is_watched(&self) -> bool {
        self.watched.iter().any(|task| task.get().is_some())
    }

    pub fn unwatch(&self, task: Obj) {
        self.watched.iter().filter(|other| other.get() == Some(task)).for_each(|other| other.set(None));
    }

    /// The tasks that can go on; then it is silent until it is watched again.
    pub fn report(&self) -> impl Iterator<Item = Obj> + '_ {
        [POLL_READ, POLL_WRITE]
            .into_iter()
            .filter(|&event| self.is_ready(event))
            .filter_map(|event| self.watching(event).take())
    }

    fn is_ready(&self, event: u32) -> bool {
        let errors = !(POLL_READ | POLL_WRITE);
        self.ready.get() & (event | errors) != 0
    }

    /// Whether one who is not reported to can go on.
    pub fn answer(&self, event: u32) -> bool {
        self.watching(event).get().is_none() && self.is_ready(event)
    }

    pub fn call(&self, name: Name, args: &[Obj]) -> Result {
        match name {
            Name::Read | Name::Readline => {
                let n = args.first().and_then(|&n| object::small_int(n)).unwrap_or(-1);
                Ok(self.take(usize::try_from(n).unwrap_or(usize::MAX), name == Name::Readline))
            }
            Name::Write => Ok(self.write(args[0])),
            Name::Close => {
                self.closed.set(true);
                Ok(none())
            }
            _ => fail(Class::AttributeError, "no such method of a stream"),
        }
    }

    /// None while there is nothing; the end of the input is a zero byte of the test's.
    fn take(&self, limit: usize, line: bool) -> Obj {
        let mut input = self.input.borrow_mut();
        if input.is_empty() {
            return none();
        }
        let mut taken = Vec::new();
        while taken.len() < limit.min(self.chunk.get()) && !(line && taken.last() == Some(&b'\n')) {
            match input.front() {
                None | Some(0) => break,
                Some(&byte) => taken.push(byte),
            }
            input.pop_front();
        }
        bytes(&taken)
    }

    fn write(&self, data: Obj) -> Obj {
        let Some(Value::Bytes(data)) = object::value(data) else { panic!("bytes are written") };
        if self.room.get() == 0 {
            return none();
        }
        let n = data.len().min(self.room.get());
        self.output.borrow_mut().extend_from_slice(&data[..n]);
        int(n as isize)
    }
}
