//! What no well-behaved program does.

use super::*;

impl Machine {
    fn value(&self, value: Value) -> Option<Obj> {
        Some(match value {
            Value::Plain(0) => none(),
            Value::Plain(1) => truth(true),
            Value::Plain(2) => truth(false),
            Value::Plain(3) => int(7),
            Value::Plain(4) => str("text"),
            Value::Plain(5) => list(&[int(1)]),
            Value::Plain(6) => exception(Class::ValueError).0,
            Value::Plain(7) => function(|_| Ok(none())),
            Value::Plain(_) => {
                let remove = |_: &[Obj]| fail::<Obj>(Class::ValueError, "remove");
                object::new(object::Value::Method(Name::Remove, Box::new(remove)))
            }
            Value::Task(pick) => self.task(pick)?.0,
            Value::Line(line) => self.line(line),
            Value::Event(i) => self.events[i].0,
            Value::Lock(i) => self.locks[i].0,
            Value::Flag(i) => self.flags[i].0,
            Value::Stream(i) => self.underneath[i],
            Value::DataOf(pick) => call(|| self.task(pick).map(|task| task.data())).ok()??,
            Value::StateOf(pick) => self.task(pick)?.state().ok()?,
        })
    }

    /// A line that Python can get hold of.
    pub(super) fn line(&self, line: usize) -> Obj {
        match line {
            0 => state().task_queue.in_use().as_obj(),
            1 => self.queue.0,
            // SAFETY: an Event and a Lock.
            2 => unsafe { uasyncio_primitive_waiting(self.events[0].0) }.unwrap(),
            _ => unsafe { uasyncio_primitive_waiting(self.locks[0].0) }.unwrap(),
        }
    }

    pub(super) fn hostile(self: &This, hostile: Hostile) {
        self.harm(hostile);
        // A program whose main task has been taken out of the loop's queue goes on for ever.
        let Some(main) = self.main.get().filter(|main| !main.is_done()) else { return };
        // SAFETY: a Task.
        let task: Gc<uasyncio::tasks::task::Task> = unsafe { Gc::from_obj(main.0) };
        if state().current.get() != Some(task) && !task.is_linked() {
            self.note(TaskQueue(self.line(0)).push(main, None));
        }
    }

    fn harm(self: &This, hostile: Hostile) {
        match hostile {
            Hostile::Data(pick, value) => {
                let (Some(task), Some(value)) = (self.task(pick), self.value(value)) else { return };
                self.note(call(|| task.set_data(value)));
            }
            Hostile::State(pick, value) => {
                let (Some(task), Some(value)) = (self.task(pick), self.value(value)) else { return };
                task.set_state(value);
            }
            Hostile::OutBuf(i, value) => {
                let Some(value) = self.value(value) else { return };
                // SAFETY: a Stream.
                self.note(call(|| unsafe { uasyncio_stream_set_out_buf(self.streams[i].0, value) }));
            }
            Hostile::S(i, value) => {
                let Some(value) = self.value(value) else { return };
                // SAFETY: as above.
                self.note(call(|| unsafe { uasyncio_stream_set_s(self.streams[i].0, value) }));
            }
            Hostile::Release(i) => self.note(self.locks[i].release()),
            Hostile::Push(line, pick, ms) => {
                let Some(task) = self.task(pick) else { return };
                let line = self.line(line);
                if object::type_of(line) as u32 == Type::TaskQueue as u32 {
                    let mask = world().config.get().ticks_mask as isize;
                    let key = ms.map(|ms| (world().ticks() as isize + ms) & mask);
                    self.note(TaskQueue(line).push(task, key));
                } else {
                    // SAFETY: a Waiter.
                    self.note(call(|| unsafe { uasyncio_waiting_push(line, task.0) }));
                }
            }
            Hostile::Pop(line) => {
                let line = self.line(line);
                // SAFETY: a TaskQueue, or a Waiter.
                self.note(call(|| unsafe {
                    if object::type_of(line) as u32 == Type::TaskQueue as u32 {
                        task_queue::uasyncio_task_queue_pop(line)
                    } else {
                        uasyncio_waiting_pop(line)
                    }
                }));
            }
            Hostile::Remove(line, pick) => {
                let Some(task) = self.task(pick) else { return };
                let line = self.line(line);
                // SAFETY: as above.
                self.note(call(|| unsafe {
                    if object::type_of(line) as u32 == Type::TaskQueue as u32 {
                        task_queue::uasyncio_task_queue_remove(line, task.0)
                    } else {
                        uasyncio_waiting_remove(line, task.0)
                    }
                }));
            }
            Hostile::IoRemove(pick) => {
                let Some(task) = self.task(pick) else { return };
                let queue = uasyncio::io::io_queue::state().io_queue().as_obj();
                // SAFETY: an IOQueue.
                self.note(call(|| unsafe { uasyncio_queue_remove(queue, task.0) }));
            }
            Hostile::NewLoop => api::new_event_loop(),
            Hostile::InFinaliser(inner) => {
                let this = self.clone();
                at_next_allocation(move || this.hostile(*inner));
            }
        }
    }
}
