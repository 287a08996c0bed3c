// TIM2 of the STM32F405, TIMER0 of the nRF51.  The vector table names overlay_timer_handler for both.

#include <stdbool.h>

#include "timer.h"

#define NVIC_ISER (*(volatile uint32_t *)0xE000E100)
#define REG(offset) (*(volatile uint32_t *)(TIMER_BASE + (offset)))

#if defined(QEMU_SOC_STM32)

#define TIMER_BASE (0x40000000)
#define TIMER_IRQ (28)
#define CR1 REG(0x00)
#define DIER REG(0x0c)
#define SR REG(0x10)
#define PSC REG(0x28)
#define ARR REG(0x2c)

// Whatever the clock tree says, qemu counts at 1 GHz.
#define CLOCKS_PER_US (1000)

// qemu's model loses its alarm when it is stopped or made to start over: it runs on from the first start.
static volatile bool enabled;

void timer_start(uint32_t period_us) {
    enabled = true;
    if (CR1 & 1) {
        return;
    }
    PSC = 0;
    ARR = period_us * CLOCKS_PER_US;
    DIER = 1;
    NVIC_ISER = 1u << TIMER_IRQ;
    CR1 = 1;
}

void timer_stop(void) {
    enabled = false;
}

void overlay_timer_handler(void) {
    SR = 0;
    if (enabled) {
        timer_interrupt();
    }
}

#elif defined(QEMU_SOC_NRF51)

#define TIMER_BASE (0x40008000)
#define TIMER_IRQ (8)
#define TASKS_START REG(0x000)
#define TASKS_STOP REG(0x004)
#define TASKS_CLEAR REG(0x00c)
#define EVENTS_COMPARE0 REG(0x140)
#define SHORTS REG(0x200)
#define INTENSET REG(0x304)
#define INTENCLR REG(0x308)
#define BITMODE REG(0x508)
#define PRESCALER REG(0x510)
#define CC0 REG(0x540)
#define COMPARE0 (1u << 16)

void timer_start(uint32_t period_us) {
    BITMODE = 3; // 32 bits
    PRESCALER = 4; // 16 MHz / 2^4
    CC0 = period_us;
    SHORTS = 1; // start over at the compare
    INTENSET = COMPARE0;
    NVIC_ISER = 1u << TIMER_IRQ;
    TASKS_CLEAR = 1;
    TASKS_START = 1;
}

void timer_stop(void) {
    TASKS_STOP = 1;
    INTENCLR = COMPARE0;
}

void overlay_timer_handler(void) {
    EVENTS_COMPARE0 = 0;
    timer_interrupt();
}

#endif
