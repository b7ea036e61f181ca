// Fills 64 MiB with the address of every word, reads all of it back, and prints how many of its pages lie above 4 GiB of guest-physical
// memory. Linux takes pages from there first, so a machine with RAM there uses it at once.

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096, PAGES = 16384, WORDS = PAGE / sizeof(uint64_t) };

// Documentation/admin-guide/mm/pagemap.rst: the frame's number, and whether there is one.
#define PAGEMAP_FRAME ((1ULL << 55) - 1)
#define PAGEMAP_PRESENT (1ULL << 63)

int main(void)
{
    uint64_t *memory = mmap(NULL, (size_t)PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int map = open("/proc/self/pagemap", O_RDONLY);
    if (memory == MAP_FAILED || map < 0) {
        perror("high-memory");
        return 1;
    }

    for (size_t word = 0; word < (size_t)PAGES * WORDS; word++)
        memory[word] = (uintptr_t)&memory[word];

    size_t high = 0;
    for (size_t page = 0; page < PAGES; page++) {
        uint64_t entry;
        uintptr_t number = (uintptr_t)&memory[page * WORDS] / PAGE;
        if (pread(map, &entry, sizeof entry, (off_t)(number * sizeof entry)) != sizeof entry || !(entry & PAGEMAP_PRESENT)) {
            fprintf(stderr, "high-memory: page %zu is not there\n", page);
            return 1;
        }
        high += (entry & PAGEMAP_FRAME) * PAGE >= 1ULL << 32;
    }

    for (size_t word = 0; word < (size_t)PAGES * WORDS; word++)
        if (memory[word] != (uintptr_t)&memory[word]) {
            fprintf(stderr, "high-memory: word %zu is 0x%llx\n", word, (unsigned long long)memory[word]);
            return 1;
        }

    printf("%zu of %d pages\n", high, PAGES);
    return 0;
}
