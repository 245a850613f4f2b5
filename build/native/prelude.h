/* What the emitted C stands on: no library, no globals, no data. Three registers are kept for the call that runs. */
typedef unsigned char u8;
typedef signed char i8;
typedef unsigned short u16;
typedef short i16;
typedef unsigned int u32;
typedef int i32;
typedef long long i64;

#define NOINLINE __attribute__((noinline))
#define ENTRY __attribute__((used, noinline, section(".text.entry")))
/* Called from where the compiler does not see it. */
#define CALLED __attribute__((used, noinline))

/* ---- Bounds. The bytes that the call may touch: from r8 on, r9 of them. What lies outside is read as 0, and not stored. The compiler does not
   know these registers (-ffixed-r8 and so on), and they are the caller's: see wrap.js. All views have their elements at multiples
   of their size, and so have the bounds. An access is a base and an index, with which it is one call of two bytes. */
#ifdef UNBOUNDED
/* For the test that counts accesses outside: what it finds when there are no bounds. */
#define ACCESS_(type, log) \
  static inline u32 load_##type##_(const void *base, i32 index) { return ((const type *)base)[index]; } \
  static inline void store_##type##_(void *base, i32 index, u32 value) { ((type *)base)[index] = (type)value; }
#else
/* No register is lost but r0, r1 and lr. */
__asm__(".thumb\n.syntax unified\n.text\n.align 1\n"
#define INSIDE_(type, shift, load, store)                                                                                            \
  ".thumb_func\ninside_load_" #type "_: " shift "adds r0, r1\n mov r1, r8\n subs r1, r0, r1\n cmp r1, r9\n bhs 1f\n " load " r0, [r0]\n bx lr\n" \
  "1: movs r0, #0\n bx lr\n"                                                                                                           \
  ".thumb_func\ninside_store_" #type "_: " shift "adds r0, r1\n mov r1, r8\n subs r1, r0, r1\n cmp r1, r9\n bhs 1f\n " store " r2, [r0]\n1: bx lr\n"
        INSIDE_(u8, "", "ldrb", "strb") INSIDE_(u16, "lsls r1, #1\n ", "ldrh", "strh") INSIDE_(u32, "lsls r1, #2\n ", "ldr", "str"));
#define ACCESS_(type, log)                                                                                              \
  static inline __attribute__((always_inline)) u32 load_##type##_(const void *base, i32 index) {                        \
    register u32 place __asm__("r0") = (u32)base;                                                                       \
    register u32 at __asm__("r1") = (u32)index;                                                                         \
    __asm__("bl inside_load_" #type "_" : "+l"(place), "+l"(at) : "m"(*(const u8(*)[])base) : "lr", "cc");              \
    return place;                                                                                                       \
  }                                                                                                                     \
  static inline __attribute__((always_inline)) void store_##type##_(void *base, i32 index, u32 value) {                 \
    register u32 place __asm__("r0") = (u32)base;                                                                       \
    register u32 at __asm__("r1") = (u32)index;                                                                         \
    register u32 what __asm__("r2") = value;                                                                            \
    __asm__ volatile("bl inside_store_" #type "_" : "+l"(place), "+l"(at) : "l"(what) : "lr", "cc", "memory");          \
  }
#endif
ACCESS_(u8, 0)
ACCESS_(u16, 1)
ACCESS_(u32, 2)
#define load_i8_(base, index) ((i32)(i8)load_u8_(base, index))
#define load_i16_(base, index) ((i32)(i16)load_u16_(base, index))
#define load_i32_(base, index) ((i32)load_u32_(base, index))

static inline void bound_(u32 low, u32 bytes) { __asm__ volatile("mov r8, %0\n mov r9, %1" : : "l"(low), "l"(bytes) : "memory"); }
static inline u32 low_(void) { u32 low; __asm__ volatile("mov %0, r8" : "=l"(low)); return low; }
static inline u32 bytes_(void) { u32 bytes; __asm__ volatile("mov %0, r9" : "=l"(bytes)); return bytes; }

