//! The end of a task.

use crate::host::object::{Gc, Obj, Raise};
use crate::host::port::{self, Type};
use crate::tasks::join;
use crate::tasks::observer::{observer, Observer};
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
        if task.is_done() {
            // A loop that ran within its turn has ended it, when it was resumed there; and those who are to be told of that have their turns.
            return;
        }
        // It may have put itself in a line, and failed before it yielded: nobody shall wake it.
        self.detach(task);
        let mut awaited = awaited;
        let mut waiters = task.state.get();
        task.set_outcome(outcome);
        task.state.set(port::truth(false));
        if let (Some(telling), Some(_)) =
            (self.telling.get(), observer(waiters).and_then(|first| first.next()))
        {
            let woken;
            (waiters, woken) = (telling.ended)(self, task, waiters);
            awaited |= woken;
        }
        match port::type_of(waiters) {
            // SAFETY: the type says so. It shares with nobody, and is told at once.
            Type::Observer => {
                awaited |= unsafe { Gc::<Observer>::from_obj(waiters) }.tell(self, task, outcome)
            }
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
            // It is reported at its next turn, unless somebody awaits it until then.
            if !port::is_cancelled(exception) && !task.is_linked() {
                self.take_turn(task);
            }
        }
    }
}
