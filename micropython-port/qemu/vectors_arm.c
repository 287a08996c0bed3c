// The vector table.  The port's own ends before the device interrupts and sends SysTick to its crash report, so the
// linker scripts beside this file drop it and keep this one.

#include <stdint.h>

extern uint32_t _estack;
extern void Reset_Handler(void); // sets up .data and .bss, calls main
extern void Default_Handler(void);
extern void NMI_Handler(void);
extern void HardFault_Handler(void);
extern void MemManage_Handler(void);
extern void BusFault_Handler(void);
extern void UsageFault_Handler(void);
extern void SVC_Handler(void);
extern void DebugMon_Handler(void);
extern void PendSV_Handler(void);
extern void overlay_systick_handler(void);

// Given a body by the interrupt test; no one else uses the chip's second timer.
__attribute__((weak, alias("Default_Handler_here"))) void overlay_timer_handler(void);

__attribute__((used)) static void Default_Handler_here(void) {
    Default_Handler();
}

__attribute__((naked)) static void reset(void) {
    #if defined(__ARM_FP)
    // Compiled code uses the floating point registers from the start: grant access (CPACR) first.
    __asm volatile (
        "ldr r0, =0xE000ED88\n"
        "ldr r1, [r0]\n"
        "orr r1, r1, #(0xf << 20)\n"
        "str r1, [r0]\n"
        "dsb\n"
        "isb\n");
    #endif
    __asm volatile (
        "ldr r0, =Reset_Handler\n"
        "bx r0\n");
}

#if defined(QEMU_SOC_STM32)
#define TIMER_IRQ (28) // TIM2
#else
#define TIMER_IRQ (8) // TIMER0
#endif

__attribute__((section(".overlay_vectors"), used))
const void *const overlay_vectors[16 + TIMER_IRQ + 1] = {
    &_estack,
    reset,
    NMI_Handler,
    HardFault_Handler,
    MemManage_Handler,
    BusFault_Handler,
    UsageFault_Handler,
    [11] = SVC_Handler,
    [12] = DebugMon_Handler,
    [14] = PendSV_Handler,
    [15] = overlay_systick_handler,
    [16 + TIMER_IRQ] = overlay_timer_handler,
};
