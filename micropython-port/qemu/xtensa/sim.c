// The console and the end of qemu's "sim" machine, whose only device is a simulator's call for the host's services.

#include <stdlib.h>

#include "py/mphal.h"
#include "py/mpprint.h"
#include "uart.h"

enum { SYS_EXIT = 1, SYS_READ = 3, SYS_WRITE = 4, SYS_SELECT_ONE = 29 };
enum { SELECT_READ = 1 };

int main(int argc, char **argv);

static int simcall(int service, int a, int b, int c) {
    register int a2 __asm("a2") = service;
    register int a3 __asm("a3") = a;
    register int a4 __asm("a4") = b;
    register int a5 __asm("a5") = c;
    __asm volatile (".byte 0x00, 0x51, 0x00 // simcall\n" : "+r" (a2), "+r" (a3) : "r" (a4), "r" (a5) : "memory");
    return a2;
}

// Newer releases ask for it.
int uart_rx_any(void);
int uart_rx_any(void) {
    static const uint32_t no_time[2]; // seconds, microseconds
    return simcall(SYS_SELECT_ONE, 0, SELECT_READ, (int)no_time) > 0;
}

int uart_rx_chr(void) {
    unsigned char c;
    if (uart_rx_any() && simcall(SYS_READ, 0, (int)&c, 1) == 1) {
        return c;
    }
    return UART_RX_NO_CHAR;
}

void uart_tx_strn(const char *buf, size_t len) {
    simcall(SYS_WRITE, 1, (int)buf, len);
}

void exit(int status) {
    simcall(SYS_EXIT, status, 0, 0);
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
    main(0, NULL);
    exit(0);
}
