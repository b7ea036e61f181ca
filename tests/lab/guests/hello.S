# The guest of ../footprint: greets on COM1 like samples/HelloVm and powers off, or with -DIDLE halts for good instead, so
# that the monitor can be looked at while it has nothing to do. With -DSILENT, for ../rate, it powers off at once. Entered as described in exits.S.

        .set    COM1, 0x3f8
        .set    COM1_LINE_STATUS, COM1 + 5
        .set    THR_EMPTY, 0x20
        .set    SLEEP_CONTROL, 0x600    # our ACPI sleep control register
        .set    SLEEP_S5, 5 << 2 | 1 << 5

        .code64
        .text
        .globl  _start
_start:
#ifndef SILENT
        lea     greeting(%rip), %rsi
1:      mov     (%rsi), %bl
        test    %bl, %bl
        jz      3f
2:      mov     $COM1_LINE_STATUS, %edx
        in      %dx, %al
        test    $THR_EMPTY, %al
        jz      2b
        mov     $COM1, %edx
        mov     %bl, %al
        out     %al, %dx
        inc     %rsi
        jmp     1b
3:
#ifdef IDLE
        cli
4:      hlt
        jmp     4b
#endif
#endif
        # Power off by whatever this monitor has: ACPI, or a triple fault.
        mov     $SLEEP_CONTROL, %edx
        mov     $SLEEP_S5, %eax
        out     %al, %dx
        lidt    no_interrupts(%rip)
        ud2

no_interrupts:
        .word   0
        .quad   0
greeting:
        .asciz  "Hello from a virtual machine.\n"
