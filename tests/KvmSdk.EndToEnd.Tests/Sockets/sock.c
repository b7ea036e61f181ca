// Either end of connections, in the guest and in the lab: opens and closes many, or sends and receives bytes that show whether one is lost.
//
//   sock accept ADDRESS COUNT     accepts so many connections: reads one byte and the end, sends one byte, closes
//   sock connect ADDRESS COUNT    makes so many: sends one byte and the end, reads one byte and the end, closes
//   sock hold ADDRESS COUNT       the same, but begins with the first byte when it has made all of them; at most 16
//   sock source ADDRESS MIB       connects, sends so many MiB and the end, then reads how much arrived and how many words were wrong
//   sock sink ADDRESS             accepts one connection, reads to the end, answers with these
//   sock refused ADDRESS          connects once, and prints the error
//   sock claim CID                has the kernel take that guest for running, and waits for its own end
//
// An ADDRESS is v:CID:PORT (AF_VSOCK), u:PATH (a socket in the file system), or f:PATH:PORT (there, with Firecracker's greeting).

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/vhost.h>
#include <linux/vm_sockets.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define BLOCK (64 * 1024)
#define STEP 0x9E3779B97F4A7C15ull

static uint64_t block[BLOCK / 8];

static void fail(const char *what) {
  printf("%s: %s\n", what, strerror(errno));
  exit(1);
}

static socklen_t address(const char *text, struct sockaddr_storage *result, unsigned *greets) {
  memset(result, 0, sizeof *result);
  if (text[0] == 'v') {
    struct sockaddr_vm *vm = (struct sockaddr_vm *)result;
    char *end;
    vm->svm_family = AF_VSOCK;
    vm->svm_cid = (unsigned)strtoul(text + 2, &end, 10);
    vm->svm_port = (unsigned)strtoul(end + 1, NULL, 10);
    return sizeof *vm;
  }
  struct sockaddr_un *un = (struct sockaddr_un *)result;
  un->sun_family = AF_UNIX;
  strncpy(un->sun_path, text + 2, sizeof un->sun_path - 1);
  if (text[0] == 'f') {
    char *colon = strrchr(un->sun_path, ':');
    *greets = (unsigned)atoi(colon + 1);
    *colon = 0;
  }
  return sizeof *un;
}

static int read_byte(int fd) {
  char byte;
  return read(fd, &byte, 1) == 1 ? byte : -1;
}

static int try_connect(const char *text) {
  struct sockaddr_storage to;
  unsigned greets = 0;
  socklen_t length = address(text, &to, &greets);
  int fd = socket(to.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) fail("socket");
  if (connect(fd, (struct sockaddr *)&to, length) == 0) {
    if (!greets) return fd;
    char line[32];
    int count = snprintf(line, sizeof line, "CONNECT %u\n", greets);
    int byte = write(fd, line, count) == count ? read_byte(fd) : -1;
    if (byte == 'O') {
      while (byte >= 0 && byte != '\n') byte = read_byte(fd);
      if (byte == '\n') return fd;
    }
    errno = ECONNRESET;
  }
  int error = errno;
  close(fd);
  errno = error;
  return -1;
}

// Until somebody listens there.
static int connect_to(const char *text) {
  for (;;) {
    int fd = try_connect(text);
    if (fd >= 0) return fd;
    if (errno != ECONNREFUSED && errno != ECONNRESET && errno != ENOENT && errno != ETIMEDOUT && errno != ENODEV && errno != EAGAIN) fail("connect");
    usleep(50000);
  }
}

