#!/bin/sh
# Writes a C file whose mbedtls_strerror() gives an error's name, as MicroPython's own copy of mbedTLS does and upstream's
# tests expect. The system's mbedTLS, which Debian's trees are built with, has sentences instead.
set -eu
cat <<'E1'
#include <stdio.h>
#include <string.h>
#include <mbedtls/error.h>

static const struct { int code; const char *name; } errors[] = {
E1
sed -n 's/^# *define \(MBEDTLS_ERR_[A-Z0-9_]*\) *-\(0x[0-9A-Fa-f]*\).*/    { \2, "\1" },/p' /usr/include/mbedtls/*.h
cat <<'E2'
};

static size_t append(int code, char *text, size_t size) {
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        if (errors[i].code == code) {
            return snprintf(text, size, "%s", errors[i].name);
        }
    }
    return snprintf(text, size, "MBEDTLS_ERR_UNKNOWN (0x%04X)", code);
}

// A code is a high-level error, a low-level one, or the sum of both.
void mbedtls_strerror(int code, char *text, size_t size) {
    code = code < 0 ? -code : code;
    int high = code & 0xff80, low = code & 0x7f;
    size_t used = high != 0 ? append(high, text, size) : 0;
    if (low != 0 && used < size) {
        used += snprintf(text + used, size - used, used != 0 ? "+" : "");
        if (used < size) {
            append(low, text + used, size - used);
        }
    }
}
E2
