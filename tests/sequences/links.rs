//! What holds of the library's links between two steps, whatever a program has done.

use crate::host::object;
use std::collections::HashSet;
use std::ptr::NonNull;
use uasyncio::api::task_queue_api::uasyncio_task_queue_peek;
use uasyncio::api::waiting_api::uasyncio_waiting_peek;
use uasyncio::host::object::{Gc, Obj};
use uasyncio::host::port::Type;
use uasyncio::queues::links::{Links, Place};
use uasyncio::tasks::task::Task;
use uasyncio::tasks::task_queue::TaskQueue;

type Node = *mut Task;

/// No line is as long: what goes on is a ring.
const LONGEST: usize = 1000;

fn task(node: Node) -> Option<Gc<Task>> {
    NonNull::new(node).map(Gc::from_node)
}

/// Looks at the tasks and at all that their links lead to; returns how many of the latter are in a line or a heap.
pub fn check(tasks: impl Iterator<Item = Obj>, waiting: &[Obj]) -> Result<usize, String> {
    let mut seen = HashSet::new();
    // SAFETY: the caller gives Tasks.
    let mut next: Vec<Gc<Task>> = tasks.map(|task| unsafe { Gc::from_obj(task) }).collect();
    let mut linked = 0;
    while let Some(task) = next.pop() {
        if !seen.insert(task.as_obj().as_ptr()) {
            continue;
        }
        if object::type_of(task.as_obj()) as u32 != Type::Task as u32 {
            return Err("a link leads to what is no task".into());
        }
        match task.links().place() {
            Place::Nowhere => {
                let links = task.links();
                ensure(
                    links.next.is_null() && links.prev.is_null(),
                    "a task that is nowhere has neighbours",
                )?;
            }
            Place::Fifo => {
                linked += 1;
                next.extend(in_line(task, waiting)?);
            }
            Place::Heap => {
                linked += 1;
                next.extend(in_heap(task)?);
            }
        }
    }
    Ok(linked)
}

fn ensure(holds: bool, what: &str) -> Result<(), String> {
    holds.then_some(()).ok_or_else(|| what.into())
}

fn in_line(this: Gc<Task>, waiting: &[Obj]) -> Result<Vec<Gc<Task>>, String> {
    let node = this.as_non_null().as_ptr();
    let links = this.links();
    for (other, back) in [
        (links.next, task(links.next).map(|t| t.links().prev)),
        (links.prev, task(links.prev).map(|t| t.links().next)),
    ] {
        ensure(back.is_none_or(|back| back == node), "a neighbour in a line does not know the task")?;
        ensure(
            task(other).is_none_or(|t| t.links().place() == Place::Fifo && t.links().child == links.child),
            "a neighbour is in another line",
        )?;
    }
    let owner = Obj::new(links.child.cast()).unwrap();
    let front = std::iter::successors(Some(this), |t| task(t.links().prev)).take(LONGEST).last().unwrap();
    let back = std::iter::successors(Some(this), |t| t.next()).take(LONGEST).last().unwrap();
    if object::type_of(owner) as u32 == Type::TaskQueue as u32 {
        // SAFETY: the type says it is one.
        let queue: Gc<TaskQueue> = unsafe { Gc::from_obj(owner) };
        ensure(queue.last_ready() == Some(back), "a queue's end is not the last of its line")?;
        // SAFETY: as above.
        let head: Gc<Task> = unsafe { Gc::from_obj(uasyncio_task_queue_peek(owner)) };
        ensure(head == front || head.is_in_heap(), "a queue's head is not the first of its line")?;
    }
    for &waiter in waiting {
        // SAFETY: a Waiter of a primitive.
        let first = unsafe { uasyncio_waiting_peek(waiter) };
        if object::type_of(first) as u32 == Type::Task as u32 {
            // SAFETY: the type says so.
            let first: Gc<Task> = unsafe { Gc::from_obj(first) };
            let is_same = first.links().child == links.child;
            ensure(!is_same || first == front, "a primitive's line begins elsewhere")?;
        }
    }
    Ok([task(links.next), task(links.prev)].into_iter().flatten().collect())
}

fn in_heap(this: Gc<Task>) -> Result<Vec<Gc<Task>>, String> {
    let node = this.as_non_null().as_ptr();
    let links = this.links();
    let mut found = Vec::new();
    if links.child != Links::LEAF {
        let mut child = links.child;
        let mut before = std::ptr::null_mut();
        // The children lead from one to the next, and the last one back to the parent. What is before the first is the last.
        for _ in 0..LONGEST {
            let this_child = task(child).ok_or("a heap's list of children has a loose end")?;
            ensure(this_child.links().place() == Place::Heap, "a child in a heap is not in one")?;
            let is_first = child == links.child;
            ensure(
                is_first || this_child.links().heap_prev() == before,
                "a child does not know what is before it",
            )?;
            ensure(!this_child.due().is_before(this.due()), "a child is due before its parent")?;
            found.push(this_child);
            before = child;
            child = this_child.links().next;
            if child == node {
                ensure(
                    task(links.child).is_some_and(|first| first.links().heap_prev() == before),
                    "a heap's first child does not know the last",
                )?;
                return Ok(found);
            }
        }
        return Err("a heap's list of children has no end".into());
    }
    // Up, or along: both are tasks in the heap.
    found.extend([task(links.next), task(links.heap_prev())].into_iter().flatten());
    for other in &found {
        ensure(other.links().place() == Place::Heap, "a neighbour in a heap is not in one")?;
    }
    Ok(found)
}
