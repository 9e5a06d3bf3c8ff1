#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int cplatform_packet_pair(int *ends) {
  return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends);
}

long cplatform_packet_send(int fd, const void *bytes, size_t size, const int *descriptors,
                              size_t count, int waits) {
  union {
    struct cmsghdr head;
    char room[CMSG_SPACE(CPLATFORM_PACKET_DESCRIPTORS * sizeof(int))];
  } control;
  struct iovec vector = {(void *)bytes, size};
  struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};
  if (count > CPLATFORM_PACKET_DESCRIPTORS) {
    errno = EINVAL;
    return -1;
  }
  if (count > 0) {
    memset(&control, 0, sizeof control);
    message.msg_control = &control;
    message.msg_controllen = CMSG_SPACE(count * sizeof(int));
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(count * sizeof(int));
    memcpy(CMSG_DATA(head), descriptors, count * sizeof(int));
  }
  return sendmsg(fd, &message, MSG_NOSIGNAL | (waits ? 0 : MSG_DONTWAIT));
}

long cplatform_packet_receive(int fd, void *bytes, size_t size, int *descriptors,
                                 size_t *count, int *lost, int waits) {
  union {
    struct cmsghdr head;
    char room[CMSG_SPACE(CPLATFORM_PACKET_DESCRIPTORS * sizeof(int))];
  } control;
  struct iovec vector = {bytes, size};
  struct msghdr message = {
      .msg_iov = &vector, .msg_iovlen = 1, .msg_control = &control,
      .msg_controllen = sizeof control};
  *count = 0;
  *lost = 0;
  ssize_t n = recvmsg(fd, &message, MSG_CMSG_CLOEXEC | (waits ? 0 : MSG_DONTWAIT));
  if (n < 0) return n;
  for (struct cmsghdr *head = CMSG_FIRSTHDR(&message); head; head = CMSG_NXTHDR(&message, head)) {
    if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS) continue;
    size_t found = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < found && *count < CPLATFORM_PACKET_DESCRIPTORS; i++, (*count)++)
      memcpy(descriptors + *count, CMSG_DATA(head) + i * sizeof(int), sizeof(int));
  }
  *lost = (message.msg_flags & (MSG_CTRUNC | MSG_TRUNC)) != 0;
  return n;
}

enum { ABOVE_LINKS = CPLATFORM_LINK + CPLATFORM_LINKS };

/* Between vfork and exec only what a signal handler may call; memory is the parent's, whose thread waits: no page
   of a large process is copied, and its other threads go on. */
static void become(const char *program, char *const *arguments, const int *links, int count,
                   int report) {
  int code, moved[CPLATFORM_LINKS];
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  for (int i = 0; i < count; i++)
    if ((moved[i] = fcntl(links[i], F_DUPFD_CLOEXEC, ABOVE_LINKS)) < 0) goto failed;
  for (int i = 0; i < count; i++)
    if (dup2(moved[i], CPLATFORM_LINK + i) < 0) goto failed;
  /* The program may be opened by its number yet: everything else closes with exec. */
  close_range(CPLATFORM_LINK + count, ~0u, CLOSE_RANGE_CLOEXEC);
  execv(program, arguments);
failed:
  code = errno;
  if (write(report, &code, sizeof code) < 0) _exit(127);
  _exit(127);
}

int cplatform_spawn(const char *program, char *const *arguments, const int *links, int count) {
  int report[2], code = 0;
  if (count > CPLATFORM_LINKS) {
    errno = EINVAL;
    return -1;
  }
  if (pipe2(report, O_CLOEXEC) != 0) return -1;
  /* Links take their fixed places in the child, which neither pipe nor program may have. */
  int moved = fcntl(report[1], F_DUPFD_CLOEXEC, ABOVE_LINKS);
  close(report[1]);
  pid_t child = moved < 0 ? -1 : vfork();
  if (child == 0) become(program, arguments, links, count, moved);
  int saved = errno;
  if (moved >= 0) close(moved);
  ssize_t told = child > 0 ? read(report[0], &code, sizeof code) : 0;
  close(report[0]);
  if (child < 0) {
    errno = saved;
    return -1;
  }
  if (told != sizeof code) return child;
  waitpid(child, NULL, 0);
  errno = code;
  return -1;
}

int cplatform_move_up(int fd) {
  int moved = fcntl(fd, F_DUPFD_CLOEXEC, ABOVE_LINKS);
  if (moved < 0) return -1;
  close(fd);
  return moved;
}

int cplatform_wait(int *status, int *by_signal) {
  int found = 0;
  pid_t child = waitpid(-1, &found, WNOHANG);
  if (child <= 0) return child;
  *by_signal = WIFSIGNALED(found);
  *status = WIFSIGNALED(found) ? WTERMSIG(found) : WEXITSTATUS(found);
  return child;
}

int cplatform_keep_at_exec(int fd, int keeps) {
  return fcntl(fd, F_SETFD, keeps ? 0 : FD_CLOEXEC);
}
