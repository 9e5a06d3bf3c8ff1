#if defined(__has_feature)
#if __has_feature(thread_sanitizer)

/* Swift's Mutex takes and leaves a lock that nobody else wants by atomics in the caller's own code, which the
 * thread sanitizer sees. Where threads meet, the library's functions do it, and those it does not see: every value
 * behind a lock would be told as a race. These stand in for them, do the same, and tell the sanitizer. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

void __tsan_acquire(void *address);
void __tsan_release(void *address);

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

typedef __attribute__((swiftcall)) void lock_slow(
    uint32_t seen, __attribute__((swift_context)) void *handle);
typedef __attribute__((swiftcall)) void unlock_slow(__attribute__((swift_context)) void *handle);

lock_slow cplatform_lock_slow __asm__(LOCK);
unlock_slow cplatform_unlock_slow __asm__(UNLOCK);

__attribute__((swiftcall)) void cplatform_lock_slow(
    uint32_t seen, __attribute__((swift_context)) void *handle) {
  static lock_slow *own;
  lock_slow *found = __atomic_load_n(&own, __ATOMIC_RELAXED);
  if (!found) {
    found = (lock_slow *)dlsym(RTLD_NEXT, LOCK);
    __atomic_store_n(&own, found, __ATOMIC_RELAXED);
  }
  found(seen, handle);
  __tsan_acquire(handle);
}

__attribute__((swiftcall)) void cplatform_unlock_slow(
    __attribute__((swift_context)) void *handle) {
  static unlock_slow *own;
  unlock_slow *found = __atomic_load_n(&own, __ATOMIC_RELAXED);
  if (!found) {
    found = (unlock_slow *)dlsym(RTLD_NEXT, UNLOCK);
    __atomic_store_n(&own, found, __ATOMIC_RELAXED);
  }
  __tsan_release(handle);
  found(handle);
}

#endif
#endif
