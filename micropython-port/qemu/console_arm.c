// The console's input is read in the clock's interrupt, as real boards read theirs in the UART's: the qemu port looks at it only
// when a program asks for input, so that Ctrl-C would end none.

#include "py/mphal.h"
#include "py/runtime.h"
#include "shared/runtime/interrupt_char.h"
#include "overlay.h"
#include "uart.h"

static volatile uint8_t kept[64];
static volatile uint32_t written, taken;

void console_look(void) {
    while (written - taken < sizeof(kept)) {
        int c = uart_rx_chr();
        if (c < 0) {
            return;
        }
        if (c == mp_interrupt_char) {
            mp_sched_keyboard_interrupt();
        } else {
            kept[written++ % sizeof(kept)] = c;
        }
    }
}

int mp_hal_stdin_rx_chr(void) {
    for (;;) {
        uint32_t state = overlay_irq_disable();
        console_look();
        int c = written == taken ? UART_RX_NO_CHAR : kept[taken++ % sizeof(kept)];
        overlay_irq_restore(state);
        if (c >= 0) {
            return c;
        }
    }
}