/* A view of elements of two bytes or four. */
struct links { u8 *at; i32 width; };
static NOINLINE u32 links_load_(struct links *links, i32 index) {
  return links->width > 2 ? load_u32_(links->at, index) : load_u16_(links->at, index);
}
static NOINLINE void links_store_(struct links *links, i32 index, u32 value) {
  if (links->width > 2) store_u32_(links->at, index, value);
  else store_u16_(links->at, index, value);
}

/* Memory of a call's own, on its stack. */
struct scratch { u8 *bytes; i32 length; };
static inline u32 scratch_load_(struct scratch *scratch, i32 index) {
  return (u32)index < (u32)scratch->length ? scratch->bytes[index] : 0;
}
static inline void scratch_store_(struct scratch *scratch, i32 index, u32 value) {
  if ((u32)index < (u32)scratch->length) scratch->bytes[index] = (u8)value;
}
static NOINLINE void clear_(struct scratch *scratch) {
  i32 i = scratch->length;
  while (i > 0) scratch->bytes[--i] = 0;
}

/* Bytes that may overlap; all of them inside, or none is moved. */
static NOINLINE void move_(void *to_, const void *from_, u32 bytes) {
  u8 *to = to_;
  const u8 *from = from_;
#ifndef UNBOUNDED
  u32 size = bytes_(), low = low_();
  if (bytes > size || (u32)to - low > size - bytes || (u32)from - low > size - bytes) return;
#endif
  if (to <= from) {
    if (!(((u32)to | (u32)from) & 3)) for (; bytes >= 4; bytes -= 4, to += 4, from += 4) *(u32 *)to = *(u32 *)from;
    for (; bytes; bytes--) *to++ = *from++;
  } else {
    to += bytes;
    from += bytes;
    if (!(((u32)to | (u32)from) & 3)) for (; bytes >= 4; bytes -= 4) { to -= 4; from -= 4; *(u32 *)to = *(u32 *)from; }
    for (; bytes; bytes--) *--to = *--from;
  }
}

/* Where a value is, from an index on, within the bounds; -1: nowhere. */
#define INDEX_OF_(type)                                                                       \
  static NOINLINE i32 index_of_##type##_(const type *all, i32 value, i32 from) {              \
    const type *at = all + from, *end = (const type *)(low_() + bytes_());                    \
    if ((u32)at < low_()) return -1;                                                          \
    for (; at < end; at++) if (*at == value) return (i32)(at - all);                          \
    return -1;                                                                                \
  }
INDEX_OF_(u8)
INDEX_OF_(u16)
/* The same where each value stands once, first of all beside where the last one was. */
static NOINLINE i32 index_of_u16_near_(const u16 *all, i32 value, i32 from, i32 *hint) {
  i32 near = *hint - 1, last = near + 2;
  for (; near <= last; near++) if (near >= from && value && (i32)load_u16_(all, near) == value) return *hint = near;
  near = index_of_u16_(all, value, from);
  return near < 0 ? near : (*hint = near);
}

/* ---- Numbers. */
static inline i32 min_i32(i32 a, i32 b) { return a < b ? a : b; }
static inline i32 max_i32(i32 a, i32 b) { return a > b ? a : b; }
static inline u32 min_u32(u32 a, u32 b) { return a < b ? a : b; }
static inline u32 max_u32(u32 a, u32 b) { return a > b ? a : b; }
static inline i64 min_i64(i64 a, i64 b) { return a < b ? a : b; }
static inline i64 max_i64(i64 a, i64 b) { return a > b ? a : b; }

/* A product of 64 bits, of halves of 16: ARMv6-M multiplies 32 by 32 bits to 32. */
static NOINLINE i64 mul_i64_(i64 a, i64 b) {
  u32 al = (u32)a, bl = (u32)b, a0 = al & 0xffff, a1 = al >> 16, b0 = bl & 0xffff, b1 = bl >> 16;
  u32 low = a0 * b0, left = a1 * b0, right = a0 * b1, middle = (low >> 16) + (left & 0xffff) + (right & 0xffff);
  u32 high = a1 * b1 + (left >> 16) + (right >> 16) + (middle >> 16) + (u32)(a >> 32) * bl + (u32)(b >> 32) * al;
  return (i64)((unsigned long long)high << 32 | (low & 0xffff) | middle << 16);
}

