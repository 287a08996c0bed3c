//! Positions in a ring.

/// The place in a ring of `capacity` places that is `index` steps behind its first one; `index` is less than twice the capacity.
pub fn wrap(index: usize, capacity: usize) -> usize {
    if index < capacity {
        index
    } else {
        index.wrapping_sub(capacity)
    }
}
