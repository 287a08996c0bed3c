//! Python objects: small ints in the word itself, all others behind it.

use std::cell::Cell;
use std::ffi::c_void;

use super::exception::{Class, Exception};
use super::script::Script;
use super::stream::FakeStream;
use uasyncio::host::object::{Obj, Raise, Result};
use uasyncio::host::port::{Name, Type};

/// The header of the machine's own objects. The library's begin with their `Type`.
const HOST: usize = 0x100;

#[repr(C)]
pub struct Object {
    head: usize,
    value: Value,
}

// SAFETY: only the thread that holds the machine looks at objects.
unsafe impl Sync for Object {}

pub type Function = Box<dyn Fn(&[Obj]) -> Result>;

pub enum Value {
    None,
    Bool(bool),
    Float(f64),
    /// An int that is not small.
    BigInt,
    Str(String),
    Bytes(Vec<u8>),
    List(Box<[Cell<Obj>]>),
    Pair([Obj; 2]),
    Dict(Vec<(Obj, Cell<Obj>)>),
    Class(Class),
    LoopClass,
    Exception(Exception),
    Script(Script),
    Function(Function),
    Stream(FakeStream),
    /// An object with one method.
    Method(Name, Function),
    /// An instance of a Python class whose base is one of the library's types.
    Subclass(Obj),
}

impl Object {
    pub const fn new(value: Value) -> Object {
        Object { head: HOST, value }
    }

    pub fn as_ptr(&'static self) -> *mut c_void {
        std::ptr::from_ref(self).cast_mut().cast()
    }

    pub fn as_obj(&'static self) -> Obj {
        Obj::new(self.as_ptr()).unwrap()
    }
}

pub static NONE: Object = Object::new(Value::None);
pub static FALSE: Object = Object::new(Value::Bool(false));
pub static TRUE: Object = Object::new(Value::Bool(true));
pub static EMPTY_BYTES: Object = Object::new(Value::Bytes(Vec::new()));
pub static CANCELLED_ERROR: Object = Object::new(Value::Class(Class::CancelledError));
pub static LOOP_CLASS: Object = Object::new(Value::LoopClass);

pub fn none() -> Obj {
    NONE.as_obj()
}

pub fn truth(value: bool) -> Obj {
    if value { &TRUE } else { &FALSE }.as_obj()
}

pub fn new(value: Value) -> Obj {
    Box::leak(Box::new(Object::new(value))).as_obj()
}

pub fn int(value: isize) -> Obj {
    let word = value.wrapping_shl(1) as usize | 1;
    assert_eq!(word as isize >> 1, value, "no small int");
    Obj::new(std::ptr::without_provenance_mut(word)).unwrap()
}

pub fn str(text: impl ToString) -> Obj {
    new(Value::Str(text.to_string()))
}

pub fn bytes(bytes: &[u8]) -> Obj {
    new(Value::Bytes(bytes.to_vec()))
}

pub fn list(items: &[Obj]) -> Obj {
    new(Value::List(items.iter().copied().map(Cell::new).collect()))
}

pub fn function(function: impl Fn(&[Obj]) -> Result + 'static) -> Obj {
    new(Value::Function(Box::new(function)))
}

pub fn small_int(object: Obj) -> Option<isize> {
    let word = object.as_ptr() as usize;
    (word & 1 != 0).then_some(word as isize >> 1)
}

fn head(object: Obj) -> usize {
    if small_int(object).is_some() {
        return HOST;
    }
    // SAFETY: every object that is no small int begins with its header.
    unsafe { object.as_ptr().cast::<usize>().read() }
}

pub fn set_head(object: *mut c_void, of: Type) {
    // SAFETY: the library's instances begin with the word that this is.
    unsafe { object.cast::<usize>().write(of as usize) }
}

const TYPES: [Type; 9] = [
    Type::Task,
    Type::TaskQueue,
    Type::IoQueue,
    Type::Sleep,
    Type::Waiter,
    Type::Coroutine,
    Type::Observer,
    Type::Stream,
    Type::Server,
];

pub fn type_of(object: Obj) -> Type {
    let head = head(object);
    TYPES.into_iter().find(|&of| of as usize == head).unwrap_or(Type::Other)
}

/// The value of one of the machine's own objects that is no small int.
pub fn value(object: Obj) -> Option<&'static Value> {
    if small_int(object).is_some() || head(object) != HOST {
        return None;
    }
    // SAFETY: the header says that it is an Object, and those live for ever.
    Some(unsafe { &object.as_ptr().cast::<Object>().cast_const().as_ref()?.value })
}

/// `==`, as far as tests and dicts need it.
pub fn equal(a: Obj, b: Obj) -> bool {
    a == b
        || match (value(a), value(b)) {
            (Some(Value::Str(a)), Some(Value::Str(b))) => a == b,
            (Some(Value::Bytes(a)), Some(Value::Bytes(b))) => a == b,
            _ => false,
        }
}

/// `str(object)`, for logs.
pub fn text(object: Obj) -> String {
    if let Some(value) = small_int(object) {
        return value.to_string();
    }
    match value(object) {
        Some(Value::None) => "None".into(),
        Some(Value::Bool(true)) => "True".into(),
        Some(Value::Bool(false)) => "False".into(),
        Some(Value::Str(text)) => text.clone(),
        Some(Value::Bytes(bytes)) => format!("b{:?}", String::from_utf8_lossy(bytes)),
        Some(Value::List(items)) => {
            let items: Vec<_> = items.iter().map(|item| text(item.get())).collect();
            format!("[{}]", items.join(", "))
        }
        Some(Value::Pair([a, b])) => format!("({}, {})", text(*a), text(*b)),
        Some(Value::Class(class)) => format!("<class {class:?}>"),
        Some(Value::Exception(exception)) => exception.text(),
        Some(Value::Script(_)) => "<coroutine>".into(),
        _ => format!("<{:?}>", type_of(object)),
    }
}

/// What an outcome is in a log: a value, or an exception with its message.
pub fn outcome(outcome: Result) -> String {
    match outcome {
        Ok(value) => text(value),
        Err(Raise(exception)) => text(exception),
    }
}

/// What a test's coroutine may return.
pub trait IntoObj {
    fn into_obj(self) -> Obj;
}

impl IntoObj for Obj {
    fn into_obj(self) -> Obj {
        self
    }
}

impl IntoObj for () {
    fn into_obj(self) -> Obj {
        none()
    }
}

impl IntoObj for isize {
    fn into_obj(self) -> Obj {
        int(self)
    }
}

impl IntoObj for &str {
    fn into_obj(self) -> Obj {
        str(self)
    }
}
