//! Exceptions and their classes.

use super::object::{self, new, none, str, Value};
use uasyncio::host::object::{Obj, Raise, Result};
use uasyncio::host::port;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    // Not of class Exception:
    CancelledError,
    GeneratorExit,
    KeyboardInterrupt,
    SystemExit,
    /// The loop waits for ever: nothing will ever happen any more.
    Deadlock,
    /// A test's coroutine has panicked.
    Panic,
    // Of class Exception:
    Exception,
    AttributeError,
    EofError,
    ImportError,
    IndexError,
    KeyError,
    MemoryError,
    OfAGroup,
    OsError,
    OverflowError,
    RuntimeError,
    StopIteration,
    TimeoutError,
    TypeError,
    ValueError,
}

impl Class {
    pub fn is_a(self, of: Class) -> bool {
        self == of || of == Class::Exception && self as usize > Class::Exception as usize
    }
}

impl From<port::Exception> for Class {
    fn from(exception: port::Exception) -> Class {
        match exception {
            port::Exception::TypeError => Class::TypeError,
            port::Exception::ValueError => Class::ValueError,
            port::Exception::RuntimeError => Class::RuntimeError,
            port::Exception::IndexError => Class::IndexError,
            port::Exception::OverflowError => Class::OverflowError,
            port::Exception::EofError => Class::EofError,
            port::Exception::OsError => Class::OsError,
            port::Exception::Exception => Class::Exception,
            port::Exception::GeneratorExit => Class::GeneratorExit,
            port::Exception::CancelledError => Class::CancelledError,
            port::Exception::TimeoutError => Class::TimeoutError,
            port::Exception::MemoryError => Class::MemoryError,
            port::Exception::QueueEmpty
            | port::Exception::QueueFull
            | port::Exception::QueueShutDown
            | port::Exception::BrokenBarrierError
            | port::Exception::InvalidStateError => Class::OfAGroup,
            port::Exception::StopIteration => Class::StopIteration,
        }
    }
}

/// An instance, with its one argument or None.
pub struct Exception {
    pub class: Class,
    pub value: Obj,
}

impl Exception {
    pub fn text(&self) -> String {
        if self.value == none() {
            format!("{:?}", self.class)
        } else {
            format!("{:?}: {}", self.class, object::text(self.value))
        }
    }
}

pub fn exception(class: Class) -> Raise {
    with_value(class, none())
}

pub fn with_value(class: Class, value: Obj) -> Raise {
    Raise(new(Value::Exception(Exception { class, value })))
}

pub fn with_message(class: Class, message: &str) -> Raise {
    with_value(class, str(message))
}

/// `raise class(message)`.
pub fn fail<T>(class: Class, message: &str) -> Result<T> {
    Err(with_message(class, message))
}

/// The class of an instance, or the class itself.
pub fn class_of(object: Obj) -> Option<Class> {
    match object::value(object) {
        Some(Value::Class(class)) => Some(*class),
        Some(Value::Exception(exception)) => Some(exception.class),
        _ => None,
    }
}

pub fn is_a(Raise(exception): Raise, class: Class) -> bool {
    class_of(exception).is_some_and(|of| of.is_a(class))
}

/// What `raise object` raises.
pub fn make(object: Obj) -> Raise {
    match object::value(object) {
        Some(Value::Class(class)) => exception(*class),
        Some(Value::Exception(_)) => Raise(object),
        _ => with_message(Class::TypeError, "exceptions must derive from BaseException"),
    }
}
