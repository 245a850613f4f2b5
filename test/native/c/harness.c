/*
 * Makes calls that it reads from its input, with pages before and behind the heap that nobody may touch, and writes what they gave. Of machine code
 * (`BLOB`) on ARM, where it makes the calls of Linux itself, or of native/ckremm.c, on any.
 *
 * Input, in words: where the heap is, its bytes, bytes of code; the code; the image; then calls of five words each:
 * what is called (an offset in the code, or a number of cases.h) and four arguments; or one of the operations below.
 * FILL and STORE write bytes from a place on: one value, or what follows; LOAD takes another image.
 * Output, in words: of a call its result and the fault, of SUM a sum of the image, or of what is before a place in it, without the fault.
 */
#include <stdint.h>

enum { FILL = 0x7ffffff1, SUM = 0x7ffffff2, END = 0x7ffffff3, LOAD = 0x7ffffff4, STORE = 0x7ffffff5 };
#define PAGE 4096u

#ifdef __arm__
static long system_call(long number, long a, long b, long c, long d, long e, long f) {
  register long r7 __asm__("r7") = number, r0 __asm__("r0") = a, r1 __asm__("r1") = b, r2 __asm__("r2") = c, r3 __asm__("r3") = d, r4 __asm__("r4") = e, r5 __asm__("r5") = f;
  __asm__ volatile("svc 0" : "+r"(r0) : "r"(r7), "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5) : "memory");
  return r0;
}
static long read_(void *into, long bytes) { return system_call(3, 0, (long)into, bytes, 0, 0, 0); }
static void write_(const void *from, long bytes) { system_call(4, 1, (long)from, bytes, 0, 0, 0); }
static void exit_(int code) { for (;;) system_call(1, code, 0, 0, 0, 0, 0); }
static uint8_t *map(uintptr_t at, uint32_t bytes, int rights) { return (uint8_t *)system_call(192, at, bytes, rights, at ? 0x32 : 0x22, -1, 0); }
void *memcpy(void *to, const void *from, __SIZE_TYPE__ bytes) { uint8_t *a = to; const uint8_t *b = from; while (bytes--) *a++ = *b++; return to; }
void *memmove(void *to, const void *from, __SIZE_TYPE__ bytes) {
  uint8_t *a = to;
  const uint8_t *b = from;
  if (a <= b) while (bytes--) *a++ = *b++;
  else while (bytes--) a[bytes] = b[bytes];
  return to;
}
void *memset(void *to, int value, __SIZE_TYPE__ bytes) { uint8_t *a = to; while (bytes--) *a++ = (uint8_t)value; return to; }
#else
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#define read_(into, bytes) read(0, into, bytes)
static void write_(const void *from, long bytes) { if (write(1, from, bytes) != bytes) exit(4); }
#define exit_ exit
static uint8_t *map(uintptr_t at, uint32_t bytes, int rights) { return mmap((void *)at, bytes, rights, at ? 0x32 : 0x22, -1, 0); }
#endif

static uint8_t *heap;

static void take(void *into, uint32_t bytes) {
  uint8_t *at = into;
  while (bytes) {
    long got = read_(at, bytes);
    if (got <= 0) exit_(3);
    at += got;
    bytes -= (uint32_t)got;
  }
}

static uint32_t out[1024], outs;
static void flush(void) { write_(out, 4 * outs); outs = 0; }
static void put(uint32_t word) { out[outs++] = word; if (outs == 1024) flush(); }

#ifdef BLOB
typedef int32_t entry(int32_t, int32_t, int32_t, int32_t);
static int32_t call(const uint8_t *code, const int32_t *words) {
  return ((entry *)(code + words[0] + 1))(words[1], words[2], words[3], words[4]);
}
#else
#include "ckremm.h"
#define BLOCK(address) ((uint8_t *)heap + (intptr_t)(address))
static int32_t placed(const void *block) { return block ? (int32_t)((const uint8_t *)block - heap) : 0; }
static int32_t call(const uint8_t *code, const int32_t *words) {
  ckremm_pool pool = { heap, (uint32_t)words[1] };
  int32_t a = words[2], b = words[3];
  (void)code, (void)a, (void)b;
  switch (words[0]) {
#include "cases.h"
  }
  exit_(2);
  return 0;
}
#endif

static void run(void) {
  uint32_t head[3], i, sum;
  int32_t words[5];
  uint8_t *code = 0;
  take(head, sizeof head);
  /* The heap ends where a page does, and nothing is mapped before and behind it. */
  uint32_t room = (head[1] + PAGE - 1) / PAGE * PAGE;
  uint8_t *all = map(head[0] ? head[0] + head[1] - room - PAGE : 0, room + 2 * PAGE, 0);
  if ((intptr_t)all == -1 || !map((uintptr_t)all + PAGE, room, 3)) exit_(5);
  heap = all + PAGE + room - head[1];
  if (head[2]) {
    code = map(0, (head[2] + PAGE) / PAGE * PAGE, 7);
    take(code, head[2]);
  }
  take(heap, head[1]);
  for (;;) {
    take(words, sizeof words);
    if (words[0] == END) break;
    if (words[0] == FILL) for (i = 0; i < (uint32_t)words[2]; i++) heap[words[1] + i] = (uint8_t)words[3];
    else if (words[0] == LOAD) take(heap, head[1]);
    else if (words[0] == STORE) take(heap + words[1], (uint32_t)words[2]);
    else if (words[0] == SUM) {
      uint32_t end = words[1] ? (uint32_t)words[1] : head[1];
      for (sum = 2166136261u, i = 0; i < end; i++) sum = (sum ^ (words[1] && i == 8 ? 0 : heap[i])) * 16777619u;
      put(sum);
    } else {
      put((uint32_t)call(code, words));
      put(heap[8]);
    }
  }
  flush();
}

#ifdef __arm__
void _start(void) { run(); exit_(0); }
#else
int main(void) { run(); return 0; }
#endif
