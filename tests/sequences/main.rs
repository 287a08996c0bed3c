//! Random sequences of what a program can do to the library, hostile writes included, with the library's own links looked at
//! after every step.
//!
//! - [`steps`]: what a sequence is made of. proptest makes them, and makes one that fails small.
//! - [`machine`]: carries them out, within a task or between two runs of the loop.
//! - [`links`]: what has to hold of every line and heap between two steps.
//!
//! `SEQUENCES=100000 cargo test --test sequences` runs more of them than are run by default.

#[path = "../host/mod.rs"]
#[allow(dead_code)]
mod host;
mod links;
mod machine;
mod steps;

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::cell::Cell;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A link that leads in a ring keeps the library busy for ever: then the sequence is printed, and the process ends.
static UNDER_WAY: Mutex<Option<(Instant, String)>> = Mutex::new(None);

fn watch() {
    std::thread::spawn(|| loop {
        std::thread::sleep(Duration::from_secs(1));
        let under_way = UNDER_WAY.lock().unwrap();
        if let Some((_, sequence)) = under_way.as_ref().filter(|(begun, _)| begun.elapsed().as_secs() > 10) {
            eprintln!("it does not end: {sequence}");
            std::process::abort();
        }
    });
}

/// The same seed each time: what fails once can be run again.
fn check(hostile: bool, default: u32) {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let cases = std::env::var("SEQUENCES").ok().and_then(|n| n.parse().ok()).unwrap_or(default);
    let config = Config { cases, max_shrink_iters: 20_000, failure_persistence: None, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let counts = machine::Counts::default();
    let sequences = Cell::new(0usize);
    watch();
    let result = runner.run(&steps::sequence(hostile), |sequence| {
        *UNDER_WAY.lock().unwrap() = Some((Instant::now(), format!("{sequence:?}")));
        sequences.set(sequences.get() + 1);
        machine::run(&sequence, &counts).map_err(proptest::test_runner::TestCaseError::fail)
    });
    UNDER_WAY.lock().unwrap().take();
    println!("{} sequences: {counts:?}", sequences.get());
    if let Err(failure) = result {
        // On few lines: the debug form that proptest prints has one for each word.
        let proptest::test_runner::TestError::Fail(why, sequence) = failure else { panic!("{failure}") };
        panic!("{why}: {sequence:?}");
    }
    // Otherwise the sequences have stopped to do what they are for.
    assert!(counts.linked.get() > counts.steps.get() / 4, "{counts:?}");
    assert!(counts.out_of_memory.get() > sequences.get() / 20, "{counts:?}");
    assert!(counts.ended.get() > sequences.get(), "{counts:?}");
}

/// What a well-behaved program does: everything that it starts ends by itself.
#[test]
fn nobody_is_lost() {
    check(false, 2500);
}

/// With wrong values written to whatever a program can write: the links stay sound, and all that is cancelled ends.
#[test]
fn hostile_writes_do_no_harm() {
    check(true, 1000);
}
