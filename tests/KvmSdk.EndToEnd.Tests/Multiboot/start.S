# A Multiboot kernel's first instructions: a stack, and on to C. It is linked at 1 MiB by kernel.ld. With ADDRESSES its header says itself what goes
# where, for a kernel that is a flat file.

        .set MAGIC, 0x1BADB002
#ifdef ADDRESSES
        .set FLAGS, 0x10003
#else
        .set FLAGS, 0x3                 # modules at page boundaries, and what memory there is
#endif

        .section .multiboot, "a"
        .align 4
header: .long MAGIC, FLAGS, -(MAGIC + FLAGS)
#ifdef ADDRESSES
        .long header, load_start, load_end, bss_end, start
#endif

        .text
        .globl start
start:
        mov $stack_end, %esp
        push %ebx
        push %eax
        call run
        cli
1:      hlt
        jmp 1b

        .bss
        .align 16
        .space 4096
stack_end:

        .section .note.GNU-stack, "", @progbits
