/* Runs a monitor as its parent, to say from outside what its start costs and what it occupies: the clock is the
 * kernel's (in the deterministic lab a nanosecond is an instruction), the memory is what /proc/PID/smaps says.
 *
 * stamp [-m MARK] start COMMAND...   until the command ends; prints
 *     first NS             from exec to the first byte of its output
 *     mark NS              from exec to the output that completes MARK, if one is given
 *     end NS               from exec to its end
 *     cpu NS               the processor time it took, kernel and guest included: what is left when waiting is left out
 *     code N               its exit code, 128 + the signal if it was killed
 *     said LINE            each line of its output
 * stamp [-m MARK] idle COMMAND...    until it has written a line (or MARK) and a second has passed, then kills it; prints `said` and
 *     smaps LINE           each line of its smaps
 *     exits NUMBER         the exits of all virtual machines that exist then, which is its own, as KVM counts them, if
 *                          debugfs is mounted
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

#define EXITS "/sys/kernel/debug/kvm/exits"

enum { SECONDS = 20, SETTLE = 1, MOST = 256 * 1024, LINE = 4096 };

struct child {
    pid_t id;
    int output;
    volatile uint64_t *started; /* shared with the child, which stamps it just before exec */
    uint64_t first;             /* when its first byte came, 0 before */
    const char *mark;           /* what is waited for; 0 for nothing */
    uint64_t marked;            /* when it came, 0 before */
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
    if (child->length == MOST)
        fail(child, "the command says too much");
    ssize_t count = read(child->output, child->said + child->length, MOST - child->length);
    if (count < 0)
        fail(child, strerror(errno));
    time = now();
    if (count > 0 && child->first == 0)
        child->first = time;
    /* What is new, and as much before it as may be the mark's beginning. */
    size_t back = child->mark ? strlen(child->mark) : 0;
    const char *from = child->said + (child->length > back ? child->length - back : 0);
    child->length += (size_t)count;
    if (child->mark && child->marked == 0 && strstr(from, child->mark))
        child->marked = time;
    return count > 0;
}

static void print_said(struct child *child)
{
    if (child->length == 0)
        fail(child, "the command ended without a word");
    for (char *line = strtok(child->said, "\r\n"); line; line = strtok(0, "\r\n"))
        printf("said %s\n", line);
}

static void print_file(struct child *child, const char *path, const char *name)
{
    char line[LINE];
    FILE *file = fopen(path, "r");
    if (!file)
        fail(child, path);
    while (fgets(line, sizeof line, file))
        printf("%s %s", name, line);
    fclose(file);
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
    if (child->mark && child->marked == 0)
        fail(child, "the command ended without the mark");
    if (child->mark)
        printf("mark %llu\n", (unsigned long long)(child->marked - *child->started));
    printf("end %llu\n", (unsigned long long)(end - *child->started));
    printf("cpu %llu\n", (unsigned long long)((used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000000ll +
                                              (used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1000ll));
    printf("code %d\n", WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
}

static void measure_idle(struct child *child, uint64_t deadline)
{
    while (!(child->mark ? child->marked != 0 : strchr(child->said, '\n') != 0) && listen_once(child, deadline))
        ;
    print_said(child);
    nanosleep(&(struct timespec){ .tv_sec = SETTLE }, 0); /* whatever it puts off until after the start is done by then */

    char path[64];
    snprintf(path, sizeof path, "/proc/%d/smaps", child->id);
    print_file(child, path, "smaps");
    if (access(EXITS, R_OK) == 0)
        print_file(child, EXITS, "exits");
    kill(child->id, SIGKILL);
    waitpid(child->id, 0, 0);
}

int main(int count, char **arguments)
{
    static struct child child;
    if (count > 2 && strcmp(arguments[1], "-m") == 0) {
        child.mark = arguments[2];
        arguments += 2;
        count -= 2;
    }
    int idle = count > 2 && strcmp(arguments[1], "idle") == 0;
    if (count < 3 || (!idle && strcmp(arguments[1], "start") != 0)) {
        fputs("usage: stamp [-m MARK] start|idle COMMAND...\n", stderr);
        return 2;
    }
    start(&child, arguments + 2);
    uint64_t deadline = now() + SECONDS * 1000000000ull;
    if (idle)
        measure_idle(&child, deadline);
    else
        measure_start(&child, deadline);
    return 0;
}
