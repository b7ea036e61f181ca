/* /init of the Linux guest that compare boots under each monitor: without a C library, so that the kernel has as little
 * to unpack and to start as can be. What it is to do is decided when it is built:
 *   -DBOOT   says that it runs, by the kernel's own clock, and reboots: what is measured is everything before
 *   -DIDLE   says that it runs, and sleeps for ever: for counting the exits of a boot
 *   -DWORK   what an exit costs as seen from a Linux guest, and what reading a disk does
 *   -DNET    what a network does (net.c)
 *   -DVSOCK  what sockets to the host do (vsock.c)
 * Prints lines of "NAME VALUE"; clocks in nanoseconds. */
#include <stdint.h>

#define NORETURN __attribute__((noreturn))

enum { EXITS = 5000, MIB = 1 << 20, SEQUENTIAL = 64 * MIB, CHUNK = MIB, PAGE = 4096, RANDOM = 1000, DISK = 256 * MIB };
enum { SYS_read, SYS_write, SYS_open, SYS_close, SYS_lseek = 8, SYS_mmap, SYS_pread64 = 17, SYS_pwrite64 = 18, SYS_pause = 34, SYS_mount = 165,
       SYS_reboot = 169, SYS_iopl = 172, SYS_clock_gettime = 228, SYS_finit_module = 313, SYS_nanosleep = 35 };
enum { O_RDONLY = 0, O_RDWR = 2, O_DIRECT = 040000, CLOCK_MONOTONIC = 1, CLOCK_BOOTTIME = 7 };

static long call(long number, long a, long b, long c, long d, long e, long f)
{
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
    return result;
}

#define CALL1(n, a) call(n, (long)(a), 0, 0, 0, 0, 0)
#define CALL2(n, a, b) call(n, (long)(a), (long)(b), 0, 0, 0, 0)
#define CALL3(n, a, b, c) call(n, (long)(a), (long)(b), (long)(c), 0, 0, 0)
#define CALL4(n, a, b, c, d) call(n, (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)

static uint64_t clock_of(int clock)
{
    struct { int64_t seconds, nanoseconds; } time;
    CALL2(SYS_clock_gettime, clock, &time);
    return (uint64_t)time.seconds * 1000000000u + (uint64_t)time.nanoseconds;
}

static void say(const char *name, uint64_t value)
{
    char line[64], *end = line + sizeof line, *at = end;
    *--at = '\n';
    do {
        *--at = (char)('0' + value % 10);
    } while (value /= 10);
    *--at = ' ';
    const char *last = name;
    while (*last)
        last++;
    while (last > name)
        *--at = *--last;
    CALL3(SYS_write, 1, at, end - at);
}

static void NORETURN finish(void)
{
    CALL4(SYS_reboot, 0xfee1dead, 672274793, 0x1234567, 0);
    for (;;)
        CALL1(SYS_pause, 0);
}

#if defined WORK || defined NET || defined VSOCK
static void NORETURN fail(const char *where, long error)
{
    say("error", (uint64_t)-error);
    say(where, 0);
    finish();
}

static void load_drivers(void)
{
    char path[] = "/00.ko";
    for (int i = 0;; i++) {
        path[1] = (char)('0' + i / 10);
        path[2] = (char)('0' + i % 10);
        long file = CALL2(SYS_open, path, O_RDONLY);
        if (file < 0)
            return;
        long error = CALL3(SYS_finit_module, file, "", 0);
        if (error < 0)
            fail(path, error);
        CALL1(SYS_close, file);
    }
}
#endif

#ifdef NET
#include "net.c"
#endif

#ifdef VSOCK
#include "vsock.c"
#endif

#ifdef WORK
static inline void cpuid(void)
{
    uint32_t a = 0, b, c = 0, d;
    __asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
}

static inline void out(uint16_t port, uint8_t value) { __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port)); }

static void exits(void)
{
    uint64_t start = clock_of(CLOCK_MONOTONIC);
    for (int i = 0; i < EXITS; i++)
        cpuid();
    say("cpuid", (clock_of(CLOCK_MONOTONIC) - start) / EXITS);

    long error = CALL1(SYS_iopl, 3);
    if (error < 0)
        fail("iopl", error);
    start = clock_of(CLOCK_MONOTONIC);
    for (int i = 0; i < EXITS; i++)
        out(0x80, 0);
    say("out-0x80", (clock_of(CLOCK_MONOTONIC) - start) / EXITS);
    start = clock_of(CLOCK_MONOTONIC);
    for (int i = 0; i < EXITS; i++)
        out(0x3ff, 0);
    say("uart-write", (clock_of(CLOCK_MONOTONIC) - start) / EXITS);
}

static long open_disk(void)
{
    long error = CALL4(SYS_mount, "dev", "/dev", "devtmpfs", 0);
    if (error < 0)
        fail("devtmpfs", error);
    for (int tries = 0; tries < 200; tries++) {
        long disk = CALL2(SYS_open, "/dev/vda", O_RDWR | O_DIRECT);
        if (disk >= 0)
            return disk;
        error = disk;
        int64_t pause[2] = { 0, 10000000 };
        CALL2(SYS_nanosleep, pause, 0);
    }
    fail("/dev/vda", error);
}

static void read_at(long disk, void *buffer, long length, uint64_t offset)
{
    long count = CALL4(SYS_pread64, disk, buffer, length, offset);
    if (count != length)
        fail("pread", count < 0 ? count : -5);
}

static void write_at(long disk, void *buffer, long length, uint64_t offset)
{
    long count = CALL4(SYS_pwrite64, disk, buffer, length, offset);
    if (count != length)
        fail("pwrite", count < 0 ? count : -5);
}

static uint64_t next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void disk(void)
{
    load_drivers();
    long disk = open_disk();
    /* Anonymous, shared and populated: page-aligned, as O_DIRECT wants it, and no page is touched first in the loops. */
    void *buffer = (void *)call(SYS_mmap, 0, CHUNK, 3, 0x8021, -1, 0);
    uint64_t state = 88172645463325252u; /* xorshift: the same places for everybody */

    /* Once without a clock, so that the host has the image at hand for everybody. */
    for (int round = 0; round < 2; round++) {
        uint64_t start = clock_of(CLOCK_MONOTONIC);
        for (uint64_t at = 0; at < SEQUENTIAL; at += CHUNK)
            read_at(disk, buffer, CHUNK, at);
        if (round)
            say("sequential-64MiB", clock_of(CLOCK_MONOTONIC) - start);
    }
    uint64_t start = clock_of(CLOCK_MONOTONIC);
    for (int i = 0; i < RANDOM; i++)
        read_at(disk, buffer, PAGE, next(&state) % (DISK / PAGE) * PAGE);
    say("random-4KiB", (clock_of(CLOCK_MONOTONIC) - start) / RANDOM);
    start = clock_of(CLOCK_MONOTONIC);
    for (int i = 0; i < RANDOM; i++)
        write_at(disk, buffer, PAGE, next(&state) % (DISK / PAGE) * PAGE);
    say("random-write-4KiB", (clock_of(CLOCK_MONOTONIC) - start) / RANDOM);
}
#endif

void NORETURN start(void)
{
    say("init", clock_of(CLOCK_BOOTTIME));
#ifdef IDLE
    for (;;)
        CALL1(SYS_pause, 0);
#endif
#ifdef WORK
    exits();
    disk();
#endif
#ifdef NET
    net();
#endif
#ifdef VSOCK
    vsock();
#endif
    finish();
}

__asm__(".globl _start\n_start: and $-16, %rsp\n call start\n");
