/* What a random 4 KiB transfer costs by each way that a disk can take: a system call that waits, or io_uring with an eventfd to
 * wait for. The figures stand in docs/runtime.md.
 *   gcc -O2 -o disk-ways tests/lab/peers/disk-ways.c && truncate -s 64M FILE && ./disk-ways FILE
 * Processor time counts what workers of the ring take too; real time depends on what else the machine does. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/io_uring.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 4096, MOST = 64 };

static int ring, rung;
static _Atomic unsigned *submit_tail, *complete_head, *complete_tail;
static unsigned submit_mask, complete_mask;
static struct io_uring_sqe *entries;
static struct io_uring_cqe *completions;
static struct iovec pieces[MOST];

static void check(long result, const char *what)
{
    if (result < 0) {
        perror(what);
        exit(1);
    }
}

static void make_ring(void)
{
    struct io_uring_params p = { .flags = IORING_SETUP_COOP_TASKRUN };
    check(ring = (int)syscall(SYS_io_uring_setup, MOST, &p), "io_uring_setup");
    size_t length = p.cq_off.cqes + p.cq_entries * sizeof(struct io_uring_cqe), other = p.sq_off.array + p.sq_entries * sizeof(unsigned);
    char *at = mmap(NULL, length > other ? length : other, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring, IORING_OFF_SQ_RING);
    entries = mmap(NULL, p.sq_entries * sizeof *entries, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring, IORING_OFF_SQES);
    submit_tail = (void *)(at + p.sq_off.tail);
    submit_mask = *(unsigned *)(at + p.sq_off.ring_mask);
    complete_head = (void *)(at + p.cq_off.head);
    complete_tail = (void *)(at + p.cq_off.tail);
    complete_mask = *(unsigned *)(at + p.cq_off.ring_mask);
    completions = (void *)(at + p.cq_off.cqes);
    for (unsigned i = 0; i < p.sq_entries; i++)
        ((unsigned *)(at + p.sq_off.array))[i] = i;
    check(rung = eventfd(0, EFD_CLOEXEC), "eventfd");
    check(syscall(SYS_io_uring_register, ring, IORING_REGISTER_EVENTFD, &rung, 1), "io_uring_register");
}

static double processor_time(void)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1e6 + (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
}

static double real_time(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static void by_calls(int file, long blocks, int write, int count)
{
    for (int i = 0; i < count; i++) {
        long at = rand() % blocks * BLOCK;
        check((write ? pwritev(file, pieces, 1, at) : preadv(file, pieces, 1, at)) - BLOCK, "transfer");
    }
}

static void by_ring(int file, long blocks, int write, int count, int depth)
{
    for (int begun = 0, ended = 0; ended < count;) {
        unsigned filled = 0;
        for (; begun < count && begun - ended < depth; begun++, filled++) {
            unsigned tail = *submit_tail;
            struct io_uring_sqe *entry = entries + (tail & submit_mask);
            *entry = (struct io_uring_sqe){ .opcode = write ? IORING_OP_WRITEV : IORING_OP_READV, .fd = file, .len = 1,
                                            .addr = (unsigned long)(pieces + begun % MOST), .off = (unsigned long)(rand() % blocks * BLOCK) };
            atomic_store(submit_tail, tail + 1);
        }
        if (filled)
            check(syscall(SYS_io_uring_enter, ring, filled, 0, 0, NULL, 0), "io_uring_enter");
        unsigned long rings;
        check(read(rung, &rings, sizeof rings), "eventfd");
        for (; *complete_head != atomic_load(complete_tail); atomic_store(complete_head, *complete_head + 1), ended++)
            check(completions[*complete_head & complete_mask].res - BLOCK, "transfer");
    }
}

int main(int count, char **arguments)
{
    static const struct { int direct, write, depth, count; } rows[] = {
        { 0, 0, 0, 20000 }, { 0, 0, 1, 20000 }, { 0, 1, 0, 20000 }, { 0, 1, 1, 20000 }, { 0, 1, 16, 20000 },
        { 1, 0, 0, 3000 },  { 1, 0, 1, 3000 },  { 1, 0, 16, 3000 }, { 1, 1, 0, 3000 },  { 1, 1, 1, 3000 },  { 1, 1, 16, 3000 },
    };
    if (count != 2) {
        fprintf(stderr, "usage: disk-ways FILE, which is overwritten\n");
        return 2;
    }
    char *memory = mmap(NULL, MOST * BLOCK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    for (int i = 0; i < MOST; i++)
        pieces[i] = (struct iovec){ memory + i * BLOCK, BLOCK };
    make_ring();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int file = open(arguments[1], O_RDWR | (rows[i].direct ? O_DIRECT : 0));
        check(file, arguments[1]);
        long blocks = lseek(file, 0, SEEK_END) / BLOCK;
        if (!rows[i].direct && i == 0)
            for (long at = 0; at < blocks; at++) /* all of it in the page cache, and allocated */
                check(pwritev(file, pieces, 1, at * BLOCK) - BLOCK, "transfer");
        fsync(file);
        double processor = processor_time(), real = real_time();
        if (rows[i].depth)
            by_ring(file, blocks, rows[i].write, rows[i].count, rows[i].depth);
        else
            by_calls(file, blocks, rows[i].write, rows[i].count);
        printf("%-9s %-6s", rows[i].direct ? "O_DIRECT" : "cached", rows[i].write ? "write" : "read");
        printf(rows[i].depth ? " by the ring, %2d at a time" : " by a call                ", rows[i].depth);
        printf(" %7.1f us of processor time, %7.1f us\n", (processor_time() - processor) / rows[i].count, (real_time() - real) / rows[i].count);
        close(file);
    }
    return 0;
}
