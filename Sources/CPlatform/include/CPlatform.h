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
int cplatform_signalfd(void);
int cplatform_read_signal(int fd);
int cplatform_inotify(void);
int cplatform_inotify_add(int fd, const char *path);
int cplatform_inotify_remove(int fd, int watch);
// A TCP socket with its address, for a listener. -2: the address is no address.
int cplatform_bind(const char *host, const char *port);
int cplatform_local_port(int fd);
int cplatform_accept(int listener, char *address, size_t size);
// Starts a connection to a numeric address; 0 in `done` while it goes on.
int cplatform_connect(const char *host, const char *port, int *done);
int cplatform_connect_error(int fd);
// A peer that says nothing for so long is asked, and is given up after the same time again.
int cplatform_keepalive(int fd, int seconds);
int cplatform_is_numeric(const char *host);
// Numeric addresses of a name, each in a line; the getaddrinfo error otherwise.
int cplatform_resolve(const char *host, char *text, size_t size);
int cplatform_unix_listen(const char *path);
int cplatform_accept_local(int listener);
int cplatform_unix_connect(const char *path);
void cplatform_harden(void);
// Traps end the process without the runtime's report.
void cplatform_no_report(void);
// What ps and top call this thread, and threads that it starts.
void cplatform_set_name(const char *name);
int64_t cplatform_descriptor_limit(void);
// User id of the process at the other end of a local socket; -1 if unknown.
int64_t cplatform_peer_user(int fd);
// Whether the kernel's clock is synchronised, and its largest error in microseconds; -1 if unknown.
int cplatform_clock_state(int64_t *maximum_error);
int cplatform_utc_offset(int64_t seconds);
int cplatform_thread(size_t stack, void *(*body)(void *), void *context);
int cplatform_set_blocking(int fd, int blocking);
