/* A disk that is full or broken, and a clock that is wrong, for a program that knows nothing of it.
 *
 * LD_PRELOAD this library; FAULTS names a file of rules, read again whenever it changes:
 *
 *   write PART ERRNO     a write to a file whose path has PART fails
 *   sync PART ERRNO      fsync, fdatasync
 *   open PART ERRNO      an open for writing
 *   wait PART MS         fsync and fdatasync take so long
 *   clock SECONDS        the time of day is so much later; the monotonic clock stays right
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct rule { char what[8]; char part[128]; int value; };
static struct rule rules[16];
static int count;
static long offset_seconds;
static struct timespec read_at;
static volatile int lock;

static void look(void) {
  const char *path = getenv("FAULTS");
  struct stat now;
  if (!path || stat(path, &now) != 0) return;
  if (now.st_mtim.tv_sec == read_at.tv_sec && now.st_mtim.tv_nsec == read_at.tv_nsec) return;
  if (__atomic_exchange_n(&lock, 1, __ATOMIC_ACQUIRE)) return;
  char text[4096];
  int file = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
  long length = file < 0 ? 0 : syscall(SYS_read, file, text, sizeof text - 1);
  if (file >= 0) syscall(SYS_close, file);
  text[length > 0 ? length : 0] = 0;
  int found = 0;
  long seconds = 0;
  char *rest = text;
  for (char *line; (line = strsep(&rest, "\n")) && found < 16;) {
    struct rule rule;
    if (sscanf(line, "clock %ld", &seconds) == 1) continue;
    if (sscanf(line, "%7s %127s %d", rule.what, rule.part, &rule.value) == 3) rules[found++] = rule;
  }
  count = found;
  offset_seconds = seconds;
  read_at = now.st_mtim;
  __atomic_store_n(&lock, 0, __ATOMIC_RELEASE);
}

/* The value of the rule for a path; 0 where there is none. */
static int rule_for(const char *what, const char *path) {
  for (int i = 0; i < count; i++)
    if (!strcmp(rules[i].what, what) && strstr(path, rules[i].part)) return rules[i].value;
  return 0;
}

static int rule_for_file(const char *what, int file) {
  look();
  if (!count) return 0;
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  long length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return rule_for(what, path);
}

#define REAL(name, type) ((type)dlsym(RTLD_NEXT, name))
#define FAIL(what, file) \
  do { int code = rule_for_file(what, file); if (code) { errno = code; return -1; } } while (0)

ssize_t write(int file, const void *bytes, size_t size) {
  FAIL("write", file);
  return syscall(SYS_write, file, bytes, size);
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t at) {
  FAIL("write", file);
  return syscall(SYS_pwrite64, file, bytes, size, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t at) {
  FAIL("write", file);
  return syscall(SYS_pwrite64, file, bytes, size, at);
}

static int synced(int file, long call) {
  FAIL("sync", file);
  int wait = rule_for_file("wait", file);
  if (wait) usleep(1000u * wait);
  return syscall(call, file);
}

int fsync(int file) { return synced(file, SYS_fsync); }
int fdatasync(int file) { return synced(file, SYS_fdatasync); }

static int opened(int folder, const char *path, int flags, mode_t mode) {
  look();
  int code = count && (flags & (O_WRONLY | O_RDWR)) ? rule_for("open", path) : 0;
  if (code) { errno = code; return -1; }
  return syscall(SYS_openat, folder, path, flags, mode);
}

#define MODE(flags) \
  mode_t mode = 0; \
  if (flags & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, int); va_end(more); }

int open(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int openat(int folder, const char *path, int flags, ...) { MODE(flags) return opened(folder, path, flags, mode); }

int clock_gettime(clockid_t clock, struct timespec *time) {
  int code = syscall(SYS_clock_gettime, clock, time);
  if (clock == CLOCK_REALTIME) { look(); time->tv_sec += offset_seconds; }
  return code;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  (void)zone;
  struct timespec now;
  int code = clock_gettime(CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return code;
}

time_t time(time_t *where) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (where) *where = now.tv_sec;
  return now.tv_sec;
}
