// Cortex-M: SysTick counts down one millisecond.  It interrupts when it reaches zero and starts over one clock later, so
// zero is a millisecond's first count, not its last.

#include "overlay.h"

#define SYST_CSR (*(volatile uint32_t *)0xE000E010)
#define SYST_RVR (*(volatile uint32_t *)0xE000E014)
#define SYST_CVR (*(volatile uint32_t *)0xE000E018)
#define SCB_ICSR (*(volatile uint32_t *)0xE000ED04)
#define ICSR_PENDSTSET (1u << 26)

#define CLOCKS_PER_US (TICK_CLOCK_HZ / 1000000)
#define CLOCKS_PER_MS (TICK_CLOCK_HZ / 1000)

static volatile uint32_t ticks;

void overlay_systick_handler(void) {
    ticks++;
    console_look();
}

void clock_start(void) {
    if (SYST_CSR & 1) {
        return;
    }
    SYST_RVR = CLOCKS_PER_MS - 1;
    SYST_CVR = 0;
    SYST_CSR = 7; // processor clock, interrupt, enable
}

uint32_t clock_ms(void) {
    return ticks;
}

uint32_t clock_us(void) {
    uint32_t state = overlay_irq_disable();
    uint32_t left = SYST_CVR;
    uint32_t ms = ticks;
    if (SCB_ICSR & ICSR_PENDSTSET) {
        // The counter wrapped and its interrupt waits for us: read again, on the far side of the wrap.
        left = SYST_CVR;
        ms++;
    }
    overlay_irq_restore(state);
    return ms * 1000 + (CLOCKS_PER_MS - left) % CLOCKS_PER_MS / CLOCKS_PER_US;
}
