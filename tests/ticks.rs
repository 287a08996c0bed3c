//! Clock arithmetic against integers that do not wrap.

use proptest::prelude::*;
use uasyncio::queues::ticks::{longest, Instant};

/// Small periods, that of 32-bit machines, and the longest one that leaves two bits.
fn mask() -> impl Strategy<Value = usize> {
    prop_oneof![(3..8u32).prop_map(|bits| (1 << bits) - 1), Just((1 << 30) - 1), Just(usize::MAX >> 2),]
}

/// A clock near its start, its wrap or half-way, and an interval that instants can be apart.
fn clock() -> impl Strategy<Value = (usize, usize, usize)> {
    mask().prop_flat_map(|mask| {
        let near = |at: usize| (0..4usize).prop_map(move |n| at.wrapping_add(n).wrapping_sub(2) & mask);
        let ticks = prop_oneof![0..=mask, near(0), near(longest(mask))];
        let interval = prop_oneof![0..=longest(mask), Just(0), Just(longest(mask))];
        (Just(mask), ticks, interval)
    })
}

proptest! {
    #[test]
    fn ticks_come_back((mask, ticks, _) in clock()) {
        let instant = Instant::from_ticks(ticks, mask);
        prop_assert_eq!(instant.to_ticks(mask), ticks);
        prop_assert_eq!(instant.to_bits() & 3, 0);
        prop_assert_eq!(Instant::from_bits(instant.to_bits() | 3), instant);
    }

    #[test]
    fn after_adds_modulo_the_period((mask, ticks, ms) in clock()) {
        let later = Instant::from_ticks(ticks, mask).after(ms, mask);
        let expected = (ticks as u128 + ms as u128) % (mask as u128 + 1);
        prop_assert_eq!(later.to_ticks(mask) as u128, expected);
    }

    #[test]
    fn since_undoes_after((mask, ticks, ms) in clock()) {
        let now = Instant::from_ticks(ticks, mask);
        let later = now.after(ms, mask);
        prop_assert_eq!(later.since(now, mask), ms as isize);
        prop_assert_eq!(now.since(later, mask), -(ms as isize));
    }

    #[test]
    fn order_holds_across_the_wrap((mask, ticks, ms) in clock()) {
        let now = Instant::from_ticks(ticks, mask);
        let later = now.after(ms, mask);
        prop_assert_eq!(now.is_before(later), ms > 0);
        prop_assert!(!later.is_before(now));
    }
}
