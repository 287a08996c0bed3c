//! The heap against a model: a plain list, searched from the front for the first of the least. After each step the
//! whole tree is walked and its shape compared with what the module promises.

use std::cell::Cell;
use std::ptr::NonNull;

use proptest::collection::vec;
use proptest::prelude::*;
use uasyncio::queues::links::{Linked, Links, Place};
use uasyncio::queues::pairing_heap::{Node, PairingHeap};
use uasyncio::queues::ticks::Instant;

/// Keys are clock readings of a small period, so that programs of a few dozen steps wrap often.
const MASK: usize = 0xff;

thread_local! {
    static COMPARISONS: Cell<usize> = const { Cell::new(0) };
    static TOUCHES: Cell<usize> = const { Cell::new(0) };
}

struct Sleeper {
    key: usize,
    id: usize,
    mask: usize,
    links: Links<Sleeper>,
}

unsafe impl Linked for Sleeper {
    unsafe fn links(this: *mut Self) -> *mut Links<Self> {
        TOUCHES.set(TOUCHES.get() + 1);
        &raw mut (*this).links
    }
}

unsafe impl Node for Sleeper {
    unsafe fn less(a: *const Self, b: *const Self) -> bool {
        COMPARISONS.set(COMPARISONS.get() + 1);
        let due = |node: *const Self| Instant::from_ticks((*node).key, (*node).mask);
        due(a).is_before(due(b))
    }
}

fn sleeper(key: usize, id: usize, mask: usize) -> NonNull<Sleeper> {
    let links = Links::new();
    NonNull::from(Box::leak(Box::new(Sleeper { key, id, mask, links })))
}

fn free(node: NonNull<Sleeper>) {
    drop(unsafe { Box::from_raw(node.as_ptr()) });
}

fn place(node: NonNull<Sleeper>) -> Place {
    unsafe { (*node.as_ptr()).links.place() }
}

fn assert_nowhere(node: NonNull<Sleeper>) {
    let links = unsafe { &(*node.as_ptr()).links };
    assert!(links.child.is_null() && links.next.is_null() && links.prev.is_null());
    assert_eq!(links.place(), Place::Nowhere);
}

/// Keys and ids in the tree, read from the top down and from left to right.
fn walk(heap: &PairingHeap<Sleeper>) -> Vec<(usize, usize)> {
    let mut seen = Vec::new();
    let Some(root) = heap.peek() else { return seen };
    let mut open = vec![root.as_ptr()];
    unsafe {
        assert!((*root.as_ptr()).links.next.is_null());
        assert!((*root.as_ptr()).links.heap_prev().is_null());
        while let Some(node) = open.pop() {
            assert_eq!((*node).links.place(), Place::Heap);
            seen.push(((*node).key, (*node).id));
            let first = (*node).links.child;
            if first == Links::LEAF {
                continue;
            }
            let mut children = Vec::new();
            let mut child = first;
            while child != node {
                assert!(!Sleeper::less(child, node), "a child is less than its parent");
                if child != first {
                    assert_eq!((*child).links.heap_prev(), *children.last().unwrap());
                }
                children.push(child);
                child = (*child).links.next;
            }
            assert_eq!((*first).links.heap_prev(), *children.last().unwrap());
            open.extend(children.iter().rev());
        }
    }
    seen
}

#[derive(Clone, Debug)]
enum Step {
    /// A key so many ticks after the latest that was popped.
    Push(usize),
    Pop,
    /// Whichever of the nodes in the heap, counted round.
    Remove(prop::sample::Index),
}

fn steps(max_delay: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0..=max_delay).prop_map(Step::Push),
        2 => Just(Step::Pop),
        2 => any::<prop::sample::Index>().prop_map(Step::Remove),
    ];
    vec(step, 0..200)
}

fn run(start: usize, program: Vec<Step>) {
    let mut heap = PairingHeap::<Sleeper>::new();
    let mut model: Vec<NonNull<Sleeper>> = Vec::new();
    let mut now = start;
    let mut next_id = 0;
    let drain = std::iter::repeat_n(Step::Pop, program.len() + 1);

    for step in program.into_iter().chain(drain) {
        match step {
            Step::Push(delay) => {
                let node = sleeper(now.wrapping_add(delay) & MASK, next_id, MASK);
                next_id += 1;
                unsafe { heap.push(node) };
                model.push(node);
            }
            Step::Pop => {
                let mut least = None;
                for (at, node) in model.iter().enumerate() {
                    let is_less = |best: usize| unsafe { Sleeper::less(node.as_ptr(), model[best].as_ptr()) };
                    if least.is_none_or(is_less) {
                        least = Some(at);
                    }
                }
                let expected = least.map(|at| model.remove(at));
                assert_eq!(heap.peek(), expected);
                assert_eq!(heap.pop(), expected);
                if let Some(node) = expected {
                    assert_nowhere(node);
                    now = unsafe { node.as_ref() }.key;
                    free(node);
                }
            }
            Step::Remove(_) if model.is_empty() => {}
            Step::Remove(at) => {
                let node = model.remove(at.index(model.len()));
                assert!(unsafe { heap.remove(node) });
                assert_nowhere(node);
                assert!(!unsafe { heap.remove(node) });
                free(node);
            }
        }

        let mut in_heap = walk(&heap);
        in_heap.sort_by_key(|&(key, _)| key);
        let mut in_model: Vec<_> =
            model.iter().map(|node| unsafe { (node.as_ref().key, node.as_ref().id) }).collect();
        in_model.sort_by_key(|&(key, _)| key);
        // Both sorts are stable: so equal nodes stand in the tree in the order of pushing.
        assert_eq!(in_heap, in_model);
        assert_eq!(heap.is_empty(), model.is_empty());
    }
    assert!(model.is_empty() && heap.is_empty());
}

