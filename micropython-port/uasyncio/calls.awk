# LLVM calls every function through a register, because its address might be out of a call instruction's reach:
#
#     l32r a8, .LCPI0_0        (a constant near by, with the function's address)
#     callx0 a8
#
# The library's own functions are one object and lie together, so a call of one of those is `call0 function`: shorter, and
# the constant is often not needed any more.  If they ever were further apart than the instruction's 512 KB, the linker
# would say so.  The calls that turn register windows stay as they are: Debian's linker does not know them.  Reads what
# literals.awk writes, twice:
#
#     awk -f calls.awk FILE FILE

# First what the constants are, and which functions are ours.
NR == FNR {
    if (/^\.LCPI[0-9_]+:$/) constant = substr($0, 1, length($0) - 1)
    else if (constant != "" && /^\t\.long\t/) { address[constant] = $2; constant = "" }
    else if (/^\t\.type\t.*,@function/) { split($2, word, ","); ours[word[1]] }
    next
}

# Where the instructions begin that run one after the other up to this one.
!/^\t[a-z]/ || /^\t(b[a-z]+|j|jx|ret|retw|entry|call[x0-9]+)(\.n)?(\t|$)/ { ends = 1 }

{ line[++lines] = $0 }

# The registers a8 to a11 are the caller's to save, so after the call nobody reads what was in it.
/^\tcallx0\ta(8|9|10|11)$/ {
    register = $2
    for (i = lines - 1; i > start && line[i] !~ register "(,|$)"; i--) {
    }
    split(line[i], part)
    if (i > start && part[1] == "l32r" && part[2] == register "," && address[part[3]] in ours) {
        line[i] = ""
        line[lines] = "\tcall0\t" address[part[3]]
    }
}

ends { start = lines; ends = 0 }

END {
    for (i = 1; i <= lines; i++) if (match(line[i], /\.LCPI[0-9_]+$/)) needed[substr(line[i], RSTART)]
    for (i = 1; i <= lines; i++) {
        if (line[i] ~ /^\.LCPI[0-9_]+:$/ && !(substr(line[i], 1, length(line[i]) - 1) in needed)) i++
        else if (line[i] != "") print line[i]
    }
}