/* No division in ARMv6-M: bit by bit. The remainder is left in *rest. */
static NOINLINE u32 divide_(u32 a, u32 b, u32 *rest) {
  u32 quotient = 0, bit = 1;
  *rest = 0;
  if (!b) return 0;
  for (; b <= a >> 1; b <<= 1) bit <<= 1;
  for (; bit; bit >>= 1, b >>= 1) if (a >= b) { a -= b; quotient += bit; }
  *rest = a;
  return quotient;
}
static inline u32 size_of_(i32 a) { return a < 0 ? 0 - (u32)a : (u32)a; }
static inline i32 div_(i32 a, i32 b) {
  u32 rest, quotient = divide_(size_of_(a), size_of_(b), &rest);
  return (i32)((a ^ b) < 0 ? 0 - quotient : quotient);
}
static inline i32 mod_(i32 a, i32 b) {
  u32 rest;
  divide_(size_of_(a), size_of_(b), &rest);
  return (i32)(a < 0 ? 0 - rest : rest);
}
static inline i32 floor_i32(i32 a, i32 b) { u32 rest; return (i32)divide_((u32)a, (u32)b, &rest); }
static inline i32 ceil_i32(i32 a, i32 b) { u32 rest, quotient = divide_((u32)a, (u32)b, &rest); return (i32)(quotient + (rest != 0)); }
/* Of a number of 64 bits, with a sign; `up` is what a rest adds to a quotient that is not negative. */
static NOINLINE i64 divide_i64_(i64 a, i32 b, i32 up) {
  unsigned long long left = a < 0 ? 0 - (unsigned long long)a : (unsigned long long)a, by = (u32)b, quotient = 0, bit = 1;
  for (; by <= left >> 1; by <<= 1) bit <<= 1;
  for (; bit; bit >>= 1, by >>= 1) if (left >= by) { left -= by; quotient += bit; }
  if (left && (a < 0) != up) quotient++;
  return a < 0 ? -(i64)quotient : (i64)quotient;
}
static inline i64 floor_i64(i64 a, i32 b) { return divide_i64_(a, b, 0); }
static inline i64 ceil_i64(i64 a, i32 b) { return divide_i64_(a, b, 1); }

/* The bits of a whole number as a float, rounded to the nearest one, to even where two are. */
static NOINLINE u32 float_bits_(i32 value) {
  u32 v = size_of_(value), sign = value < 0 ? 0x80000000u : 0, e = 158, rest;
  if (!v) return 0;
  if (!(v >> 16)) { v <<= 16; e -= 16; }
  if (!(v >> 24)) { v <<= 8; e -= 8; }
  if (!(v >> 28)) { v <<= 4; e -= 4; }
  if (!(v >> 30)) { v <<= 2; e -= 2; }
  if (!(v >> 31)) { v <<= 1; e -= 1; }
  rest = v & 255;
  v = (v >> 8) - 0x800000u + (e << 23);
  return sign | (v + (rest > 128 || (rest == 128 && (v & 1))));
}

/* ---- The heap image: its header is read and written by itself, as no bounds have it. See src/heap/layout.ts. */
#define LENGTH_(heap) ((i32)((u32 *)(heap))[1])
static inline i32 refuse_(u8 *heap, i32 reason) { if (heap) heap[8] = (u8)reason; return 0; }
static inline i32 fault_(u8 *heap) { return heap[8]; }

/* ---- A pool in a call is one number: words from the start of RAM to the heap << 14 | words from there to the region. */
#define RAM_ 0x20000000u
#define MAGIC_ 0x054d6b63u

/* The heap of that number, and the bounds are the heap's; 0 where no image is. What lies in RAM before the stack can be read; at its very
   start no heap is, so that small numbers, as engines make of true and "20", are refused without a look. */
