//! Python objects as Rust sees them: opaque words, exceptions, and typed references to our own instances.

use core::{cell::Cell, ffi::c_void, ops::Deref, ptr::NonNull};

/// A Python object: MicroPython's `mp_obj_t`, an immediate value or a pointer. Never `MP_OBJ_NULL`, which is
/// `Option::<Obj>::None`.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Obj(NonNull<c_void>);

impl Obj {
    /// `None` for `MP_OBJ_NULL`.
    pub fn new(raw: *mut c_void) -> Option<Obj> {
        NonNull::new(raw).map(Obj)
    }

    pub fn as_ptr(self) -> *mut c_void {
        self.0.as_ptr()
    }
}

/// An object or `MP_OBJ_NULL`, in C signatures.
pub type MaybeObj = Option<Obj>;

/// An exception on its way: an instance of BaseException, or a class of exceptions yet to be instantiated.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Raise(pub Obj);

/// A value, or an exception that has not been raised or was caught.
pub type Result<T = Obj> = core::result::Result<T, Raise>;

/// The host's word at the start of every instance: its type. The host writes it also where the library has a reference already.
pub type Base = Cell<usize>;

/// The same of an instance to which a program may give attributes: the host keeps them in the second word.
pub type BaseWithAttributes = [Cell<usize>; 2];

pub fn has_attributes(base: &BaseWithAttributes) -> bool {
    base[1].get() != 0
}

/// Writes the first value to a cell of memory that is still zero, which is none to be read and dropped as `Cell::set` does.
pub fn begin<T: Copy>(cell: &Cell<T>, value: T) {
    // SAFETY: as a Cell is written.
    unsafe { cell.as_ptr().write(value) }
}

/// The arguments of a function that has `N` of them.
///
/// # Safety
/// `args` points to `N` objects.
pub unsafe fn arguments<const N: usize>(args: *const Obj) -> [Obj; N] {
    *args.cast()
}

/// A reference to an instance of one of our types, in the garbage-collected heap or in the library's state.
///
/// Holding one does not keep the instance alive by itself: the collector finds it because it looks at the C stack, the
/// library's state and the objects they lead to, and because an object never moves. Fields are `Cell`s, since Python
/// code that runs in between may hold the same object.
#[repr(transparent)]
pub struct Gc<T>(NonNull<T>);

impl<T> Clone for Gc<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Gc<T> {}

impl<T> PartialEq for Gc<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Gc<T> {
    /// # Safety
    /// `pointer` is an initialised `T` that lives as long as the collector can find it.
    pub unsafe fn from_ptr(pointer: NonNull<T>) -> Gc<T> {
        Gc(pointer)
    }

    /// # Safety
    /// `object` is an instance of the type that `T` describes, as the host's type check has shown.
    pub unsafe fn from_obj(object: Obj) -> Gc<T> {
        Gc(object.0.cast())
    }

    pub fn as_non_null(self) -> NonNull<T> {
        self.0
    }

    pub fn as_obj(self) -> Obj {
        Obj(self.0.cast())
    }
}

impl<T> Deref for Gc<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: `from_ptr` and `from_obj` demand an initialised instance; it is alive because `self` is on the stack
        // or in an object that the collector scans.
        unsafe { self.0.as_ref() }
    }
}
