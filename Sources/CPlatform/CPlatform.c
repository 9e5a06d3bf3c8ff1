#define _GNU_SOURCE
#include "CPlatform.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <netdb.h>
#include <netinet/in.h>
#include <linux/tcp.h>
#include <linux/sockios.h>
#include <pthread.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

int cplatform_errno(void) { return errno; }
int cplatform_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static int control(int epoll, int operation, int fd, uint32_t events, uint64_t token) {
  struct epoll_event event = {.events = events, .data.u64 = token};
  return epoll_ctl(epoll, operation, fd, &event);
}
int cplatform_epoll_add(int epoll, int fd, uint32_t events, uint64_t token) {
  return control(epoll, EPOLL_CTL_ADD, fd, events, token);
}
int cplatform_epoll_change(int epoll, int fd, uint32_t events, uint64_t token) {
  return control(epoll, EPOLL_CTL_MOD, fd, events, token);
}
int cplatform_epoll_remove(int epoll, int fd) { return control(epoll, EPOLL_CTL_DEL, fd, 0, 0); }

int cplatform_epoll_wait(int epoll, struct cplatform_event *events, int count, int milliseconds) {
  struct epoll_event found[256];
  if (count > 256) count = 256;
  int n = epoll_wait(epoll, found, count, milliseconds);
  for (int i = 0; i < n; i++) {
    events[i].token = found[i].data.u64;
    events[i].events = found[i].events;
  }
  return n;
}

int cplatform_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int cplatform_semaphore(void) { return eventfd(0, EFD_CLOEXEC | EFD_SEMAPHORE); }

int cplatform_signalfd(int children) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  sigaddset(&set, SIGUSR1);
  if (children) sigaddset(&set, SIGCHLD);
  if (pthread_sigmask(SIG_BLOCK, &set, NULL) != 0) return -1;
  return signalfd(-1, &set, SFD_CLOEXEC);
}
int cplatform_read_signal(int fd) {
  struct signalfd_siginfo info;
  ssize_t n = read(fd, &info, sizeof info);
  return n == sizeof info ? (int)info.ssi_signo : -1;
}

int cplatform_inotify(void) { return inotify_init1(IN_CLOEXEC | IN_NONBLOCK); }
int cplatform_inotify_add(int fd, const char *path) {
  return inotify_add_watch(
      fd, path,
      IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB |
          IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR);
}
int cplatform_inotify_remove(int fd, int watch) { return inotify_rm_watch(fd, watch); }

/* The user time-out counts for keepalive too, in place of the number of probes: it must leave room
 * for several of them, or one lost probe on a quiet connection ends it. */
int cplatform_keepalive(int fd, int seconds) {
  int on = 1, idle = seconds, interval = seconds < 6 ? 1 : seconds / 6, count = 6;
  int timeout = (seconds + (count - 1) * interval) * 1000;
  return setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on) |
         setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle) |
         setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof interval) |
         setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof count) |
         setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout, sizeof timeout);
}

