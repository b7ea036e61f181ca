/* The least a monitor can be: one vCPU, one memory slot, KVM_RUN in a loop and no device. What it costs over the
 * kernel's own exit is the price of the way to user space and back; everything a real monitor adds comes on top.
 *
 * loop FILE: loads the flat image at 0x100000 and enters it in 64-bit mode (see ../guests/exits.S), prints what it
 * writes to COM1, a line at a time. Exit code 0 if it powers off by port 0x600, 3 for a triple fault, 1 for anything
 * else; a guest that halts has halted for good. */
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    MEMORY = 16 << 20,
    IMAGE = 0x100000,
    LEVEL4 = 0x1000, /* page tables and stack lie below the image */
    DIRECTORY_POINTERS = 0x2000,
    DIRECTORIES = 0x3000,
    STACK_TOP = 0x80000,
    COM1 = 0x3f8,
    SLEEP_CONTROL = 0x600,
    SLP_EN = 1 << 5,
};

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static int request(int fd, unsigned long number, void *argument, const char *what)
{
    int result = ioctl(fd, number, argument);
    if (result < 0)
        fail(what);
    return result;
}

static void load(uint8_t *memory, const char *file)
{
    FILE *image = fopen(file, "rb");
    if (!image)
        fail(file);
    if (fread(memory + IMAGE, 1, MEMORY - IMAGE, image) == 0)
        fail("reading the image");
    fclose(image);
}

/* The low 4 GiB one to one, in pages of 2 MiB. */
static void map_low_4_gib(uint8_t *memory)
{
    uint64_t *pointers = (uint64_t *)(memory + DIRECTORY_POINTERS), *directories = (uint64_t *)(memory + DIRECTORIES);
    *(uint64_t *)(memory + LEVEL4) = DIRECTORY_POINTERS | 3;
    for (uint64_t i = 0; i < 4; i++)
        pointers[i] = (DIRECTORIES + i * 4096) | 3;
    for (uint64_t i = 0; i < 4 * 512; i++)
        directories[i] = i << 21 | 0x83;
}

static void enter_long_mode(int vcpu)
{
    struct kvm_sregs s;
    request(vcpu, KVM_GET_SREGS, &s, "KVM_GET_SREGS");
    struct kvm_segment code = { .limit = ~0u, .selector = 8, .type = 11, .present = 1, .s = 1, .l = 1, .g = 1 };
    struct kvm_segment data = { .limit = ~0u, .selector = 16, .type = 3, .present = 1, .s = 1, .db = 1, .g = 1 };
    s.cs = code;
    s.ds = s.es = s.fs = s.gs = s.ss = data;
    s.cr3 = LEVEL4;
    s.cr4 |= 1 << 5;             /* PAE */
    s.cr0 |= 1u << 31 | 1;       /* PG, PE */
    s.efer |= 1 << 10 | 1 << 8;  /* LMA, LME */
    request(vcpu, KVM_SET_SREGS, &s, "KVM_SET_SREGS");
    struct kvm_regs r = { .rip = IMAGE, .rsp = STACK_TOP, .rflags = 2 };
    request(vcpu, KVM_SET_REGS, &r, "KVM_SET_REGS");
}

/* Nothing answers: reads give all ones, which also says "ready" to whoever polls the UART's line status. */
static int run(int vcpu, struct kvm_run *state)
{
    for (;;) {
        request(vcpu, KVM_RUN, 0, "KVM_RUN");
        uint8_t *data = (uint8_t *)state + state->io.data_offset;
        switch (state->exit_reason) {
        case KVM_EXIT_IO:
            if (state->io.direction == KVM_EXIT_IO_IN)
                memset(data, 0xff, (size_t)state->io.size * state->io.count);
            else if (state->io.port == COM1)
                putchar(*data);
            else if (state->io.port == SLEEP_CONTROL && *data & SLP_EN)
                return 0;
            break;
        case KVM_EXIT_MMIO:
            if (!state->mmio.is_write)
                memset(state->mmio.data, 0xff, sizeof state->mmio.data);
            break;
        case KVM_EXIT_HLT:
            pause();
            break;
        case KVM_EXIT_SHUTDOWN:
            return 3;
        default:
            fprintf(stderr, "loop: unexpected exit %u\n", state->exit_reason);
            return 1;
        }
    }
}

int main(int count, char **arguments)
{
    if (count != 2) {
        fputs("usage: loop FILE\n", stderr);
        return 2;
    }
    int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
    if (kvm < 0)
        fail("/dev/kvm");
    int vm = request(kvm, KVM_CREATE_VM, 0, "KVM_CREATE_VM");
    uint8_t *memory = mmap(0, MEMORY, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        fail("mmap of the memory");
    struct kvm_userspace_memory_region slot = { .memory_size = MEMORY, .userspace_addr = (uintptr_t)memory };
    request(vm, KVM_SET_USER_MEMORY_REGION, &slot, "KVM_SET_USER_MEMORY_REGION");
    load(memory, arguments[1]);
    map_low_4_gib(memory);

    int vcpu = request(vm, KVM_CREATE_VCPU, 0, "KVM_CREATE_VCPU");
    size_t size = (size_t)request(kvm, KVM_GET_VCPU_MMAP_SIZE, 0, "KVM_GET_VCPU_MMAP_SIZE");
    struct kvm_run *state = mmap(0, size, PROT_READ | PROT_WRITE, MAP_SHARED, vcpu, 0);
    if (state == MAP_FAILED)
        fail("mmap of kvm_run");
    enter_long_mode(vcpu);
    setvbuf(stdout, 0, _IOLBF, 0);
    return run(vcpu, state);
}
