# What one exit costs, as the guest sees it: a flat image that every monitor in ../compare runs unchanged.
#
# Loaded at 0x100000 and entered at its first byte: 64-bit mode at CPL 0, low 4 GiB mapped one to one, interrupts off, a
# valid stack. For each kind of exit it prints on COM1 "NAME TICKS", the average of ROUNDS exits on the time stamp counter
# (in the deterministic lab a tick is one instruction), then powers off.

        .set    ROUNDS, 5000
        .set    WARM_UP, 16             # the first exits fill KVM's and the processor's caches
        .set    COM1, 0x3f8
        .set    COM1_LINE_STATUS, COM1 + 5
        .set    COM1_SCRATCH, COM1 + 7  # holds a byte and does nothing: the cheapest register of a real device
        .set    THR_EMPTY, 0x20
        .set    PORT_POST, 0x80         # unclaimed on every monitor compared here
        .set    PORT_IDE, 0x1f0         # unclaimed too, beyond the usual devices
        .set    PORT_DEVICE, 0x580      # a generated device of ours; the others have nothing there
        .set    UNCLAIMED_WINDOW, 0xd0000000
        .set    SLEEP_CONTROL, 0x600    # our ACPI sleep control register
        .set    SLEEP_S5, 5 << 2 | 1 << 5

# One kind of exit: INSTRUCTION may use %dx = PORT, %edi = the window, %eax = 0. Three instructions a round are the loop's own.
        .macro  measure name, port, instruction:vararg
        mov     $\port, %r15d
        mov     $WARM_UP, %r13d
        call    7f
        lfence
        rdtsc
        shl     $32, %rdx
        lea     (%rax, %rdx), %r14
        mov     $ROUNDS, %r13d
        call    7f
        rdtsc
        shl     $32, %rdx
        add     %rdx, %rax
        sub     %r14, %rax
        lea     9f(%rip), %rsi
        call    report
        jmp     8f
7:      mov     %r15d, %edx
        mov     $UNCLAIMED_WINDOW, %edi
        .balign 16
6:      xor     %eax, %eax
        \instruction
        dec     %r13d
        jnz     6b
        ret
9:      .asciz  "\name "
8:
        .endm

        .code64
        .text
        .globl  _start
_start:
        cld
        measure cpuid, 0, cpuid         # KVM answers it in the kernel: the floor.
        measure out-0x80, PORT_POST, out %al, %dx
        measure out-0x1f0, PORT_IDE, out %al, %dx
        measure device-write, PORT_DEVICE, out %al, %dx
        measure uart-write, COM1_SCRATCH, out %al, %dx
        measure uart-read, COM1_SCRATCH, in %dx, %al
        measure mmio-write, 0, mov %eax, (%rdi)

        # Power off by whatever this monitor has: ACPI, or a triple fault.
        mov     $SLEEP_CONTROL, %edx
        mov     $SLEEP_S5, %eax
        out     %al, %dx
        lidt    no_interrupts(%rip)
        ud2

# report: prints the string at %rsi and %rax / ROUNDS, rounded, in decimal.
report:
        mov     %rax, %rbx
        call    print
        lea     ROUNDS / 2(%rbx), %rax
        xor     %edx, %edx
        mov     $ROUNDS, %ecx
        div     %rcx
        lea     digits_end(%rip), %rsi
        mov     $10, %ecx
1:      xor     %edx, %edx
        div     %rcx
        add     $'0', %dl
        dec     %rsi
        mov     %dl, (%rsi)
        test    %rax, %rax
        jnz     1b
        # falls through: the digits, and the line end after them

# print: the string at %rsi, up to its zero byte.
print:
        lodsb
        test    %al, %al
        jz      3f
        mov     %eax, %ecx
        mov     $COM1_LINE_STATUS, %edx
2:      in      %dx, %al
        test    $THR_EMPTY, %al
        jz      2b
        mov     %ecx, %eax
        mov     $COM1, %edx
        out     %al, %dx
        jmp     print
3:      ret

digits: .space  20
digits_end:
        .asciz  "\n"
no_interrupts:
        .word   0
        .quad   0