static NOINLINE u8 *heap_of_(u32 handle) {
  u32 heap = RAM_ + (handle >> 14 << 2), *words = (u32 *)heap, here = (u32)__builtin_frame_address(0), bytes;
  if ((i32)handle < 1 << 14 || heap + 24 > here || words[0] != MAGIC_) return 0;
  bytes = words[1];
  if (bytes < 24 || bytes > 65536 || bytes & 3 || bytes > here - heap) return 0;
  bound_(heap, bytes);
  return (u8 *)heap;
}
#define REGION_(handle) ((i32)((handle) & 0x3fff) << 2)

/* From here on the bounds are those of the region, whose row the directory leads to; with `more`, of the one behind it, too. */
static inline void narrow_(u8 *heap, i32 region, i32 more) {
  u32 *row = (u32 *)(heap + region) - 2, bytes = row[0] >> 4;
  if (more) bytes += row[bytes >> 2] >> 4;
  bound_((u32)heap + (u32)region, bytes - 8);
}

/* What an entry on a heap does before and after. */
#define KEEP_ u32 kept8_, kept9_; __asm__ volatile("mov %0, r8\n mov %1, r9" : "=&l"(kept8_), "=&l"(kept9_) : : "memory");
#define GIVE_BACK_ __asm__ volatile("mov r8, %0\n mov r9, %1" : : "l"(kept8_), "l"(kept9_) : "memory");

/* An entry on a pool: a frame with the caller's registers, above it the pool, then the function, whose result is given back. r10 has the frame, so
   that whoever refuses can leave as well. */
#define POOL_ENTRY_(entry, module, before, function, result)                                                                 \
  __asm__(".text\n.align 1\n.global " #entry "\n.thumb_func\n" #entry ": push {r4, r5, r6, r7, lr}\n bl begin_" #module "_\n " \
          before "bl " #function "\n " result "bl leave_\n");
#define BEGIN_(module, pool)                                                                                             \
  __attribute__((used, naked)) static void begin_##module##_(void) {                                                        \
    __asm__("mov r4, r8\n mov r5, r9\n mov r6, r10\n push {r4, r5, r6}\n mov r10, sp\n sub sp, %0\n push {r0, r1, r2, r3}\n mov r7, lr\n"  \
            " mov r1, sp\n add r1, #16\n bl enter_" #module "_\n cmp r0, #0\n bne 1f\n bl leave_\n 1: pop {r0, r1, r2, r3}\n mov r0, sp\n bx r7"  \
            : : "i"((sizeof(pool) + 7) & ~7));                                                                              \
  }
__asm__(".text\n.align 1\n.thumb_func\nleave_: mov sp, r10\n pop {r4, r5, r6}\n mov r8, r4\n mov r9, r5\n mov r10, r6\n pop {r4, r5, r6, r7, pc}\n"
        /* From here on the bounds are the whole heap's. Its array is what a pool begins with. */
        ".thumb_func\nwiden_: ldr r4, [r0]\n mov r8, r4\n ldr r4, [r4, #4]\n mov r9, r4\n bx lr\n"
        /* A callback, which no machine code can call: without one the entry goes on, else it refuses. */
        ".thumb_func\nno_callback_1_: mov r4, r1\n b 1f\n"
        ".thumb_func\nno_callback_2_: mov r4, r2\n"
        "1: cmp r4, #0\n bne 2f\n bx lr\n2: ldr r0, [r0]\n movs r1, #2\n strb r1, [r0, #8]\n movs r0, #0\n b leave_\n");

/* A number that need not be given comes as a float, of which Espruino makes NaN then: 0 for that, -1 for what is not above 0, else its whole part. */
#define WITH_GIVEN_ \
  CALLED static i32 given_(u32 bits) { \
    i32 shift = (i32)(bits >> 23) - 150; \
    u32 value = (bits & 0x7fffff) | 0x800000; \
    if ((bits << 1) > 0xff000000u) return 0; \
    if ((i32)bits <= 0) return -1; \
    if (shift < -23) return 1; \
    return shift <= 0 ? (i32)(value >> -shift) : shift < 8 ? (i32)(value << shift) : 0x7fffffff; \
  }
#define GIVEN_1_ "mov r4, r0\n mov r5, r2\n mov r0, r1\n bl given_\n mov r1, r0\n mov r0, r4\n mov r2, r5\n"
