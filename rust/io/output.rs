//! What was written to a stream and is not sent yet.
//!
//! The bytes lie in a buffer that Python sees through views only, while they are being sent. Positions are counted from the
//! stream's beginning, so that what was sent is told from what came meanwhile, whatever else happened to the buffer. What
//! is sent leaves at once: two drains share one buffer, and one that is cancelled leaves the rest to the next.

use crate::host::object::Obj;
use crate::host::port;
use core::cell::Cell;

#[repr(C)]
pub struct Output {
    /// A bytearray of ours, bytes that a program wrote, which are full, or MP_OBJ_NULL while nothing is kept.
    buffer: Cell<Option<Obj>>,
    /// The positions of the buffer's first byte, of the first byte that is not sent, and of the next to be written.
    start: Cell<usize>,
    sent: Cell<usize>,
    end: Cell<usize>,
}

/// Bytes that are offered to a stream.
pub struct Offer {
    pub bytes: Obj,
    size: usize,
    at: usize,
}

impl Output {
    /// How many bytes are to be sent.
    pub fn len(&self) -> usize {
        self.end.get().wrapping_sub(self.sent.get())
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets what is not sent.
    pub fn clear(&self) {
        self.buffer.set(None);
        // Nobody who is sending takes what comes next for his.
        let next = self.end.get().wrapping_add(1);
        self.start.set(next);
        self.sent.set(next);
        self.end.set(next);
    }

    /// Adds the bytes of an object from `skip` on. In all the buffer is copied a fixed number of times, however small the
    /// pieces are. Raises TypeError for what has no bytes, MemoryError. Allocates when there is no room; bytes are kept as they
    /// are if nothing else waits.
    pub fn add(&self, object: Obj, skip: usize) {
        let size = port::len(object).saturating_sub(skip);
        if size == 0 {
            return;
        }
        if skip == 0 && self.is_empty() {
            let bytes = port::concat(port::empty_bytes(), object);
            // Unless finalisers, which an allocation may run, have written.
            if self.is_empty() {
                self.clear();
                self.buffer.set(Some(bytes));
                self.end.set(self.end.get().wrapping_add(size));
                return;
            }
        }
        let mut room = 0;
        loop {
            let used = self.end.get().wrapping_sub(self.start.get());
            match self.buffer.get() {
                Some(buffer) if used + size <= port::len(buffer) => {
                    port::copy(buffer, used, object, skip, size);
                    self.end.set(self.end.get().wrapping_add(size));
                    return;
                }
                old => {
                    let waiting = self.len();
                    if room < waiting + size {
                        room = waiting + size + waiting / 2;
                    }
                    let buffer = port::new_buffer(room);
                    if waiting != self.len() {
                        // Finalisers, which an allocation may run, have written or sent.
                        continue;
                    }
                    if let Some(old) = old {
                        port::copy(buffer, 0, old, self.sent.get().wrapping_sub(self.start.get()), waiting);
                    }
                    self.buffer.set(Some(buffer));
                    self.start.set(self.sent.get());
                }
            }
        }
    }

    /// All that is to be sent, None if that is nothing. Raises MemoryError. Allocates.
    pub fn offer(&self) -> Option<Offer> {
        let (at, size) = (self.sent.get(), self.len());
        let buffer = self.buffer.get().filter(|_| size != 0)?;
        let from = at.wrapping_sub(self.start.get());
        Some(Offer { bytes: port::view(buffer, from as isize, size as isize), size, at })
    }

    /// A stream has taken `n` bytes of an offer, or so it says.
    pub fn taken(&self, offer: &Offer, n: isize) {
        if offer.at == self.sent.get() {
            let n = (n.max(0) as usize).min(offer.size);
            self.sent.set(offer.at.wrapping_add(n));
            if self.is_empty() {
                self.clear();
            }
        }
    }
}