// Linux gives options of a listener to each connection that it accepts: tcp(7).
static void undelayed(int fd) {
  int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static int numeric(const char *host, const char *port, int passive, struct addrinfo **found) {
  struct addrinfo hints;
  memset(&hints, 0, sizeof hints);
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | (passive ? AI_PASSIVE : 0);
  return getaddrinfo(*host ? host : NULL, port, &hints, found);
}

int cplatform_is_numeric(const char *host) {
  struct addrinfo *found = NULL;
  if (numeric(host, "0", 0, &found) != 0) return 0;
  freeaddrinfo(found);
  return 1;
}

int cplatform_bind(const char *host, const char *port) {
  struct addrinfo *found = NULL;
  if (numeric(host, port, 1, &found) != 0) return -2;
  int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  int on = 1;
  if (fd >= 0) {
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    undelayed(fd);
    if (bind(fd, found->ai_addr, found->ai_addrlen) != 0) {
      int saved = errno;
      close(fd);
      errno = saved;
      fd = -1;
    }
  }
  freeaddrinfo(found);
  return fd;
}

int cplatform_local_port(int fd) {
  struct sockaddr_storage address;
  socklen_t length = sizeof address;
  if (getsockname(fd, (struct sockaddr *)&address, &length) != 0) return -1;
  return address.ss_family == AF_INET6 ? ntohs(((struct sockaddr_in6 *)&address)->sin6_port)
                                       : ntohs(((struct sockaddr_in *)&address)->sin_port);
}

int cplatform_take_listener(int fd, char *host, size_t size) {
  struct sockaddr_storage address;
  socklen_t length = sizeof address;
  int listens = 0;
  socklen_t room = sizeof listens;
  if (getsockname(fd, (struct sockaddr *)&address, &length) != 0 ||
      getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &room) != 0)
    return -1;
  if (!listens || (address.ss_family != AF_INET && address.ss_family != AF_INET6) ||
      getnameinfo((struct sockaddr *)&address, length, host, size, NULL, 0, NI_NUMERICHOST) != 0) {
    errno = EINVAL;
    return -1;
  }
  fcntl(fd, F_SETFD, FD_CLOEXEC);
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  undelayed(fd);
  return cplatform_local_port(fd);
}

int cplatform_accept(int listener, char *address, size_t size) {
  struct sockaddr_storage peer;
  socklen_t length = sizeof peer;
  int fd = accept4(listener, (struct sockaddr *)&peer, &length, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (fd < 0) return fd;
  if (getnameinfo((struct sockaddr *)&peer, length, address, size, NULL, 0, NI_NUMERICHOST) != 0)
    snprintf(address, size, "unknown");
  return fd;
}

int cplatform_connect(const char *host, const char *port, int *done) {
  struct addrinfo *found = NULL;
  if (numeric(host, port, 0, &found) != 0) return -2;
  int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  *done = 0;
  if (fd >= 0) {
    undelayed(fd);
    if (connect(fd, found->ai_addr, found->ai_addrlen) == 0) {
      *done = 1;
    } else if (errno != EINPROGRESS) {
      int saved = errno;
      close(fd);
      errno = saved;
      fd = -1;
    }
  }
  freeaddrinfo(found);
  return fd;
}

int cplatform_connect_error(int fd) {
  int error = 0;
  socklen_t length = sizeof error;
  if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) != 0) return errno;
  return error;
}

int cplatform_resolve(const char *host, char *text, size_t size) {
  struct addrinfo hints, *found = NULL;
  memset(&hints, 0, sizeof hints);
  hints.ai_socktype = SOCK_STREAM;
  int code = getaddrinfo(host, NULL, &hints, &found);
  if (code != 0) return code;
  size_t used = 0;
  text[0] = 0;
  for (struct addrinfo *one = found; one; one = one->ai_next) {
    char address[64];
    if (getnameinfo(one->ai_addr, one->ai_addrlen, address, sizeof address, NULL, 0,
                    NI_NUMERICHOST) != 0)
      continue;
    int n = snprintf(text + used, size - used, "%s\n", address);
    if (n < 0 || used + (size_t)n >= size) break;
    used += (size_t)n;
  }
  freeaddrinfo(found);
  return 0;
}

static int local_address(const char *path, struct sockaddr_un *address) {
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  if (strlen(path) >= sizeof address->sun_path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  strcpy(address->sun_path, path);
  return 0;
}

int cplatform_unix_connect(const char *path) {
  struct sockaddr_un address;
  if (local_address(path, &address) != 0) return -1;
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
    int saved = errno;
    close(fd);
    errno = saved;
    fd = -1;
  }
  return fd;
}

