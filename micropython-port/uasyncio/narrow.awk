# Xtensa's processors have 16-bit forms of the commonest instructions (the density option, which every chip here has).  LLVM
# writes the 24-bit forms only, and its assembler takes what is written, unlike GNU's: take the short one where it can hold
# the operands.

function is_number(text) { return text ~ /^-?[0-9]+$/ }

# The short form's name, or nothing.
function short(name, operand) {
    if (name ~ /^[ls]32i$/ && is_number(operand[3]) && operand[3] >= 0 && operand[3] <= 60) return name ".n"
    if (name == "or" && operand[2] == operand[3]) return "mov.n"
    if (name == "addi" && is_number(operand[3]) && (operand[3] == -1 || operand[3] >= 1 && operand[3] <= 15)) return "addi.n"
    if (name == "add") return "add.n"
    if (name == "movi" && is_number(operand[2]) && operand[2] >= -32 && operand[2] <= 95) return "movi.n"
    if (name == "ret" || name == "retw") return name ".n"
}

/^\t[a-z0-9]+(\t|$)/ {
    operands = $0
    sub(/^\t[a-z0-9]+\t?/, "", operands)
    split(operands, operand, /, */)
    name = short($1, operand)
    if (name == "mov.n") operands = operand[1] ", " operand[2]
    if (name != "") $0 = "\t" name "\t" operands
}

{ print }
