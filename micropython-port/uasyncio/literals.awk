# Xtensa's `l32r` loads constants that lie before the instruction, on a multiple of four.  LLVM announces a function's
# constants while the section of the function before is still open, and its assembler would put them at that one's end.
# Give them a section of their own, right before their function's, where linker scripts expect it.

/^\t\.literal_position/ { next }

# A mark about the stack, which makes linkers complain about all objects without one.
/\.note\.GNU-stack/ { next }

/^\t\.literal / {
    sub(/^\t\.literal /, "")
    split($0, part, /, */)
    literals = literals part[1] ":\n\t.long\t" substr($0, length(part[1]) + 3) "\n"
    next
}

# The last section directive after the constants is the function's.
literals != "" && /^\t(\.section\t|\.text$)/ {
    section = $0
    next
}

literals != "" {
    if (section == "") {
        print "literals.awk: constants without a function" >"/dev/stderr"
        exit 1
    }
    name = section ~ /^\t\.text$/ ? ".literal" : section
    sub(/^\t\.section\t\.text/, ".literal", name)
    sub(/,.*/, "", name)
    printf "\t.section\t%s,\"ax\",@progbits\n\t.p2align\t2\n%s%s\n", name, literals, section
    literals = section = ""
}

{ print }
