// The emulated boards' clock and interrupt control.
#ifndef OVERLAY_H
#define OVERLAY_H

#include <stdbool.h>
#include <stdint.h>

// Starts the millisecond tick.  Called by mp_init(), so again after every soft reset; the clock keeps counting.
void overlay_init(void);

// The clock: a hardware timer interrupts once a millisecond.
void clock_start(void);
uint32_t clock_ms(void);
uint32_t clock_us(void);

// On Arm: takes what was typed. Called with interrupts off, by the clock once a millisecond and by who reads.
void console_look(void);

static inline uint32_t overlay_irq_disable(void) {
    uint32_t state;
    #if defined(__arm__)
    __asm volatile ("mrs %0, primask\n cpsid i" : "=r" (state) :: "memory");
    #elif defined(__xtensa__)
    __asm volatile ("rsil %0, 3" : "=r" (state) :: "memory");
    #else
    __asm volatile ("csrrci %0, mstatus, 8" : "=r" (state) :: "memory");
    #endif
    return state;
}

static inline void overlay_irq_restore(uint32_t state) {
    #if defined(__arm__)
    __asm volatile ("msr primask, %0" :: "r" (state) : "memory");
    #elif defined(__xtensa__)
    __asm volatile ("wsr.ps %0\n rsync" :: "r" (state) : "memory");
    #else
    __asm volatile ("csrs mstatus, %0" :: "r" (state & 8) : "memory");
    #endif
}

// For interrupt handlers that want to know what they interrupted.
extern volatile bool overlay_asleep;

// An interrupt after the word that the processor sleeps and before it does would be slept over until the next: they are
// kept out in between, end the sleep nevertheless, and are handled before the word is taken back.
static inline void overlay_wait_for_interrupt(void) {
    uint32_t state = overlay_irq_disable();
    overlay_asleep = true;
    #if defined(__xtensa__)
    __asm volatile ("waiti 0" ::: "memory"); // lets them in as it begins to wait
    #else
    __asm volatile ("wfi" ::: "memory");
    #endif
    overlay_irq_restore(state);
    overlay_asleep = false;
}

#endif
