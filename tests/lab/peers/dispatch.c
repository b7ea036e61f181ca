/* What hand-written C takes to find the device that a guest's access means: a switch over the address, as a C monitor for one fixed machine
 * would have it, and a red-black tree of ranges at its best, balanced, whose nodes name the device's functions. The accesses, the devices and
 * what is printed are those of tests/KvmSdk.DeviceMonitor's verb `dispatch`.
 *
 * dispatch PASSES: prints "switch DEVICES NANOSECONDS SUM" and "tree DEVICES NANOSECONDS SUM" for 1, 4, 16 and 64 devices; nanoseconds of one access,
 * in thousandths. */
#define _GNU_SOURCE
#include <linux/futex.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define BASE 0xd0000000ul
#define STRIDE 0x1000ul
#define NOINLINE __attribute__((noinline))

enum { LENGTH = 4096, MOST = 64, FREE = 0, HELD = 1, HELD_WITH_SLEEPERS = 2 };

struct access {
    uint64_t address, value;
    bool is_write;
};

struct cell {
    int lock;
    uint32_t words[4];
};

static struct access trace[LENGTH];
static struct cell cells[MOST];

/* The same work as a generated device's: a lock, which nobody else wants here, and a register found by its offset. */
static NOINLINE void sleep_for(struct cell *cell)
{
    while (__atomic_exchange_n(&cell->lock, HELD_WITH_SLEEPERS, __ATOMIC_SEQ_CST) != FREE)
        syscall(SYS_futex, &cell->lock, FUTEX_WAIT_PRIVATE, HELD_WITH_SLEEPERS, 0);
}

static NOINLINE void wake(struct cell *cell) { syscall(SYS_futex, &cell->lock, FUTEX_WAKE_PRIVATE, 1); }