int cplatform_accept_local(int listener) {
  return accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

int cplatform_open_to_group(const char *path, int64_t group, uint32_t mode) {
  struct stat facts;
  if (stat(path, &facts) != 0) return -1;
  // A call that changes nothing may be refused all the same: services are often kept from chown.
  if (facts.st_gid != (gid_t)group &&
      (chmod(path, mode & 0700) != 0 || chown(path, (uid_t)-1, (gid_t)group) != 0))
    return -1;
  return facts.st_gid == (gid_t)group && (facts.st_mode & 0777) == mode ? 0 : chmod(path, mode);
}

int cplatform_unix_listen(const char *path, int64_t group) {
  struct sockaddr_un address;
  if (local_address(path, &address) != 0) return -1;
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return fd;
  mode_t old = umask(0177);
  int bound = bind(fd, (struct sockaddr *)&address, sizeof address);
  umask(old);
  // The owner's alone until the group is right; and nobody connects before it is listened on.
  if (bound == 0 && group >= 0) bound = cplatform_open_to_group(path, group, 0660);
  if (bound != 0 || listen(fd, 16) != 0) {
    int saved = errno;
    close(fd);
    errno = saved;
    return -1;
  }
  return fd;
}

int cplatform_datagram(const char *path, const void *bytes, size_t count) {
  struct sockaddr_un address;
  if (local_address(path, &address) != 0) return -1;
  socklen_t length = sizeof address;
  if (path[0] == '@') {
    address.sun_path[0] = 0;
    length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
  }
  int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -1;
  ssize_t sent = sendto(fd, bytes, count, MSG_NOSIGNAL, (struct sockaddr *)&address, length);
  int saved = errno;
  close(fd);
  errno = saved;
  return sent == (ssize_t)count ? 0 : -1;
}

void cplatform_harden(void) {
  struct rlimit limit = {0, 0};
  setrlimit(RLIMIT_CORE, &limit);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
  signal(SIGPIPE, SIG_IGN);
  umask(077);
}

void cplatform_no_report(void) {
  static const int traps[] = {SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGBUS, SIGSEGV, SIGQUIT};
  for (size_t i = 0; i < sizeof traps / sizeof *traps; i++) signal(traps[i], SIG_DFL);
}

void cplatform_set_name(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

int64_t cplatform_descriptor_limit(void) {
  struct rlimit limit;
  return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? (int64_t)limit.rlim_cur : -1;
}

int cplatform_peer(int fd, uint32_t *user, uint32_t *group) {
  struct ucred peer;
  socklen_t length = sizeof peer;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0) return -1;
  *user = peer.uid;
  *group = peer.gid;
  return 0;
}

int64_t cplatform_peer_groups(int fd, uint32_t *groups, size_t room) {
  socklen_t length = (socklen_t)(room * sizeof *groups);
  if (getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &length) == 0 || errno == ERANGE)
    return (int64_t)(length / sizeof *groups);
  return -1;
}

// Room for a group's members, or a user's facts: more than any real one takes.
static const size_t account_room = 1 << 20;

int cplatform_group_number(const char *name, uint32_t *number) {
  char *room = malloc(account_room);
  if (room == NULL) return -1;
  struct group facts, *found = NULL;
  // That there is none is no error to glibc; whatever else it says is one of a service that was asked.
  int code = getgrnam_r(name, &facts, room, account_room, &found);
  if (code == 0 && found != NULL) *number = facts.gr_gid;
  free(room);
  errno = code;
  return code != 0 ? -1 : found != NULL;
}

int cplatform_user_name(uint32_t user, char *name, size_t size) {
  char *room = malloc(account_room);
  if (room == NULL) return -1;
  struct passwd facts, *found = NULL;
  int code = getpwuid_r(user, &facts, room, account_room, &found);
  int length = code == 0 && found != NULL ? snprintf(name, size, "%s", facts.pw_name) : -1;
  free(room);
  return length < 0 || (size_t)length >= size ? -1 : 0;
}

