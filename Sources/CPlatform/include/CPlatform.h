#pragma once
#include <stddef.h>
#include <stdint.h>

// Linux calls that Swift cannot import or imports differently from one libc to the next.
// Each returns what the call returns; errno is read by `cplatform_errno`.

struct cplatform_event {
  uint64_t token;
  uint32_t events;
};

#define CPLATFORM_IN 1u
#define CPLATFORM_OUT 4u
#define CPLATFORM_ERR 8u
#define CPLATFORM_HUP 16u
#define CPLATFORM_RDHUP 0x2000u

int cplatform_errno(void);
int cplatform_epoll_create(void);
int cplatform_epoll_add(int epoll, int fd, uint32_t events, uint64_t token);
int cplatform_epoll_change(int epoll, int fd, uint32_t events, uint64_t token);
int cplatform_epoll_remove(int epoll, int fd);
int cplatform_epoll_wait(int epoll, struct cplatform_event *events, int count, int milliseconds);
int cplatform_eventfd(void);
int cplatform_semaphore(void);
// TERM, INT, HUP, USR1; with `children` also CHLD.
int cplatform_signalfd(int children);
int cplatform_read_signal(int fd);
int cplatform_inotify(void);
int cplatform_inotify_add(int fd, const char *path);
int cplatform_inotify_remove(int fd, int watch);
// A TCP socket with its address, for a listener. -2: the address is no address.
int cplatform_bind(const char *host, const char *port);
int cplatform_local_port(int fd);
// Takes a TCP listener that another program made: its port, and its address as a number.
int cplatform_take_listener(int fd, char *host, size_t size);
int cplatform_accept(int listener, char *address, size_t size);
// Starts a connection to a numeric address; 0 in `done` while it goes on.
int cplatform_connect(const char *host, const char *port, int *done);
int cplatform_connect_error(int fd);
// A peer that says nothing for so long is asked, and is given up after the same time again.
int cplatform_keepalive(int fd, int seconds);
int cplatform_is_numeric(const char *host);
// Numeric addresses of a name, each in a line; the getaddrinfo error otherwise.
int cplatform_resolve(const char *host, char *text, size_t size);
// Its file is the owner's alone or, with a group that is not negative, the group's too from before anybody can
// connect.
int cplatform_unix_listen(const char *path, int64_t group);
// Gives a file to a group, with a mode; until it is the group's, it is the owner's alone. What is right already is left
// alone.
int cplatform_open_to_group(const char *path, int64_t group, uint32_t mode);
int cplatform_accept_local(int listener);
int cplatform_unix_connect(const char *path);
// Sends one datagram to a local socket, without waiting; `@` before the path is systemd's way to write
// an abstract one.
int cplatform_datagram(const char *path, const void *bytes, size_t count);
void cplatform_harden(void);
// From now on memory is overwritten when it is freed: in glibc's heap, and not under a sanitizer.
void cplatform_wipe_freed(void);
// Traps end the process without the runtime's report.
void cplatform_no_report(void);
// What ps and top call this thread, and threads that it starts.
void cplatform_set_name(const char *name);
int64_t cplatform_descriptor_limit(void);
// User and group of the process at the other end of a local socket when it connected; -1 if unknown.
int cplatform_peer(int fd, uint32_t *user, uint32_t *group);
// Its other groups; how many there are, which may be more than there is room for; -1 if unknown.
int64_t cplatform_peer_groups(int fd, uint32_t *groups, size_t room);
// Number of a group of this machine: 1 if there is one, 0 if there is none; -1 if whoever knows did not answer.
int cplatform_group_number(const char *name, uint32_t *number);
// Name of a user of this machine; -1 if there is none, or no room.
int cplatform_user_name(uint32_t user, char *name, size_t size);
// Whether this process may give files to a group: it is in it, or the superuser's.
int cplatform_is_in_group(uint32_t group);
// Whether the kernel's clock is synchronised, and its largest error in microseconds; -1 if unknown.
int cplatform_clock_state(int64_t *maximum_error);
int cplatform_utc_offset(int64_t seconds);
int cplatform_thread(size_t stack, void *(*body)(void *), void *context);
int cplatform_set_blocking(int fd, int blocking);

// Packets that carry descriptors from process to process (unix(7), SCM_RIGHTS).
#define CPLATFORM_PACKET_DESCRIPTORS 200
// Number of a process's first link, and how many it may have.
#define CPLATFORM_LINK 3
#define CPLATFORM_LINKS 16
int cplatform_packet_pair(int *ends);
long cplatform_packet_send(int fd, const void *bytes, size_t size, const int *descriptors,
                              size_t count, int waits);
// `lost`: the packet, or its descriptors, were more than there was room for.
long cplatform_packet_receive(int fd, void *bytes, size_t size, int *descriptors,
                                 size_t *count, int *lost, int waits);
// Starts a program that has `links` as descriptors 3 and on, a process group of its own, signals
// blocked as here, and that is killed when this thread ends.
int cplatform_spawn(const char *program, char *const *arguments, const int *links, int count);
// Gives a descriptor a number that no link can have.
int cplatform_move_up(int fd);
// A child that has ended: its number, with its exit code or the signal; 0 for none.
int cplatform_wait(int *status, int *by_signal);
int cplatform_keep_at_exec(int fd, int keeps);

// A file in memory that no other program can open by name.
int cplatform_memory_file(const char *name);
// Bytes that the kernel took to send on a TCP connection, acknowledged or not, and that it gave to a
// reader; -1 where it is no TCP connection. A connection that is being closed counts its end.
int cplatform_tcp_counts(int fd, uint64_t *written, uint64_t *read);
// Bytes of a socket that can be read at once.
int cplatform_readable(int fd);

// A store that the compiler moves neither before those above it nor behind those below.
static inline void cplatform_store(void *place, uint64_t word) {
  __asm__ volatile("" ::: "memory");
  __atomic_store_n((uint64_t *)place, word, __ATOMIC_RELEASE);
  __asm__ volatile("" ::: "memory");
}
static inline uint64_t cplatform_load(const void *place) {
  return __atomic_load_n((const uint64_t *)place, __ATOMIC_ACQUIRE);
}
// Stores words, the first of them last and behind all stores before it.
static inline void cplatform_store_words(void *place, const uint64_t *words, size_t count) {
  for (size_t index = 1; index < count; index++) ((uint64_t *)place)[index] = words[index];
  if (count > 0) cplatform_store(place, words[0]);
}
// Sums of words and sums of those sums, in lanes: a change most probably shows.
uint64_t cplatform_checksum(const void *bytes, size_t count);
// Copies bytes, and returns the checksum of what was copied.
uint64_t cplatform_copy(void *to, const void *bytes, size_t count);
// Writes zeros, in pieces that keep to the fast path of the processor's fills.
void cplatform_wipe(void *place, size_t count);
// Both ends of a local stream that do not wait.
int cplatform_stream_pair(int *ends);
// Standard input's terminal without these local and input modes, until it is left. A signal that ends or stops the
// process gives it back first, and sends it `words`, of 31 bytes at the most.
int cplatform_take_terminal(unsigned modes, unsigned inputs, const char *words);
void cplatform_leave_terminal(void);
