//! Raising as MicroPython raises: by a jump to the innermost guard, over the frames in between.
//!
//! The library is written for it: the frames that can be jumped over own nothing. A panic that unwinds would not do: it
//! runs what those frames do not have, and cannot leave an `extern "C"` function.
//!
//! A guard saves the registers that a called function must keep and its stack pointer; the jump takes them back. (C's
//! setjmp returns twice, which Rust cannot express. This function returns once.)

use std::ffi::c_void;
use std::mem::MaybeUninit;

use super::world::world;
use uasyncio::host::object::{Obj, Raise, Result};

#[cfg(all(target_arch = "x86_64", not(miri)))]
std::arch::global_asm!(
    "
    .globl host_guard
    .globl host_jump
host_guard:
    push rbp
    push rbx
    push r12
    push r13
    push r14
    push r15
    sub rsp, 8
    mov [rdx], rsp
    mov rax, rdi
    mov rdi, rsi
    call rax
    xor eax, eax
0:
    add rsp, 8
    pop r15
    pop r14
    pop r13
    pop r12
    pop rbx
    pop rbp
    ret
host_jump:
    mov rsp, rdi
    mov rax, rsi
    jmp 0b
"
);

#[cfg(all(target_arch = "aarch64", not(miri)))]
std::arch::global_asm!(
    "
    .globl host_guard
    .globl host_jump
host_guard:
    stp x29, x30, [sp, #-160]!
    stp x19, x20, [sp, #16]
    stp x21, x22, [sp, #32]
    stp x23, x24, [sp, #48]
    stp x25, x26, [sp, #64]
    stp x27, x28, [sp, #80]
    stp d8, d9, [sp, #96]
    stp d10, d11, [sp, #112]
    stp d12, d13, [sp, #128]
    stp d14, d15, [sp, #144]
    mov x9, sp
    str x9, [x2]
    mov x9, x0
    mov x0, x1
    blr x9
    mov x0, #0
0:
    ldp x19, x20, [sp, #16]
    ldp x21, x22, [sp, #32]
    ldp x23, x24, [sp, #48]
    ldp x25, x26, [sp, #64]
    ldp x27, x28, [sp, #80]
    ldp d8, d9, [sp, #96]
    ldp d10, d11, [sp, #112]
    ldp d12, d13, [sp, #128]
    ldp d14, d15, [sp, #144]
    ldp x29, x30, [sp], #160
    ret
host_jump:
    mov sp, x0
    mov x0, x1
    b 0b
"
);

/// Miri knows no registers. It is given sources whose C functions let panics through (tests/tools/miri.sh), and where no frame owns
/// anything a panic is such a jump.
#[cfg(miri)]
mod jumps {
    use super::c_void;
    use std::panic::{catch_unwind, resume_unwind};

    struct Jump(*mut c_void);

    // SAFETY: it stays in its thread.
    unsafe impl Send for Jump {}

    #[no_mangle]
    unsafe extern "C" fn host_guard(
        function: unsafe extern "C" fn(*mut c_void),
        data: *mut c_void,
        guard: *mut usize,
    ) -> *mut c_void {
        guard.write(1);
        match catch_unwind(|| function(data)) {
            Ok(()) => std::ptr::null_mut(),
            Err(panic) => match panic.downcast::<Jump>() {
                Ok(jump) => jump.0,
                Err(panic) => resume_unwind(panic),
            },
        }
    }

    #[no_mangle]
    extern "C" fn host_jump(_guard: usize, exception: *mut c_void) -> ! {
        resume_unwind(Box::new(Jump(exception)))
    }
}

extern "C" {
    /// Calls `function(data)`. Returns null, or what `host_jump` was given with the stack pointer written to `guard`.
    fn host_guard(
        function: unsafe extern "C" fn(*mut c_void),
        data: *mut c_void,
        guard: *mut usize,
    ) -> *mut c_void;
    fn host_jump(guard: usize, exception: *mut c_void) -> !;
}

struct Call<F, T> {
    function: Option<F>,
    result: MaybeUninit<T>,
}

unsafe extern "C" fn run<F: FnOnce() -> T, T>(call: *mut c_void) {
    let call = &mut *call.cast::<Call<F, T>>();
    let function = call.function.take().unwrap();
    call.result.write(function());
}

/// Calls a function of the library that may raise. Neither the function nor its result owns anything.
pub fn call<F: FnOnce() -> T + Copy, T: Copy>(function: F) -> Result<T> {
    let mut call = Call { function: Some(function), result: MaybeUninit::uninit() };
    let guards = &world().guard;
    let outer = guards.get();
    // SAFETY: the guard is written before the call and forgotten after it; the call is initialised, and read as what it
    // is. Between the guard and a jump to it there are frames of the library only.
    unsafe {
        let exception = host_guard(run::<F, T>, (&raw mut call).cast(), guards.as_ptr());
        guards.set(outer);
        match Obj::new(exception) {
            Some(exception) => Err(Raise(exception)),
            None => Ok(call.result.assume_init()),
        }
    }
}

/// Leaves the innermost [`call`] with an exception.
pub fn raise(Raise(exception): Raise) -> ! {
    let guard = world().guard.get();
    if guard == 0 {
        // There is nowhere to go, and nobody whom a panic could reach.
        eprintln!("raised outside of a guard: {}", super::object::text(exception));
        std::process::abort();
    }
    // SAFETY: the guard's call has not returned.
    unsafe { host_jump(guard, exception.as_ptr()) }
}
