//! The list against a model: two lists of the standard library, so that the wrong list can be asked too.

use std::collections::VecDeque;
use std::ptr::{self, NonNull};

use proptest::collection::vec;
use proptest::prelude::*;
use uasyncio::queues::fifo::Fifo;
use uasyncio::queues::links::{Linked, Links, Place};
use uasyncio::queues::pairing_heap::{Node, PairingHeap};

struct Waiter {
    id: usize,
    links: Links<Waiter>,
}

unsafe impl Linked for Waiter {
    unsafe fn links(this: *mut Self) -> *mut Links<Self> {
        &raw mut (*this).links
    }
}

unsafe impl Node for Waiter {
    unsafe fn less(a: *const Self, b: *const Self) -> bool {
        (*a).id < (*b).id
    }
}

fn waiter(id: usize) -> NonNull<Waiter> {
    let links = Links::new();
    NonNull::from(Box::leak(Box::new(Waiter { id, links })))
}

fn free(node: NonNull<Waiter>) {
    drop(unsafe { Box::from_raw(node.as_ptr()) });
}

fn links(node: NonNull<Waiter>) -> Links<Waiter> {
    let Links { child, next, prev } = unsafe { &node.as_ref().links };
    Links { child: *child, next: *next, prev: *prev }
}

fn assert_nowhere(node: NonNull<Waiter>) {
    let links = links(node);
    assert!(links.child.is_null() && links.next.is_null() && links.prev.is_null());
    assert_eq!(links.place(), Place::Nowhere);
}

/// Any address will do that is not a marker.
fn owner(list: usize) -> NonNull<Waiter> {
    static OWNERS: [usize; 4] = [0; 4];
    NonNull::from(&OWNERS[list]).cast()
}

fn check(list: &Fifo<Waiter>, owner: NonNull<Waiter>, model: &VecDeque<NonNull<Waiter>>) {
    assert_eq!(list.is_empty(), model.is_empty());
    assert_eq!(list.front(), model.front().copied());
    assert_eq!(list.back(), model.back().copied());
    let address =
        |at: Option<usize>| at.and_then(|at| model.get(at)).map_or(ptr::null_mut(), |node| node.as_ptr());
    for (at, &node) in model.iter().enumerate() {
        let links = links(node);
        assert_eq!(links.place(), Place::Fifo);
        assert_eq!(links.owner(), owner.as_ptr());
        assert_eq!(links.prev, address(at.checked_sub(1)));
        assert_eq!(links.next, address(at.checked_add(1)));
    }
}

#[derive(Clone, Debug)]
enum Step {
    PushBack(usize),
    PushFront(usize),
    PopFront(usize),
    /// From the list that the node is in.
    Remove(usize, prop::sample::Index),
    /// Asked of the list that the node is not in, which refuses.
    RemoveByOther(usize, prop::sample::Index),
}

fn program() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0..2usize).prop_map(Step::PushBack),
        2 => (0..2usize).prop_map(Step::PushFront),
        2 => (0..2usize).prop_map(Step::PopFront),
        3 => (0..2usize, any::<prop::sample::Index>()).prop_map(|(list, at)| Step::Remove(list, at)),
        2 => (0..2usize, any::<prop::sample::Index>()).prop_map(|(list, at)| Step::RemoveByOther(list, at)),
    ];
    vec(step, 0..200)
}

proptest! {
    #[test]
    fn matches_the_model(program in program()) {
        let mut lists = [Fifo::new(), Fifo::new()];
        let mut models = [VecDeque::new(), VecDeque::new()];
        for (id, step) in program.into_iter().enumerate() {
            match step {
                Step::PushBack(list) => {
                    let node = waiter(id);
                    unsafe { lists[list].push_back(node, owner(list)) };
                    models[list].push_back(node);
                }
                Step::PushFront(list) => {
                    let node = waiter(id);
                    unsafe { lists[list].push_front(node, owner(list)) };
                    models[list].push_front(node);
                }
                Step::PopFront(list) => {
                    let node = lists[list].pop_front();
                    assert_eq!(node, models[list].pop_front());
                    if let Some(node) = node {
                        assert_nowhere(node);
                        free(node);
                    }
                }
                Step::Remove(list, at) => {
                    if models[list].is_empty() {
                        continue;
                    }
                    let node = models[list].remove(at.index(models[list].len())).unwrap();
                    assert!(unsafe { lists[list].remove(node, owner(list)) });
                    assert_nowhere(node);
                    for (at, list) in lists.iter_mut().enumerate() {
                        assert!(!unsafe { list.remove(node, owner(at)) });
                    }
                    free(node);
                }
                Step::RemoveByOther(list, at) => {
                    if models[list].is_empty() {
                        continue;
                    }
                    let node = models[list][at.index(models[list].len())];
                    assert!(!unsafe { lists[1 - list].remove(node, owner(1 - list)) });
                }
            }
            for (at, model) in models.iter().enumerate() {
                check(&lists[at], owner(at), model);
            }
        }
        for (list, model) in lists.iter_mut().zip(&mut models) {
            while let Some(node) = list.pop_front() {
                assert_eq!(Some(node), model.pop_front());
                free(node);
            }
            assert!(model.is_empty());
        }
    }
}

#[test]
fn a_node_in_a_heap_is_refused() {
    let mut list = Fifo::new();
    let mut heap = PairingHeap::new();
    let nodes = [0, 1, 2].map(waiter);
    for node in nodes {
        unsafe { heap.push(node) };
        assert_eq!(links(node).place(), Place::Heap);
    }
    for node in nodes {
        assert!(!unsafe { list.remove(node, owner(0)) });
        assert_eq!(links(node).place(), Place::Heap);
    }
    for node in nodes {
        assert_eq!(heap.pop(), Some(node));
        unsafe { list.push_back(node, owner(0)) };
    }
    for node in nodes {
        assert_eq!(list.pop_front(), Some(node));
        free(node);
    }
}

#[test]
fn zeroed_memory_is_an_empty_list() {
    let list: Fifo<Waiter> = unsafe { std::mem::zeroed() };
    assert!(list.is_empty());
    assert_eq!(list.front(), None);
    assert_eq!(list.back(), None);
}