int cplatform_is_in_group(uint32_t group) {
  if (geteuid() == 0 || getegid() == group) return 1;
  int count = getgroups(0, NULL);
  if (count <= 0) return 0;
  gid_t *groups = calloc((size_t)count, sizeof *groups);
  if (groups == NULL) return 0;
  count = getgroups(count, groups);
  int is_in = 0;
  for (int i = 0; i < count; i++) is_in |= groups[i] == group;
  free(groups);
  return is_in;
}

int cplatform_clock_state(int64_t *maximum_error) {
  struct timex facts = {0};
  if (adjtimex(&facts) < 0) return -1;
  *maximum_error = facts.maxerror;
  return facts.status & STA_UNSYNC ? 0 : 1;
}

int cplatform_utc_offset(int64_t seconds) {
  time_t now = (time_t)seconds;
  struct tm local;
  return localtime_r(&now, &local) ? (int)local.tm_gmtoff : 0;
}

int cplatform_thread(size_t stack, void *(*body)(void *), void *context) {
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, stack);
  int code = pthread_create(&thread, &attributes, body, context);
  pthread_attr_destroy(&attributes);
  return code;
}

int cplatform_set_blocking(int fd, int blocking) {
  int flags = fcntl(fd, F_GETFL);
  return fcntl(fd, F_SETFL, blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
}

int cplatform_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

int cplatform_readable(int fd) {
  int waiting = 0;
  return ioctl(fd, SIOCINQ, &waiting) == 0 ? waiting : -1;
}

/* `bytes_received` counts the peer's end as one byte, which is never read. */
int cplatform_tcp_counts(int fd, uint64_t *written, uint64_t *read) {
  enum { ESTABLISHED = 1, CLOSE_WAIT = 8 };
  struct tcp_info info;
  socklen_t size = sizeof info;
  memset(&info, 0, sizeof info);
  if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return -1;
  if (size < offsetof(struct tcp_info, tcpi_bytes_received) + sizeof info.tcpi_bytes_received ||
      (info.tcpi_state != ESTABLISHED && info.tcpi_state != CLOSE_WAIT)) {
    errno = ENOTCONN;
    return -1;
  }
  int unsent = 0, unread = cplatform_readable(fd);
  if (ioctl(fd, SIOCOUTQ, &unsent) != 0 || unread < 0) return -1;
  *written = info.tcpi_bytes_acked + (uint64_t)unsent;
  *read = info.tcpi_bytes_received - (uint64_t)unread - (info.tcpi_state == CLOSE_WAIT ? 1 : 0);
  return 0;
}

// Four lanes, which the compiler makes registers of.
typedef uint64_t lanes __attribute__((vector_size(32)));

static uint64_t mixed(uint64_t sum, uint64_t word) {
  sum = (sum ^ word) * 0x9E3779B97F4A7C15u;
  return sum << 29 | sum >> 35;
}

uint64_t cplatform_checksum(const void *bytes, size_t count) {
  const unsigned char *next = bytes;
  lanes word, sums = {0}, sumsOfSums = {0};
  size_t left = count;
  for (; left >= sizeof word; next += sizeof word, left -= sizeof word) {
    memcpy(&word, next, sizeof word);
    sums += word;
    sumsOfSums += sums;
  }
  word = (lanes){0};
  if (left > 0) memcpy(&word, next, left);
  sums += word;
  sumsOfSums += sums;
  uint64_t folded = count;
  for (int lane = 0; lane < 4; lane++) folded = mixed(mixed(folded, sums[lane]), sumsOfSums[lane]);
  return folded;
}

uint64_t cplatform_copy(void *to, const void *bytes, size_t count) {
  if (count > 0) memcpy(to, bytes, count);
  return cplatform_checksum(bytes, count);
}

void cplatform_wipe(void *place, size_t count) {
  const size_t piece = 1024;
  for (; count > piece; count -= piece, place = (char *)place + piece) memset(place, 0, piece);
  memset(place, 0, count);
}

int cplatform_stream_pair(int *ends) {
  return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends);
}
