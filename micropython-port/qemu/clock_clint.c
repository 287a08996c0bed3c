// RISC-V: the machine timer compares a 10 MHz counter with a deadline.  It is the hart's only one, so the millisecond
// tick and the interrupt test's timer share it.

#include "overlay.h"
#include "timer.h"

#define MTIME_LO (*(volatile uint32_t *)0x0200BFF8)
#define MTIME_HI (*(volatile uint32_t *)0x0200BFFC)
#define MTIMECMP_LO (*(volatile uint32_t *)0x02004000)
#define MTIMECMP_HI (*(volatile uint32_t *)0x02004004)

#define CLOCKS_PER_US (10)
#define CLOCKS_PER_MS (10000)

#define MCAUSE_MACHINE_TIMER (0x80000007)
#define MIE_MTIE (1 << 7)

static volatile uint32_t ticks;
static uint64_t next_tick;

// The interrupt test's timer; 0 while it is stopped.
static uint32_t period;
static uint64_t next_period;

extern void mtvec_exception(void); // the qemu port's crash report

static uint64_t mtime(void) {
    uint32_t hi, lo;
    do {
        hi = MTIME_HI;
        lo = MTIME_LO;
    } while (hi != MTIME_HI);
    return (uint64_t)hi << 32 | lo;
}

static void set_deadline(uint64_t t) {
    MTIMECMP_HI = 0xffffffff; // never in the past while half written
    MTIMECMP_LO = (uint32_t)t;
    MTIMECMP_HI = (uint32_t)(t >> 32);
}

static void set_next_deadline(void) {
    set_deadline(period != 0 && next_period < next_tick ? next_period : next_tick);
}

static void machine_timer(void) {
    uint64_t now = mtime();
    while (next_tick <= now) {
        next_tick += CLOCKS_PER_MS;
        ticks++;
    }
    if (period != 0 && next_period <= now) {
        next_period = now + period;
        timer_interrupt();
    }
    set_next_deadline();
}

__attribute__((weak)) void timer_interrupt(void) {
}

void timer_start(uint32_t period_us) {
    uint32_t state = overlay_irq_disable();
    period = period_us * CLOCKS_PER_US;
    next_period = mtime() + period;
    set_next_deadline();
    overlay_irq_restore(state);
}

void timer_stop(void) {
    period = 0;
}

__attribute__((interrupt("machine"), aligned(4))) static void trap(void) {
    uint32_t cause;
    __asm volatile ("csrr %0, mcause" : "=r" (cause));
    if (cause == MCAUSE_MACHINE_TIMER) {
        machine_timer();
    } else {
        mtvec_exception();
    }
}

void clock_start(void) {
    if (next_tick != 0) {
        return;
    }
    // The port's own vector table can't be extended from outside, so take its place; one entry for everything.
    next_tick = mtime() + CLOCKS_PER_MS;
    set_deadline(next_tick);
    __asm volatile ("csrw mtvec, %0" :: "r" (trap));
    __asm volatile ("csrs mie, %0" :: "r" (MIE_MTIE));
    __asm volatile ("csrsi mstatus, 8"); // the port's startup leaves interrupts off
}

uint32_t clock_ms(void) {
    return ticks;
}

uint32_t clock_us(void) {
    uint32_t state = overlay_irq_disable();
    uint32_t us = ticks * 1000 + (uint32_t)(mtime() + CLOCKS_PER_MS - next_tick) / CLOCKS_PER_US;
    overlay_irq_restore(state);
    return us;
}
