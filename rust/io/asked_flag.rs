//! A ThreadSafeFlag whose `ioctl` a derived class overrides: the loop asks that, as it asks any stream written in Python.

use crate::awaitables::coroutine;
use crate::host::object::{Gc, Obj};
use crate::host::port::{self, POLL_READ};
use crate::io::io_queue;
use crate::sync::flag::Flag;

async fn wait(flag: Gc<Flag>, whole: Obj) -> Obj {
    if !flag.is_set() {
        io_queue::ready(whole, POLL_READ).or_raise().await;
    }
    flag.clear();
    port::none()
}

/// `whole.wait()`, where `flag` is a part of `whole`: a coroutine that waits until the flag is set or the whole says by `ioctl` that
/// it is readable, and clears the flag. Allocates.
///
/// # Safety
/// `flag` is a ThreadSafeFlag.
#[no_mangle]
pub unsafe extern "C" fn uasyncio_flag_wait_for(flag: Obj, whole: Obj) -> Obj {
    coroutine::new(wait(Gc::from_obj(flag), whole)).as_obj()
}
