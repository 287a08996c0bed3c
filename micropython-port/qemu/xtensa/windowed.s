# Debian's assembler for Xtensa is the ESP8266's, whose core has no register windows.  These macros teach it the windowed
# instructions that the compiler (-mabi=windowed) and the files beside this one use.  It goes before each of them on the
# assembler's command line: -Wa,windowed.s

.irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
.set .Lreg_a\n, \n
.endr
.set .Lreg_sp, 1

.macro .Lcode24 word
.byte (\word) & 255, (\word) >> 8 & 255, (\word) >> 16 & 255
.endm

# --- Functions -------------------------------------------------------------------------------------------------------

.macro entry s, size
.Lcode24 0x36 | .Lreg_\s << 8 | (\size) / 8 << 12
.endm
.macro retw
.Lcode24 0x90
.endm
.macro retw.n
.byte 0x1d, 0xf0
.endm
.macro movsp t, s
.Lcode24 0x1000 | .Lreg_\s << 8 | .Lreg_\t << 4
.endm

.macro callx4 s
.Lcode24 0xd0 | .Lreg_\s << 8
.endm
.macro callx8 s
.Lcode24 0xe0 | .Lreg_\s << 8
.endm
.macro callx12 s
.Lcode24 0xf0 | .Lreg_\s << 8
.endm

# The register that will hold the return address is free to hold the function's address first, and so a call reaches
# any distance.
.macro call4 target
movi a4, \target
callx4 a4
.endm
.macro call8 target
movi a8, \target
callx8 a8
.endm
.macro call12 target
movi a12, \target
callx12 a12
.endm

# --- Exception handlers ----------------------------------------------------------------------------------------------

.macro s32e t, s, offset
.Lcode24 0x490000 | (\offset + 64) / 4 << 12 | .Lreg_\s << 8 | .Lreg_\t << 4
.endm
.macro l32e t, s, offset
.Lcode24 0x090000 | (\offset + 64) / 4 << 12 | .Lreg_\s << 8 | .Lreg_\t << 4
.endm
.macro rfwo
.Lcode24 0x3400
.endm
.macro rfwu
.Lcode24 0x3500
.endm
.macro rotw n
.Lcode24 0x408000 | (\n & 15) << 4
.endm
.macro rsr.windowbase t
.Lcode24 0x034800 | .Lreg_\t << 4
.endm
.macro wsr.windowbase t
.Lcode24 0x134800 | .Lreg_\t << 4
.endm
.macro wsr.windowstart t
.Lcode24 0x134900 | .Lreg_\t << 4
.endm