static int listen_at(const char *text) {
  struct sockaddr_storage at;
  unsigned greets = 0;
  socklen_t length = address(text, &at, &greets);
  int fd = socket(at.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (at.ss_family == AF_UNIX) unlink(((struct sockaddr_un *)&at)->sun_path);
  else if (((struct sockaddr_vm *)&at)->svm_cid == 0) ((struct sockaddr_vm *)&at)->svm_cid = VMADDR_CID_ANY;
  if (fd < 0 || bind(fd, (struct sockaddr *)&at, length) || listen(fd, 16)) fail("listen");
  return fd;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static int accept_many(const char *text, int count) {
  int listener = listen_at(text), right = 0;
  for (int i = 0; i < count; i++) {
    int fd = accept(listener, NULL, NULL);
    if (fd < 0) fail("accept");
    right += read_byte(fd) == 'c' && read_byte(fd) == -1 && write(fd, "a", 1) == 1;
    close(fd);
  }
  printf("accepted %d of %d\n", right, count);
  return right != count;
}

static int exchange(int fd) {
  int is_right = write(fd, "c", 1) == 1 && shutdown(fd, SHUT_WR) == 0 && read_byte(fd) == 'a' && read_byte(fd) == -1;
  close(fd);
  return is_right;
}

static int connect_many(const char *text, int count) {
  int right = 0;
  double start = 0;
  for (int i = 0; i < count; i++) {
    int fd = i == 0 ? connect_to(text) : try_connect(text);
    if (i == 0) start = now();
    if (fd < 0) fail("connect");
    right += exchange(fd);
  }
  printf("connected %d of %d\n", right, count);
  fprintf(stderr, "%d connections in %.1f s\n", count, now() - start);
  return right != count;
}

static int hold_many(const char *text, int count) {
  int fds[16], right = 0;
  if (count > 16) return 2;
  for (int i = 0; i < count; i++)
    if ((fds[i] = i == 0 ? connect_to(text) : try_connect(text)) < 0) fail("connect");
  for (int i = 0; i < count; i++) right += exchange(fds[i]);
  printf("connected %d of %d\n", right, count);
  return right != count;
}

static int source(const char *text, uint64_t mebibytes) {
  int fd = connect_to(text);
  uint64_t blocks = mebibytes * (1024 * 1024 / BLOCK), next = 0, reply[2] = {0, 1};
  double start = now();
  for (uint64_t i = 0; i < blocks; i++) {
    for (int word = 0; word < BLOCK / 8; word++) block[word] = next++ * STEP;
    for (size_t sent = 0; sent < BLOCK;) {
      ssize_t count = write(fd, (char *)block + sent, BLOCK - sent);
      if (count <= 0) fail("write");
      sent += (size_t)count;
    }
  }
  if (shutdown(fd, SHUT_WR)) fail("shutdown");
  for (size_t got = 0; got < sizeof reply;) {
    ssize_t count = read(fd, (char *)reply + got, sizeof reply - got);
    if (count <= 0) fail("reply");
    got += (size_t)count;
  }
  int is_right = reply[0] == blocks * BLOCK && reply[1] == 0 && read_byte(fd) == -1;
  close(fd);
  printf("%s %llu MiB\n", is_right ? "arrived" : "damaged", (unsigned long long)mebibytes);
  fprintf(stderr, "%.1f MiB/s\n", mebibytes / (now() - start));
  return !is_right;
}

static int sink(const char *text) {
  int fd = accept(listen_at(text), NULL, NULL);
  if (fd < 0) fail("accept");
  uint64_t next = 0, reply[2] = {0, 0};
  size_t held = 0;
  for (;;) {
    ssize_t count = read(fd, (char *)block + held, BLOCK - held);
    if (count < 0) fail("read");
    if (count == 0) break;
    reply[0] += (uint64_t)count;
    held += (size_t)count;
    size_t words = held / 8;
    for (size_t word = 0; word < words; word++) reply[1] += block[word] != next++ * STEP;
    memmove(block, block + words, held - words * 8);
    held -= words * 8;
  }
  reply[1] += held;
  if (write(fd, reply, sizeof reply) != sizeof reply) fail("reply");
  close(fd);
  printf("received %llu MiB, %llu words wrong\n", (unsigned long long)(reply[0] >> 20), (unsigned long long)reply[1]);
  return reply[1] != 0;
}

static int claim(uint64_t cid) {
  int fd = open("/dev/vhost-vsock", O_RDWR | O_CLOEXEC);
  if (fd < 0 || ioctl(fd, VHOST_VSOCK_SET_GUEST_CID, &cid)) fail("claim");
  puts("claimed");
  fflush(stdout);
  pause();
  return 0;
}

int main(int count, char **words) {
  const char *what = count > 2 ? words[1] : "";
  if (!strcmp(what, "accept") && count == 4) return accept_many(words[2], atoi(words[3]));
  if (!strcmp(what, "connect") && count == 4) return connect_many(words[2], atoi(words[3]));
  if (!strcmp(what, "hold") && count == 4) return hold_many(words[2], atoi(words[3]));
  if (!strcmp(what, "source") && count == 4) return source(words[2], (uint64_t)atoll(words[3]));
  if (!strcmp(what, "sink") && count == 3) return sink(words[2]);
  if (!strcmp(what, "claim") && count == 3) return claim((uint64_t)atoll(words[2]));
  if (!strcmp(what, "refused") && count == 3) return try_connect(words[2]) < 0 ? (puts(strerror(errno)), 0) : 1;
  fputs("sock: wrong words\n", stderr);
  return 2;
}
