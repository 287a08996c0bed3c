//! Stream: reading and writing in whatever pieces the stream underneath allows.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::host::api::{create_task, sleep, Stream, Task};
use crate::host::object::{bytes, outcome, text};
use crate::host::stream::{of, stream, FakeStream};
use crate::host::world::{busy, elapsed, interrupt_in, Config};
use crate::host::{log, Vm};
use uasyncio::host::object::Result;
use uasyncio::host::port::{Watch, POLL_READ, POLL_WRITE};

const END: u8 = 0;

/// A stream from which `input` can be read at once, `chunk` bytes at a time.
fn opened(how: Watch, input: &[u8], chunk: usize) -> Result<(Stream, &'static FakeStream)> {
    let object = stream(how);
    let underneath = of(object);
    underneath.ready.set(POLL_READ | POLL_WRITE);
    underneath.input.borrow_mut().extend(input);
    underneath.chunk.set(chunk);
    Ok((Stream::new(object)?, underneath))
}

/// Lets time pass while nothing waits.
fn ticking() -> Result<Task> {
    create_task::<()>(async {
        loop {
            busy(1);
            sleep(0).await?;
        }
    })
}

#[test]
fn what_is_read() {
    let vm = Vm::new();
    vm.run(async {
        let (stream, _) = opened(Watch::Ready, b"some bytes, then a line\nand another\nthe rest\0", 4)?;
        log(text(stream.read(100).await?));
        log(text(stream.read(2).await?));
        log(text(stream.readexactly(6).await?));
        log(text(stream.readline().await?));
        log(text(stream.readline().await?));
        log(text(stream.read(-1).await?));
        // At the end there is nothing, as often as one asks.
        log(text(stream.read(1).await?));
        log(text(stream.readline().await?));
        log(outcome(stream.readexactly(1).await));
        log(text(stream.readexactly(0).await?));
        Ok(())
    })
    .unwrap();
    let expected = ["some", " b", "ytes, ", "then a line\\n", "and another\\n", "the rest", "", ""];
    let mut expected: Vec<_> = expected.map(|text| format!("b\"{text}\"")).to_vec();
    expected.extend(["EofError".into(), "b\"\"".into()]);
    assert_eq!(vm.log(), expected);
}

#[test]
fn the_end_in_the_middle_of_what_is_needed() {
    let vm = Vm::new();
    let result = vm.run(async { opened(Watch::Ready, b"abc\0", 2)?.0.readexactly(5).await });
    assert_eq!(outcome(result), "EofError");
    let result = vm.run(async { opened(Watch::Ready, b"abc\0", 2)?.0.readline().await });
    assert_eq!(outcome(result), "b\"abc\"");
}

#[test]
fn lines_with_a_limit() {
    proptest!(|(before in 0..400usize, limit in 1..400usize, chunk in 1..200usize)| {
        let vm = Vm::new();
        let input = [vec![b'x'; before], b"\nrest\0".to_vec()].concat();
        let left = vm.run(async move {
            let (stream, underneath) = opened(Watch::Ready, &input, chunk)?;
            stream.set_limit(limit as isize)?;
            let line = stream.readline().await;
            log(line.map_or_else(|e| outcome(Err(e)), |line| text(line).len().to_string()));
            log(underneath.input.borrow().len());
            Ok(())
        });
        left.unwrap();
        // What follows the byte that was too many is left.
        let all = before + "\nrest\0".len();
        let expected = if before <= limit {
            ["b\"\\n\"".len() + before, "rest\0".len()].map(|n| n.to_string())
        } else {
            ["ValueError: line too long".into(), (all - limit - 1).to_string()]
        };
        prop_assert_eq!(vm.log(), expected);
    });
}

#[test]
fn reading_waits_for_what_comes() {
    for how in [Watch::Poll, Watch::Event] {
        let vm = Vm::with(Config { poll_period: 1, ..Config::default() });
        vm.run(async move {
            let (stream, underneath) = opened(how, b"", 100)?;
            for (ms, part) in [(5, b"ab".as_slice()), (10, b"c\nd"), (15, b"e\n")] {
                interrupt_in(ms, move || underneath.input.borrow_mut().extend(part));
            }
            // It says that it is ready although there is nothing.
            let clock = ticking()?;
            for _ in 0..2 {
                let line = text(stream.readline().await?);
                log(format!("{line} {}", elapsed()));
            }
            clock.cancel().map(drop)
        })
        .unwrap();
        assert_eq!(vm.log(), ["b\"abc\\n\" 10", "b\"de\\n\" 15"]);
    }
}

#[test]
fn a_read_that_was_cancelled_leaves_the_rest() {
    let vm = Vm::new();
    vm.run(async {
        let (stream, underneath) = opened(Watch::Event, b"", 100)?;
        underneath.ready.set(0);
        let reading = create_task(async move { stream.read(1).await })?;
        sleep(1).await?;
        reading.cancel()?;
        log(outcome(reading.join().await));
        underneath.input.borrow_mut().extend(b"x");
        underneath.ready.set(POLL_READ);
        log(text(stream.read(1).await?));
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["CancelledError", "b\"x\""]);
}

#[test]
fn two_reads_at_once_have_their_turns() {
    let vm = Vm::new();
    vm.run(async {
        let (stream, _) = opened(Watch::Ready, b"abcd", 1)?;
        let both = [
            create_task(async move { stream.readexactly(2).await })?,
            create_task(async move { stream.readexactly(2).await })?,
        ];
        for task in both {
            log(text(task.join().await?));
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["b\"ac\"", "b\"bd\""]);
}

#[test]
fn closing_wakes_those_who_wait() {
    let vm = Vm::new();
    vm.run(async {
        let (stream, underneath) = opened(Watch::Event, b"", 1)?;
        underneath.ready.set(0);
        let reading = [
            create_task(async move { stream.read(1).await })?,
            create_task(async move { stream.read(1).await })?,
        ];
        sleep(1).await?;
        underneath.input.borrow_mut().push_back(END);
        stream.wait_closed().await?;
        assert!(underneath.closed.get());
        for task in reading {
            log(text(task.join().await?));
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["b\"\"", "b\"\""]);
}

#[test]
fn a_drain_of_nothing_yields_all_the_same() {
    let vm = Vm::new();
    vm.run(async {
        let (stream, _) = opened(Watch::Ready, b"", 1)?;
        create_task(async {
            log("other");
            Ok(())
        })?;
        stream.write(bytes(b"written at once"))?;
        stream.drain().await?;
        log("drained");
        Ok(())
    })
    .unwrap();
    assert_eq!(vm.log(), ["other", "drained"]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_is_written_arrives_in_order(
        parts in vec((vec(any::<u8>(), 0..20), any::<bool>()), 0..20),
        room in 1..7usize,
        blocked in 0..5usize,
    ) {
        let vm = Vm::with(Config { poll_period: 1, ..Config::default() });
        let sent: Vec<u8> = parts.iter().flat_map(|(part, _)| part.clone()).collect();
        vm.run(async move {
            let (stream, underneath) = opened(Watch::Poll, b"", 1)?;
            // For some time there is no room at all.
            underneath.room.set(if blocked == 0 { room } else { 0 });
            interrupt_in(blocked, move || underneath.room.set(room));
            let clock = ticking()?;
            for (part, drain) in parts {
                stream.write(bytes(&part))?;
                if drain {
                    stream.drain().await?;
                }
            }
            stream.drain().await?;
            assert_eq!(underneath.output.take(), sent);
            clock.cancel().map(drop)
        })
        .unwrap();
    }
}
