// What GCC 13 for the ESP8266, whose core multiplies 32 bits to 32, asks of its library for a product of 64 bits, and
// Rust's library does not have.

#include <stdint.h>

uint64_t __umulsidi3(uint32_t a, uint32_t b);

uint64_t __umulsidi3(uint32_t a, uint32_t b) {
    uint32_t a_low = a & 0xffff, a_high = a >> 16, b_low = b & 0xffff, b_high = b >> 16;
    uint32_t low = a_low * b_low;
    uint32_t one = a_high * b_low + (low >> 16);
    uint32_t other = a_low * b_high + (one & 0xffff);
    uint32_t high = a_high * b_high + (one >> 16) + (other >> 16);
    return (uint64_t)high << 32 | (other << 16 | (low & 0xffff));
}
