# Wraps a flat image for monitors that boot kernels only: an ELF file with a PVH entry (Xen's x86/HVM direct boot), which
# brings the processor into the state a flat image expects and jumps to it. FLAT_IMAGE is the file's name.

        .set    IMAGE, 0x100000
        .set    PAGE_DIRECTORIES, 4     # 4 GiB in pages of 2 MiB, which every 64-bit processor has
        .set    PRESENT_WRITABLE, 0x3
        .set    LARGE_PAGE, 0x80
        .set    CR4_PAE, 1 << 5
        .set    CR0_PG, 1 << 31
        .set    MSR_EFER, 0xc0000080
        .set    EFER_LME, 1 << 8
        .set    XEN_ELFNOTE_PHYS32_ENTRY, 18

        .section .note.pvh, "a", @note
        .balign 4
        .long   4, 4, XEN_ELFNOTE_PHYS32_ENTRY
        .asciz  "Xen"
        .long   entry

        .section .image, "awx", @progbits
        .incbin FLAT_IMAGE

# Entered in 32-bit protected mode, flat segments, paging and interrupts off.
        .text
        .code32
        .globl  entry
entry:
        cld
        movl    $directory_pointers + PRESENT_WRITABLE, level4
        mov     $directories + PRESENT_WRITABLE, %eax
        mov     $directory_pointers, %edi
        mov     $PAGE_DIRECTORIES, %ecx
1:      mov     %eax, (%edi)
        add     $4096, %eax
        add     $8, %edi
        loop    1b

        mov     $PRESENT_WRITABLE | LARGE_PAGE, %eax
        mov     $directories, %edi
        mov     $PAGE_DIRECTORIES * 512, %ecx
2:      mov     %eax, (%edi)
        add     $2 << 20, %eax
        add     $8, %edi
        loop    2b

        mov     %cr4, %eax
        or      $CR4_PAE, %eax
        mov     %eax, %cr4
        mov     $level4, %eax
        mov     %eax, %cr3
        mov     $MSR_EFER, %ecx
        rdmsr
        or      $EFER_LME, %eax
        wrmsr
        mov     %cr0, %eax
        or      $CR0_PG, %eax
        mov     %eax, %cr0
        lgdt    gdt_pointer
        ljmp    $8, $long_mode

        .code64
long_mode:
        mov     $16, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     %eax, %ss
        lea     stack_top, %rsp
        mov     $IMAGE, %eax
        jmp     *%rax

        .balign 8
gdt:    .quad   0
        .quad   0x00af9b000000ffff      # 64-bit code
        .quad   0x00cf93000000ffff      # data
gdt_pointer:
        .word   . - gdt - 1
        .long   gdt

        .bss
        .balign 4096
level4: .space  4096
directory_pointers:
        .space  4096
directories:
        .space  4096 * PAGE_DIRECTORIES
        .space  4096
stack_top:
