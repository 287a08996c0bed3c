//! The end of a task.

use crate::host::object::{Gc, Obj, Raise};
use crate::host::port::{self, Type};
use crate::tasks::join;
use crate::tasks::observer::Observer;
use crate::tasks::state::State;
use crate::tasks::task::{Outcome, Task};

/// What is raised in a task that waited for one of this outcome, if not what that one says. An exception that has ended a run
/// is not raised in others: it would end the next run, too, which upstream's does not. They are cancelled.
pub fn passed_on(outcome: Outcome) -> Option<Obj> {
    outcome.err().filter(|&exception| port::is_fatal(exception)).map(|_| port::cancelled_error())
}

impl State {
    /// Records the end of a task and tells those whom it concerns. `awaited` says that somebody takes care of its exception in any
    /// case. Raises what a callback raises.
    pub fn finish(&self, task: Gc<Task>, outcome: Outcome, awaited: bool) {
        // It may have put itself in a line, and failed before it yielded: nobody shall wake it.
        self.detach(task);
        let mut awaited = awaited;
        let mut waiters = task.state.get();
        task.set_outcome(outcome);
        task.state.set(port::truth(false));
        let mut kind = port::type_of(waiters);
        while kind == Type::Observer {
            // SAFETY: the type says it is an Observer.
            let observer = unsafe { Gc::<Observer>::from_obj(waiters) };
            let next = observer.next();
            awaited |= observer.tell(self, task, outcome);
            let Some(next) = next else { break };
            waiters = next;
            kind = port::type_of(waiters);
        }
        match kind {
            Type::Observer => {}
            Type::Task | Type::TaskQueue => awaited |= join::wake(self, waiters, passed_on(outcome)),
            _ if waiters == port::truth(true) => {
                if !awaited {
                    task.state.set(port::none());
                }
            }
            _ => {
                awaited = true;
                if port::is_callable(waiters) {
                    let result = match outcome {
                        Ok(value) => port::new_stop_iteration(value),
                        Err(Raise(exception)) => exception,
                    };
                    port::call(waiters, &[task.as_obj(), result]);
                }
            }
        }
        if let (false, Err(exception)) = (awaited, outcome) {
            if !port::is_cancelled(exception) {
                self.report_later(task);
            }
        }
    }

    /// Lets the exception of a task be reported at its next turn, unless somebody awaits it until then.
    pub fn report_later(&self, task: Gc<Task>) {
        let data = task.data.get();
        self.make_ready(task);
        task.data.set(data);
    }
}