static inline void enter(struct cell *cell)
{
    int free = FREE;
    if (!__atomic_compare_exchange_n(&cell->lock, &free, HELD, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
        sleep_for(cell);
}

static inline void leave(struct cell *cell)
{
    if (__atomic_exchange_n(&cell->lock, FREE, __ATOMIC_SEQ_CST) == HELD_WITH_SLEEPERS)
        wake(cell);
}

static NOINLINE uint64_t cell_read(struct cell *cell, uint32_t offset, int width)
{
    uint64_t value = width == 4 ? UINT32_MAX : UINT64_MAX;
    enter(cell);
    if (width == 4)
        switch (offset) {
        case 0x0: value = cell->words[0]; break;
        case 0x4: value = cell->words[1]; break;
        case 0x8: value = cell->words[2]; break;
        case 0xc: value = cell->words[3]; break;
        }
    leave(cell);
    return value;
}

static NOINLINE void cell_write(struct cell *cell, uint32_t offset, int width, uint64_t value)
{
    enter(cell);
    if (width == 4)
        switch (offset) {
        case 0x0: cell->words[0] = (uint32_t)value; break;
        case 0x4: cell->words[1] = (uint32_t)value; break;
        case 0x8: cell->words[2] = (uint32_t)value; break;
        case 0xc: cell->words[3] = (uint32_t)value; break;
        }
    leave(cell);
}

#define AT(i) (BASE + (i) * STRIDE)
#define READ_ARM(i)                                                              \
    case AT(i) ... AT(i) + STRIDE - 1:                                           \
        *value = cell_read(&cells[i], (uint32_t)(address - AT(i)), width);       \
        return true;
#define WRITE_ARM(i)                                                             \
    case AT(i) ... AT(i) + STRIDE - 1:                                           \
        cell_write(&cells[i], (uint32_t)(address - AT(i)), width, value);        \
        return true;
#define FOUR(ARM, i) ARM(i) ARM((i) + 1) ARM((i) + 2) ARM((i) + 3)
#define SIXTEEN(ARM, i) FOUR(ARM, i) FOUR(ARM, (i) + 4) FOUR(ARM, (i) + 8) FOUR(ARM, (i) + 12)
#define ARMS_1(ARM) ARM(0)
#define ARMS_4(ARM) FOUR(ARM, 0)
#define ARMS_16(ARM) SIXTEEN(ARM, 0)
#define ARMS_64(ARM) SIXTEEN(ARM, 0) SIXTEEN(ARM, 16) SIXTEEN(ARM, 32) SIXTEEN(ARM, 48)

/* Inlined into the loop over the trace, as the generated dispatch is. */
#define MACHINE(n)                                                                            \
    static inline bool read_##n(uint64_t address, int width, uint64_t *value)                 \
    {                                                                                         \
        switch (address) {                                                                    \
            ARMS_##n(READ_ARM) default : return false;                                        \
        }                                                                                     \
    }                                                                                         \
    static inline bool write_##n(uint64_t address, int width, uint64_t value)                 \
    {                                                                                         \
        switch (address) {                                                                    \
            ARMS_##n(WRITE_ARM) default : return false;                                       \
        }                                                                                     \
    }                                                                                         \
    static NOINLINE uint64_t replay_##n(void)                                                 \
    {                                                                                         \
        uint64_t sum = 0, value;                                                              \
        for (int i = 0; i < LENGTH; i++) {                                                    \
            if (trace[i].is_write) {                                                          \
                if (!write_##n(trace[i].address, 4, trace[i].value))                          \
                    abort();                                                                  \
            } else {                                                                          \
                if (!read_##n(trace[i].address, 4, &value))                                   \
                    abort();                                                                  \
                sum += value;                                                                 \
            }                                                                                 \
        }                                                                                     \
        return sum;                                                                           \
    }

MACHINE(1)
MACHINE(4)
MACHINE(16)
MACHINE(64)

struct node {
    uint64_t first, last;
    struct node *less, *more;
    struct cell *cell;
    uint64_t (*read)(struct cell *, uint32_t, int);
    void (*write)(struct cell *, uint32_t, int, uint64_t);
};

static struct node nodes[MOST], *root;

static struct node *balanced(int from, int to)
{
    if (from >= to)
        return 0;
    int middle = (from + to) / 2;
    struct node *node = &nodes[middle];
    *node = (struct node){ AT((uint64_t)middle), AT((uint64_t)middle) + STRIDE - 1, balanced(from, middle), balanced(middle + 1, to), &cells[middle], cell_read, cell_write };
    return node;
}

static inline struct node *find(uint64_t address)
{
    struct node *node = root;
    while (node) {
        if (address < node->first)
            node = node->less;
        else if (address > node->last)
            node = node->more;
        else
            return node;
    }
    abort();
}

static NOINLINE uint64_t replay_tree(void)
{
    uint64_t sum = 0;
    for (int i = 0; i < LENGTH; i++) {
        struct node *node = find(trace[i].address);
        uint32_t offset = (uint32_t)(trace[i].address - node->first);
        if (trace[i].is_write)
            node->write(node->cell, offset, 4, trace[i].value);
        else
            sum += node->read(node->cell, offset, 4);
    }
    return sum;
}

static void measure(const char *name, int devices, int passes, uint64_t (*replay)(void))
{
    uint32_t state = 1;
    for (int i = 0; i < LENGTH; i++) {
        state = state * 1664525 + 1013904223;
        uint32_t random = state >> 8;
        trace[i] = (struct access){ BASE + random % (uint32_t)devices * STRIDE + (random >> 8) % 4 * 4, state, (random >> 12) % 2 == 1 };
    }
    for (int i = 0; i < MOST; i++)
        cells[i] = (struct cell){ 0 };

    uint64_t sum = replay();
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int pass = 0; pass < passes; pass++)
        sum += replay();
    clock_gettime(CLOCK_MONOTONIC, &end);
    double nanoseconds = (double)(end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec);
    printf("%s %d %.0f %llu\n", name, devices, nanoseconds * 1000 / ((double)passes * LENGTH), (unsigned long long)sum);
}

int main(int argc, char **argv)
{
    int passes = argc > 1 ? atoi(argv[1]) : 0;
    if (passes < 1)
        return 2;
    measure("switch", 1, passes, replay_1);
    measure("switch", 4, passes, replay_4);
    measure("switch", 16, passes, replay_16);
    measure("switch", 64, passes, replay_64);
    int sizes[] = { 1, 4, 16, 64 };
    for (int i = 0; i < 4; i++) {
        root = balanced(0, sizes[i]);
        measure("tree", sizes[i], passes, replay_tree);
    }
    return 0;
}
