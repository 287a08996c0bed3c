//! What a sequence is made of.

use proptest::collection::vec;
use proptest::prelude::*;

/// How many there are of each primitive, and of streams.
pub const EACH: usize = 2;

/// What a task does: one await, or one around others.
#[derive(Clone, Debug)]
pub enum Body {
    Sleep(isize),
    /// So many turns.
    Turns(usize),
    Event(usize),
    /// Holds a lock for so many milliseconds.
    Lock(usize, isize),
    Flag(usize),
    Join(usize),
    Read(usize),
    Drain(usize),
    /// `core._io_queue.queue_read`, and a yield.
    QueueRead(usize),
    Raise,
    /// Cancels another task in its own turn.
    Cancel(usize),
    Gather(Vec<Body>, bool),
    WaitFor(Box<Body>, isize),
}

#[derive(Clone, Debug)]
pub enum Step {
    Create(Body),
    Cancel(usize),
    Sleep(isize),
    Busy(usize),
    Set(usize),
    Clear(usize),
    SetFlag(usize),
    ClearFlag(usize),
    /// An interrupt sets a flag so many milliseconds from now.
    Interrupt(usize, usize),
    /// A stream becomes ready, or is no longer.
    Ready(usize, bool),
    Write(usize),
    /// So many allocations fail, after some that do not.
    NoMemory(usize, usize),
    /// The next allocation collects, and a finaliser cancels a task.
    CancelInFinaliser(usize),
    /// What a program looks at, which may allocate.
    LookAt(usize),
    Hostile(Hostile),
}

#[derive(Clone, Debug)]
pub enum Hostile {
    Data(usize, Value),
    State(usize, Value),
    OutBuf(usize, Value),
    S(usize, Value),
    Release(usize),
    /// `push` to, `pop` and `remove` from a line: the loop's queue, one of the program's own, or a primitive's `waiting`.
    Push(usize, usize, Option<isize>),
    Pop(usize),
    Remove(usize, usize),
    IoRemove(usize),
    NewLoop,
    InFinaliser(Box<Hostile>),
}

/// Something to write: a plain object, or one of the library's.
#[derive(Clone, Debug)]
pub enum Value {
    Plain(usize),
    Task(usize),
    Line(usize),
    Event(usize),
    Lock(usize),
    Flag(usize),
    Stream(usize),
    DataOf(usize),
    StateOf(usize),
}

#[derive(Clone, Debug)]
pub struct Sequence {
    /// Each step is taken within a task, or between two runs.
    pub steps: Vec<(Step, bool)>,
    /// The clock wraps so many milliseconds after the start.
    pub wraps_in: usize,
    pub is_32_bit: bool,
}

fn pick() -> impl Strategy<Value = usize> {
    0..16usize
}

fn body() -> impl Strategy<Value = Body> {
    let leaf = prop_oneof![
        4 => (0..6isize).prop_map(Body::Sleep),
        2 => (0..4usize).prop_map(Body::Turns),
        3 => (0..EACH).prop_map(Body::Event),
        4 => (0..EACH, 0..4isize).prop_map(|(lock, ms)| Body::Lock(lock, ms)),
        3 => (0..EACH).prop_map(Body::Flag),
        3 => pick().prop_map(Body::Join),
        2 => (0..EACH).prop_map(Body::Read),
        1 => (0..EACH).prop_map(Body::Drain),
        2 => (0..EACH).prop_map(Body::QueueRead),
        1 => Just(Body::Raise),
        1 => pick().prop_map(Body::Cancel),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            (vec(inner.clone(), 0..4), any::<bool>())
                .prop_map(|(all, exceptions)| Body::Gather(all, exceptions)),
            (inner, 0..6isize).prop_map(|(body, ms)| Body::WaitFor(Box::new(body), ms)),
        ]
    })
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => (0..9usize).prop_map(Value::Plain),
        2 => pick().prop_map(Value::Task),
        2 => (0..4usize).prop_map(Value::Line),
        1 => (0..EACH).prop_map(Value::Event),
        1 => (0..EACH).prop_map(Value::Lock),
        1 => (0..EACH).prop_map(Value::Flag),
        1 => (0..EACH).prop_map(Value::Stream),
        1 => pick().prop_map(Value::DataOf),
        2 => pick().prop_map(Value::StateOf),
    ]
}

fn hostile() -> impl Strategy<Value = Hostile> {
    let line = || 0..4usize;
    let leaf = prop_oneof![
        4 => (pick(), value()).prop_map(|(task, value)| Hostile::Data(task, value)),
        4 => (pick(), value()).prop_map(|(task, value)| Hostile::State(task, value)),
        1 => (0..EACH, value()).prop_map(|(stream, value)| Hostile::OutBuf(stream, value)),
        1 => (0..EACH, value()).prop_map(|(stream, value)| Hostile::S(stream, value)),
        1 => (0..EACH).prop_map(Hostile::Release),
        3 => (line(), pick(), proptest::option::of(-3..6isize))
            .prop_map(|(line, task, ms)| Hostile::Push(line, task, ms)),
        2 => line().prop_map(Hostile::Pop),
        2 => (line(), pick()).prop_map(|(line, task)| Hostile::Remove(line, task)),
        1 => pick().prop_map(Hostile::IoRemove),
        1 => Just(Hostile::NewLoop),
    ];
    leaf.prop_recursive(1, 2, 1, |inner| inner.prop_map(|inner| Hostile::InFinaliser(Box::new(inner))))
}

fn step(with_hostile: bool) -> impl Strategy<Value = Step> {
    let polite = prop_oneof![
        9 => body().prop_map(Step::Create),
        3 => pick().prop_map(Step::Cancel),
        6 => (0..4isize).prop_map(Step::Sleep),
        1 => (1..4usize).prop_map(Step::Busy),
        2 => (0..EACH).prop_map(Step::Set),
        1 => (0..EACH).prop_map(Step::Clear),
        2 => (0..EACH).prop_map(Step::SetFlag),
        1 => (0..EACH).prop_map(Step::ClearFlag),
        1 => (0..EACH, 0..4usize).prop_map(|(flag, ms)| Step::Interrupt(flag, ms)),
        2 => (0..EACH, any::<bool>()).prop_map(|(stream, ready)| Step::Ready(stream, ready)),
        1 => (0..EACH).prop_map(Step::Write),
        2 => (0..3usize, 1..4usize).prop_map(|(after, count)| Step::NoMemory(after, count)),
        1 => pick().prop_map(Step::CancelInFinaliser),
        2 => pick().prop_map(Step::LookAt),
    ];
    let weight = if with_hostile { 1 } else { 0 };
    prop_oneof![3 => polite, weight => hostile().prop_map(Step::Hostile)]
}

pub fn sequence(with_hostile: bool) -> impl Strategy<Value = Sequence> {
    let steps = vec((step(with_hostile), prop::bool::weighted(0.8)), 1..40);
    (steps, 1..60usize, any::<bool>()).prop_map(|(steps, wraps_in, is_32_bit)| Sequence {
        steps,
        wraps_in,
        is_32_bit,
    })
}