proptest! {
    #[test]
    fn matches_the_model(start in 0..=MASK, program in steps(MASK / 2)) {
        run(start, program);
    }

    #[test]
    fn matches_the_model_with_many_equal_keys(start in 0..=MASK, program in steps(2)) {
        run(start, program);
    }

    #[test]
    fn all_equal_is_first_in_first_out(start in 0..=MASK, program in steps(0)) {
        run(start, program);
    }
}

fn counted<R>(what: impl FnOnce() -> R) -> (R, usize, usize) {
    COMPARISONS.set(0);
    TOUCHES.set(0);
    let result = what();
    (result, COMPARISONS.get(), TOUCHES.get())
}

const MANY: usize = 10_000;

fn filled(keys: impl Iterator<Item = usize>) -> (PairingHeap<Sleeper>, Vec<NonNull<Sleeper>>) {
    let mut heap = PairingHeap::new();
    let nodes: Vec<_> = keys.enumerate().map(|(id, key)| sleeper(key, id, usize::MAX >> 2)).collect();
    for &node in &nodes {
        let ((), comparisons, touches) = counted(|| unsafe { heap.push(node) });
        assert!(comparisons <= 1);
        assert!(touches <= 16, "a push touched {touches} links");
    }
    (heap, nodes)
}

/// Pops everything, checks the order and returns the number of comparisons.
fn drain(mut heap: PairingHeap<Sleeper>) -> usize {
    let ((), comparisons, _) = counted(|| {
        let mut last = None;
        while let Some(node) = heap.pop() {
            let this = unsafe { (node.as_ref().key, node.as_ref().id) };
            assert!(last.is_none_or(|last| last < this));
            last = Some(this);
            free(node);
        }
    });
    comparisons
}

#[test]
fn rising_and_equal_keys_cost_two_comparisons_a_pop() {
    for step in [1, 0] {
        let (heap, _) = filled((0..MANY).map(|i| i * step));
        assert!(drain(heap) <= 2 * MANY);
    }
}

#[test]
fn falling_keys_cost_nothing_to_pop() {
    let (heap, _) = filled((0..MANY).rev());
    assert_eq!(drain(heap), 0);
}

#[test]
fn shuffled_keys_cost_a_logarithm_a_pop() {
    let (heap, _) = filled((0..MANY).map(|i| i * 7919 % MANY));
    let log = MANY.ilog2() as usize + 1;
    assert!(drain(heap) <= 3 * MANY * log);
}

#[test]
fn a_removal_does_not_walk_siblings() {
    let (mut heap, mut nodes) = filled(0..MANY);
    while nodes.len() > 1 {
        // From the middle, then the first child, then the last.
        let at = [nodes.len() / 2, 1, nodes.len() - 1][nodes.len() % 3];
        let node = nodes.swap_remove(at);
        let (removed, comparisons, touches) = counted(|| unsafe { heap.remove(node) });
        assert!(removed);
        assert_eq!(comparisons, 0);
        assert!(touches <= 16, "a removal touched {touches} links");
        free(node);
    }
    assert_eq!(drain(heap), 0);
}

#[test]
fn a_node_that_left_can_come_back() {
    let (mut heap, nodes) = filled([5, 3, 4].into_iter());
    assert_eq!(heap.pop(), Some(nodes[1]));
    unsafe { heap.push(nodes[1]) };
    assert!(unsafe { heap.remove(nodes[0]) });
    unsafe { heap.push(nodes[0]) };
    assert_eq!(place(nodes[0]), Place::Heap);
    for at in [1, 2, 0] {
        assert_eq!(heap.pop(), Some(nodes[at]));
    }
    assert_eq!(heap.pop(), None);
    nodes.into_iter().for_each(free);
}

#[test]
fn another_heap_refuses_a_root_and_may_take_out_the_rest() {
    for asked in 0..5 {
        let (mut heap, nodes) = filled([1, 2, 0, 1, 2].into_iter());
        let (mut other, strangers) = filled([1].into_iter());
        let is_root = asked == 2;
        assert_eq!(unsafe { other.remove(nodes[asked]) }, !is_root);
        walk(&heap);
        assert_eq!(other.peek(), Some(strangers[0]));
        for at in [2, 0, 3, 1, 4] {
            if at != asked || is_root {
                assert_eq!(heap.pop(), Some(nodes[at]));
            }
        }
        assert!(heap.is_empty());
        assert_nowhere(nodes[asked]);
        assert!(unsafe { other.remove(strangers[0]) });
        nodes.into_iter().chain(strangers).for_each(free);
    }
}

#[test]
fn zeroed_memory_is_an_empty_heap_and_a_free_node() {
    unsafe {
        let heap: PairingHeap<Sleeper> = std::mem::zeroed();
        assert!(heap.is_empty());
        let links: Links<Sleeper> = std::mem::zeroed();
        assert_eq!(links.place(), Place::Nowhere);
        assert!(!links.is_linked());
    }
    assert_eq!(size_of::<Links<Sleeper>>(), 3 * size_of::<usize>());
    assert_eq!(size_of::<PairingHeap<Sleeper>>(), size_of::<usize>());
}
