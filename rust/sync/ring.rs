//! Ring: the items of a queue in a buffer that a program has given, which never grows.

use crate::host::object::{MaybeObj, Obj, Raise};
use crate::host::port;
use crate::queues::wrap::wrap;
use core::cell::Cell;
use critical_section::CriticalSection;

/// All-zero is one without a buffer. What is changed from outside is changed in a critical section.
#[repr(C)]
pub struct Ring {
    /// A list, an array or a bytearray.
    buffer: Cell<MaybeObj>,
    capacity: Cell<usize>,
    first: Cell<usize>,
    len: Cell<usize>,
    /// Items that newer ones have taken the place of.
    pub discards: Cell<usize>,
}

impl Ring {
    pub fn init(&self, buffer: Obj) {
        self.buffer.set(Some(buffer));
        self.capacity.set(port::len(buffer));
    }

    fn buffer(&self) -> Obj {
        // SAFETY: `init` came first.
        unsafe { self.buffer.get().unwrap_unchecked() }
    }

    pub fn len(&self) -> usize {
        self.len.get()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn capacity(&self) -> usize {
        self.capacity.get()
    }

    pub fn is_full(&self) -> bool {
        self.len() == self.capacity()
    }

    fn after(&self, index: usize, n: usize) -> usize {
        wrap(index + n, self.capacity())
    }

    /// Adds an item; of a full ring the oldest one goes. Whether there was room. Fails with what storing it raises: the item does
    /// not fit in the array, or the program has made the buffer smaller; then nothing has changed.
    pub fn push(&self, item: Obj, _: CriticalSection) -> Result<bool, Raise> {
        let at = self.after(self.first.get(), self.len());
        port::attempt(|| port::set_item(self.buffer(), port::int(at as isize), item))?;
        let had_room = !self.is_full();
        if had_room {
            self.len.set(self.len() + 1);
        } else {
            self.first.set(self.after(self.first.get(), 1));
            self.discards.set(self.discards.get() + 1);
        }
        Ok(had_room)
    }

    /// The oldest item. Raises what loading it raises. Allocates if it is a number that is no small int.
    pub fn peek(&self) -> MaybeObj {
        (!self.is_empty()).then(|| port::item(self.buffer(), port::int(self.first.get() as isize)))
    }

    /// Takes the oldest item. As [`Ring::peek`].
    pub fn pop(&self) -> MaybeObj {
        loop {
            let first = self.first.get();
            let item = self.peek()?;
            let took = critical_section::with(|_| {
                // One that came meanwhile may have taken its place.
                let same = self.first.get() == first && !self.is_empty();
                if same {
                    self.first.set(self.after(first, 1));
                    self.len.set(self.len() - 1);
                }
                same
            });
            if took {
                return Some(item);
            }
        }
    }
}
