#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* A person's terminal in another mode: given back before a signal ends or stops the process, and taken again when it
   goes on. One thread takes and leaves it. */
static struct termios former, taken;
static volatile sig_atomic_t is_taken;
static char last_words[32];
static const int endings[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP};

static void give_back(int number);

static void hear(int number, void (*handler)(int)) {
  struct sigaction action, before;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  /* What nohup has ignored stays so. */
  if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
    sigaction(number, &action, NULL);
}

static void give_back(int number) {
  int saved = errno;
  sigset_t one;
  if (is_taken) {
    if (write(STDOUT_FILENO, last_words, strlen(last_words)) < 0) errno = saved;
    tcsetattr(STDIN_FILENO, TCSANOW, &former);
  }
  hear(number, SIG_DFL);
  sigemptyset(&one);
  sigaddset(&one, number);
  raise(number);
  sigprocmask(SIG_UNBLOCK, &one, NULL);
  /* Only who was stopped comes here. */
  hear(number, give_back);
  if (is_taken) tcsetattr(STDIN_FILENO, TCSANOW, &taken);
  errno = saved;
}

int cplatform_take_terminal(unsigned modes, unsigned inputs, const char *words) {
  if (tcgetattr(STDIN_FILENO, &former) != 0) return -1;
  taken = former;
  taken.c_lflag &= ~modes;
  taken.c_iflag &= ~inputs;
  strncpy(last_words, words, sizeof last_words - 1);
  is_taken = 1;
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) hear(endings[i], give_back);
  return tcsetattr(STDIN_FILENO, TCSANOW, &taken);
}

void cplatform_leave_terminal(void) {
  if (!is_taken) return;
  tcsetattr(STDIN_FILENO, TCSANOW, &former);
  is_taken = 0;
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) hear(endings[i], SIG_DFL);
}
