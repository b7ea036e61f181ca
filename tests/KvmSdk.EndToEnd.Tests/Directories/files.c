// What no applet of busybox does with a file: each verb prints "ok", or what went wrong.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/falloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#define REQUIRE(x) \
  do { \
    if (!(x)) { \
      printf("line %d: %s: %s\n", __LINE__, #x, strerror(errno)); \
      exit(1); \
    } \
  } while (0)

// Writes through a shared mapping, and reads it back by a descriptor.
static void map(const char *path) {
  const size_t size = 64 * 1024;
  int fd = open(path, O_RDWR | O_CREAT | O_APPEND, 0644);
  REQUIRE(fd >= 0);
  REQUIRE(ftruncate(fd, size) == 0);
  char *map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  REQUIRE(map != MAP_FAILED);
  for (size_t i = 0; i < size; i++) map[i] = (char)('a' + i / 4096);
  REQUIRE(msync(map, size, MS_SYNC) == 0);
  char byte = 0;
  REQUIRE(pread(fd, &byte, 1, 5 * 4096) == 1 && byte == 'f');
  REQUIRE(munmap(map, size) == 0);
  // Behind the last byte, although the mapping was written back through this very descriptor.
  REQUIRE(write(fd, "end", 3) == 3);
  struct stat status;
  REQUIRE(fstat(fd, &status) == 0 && status.st_size == (off_t)size + 3);
  REQUIRE(close(fd) == 0);
}

// Holes, space, copies in the host, names that are exchanged, files without names, attributes of the user's.
static void rest(const char *path) {
  char other[4096];
  snprintf(other, sizeof other, "%s.other", path);
  int fd = open(path, O_RDWR | O_CREAT | O_EXCL, 0600);
  REQUIRE(fd >= 0);
  REQUIRE(pwrite(fd, "data", 4, 1 << 20) == 4);
  REQUIRE(lseek(fd, 0, SEEK_DATA) == 1 << 20);
  REQUIRE(lseek(fd, 1 << 20, SEEK_HOLE) >= (1 << 20) + 4);
  REQUIRE(fallocate(fd, FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE, 1 << 20, 4096) == 0);
  char bytes[4] = "xxxx";
  REQUIRE(pread(fd, bytes, 4, 1 << 20) == 4 && memcmp(bytes, "\0\0\0\0", 4) == 0);
  REQUIRE(pwrite(fd, "head", 4, 0) == 4);
  int to = open(other, O_RDWR | O_CREAT | O_EXCL, 0600);
  REQUIRE(to >= 0);
  REQUIRE(lseek(fd, 0, SEEK_SET) == 0);
  REQUIRE(copy_file_range(fd, NULL, to, NULL, 4, 0) == 4);
  REQUIRE(fsync(to) == 0 && fdatasync(fd) == 0);
  REQUIRE(renameat2(AT_FDCWD, path, AT_FDCWD, other, RENAME_EXCHANGE) == 0);
  REQUIRE(renameat2(AT_FDCWD, path, AT_FDCWD, other, RENAME_NOREPLACE) != 0 && errno == EEXIST);
  struct stat status;
  REQUIRE(stat(path, &status) == 0 && status.st_size == 4);
  REQUIRE(unlink(path) == 0 && unlink(other) == 0);
  REQUIRE(pread(to, bytes, 4, 0) == 4 && memcmp(bytes, "head", 4) == 0);
  REQUIRE(fstat(to, &status) == 0 && status.st_nlink == 0);
  REQUIRE(fchmod(to, 04755) != 0 && errno == EPERM);
  REQUIRE(close(fd) == 0 && close(to) == 0);
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "now") == 0) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    printf("%lld\n", (long long)now.tv_sec * 1000000000 + now.tv_nsec);
    return 0;
  }

  REQUIRE(argc == 3);
  if (strcmp(argv[1], "map") == 0) map(argv[2]);
  else rest(argv[2]);
  puts("ok");
  return 0;
}
