#define _GNU_SOURCE
#include "CPlatform.h"

#include <malloc.h>
#include <stdint.h>
#include <string.h>

static int wipes = 0;

void cplatform_wipe_freed(void) { wipes = 1; }

/* A sanitizer has a `free` of its own, and fills what is freed by itself; another C library has another heap. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define OTHER_HEAP
#endif
#endif

#if defined(__GLIBC__) && !defined(OTHER_HEAP)

extern void __libc_free(void *memory);

/* In the word before it glibc notes of a block that it has a map of its own: that goes back to the kernel at once,
 * and writing to it would only make pages that nobody has touched. */
static int is_mapped(const void *memory) { return (((const size_t *)memory)[-1] & 2) != 0; }

void free(void *memory) {
  if (wipes && memory && !is_mapped(memory)) memset(memory, 0, malloc_usable_size(memory));
  __libc_free(memory);
}

#endif
