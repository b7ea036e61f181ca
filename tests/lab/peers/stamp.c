/* Runs a monitor as its parent, to say from outside what its start costs and what it occupies: the clock is the
 * kernel's (in the deterministic lab a nanosecond is an instruction), the memory is what /proc/PID/smaps says.
 *
 * stamp start COMMAND...   until the command ends; prints
 *     first NS             from exec to the first byte of its output
 *     end NS               from exec to its end
 *     cpu NS               the processor time it took, kernel and guest included: what is left when waiting is left out
 *     code N               its exit code, 128 + the signal if it was killed
 *     said LINE            each line of its output
 * stamp idle COMMAND...    until it has written a line and a second has passed, then kills it; prints `said` and
 *     smaps LINE           each line of its smaps
 * Exit code 0, or 1 with a sentence if the command does not start, does not get so far in 20 seconds, or says nothing. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SECONDS = 20, SETTLE = 1, MOST = 4096 };

struct child {
    pid_t id;
    int output;
    volatile uint64_t *started; /* shared with the child, which stamps it just before exec */
    uint64_t first;             /* when its first byte came, 0 before */
    char said[MOST + 1];
    size_t length;
};

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void fail(struct child *child, const char *what)
{
    fprintf(stderr, "stamp: %s\n", what);
    if (child->id > 0)
        kill(child->id, SIGKILL);
    exit(1);
}

static void start(struct child *child, char **command)
{
    int ends[2];
    child->started = mmap(0, sizeof *child->started, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (child->started == MAP_FAILED || pipe2(ends, 0) < 0)
        fail(child, strerror(errno));
    *child->started = 0; /* the page is there before the clock runs */
    child->id = fork();
    if (child->id < 0)
        fail(child, strerror(errno));
    if (child->id == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        *child->started = now();
        execvp(command[0], command);
        perror(command[0]);
        _exit(127);
    }
    close(ends[1]);
    child->output = ends[0];
}

/* Waits for output and keeps its beginning. 0 at its end. */
static int listen_once(struct child *child, uint64_t deadline)
{
    uint64_t time = now();
    struct pollfd wait = { .fd = child->output, .events = POLLIN };
    if (time >= deadline || poll(&wait, 1, (int)((deadline - time) / 1000000 + 1)) <= 0)
        fail(child, "the command takes too long");
    char bytes[MOST];
    ssize_t count = read(child->output, bytes, sizeof bytes);
    if (count < 0)
        fail(child, strerror(errno));
    if (count > 0 && child->first == 0)
        child->first = now();
    size_t kept = (size_t)count < MOST - child->length ? (size_t)count : MOST - child->length;
    memcpy(child->said + child->length, bytes, kept);
    child->length += kept;
    return count > 0;
}

static void print_said(struct child *child)
{
    if (child->length == 0)
        fail(child, "the command ended without a word");
    for (char *line = strtok(child->said, "\r\n"); line; line = strtok(0, "\r\n"))
        printf("said %s\n", line);
}

static void measure_start(struct child *child, uint64_t deadline)
{
    while (listen_once(child, deadline))
        ;
    int status;
    struct rusage used;
    if (wait4(child->id, &status, 0, &used) < 0)
        fail(child, strerror(errno));
    uint64_t end = now();
    child->id = 0;
    print_said(child);
    printf("first %llu\n", (unsigned long long)(child->first - *child->started));
    printf("end %llu\n", (unsigned long long)(end - *child->started));
    printf("cpu %llu\n", (unsigned long long)((used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000000ll +
                                              (used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1000ll));
    printf("code %d\n", WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
}

static void measure_idle(struct child *child, uint64_t deadline)
{
    while (!strchr(child->said, '\n') && listen_once(child, deadline))
        ;
    print_said(child);
    nanosleep(&(struct timespec){ .tv_sec = SETTLE }, 0); /* whatever it puts off until after the start is done by then */

    char line[MOST];
    snprintf(line, sizeof line, "/proc/%d/smaps", child->id);
    FILE *maps = fopen(line, "r");
    if (!maps)
        fail(child, "the command ended while its guest was to be idle");
    while (fgets(line, sizeof line, maps))
        printf("smaps %s", line);
    fclose(maps);
    kill(child->id, SIGKILL);
    waitpid(child->id, 0, 0);
}

int main(int count, char **arguments)
{
    int idle = count > 2 && strcmp(arguments[1], "idle") == 0;
    if (count < 3 || (!idle && strcmp(arguments[1], "start") != 0)) {
        fputs("usage: stamp start|idle COMMAND...\n", stderr);
        return 2;
    }
    struct child child = { 0 };
    start(&child, arguments + 2);
    uint64_t deadline = now() + SECONDS * 1000000000ull;
    if (idle)
        measure_idle(&child, deadline);
    else
        measure_start(&child, deadline);
    return 0;
}
