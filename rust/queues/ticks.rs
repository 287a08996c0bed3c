//! Wrapping millisecond clock arithmetic.
//!
//! MicroPython's `time.ticks_ms()` wraps at a power of two that depends on the machine: 2³⁰ where a small int has 31
//! bits, 2⁶² where it has 63. Two instants can be compared while they are less than half a period apart. An [`Instant`]
//! is kept shifted to the top of a word, so that the processor's own arithmetic wraps where the clock does; the bits
//! below are free for the owner of the word.

/// A point in time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Instant(usize);

impl Instant {
    /// `mask` is the clock's period minus one.
    pub fn from_ticks(ticks: usize, mask: usize) -> Instant {
        Instant(ticks << mask.leading_zeros())
    }

    /// The clock's value, as `time.ticks_ms()` gives it.
    pub fn to_ticks(self, mask: usize) -> usize {
        self.0 >> mask.leading_zeros()
    }

    /// The bits of the instant, with at least two zero bits below.
    pub fn to_bits(self) -> usize {
        self.0
    }

    /// The instant in a word whose two lowest bits are the caller's.
    pub fn from_bits(bits: usize) -> Instant {
        Instant(bits & !3)
    }

    /// `ms` milliseconds later. The caller keeps `ms` below half a period: [`longest`].
    pub fn after(self, ms: usize, mask: usize) -> Instant {
        Instant(self.0.wrapping_add(ms << mask.leading_zeros()))
    }

    /// Milliseconds from `earlier` to `self`; negative when `self` comes first.
    pub fn since(self, earlier: Instant, mask: usize) -> isize {
        (self.0.wrapping_sub(earlier.0) as isize) >> mask.leading_zeros()
    }

    pub fn is_before(self, other: Instant) -> bool {
        (self.0.wrapping_sub(other.0) as isize) < 0
    }
}

/// The longest interval, in milliseconds, that two instants can be apart.
pub fn longest(mask: usize) -> usize {
    mask >> 1
}
