//! The list that keeps nothing alive, against a vector: nodes that come and go in any order.

use std::ptr::from_ref;
use uasyncio::queues::weak_list::{Listed, WeakLinks, WeakList};

struct Node {
    links: WeakLinks<Node>,
}

impl Listed for Node {
    fn links(&self) -> &WeakLinks<Node> {
        &self.links
    }
}

fn new() -> Box<Node> {
    // SAFETY: all-zero is a node that is in no list; so below.
    Box::new(unsafe { std::mem::zeroed() })
}

fn listed(list: &WeakList<Node>) -> Vec<*const Node> {
    list.iter().map(|node| node.as_ptr().cast_const()).collect()
}

#[test]
fn nodes_come_and_go_in_any_order() {
    let mut random = 1_u32;
    for _ in 0..200 {
        let list: WeakList<Node> = unsafe { std::mem::zeroed() };
        let nodes: Vec<_> = (0..8).map(|_| new()).collect();
        let mut model: Vec<*const Node> = Vec::new();
        for _ in 0..60 {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let node = &*nodes[(random >> 16) as usize & 7];
            if let Some(at) = model.iter().position(|&other| other == from_ref(node)) {
                list.remove(node);
                model.remove(at);
            } else {
                // It is not there.
                list.remove(node);
                list.add(node);
                model.insert(0, from_ref(node));
            }
            assert_eq!(listed(&list), model);
        }
    }
}
