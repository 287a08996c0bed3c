// The console: the board's 16550 UART, looked at and not waited for. And the end of the program, which only a simulator's call
// gives.

#include <stdlib.h>

#include "py/mphal.h"
#include "py/mpprint.h"
#include "uart.h"

// Its registers are bytes, one to a word.
#define UART ((volatile uint32_t *)0xfd050020)
enum { DATA = 0, FIFO_CONTROL = 2, LINE_STATUS = 5 };
enum { FIFO_ENABLE = 1 };
enum { DATA_READY = 1, TRANSMITTER_READY = 0x20 };

int main(int argc, char **argv);

// Newer releases ask for it.
int uart_rx_any(void);
int uart_rx_any(void) {
    return UART[LINE_STATUS] & DATA_READY;
}

int uart_rx_chr(void) {
    return uart_rx_any() ? (int)(UART[DATA] & 0xff) : UART_RX_NO_CHAR;
}

void uart_tx_strn(const char *buf, size_t len) {
    for (; len > 0; len--) {
        while (!(UART[LINE_STATUS] & TRANSMITTER_READY)) {
        }
        UART[DATA] = *buf++;
    }
}

enum { SYS_EXIT = 1 };

static void simcall(int service, int status) {
    register int a2 __asm("a2") = service;
    register int a3 __asm("a3") = status;
    __asm volatile (".byte 0x00, 0x51, 0x00 // simcall\n" : "+r" (a2), "+r" (a3) :: "memory");
}

void exit(int status) {
    simcall(SYS_EXIT, status);
    for (;;) {
    }
}

void abort(void) {
    mp_printf(&mp_plat_print, "abort\n");
    exit(134);
}

// From the vectors.
void overlay_crash(uint32_t cause, uint32_t address);
void overlay_crash(uint32_t cause, uint32_t address) {
    mp_printf(&mp_plat_print, "\nexception %d at %08x\n", (int)cause, (int)address);
    exit(1);
}

// From the start.
void overlay_main(void);
void overlay_main(void) {
    UART[FIFO_CONTROL] = FIFO_ENABLE;
    main(0, NULL);
    exit(0);
}
