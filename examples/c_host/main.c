// Two tasks that sleep and wake each other, a thread that wakes the loop, a task that is cancelled and one that fails.
//
// Above each coroutine stands what it would be in Python.
#include <pthread.h>
#include <stdio.h>
#include <time.h>
#include "host.h"

enum { ROUNDS = 3, SLEEP_MS = 10 };

static uasyncio_obj_t sleep_ms(intptr_t ms) {
    return uasyncio_sleep_ms(uasyncio_port_int(ms));
}

// async def play(name, mine, other):
//     for n in range(ROUNDS):
//         await mine.wait()
//         mine.clear()
//         print(name, n)
//         await sleep_ms(SLEEP_MS)
//         other.set()
//     return ROUNDS
struct player {
    const char *name;
    uasyncio_obj_t mine, other;
    int n;
};

static void play(struct coroutine *self) {
    struct player *player = (struct player *)self->locals;
    switch (self->step) {
    case 1:
        uasyncio_event_clear(player->mine);
        printf("%s %d\n", player->name, player->n);
        await(self, sleep_ms(SLEEP_MS), 2);
        return;
    case 2:
        uasyncio_event_set(player->other);
        player->n++;
    }
    // The head of the loop.
    if (player->n < ROUNDS) {
        await(self, uasyncio_event_wait(player->mine), 1);
    } else {
        finish(self, uasyncio_port_int(ROUNDS));
    }
}

// async def fail():
//     raise RuntimeError("nobody awaits this")
static void fail(struct coroutine *self) {
    (void)self;
    raise_error(UASYNCIO_EXC_RUNTIME_ERROR, "nobody awaits this");
}

// async def sleeper():
//     try:
//         await sleep_ms(3600_000)
//     except CancelledError:
//         await sleep_ms(SLEEP_MS)
//         print("cleaned up")
//         raise
static void sleeper(struct coroutine *self) {
    switch (self->step) {
    case 0:
        self->catches = true;
        await(self, sleep_ms(3600000), 1);
        break;
    case 1:
        self->catches = false;
        self->locals = self->caught;
        await(self, sleep_ms(SLEEP_MS), 2);
        break;
    default:
        printf("cleaned up\n");
        uasyncio_port_raise(self->locals);
    }
}

// A thread in the place of interrupt handlers.  They come when nobody has anything to do, and the loop waits for ever.
struct interrupts {
    uasyncio_obj_t flag, event;
};

static void *interrupt(void *data) {
    struct interrupts *interrupts = (struct interrupts *)data;
    struct timespec later = { 0, 50 * 1000000 };
    nanosleep(&later, NULL);
    uasyncio_flag_set(interrupts->flag);
    nanosleep(&later, NULL);
    uasyncio_event_set(interrupts->event);
    return NULL;
}

// async def main():
//     ping, pong, flag, event = Event(), Event(), ThreadSafeFlag(), Event()
//     tasks = create_task(play("ping", ping, pong)), create_task(play("pong", pong, ping))
//     ping.set()
//     rounds = await tasks[0] + await tasks[1]
//     start_new_thread(interrupt, (flag, event))
//     await flag.wait()
//     await event.wait()
//     create_task(fail())
//     task = create_task(sleeper())
//     await sleep_ms(0)
//     await sleep_ms(0)
//     task.cancel()
//     try:
//         await task
//     except CancelledError:
//         print("the sleeper was cancelled")
//     return rounds
struct program {
    struct player players[2];
    uasyncio_obj_t tasks[2], sleeper;
    struct interrupts interrupts;
    pthread_t thread;
    intptr_t rounds;
    size_t begin;
};

static void program(struct coroutine *self) {
    struct program *my = (struct program *)self->locals;
    switch (self->step) {
    case 0: {
        uasyncio_obj_t ping = new_primitive(&uasyncio_event), pong = new_primitive(&uasyncio_event);
        struct player players[2] = { { "ping", ping, pong, 0 }, { "pong", pong, ping, 0 } };
        for (int i = 0; i < 2; i++) {
            my->players[i] = players[i];
            my->tasks[i] = uasyncio_create_task(new_coroutine(play, &my->players[i]));
        }
        uasyncio_event_set(ping);
        my->begin = uasyncio_port_ticks_ms();
        await(self, my->tasks[0], 1);
        break;
    }
    case 1:
        my->rounds = uasyncio_port_get_int(self->value);
        await(self, my->tasks[1], 2);
        break;
    case 2:
        my->rounds += uasyncio_port_get_int(self->value);
        if (uasyncio_port_ticks_ms() - my->begin >= 2 * ROUNDS * SLEEP_MS) {
            printf("each sleep lasted\n");
        }
        my->interrupts.flag = new_primitive(&uasyncio_flag);
        my->interrupts.event = new_primitive(&uasyncio_event);
        if (pthread_create(&my->thread, NULL, interrupt, &my->interrupts) != 0) {
            raise_error(UASYNCIO_EXC_OS_ERROR, "there is no thread");
        }
        await(self, uasyncio_flag_wait(my->interrupts.flag), 3);
        break;
    case 3:
        printf("the thread set the flag\n");
        await(self, uasyncio_event_wait(my->interrupts.event), 4);
        break;
    case 4:
        printf("the thread set the event\n");
        pthread_join(my->thread, NULL);
        uasyncio_create_task(new_coroutine(fail, NULL));
        my->sleeper = uasyncio_create_task(new_coroutine(sleeper, NULL));
        await(self, sleep_ms(0), 5);
        break;
    case 5:
        // The task has failed now, and it is reported at its next turn.
        await(self, sleep_ms(0), 6);
        break;
    case 6:
        uasyncio_task_cancel(my->sleeper);
        self->catches = true;
        await(self, my->sleeper, 7);
        break;
    default:
        if (self->caught != UASYNCIO_NULL && uasyncio_port_is_exception(self->caught, UASYNCIO_EXC_CANCELLED_ERROR)) {
            printf("the sleeper was cancelled\n");
        }
        finish(self, uasyncio_port_int(my->rounds));
    }
}

int main(void) {
    static struct program locals;
    bool raised;
    start_clock();
    uasyncio_init();
    uasyncio_obj_t result = run(new_coroutine(program, &locals), &raised);
    if (raised) {
        print_exception(result);
    } else {
        printf("%d rounds\n", (int)uasyncio_port_get_int(result));
    }
    free_objects();
    return raised;
}
