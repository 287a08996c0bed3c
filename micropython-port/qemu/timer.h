// The chip's second timer, for the interrupt test: a periodic hardware interrupt that the clock does not use.
#ifndef TIMER_H
#define TIMER_H

#include <stdint.h>

void timer_start(uint32_t period_us);
void timer_stop(void);

// Called by the hardware interrupt, on the interrupt's stack, with interrupts of the same kind held off.
void timer_interrupt(void);

#endif
