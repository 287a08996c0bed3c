// Xtensa: the processor counts its clocks and interrupts at a count that it is told.  The millisecond tick and the
// interrupt test's timer share that interrupt.

#include "py/mpconfig.h"
#include "timer.h"

#define CLOCKS_PER_US (TICK_CLOCK_HZ / 1000000)
#define CLOCKS_PER_MS (TICK_CLOCK_HZ / 1000)
#define TIMER_INTERRUPT (1u << 6)

static volatile uint32_t ticks;
static uint32_t next_tick;

// The interrupt test's timer; 0 while it is stopped.
static uint32_t period;
static uint32_t next_period;

static uint32_t ccount(void) {
    uint32_t count;
    __asm volatile ("rsr.ccount %0" : "=r" (count));
    return count;
}

// Counts wrap, so only their difference says which is later.
static bool before(uint32_t a, uint32_t b) {
    return (int32_t)(a - b) < 0;
}

static void set_next_deadline(void) {
    uint32_t t = period != 0 && before(next_period, next_tick) ? next_period : next_tick;
    // A deadline that passed before it was written would come after a wrap of the counter.
    for (;;) {
        __asm volatile ("wsr.ccompare0 %0\n esync" :: "r" (t));
        uint32_t now = ccount();
        if (before(now, t)) {
            return;
        }
        t = now + 256;
    }
}

__attribute__((weak)) void timer_interrupt(void) {
}

// From the vectors.  Setting a deadline also takes the interrupt's request back.
void overlay_interrupt(void);
void overlay_interrupt(void) {
    uint32_t now = ccount();
    while (!before(now, next_tick)) {
        next_tick += CLOCKS_PER_MS;
        ticks++;
    }
    if (period != 0 && !before(now, next_period)) {
        next_period = now + period;
        timer_interrupt();
    }
    set_next_deadline();
}

void timer_start(uint32_t period_us) {
    uint32_t state = overlay_irq_disable();
    period = period_us * CLOCKS_PER_US;
    next_period = ccount() + period;
    set_next_deadline();
    overlay_irq_restore(state);
}

void timer_stop(void) {
    period = 0;
}

void clock_start(void) {
    if (next_tick != 0) {
        return;
    }
    next_tick = ccount() + CLOCKS_PER_MS;
    set_next_deadline();
    __asm volatile ("wsr.intenable %0\n rsync" :: "r" (TIMER_INTERRUPT));
}

uint32_t clock_ms(void) {
    return ticks;
}

uint32_t clock_us(void) {
    uint32_t state = overlay_irq_disable();
    uint32_t us = ticks * 1000 + (ccount() + CLOCKS_PER_MS - next_tick) / CLOCKS_PER_US;
    overlay_irq_restore(state);
    return us;
}
