/* What the emitted C stands on: no library, no globals, no data. Three registers are kept for the call that runs. */
typedef unsigned char u8;
typedef signed char i8;
typedef unsigned short u16;
typedef short i16;
typedef unsigned int u32;
typedef int i32;
typedef long long i64;
typedef u32 uintptr_t;


#define NOINLINE __attribute__((noinline))
#define ENTRY __attribute__((used, noinline, section(".text.entry")))
/* Called from where the compiler does not see it. */
#define CALLED __attribute__((used, noinline))

/* The pool of the call: no function is handed it. */
register void *pool_ __asm__("r7");

/* ---- Bounds. The bytes that the call may touch: from r8 on, to before r9. What lies outside is read as 0, and not stored. The compiler does not
   know these registers (-ffixed-r8 and so on), and they are the caller's: see wrap.js. All views have their elements at multiples
   of their size, and so have the bounds. An access is a call with a base and an index; or with an index alone from where r11 says, see mains.js. The two that there are
   most of, loads and stores of 16 bits from r11 on, are called by r12 and r10, which is two bytes less; these are set where r11 is, and by nothing else: see link.js. */
#ifdef UNBOUNDED
static inline void main_(const void *place) { __asm__ volatile("mov r11, %0" : : "l"(place) : "memory"); }
/* For the test that counts accesses outside: what it finds when there are no bounds. */
static inline const void *main_at_(void) { const void *at; __asm__ volatile("mov %0, r11" : "=l"(at)); return at; }
#define ACCESS_(type, bits) \
  static inline u32 load_##type##_(const void *base, i32 index) { return ((const type *)base)[index]; } \
  static inline void store_##type##_(void *base, i32 index, u32 value) { ((type *)base)[index] = (type)value; } \
  static inline u32 load_main_##type##_(i32 index) { return ((const type *)main_at_())[index]; } \
  static inline void store_main_##type##_(i32 index, u32 value) { ((type *)main_at_())[index] = (type)value; }
#else
/* No register is lost but r0 and lr; of words of 32 bits r1 as well. What is not called is not there: index.js says what is. */
#define LOAD_(name, shift, load) \
  __asm__(".thumb\n.syntax unified\n.text\n.align 1\n.thumb_func\ninside_" name ": " shift "cmp r0, r8\n blo 1f\n cmp r0, r9\n bhs 1f\n " load " r0, [r0]\n bx lr\n1: movs r0, #0\n bx lr\n");
#define STORE_(name, shift, store, what) \
  __asm__(".thumb\n.syntax unified\n.text\n.align 1\n.thumb_func\ninside_" name ": " shift "cmp r0, r8\n blo 1f\n cmp r0, r9\n bhs 1f\n " store " " what ", [r0]\n1: bx lr\n");
#define LOADS_(name, shift, load) LOAD_("load_" name "_", shift "adds r0, r1\n ", load)
#define STORES_(name, shift, store) STORE_("store_" name "_", shift "adds r0, r1\n ", store, "r2")
#define LOADS_MAIN_(name, shift, load) LOAD_("load_main_" name "_", shift "add r0, r11\n ", load)
#define STORES_MAIN_(name, shift, store) STORE_("store_main_" name "_", shift "add r0, r11\n ", store, "r1")
#ifdef USES_load_u8_
LOADS_("u8", "", "ldrb")
#endif
#ifdef USES_load_u16_
LOADS_("u16", "adds r0, r1\n ", "ldrh")
#endif
#ifdef USES_load_u32_
LOADS_("u32", "lsls r1, #2\n ", "ldr")
#endif
#ifdef USES_store_u8_
STORES_("u8", "", "strb")
#endif
#ifdef USES_store_u16_
STORES_("u16", "adds r0, r1\n ", "strh")
#endif
#ifdef USES_store_u32_
STORES_("u32", "lsls r1, #2\n ", "str")
#endif
#ifdef USES_load_main_u8_
LOADS_MAIN_("u8", "", "ldrb")
#endif
#ifdef USES_load_main_u16_
LOADS_MAIN_("u16", "lsls r0, #1\n ", "ldrh")
#endif
#ifdef USES_load_main_u32_
LOADS_MAIN_("u32", "lsls r0, #2\n ", "ldr")
#endif
#ifdef USES_store_main_u8_
STORES_MAIN_("u8", "", "strb")
#endif
#ifdef USES_store_main_u16_
STORES_MAIN_("u16", "lsls r0, #1\n ", "strh")
#endif
#ifdef USES_store_main_u32_
STORES_MAIN_("u32", "lsls r0, #2\n ", "str")
#endif
#if defined(USES_load_main_u16_) && defined(USES_store_main_u16_)
__asm__(".align 1\n.thumb_func\nset_main_: mov r11, r0\n1: mov r0, pc\n subs r0, #(1b + 3 - inside_load_main_u16_)\n mov r12, r0\n adds r0, #(inside_store_main_u16_ - inside_load_main_u16_)\n mov r10, r0\n bx lr\n");
#define LOAD_MAIN_u16_ "blx r12"
#define STORE_MAIN_u16_ "blx r10"
#else
__asm__(".align 1\n.thumb_func\nset_main_: mov r11, r0\n bx lr\n");
#define LOAD_MAIN_u16_ "bl inside_load_main_u16_"
#define STORE_MAIN_u16_ "bl inside_store_main_u16_"
#endif
#define LOAD_MAIN_u8_ "bl inside_load_main_u8_"
#define LOAD_MAIN_u32_ "bl inside_load_main_u32_"
#define STORE_MAIN_u8_ "bl inside_store_main_u8_"
#define STORE_MAIN_u32_ "bl inside_store_main_u32_"
static inline void main_(const void *place) {
  register u32 at __asm__("r0") = (u32)place;
  __asm__ volatile("bl set_main_" : "+l"(at) : : "lr", "cc", "memory");
}
/* What the place, in r0, and the index, in r1, are after a call. */
#define LOST_8_ "+l"(place) : "l"(at),
#define LOST_16_ LOST_8_
#define LOST_32_ "+l"(place), "+l"(at) :
/* A load reads memory, so it stays between the stores that stand around it; one whose value nobody asks for is left out. */
#define ACCESS_(type, bits)                                                                                             \
  static inline __attribute__((always_inline)) u32 load_##type##_(const void *base, i32 index) {                        \
    register u32 place __asm__("r0") = (u32)base;                                                                       \
    register u32 at __asm__("r1") = (u32)index;                                                                         \
    __asm__("bl inside_load_" #type "_" : LOST_##bits##_ "m"(*(const u8(*)[])base) : "lr", "cc");                       \
    return place;                                                                                                       \
  }                                                                                                                     \
  static inline __attribute__((always_inline)) void store_##type##_(void *base, i32 index, u32 value) {                 \
    register u32 place __asm__("r0") = (u32)base;                                                                       \
    register u32 at __asm__("r1") = (u32)index;                                                                         \
    register u32 what __asm__("r2") = value;                                                                            \
    __asm__ volatile("bl inside_store_" #type "_" : LOST_##bits##_ "l"(what) : "lr", "cc", "memory");                   \
  }                                                                                                                     \
  static inline __attribute__((always_inline)) u32 load_main_##type##_(i32 index) {                                     \
    register u32 at __asm__("r0") = (u32)index;                                                                         \
    __asm__(LOAD_MAIN_##type##_ : "+l"(at) : "m"(*(const u8(*)[])pool_) : "lr", "cc");                                 \
    return at;                                                                                                          \
  }                                                                                                                     \
  static inline __attribute__((always_inline)) void store_main_##type##_(i32 index, u32 value) {                        \
    register u32 at __asm__("r0") = (u32)index;                                                                         \
    register u32 what __asm__("r1") = value;                                                                            \
    __asm__ volatile(STORE_MAIN_##type##_ : "+l"(at) : "l"(what) : "lr", "cc", "memory");                              \
  }
#endif
ACCESS_(u8, 8)
ACCESS_(u16, 16)
ACCESS_(u32, 32)
#define load_i8_(base, index) ((i32)(i8)load_u8_(base, index))
#define load_i16_(base, index) ((i32)(i16)load_u16_(base, index))
#define load_i32_(base, index) ((i32)load_u32_(base, index))
#define load_main_i8_(index) ((i32)(i8)load_main_u8_(index))
#define load_main_i16_(index) ((i32)(i16)load_main_u16_(index))
#define load_main_i32_(index) ((i32)load_main_u32_(index))

static inline void bound_(u32 low, u32 bytes) { __asm__ volatile("mov r8, %0\n mov r9, %1" : : "l"(low), "l"(low + bytes) : "memory"); }
static inline u32 low_(void) { u32 low; __asm__ volatile("mov %0, r8" : "=l"(low)); return low; }
static inline u32 end_(void) { u32 end; __asm__ volatile("mov %0, r9" : "=l"(end)); return end; }

/* Bytes that may overlap; all of them inside, or none is moved. */
static NOINLINE void move_(void *to_, const void *from_, u32 bytes) {
  u8 *to = to_;
  const u8 *from = from_;
#ifndef UNBOUNDED
  u32 low = low_(), size = end_() - low;
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

/* What the call was given, of which `bytes` bytes may be read, into the bounds. */
static inline void copy_in_(u8 *to, const u8 *text, u32 bytes) {
  u32 i = 0;
  for (; i < bytes; i++) store_u8_(to, i, text[i]);
}

/* What is common to all that C runs on: common.h. */

/* ---- The heap image: its header is read and written by itself, as no bounds have it. See src/heap/layout.ts. */
#define LENGTH_(heap) ((i32)((u32 *)(heap))[1])
/* A fault goes into the header of a heap that heap_of_ has found. */
static inline i32 refuse_(u8 *heap, i32 reason) { heap[8] = (u8)reason; return 0; }
static inline i32 fault_(u8 *heap) { return heap[8]; }

/* ---- A pool in a call is one number: words from the start of RAM to the heap << 14 | words from there to the region. */
#define RAM_ 0x20000000u
#define MAGIC_ 0x054d6b63u

/* The heap of that number, and the bounds are the heap's; 0 where no image is. What lies in RAM before the stack can be read; at its very
   start no heap is, so that small numbers, as engines make of true and "20", are refused without a look. */
static NOINLINE u8 *heap_of_(u32 handle) {
  u32 heap = RAM_ + (handle >> 14 << 2), *words = (u32 *)heap, here, bytes;
  __asm__("mov %0, sp" : "=l"(here));
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
#define KEEP_ void *kept7_ = pool_; u32 kept8_, kept9_, kept10_, kept11_; __asm__ volatile("mov %0, r8\n mov %1, r9\n mov %2, r10\n mov %3, r11" : "=&l"(kept8_), "=&l"(kept9_), "=&l"(kept10_), "=&l"(kept11_) : : "memory");
#define GIVE_BACK_ pool_ = kept7_; __asm__ volatile("mov r8, %0\n mov r9, %1\n mov r10, %2\n mov r11, %3" : : "l"(kept8_), "l"(kept9_), "l"(kept10_), "l"(kept11_) : "memory");

/* An entry on a pool: it keeps the caller's registers, begin_ makes room for the pool and looks for it, and calls what comes behind: in most entries the
   function itself, before which the entry lies (link.js sees that it does). When that returns, begin_ gives the registers back. A call before that keeps in r6 where it goes back to. */
#define POOL_ENTRY_(entry, module, function, more)                                                                       \
  __asm__(".section .text." #function ",\"0x20000006\",%progbits\n.align 1\n.global " #entry "\n.thumb_func\n" #entry ": push {r4, r5, r6, r7, lr}\n"  \
          " bl begin_" #module "_\n " more "\nbefore_" #function ":\n.text\n");
#define BEGIN_(module, pool)                                                                                             \
  __attribute__((used, naked)) static void begin_##module##_(void) {                                                        \
    __asm__("mov r4, r8\n mov r5, r9\n mov r6, r10\n mov r7, r11\n push {r4, r5, r6, r7}\n sub sp, %0\n mov r7, sp\n push {r0, r1, r2, r3}\n mov r6, lr\n"  \
            " bl enter_" #module "_\n movs r4, r0\n add sp, #4\n pop {r0, r1, r2}\n beq 1f\n blx r6\n" \
            " 2: add sp, %0\n pop {r4, r5, r6, r7}\n mov r8, r4\n mov r9, r5\n mov r10, r6\n mov r11, r7\n pop {r4, r5, r6, r7, pc}\n 1: movs r0, #0\n b 2b\n"  \
            : : "i"((sizeof(pool) + 7) & ~7));                                                                              \
  }
__asm__(".syntax unified\n.text\n.align 1\n"
        /* From here on the bounds are the whole heap's. Its array is what a pool begins with. */
        ".thumb_func\nwiden_: ldr r4, [r7]\n mov r8, r4\n ldr r5, [r4, #4]\n adds r4, r5\n mov r9, r4\n bx lr\n"
        /* A callback, which no machine code can call: without one the entry goes on, else it refuses. */
        ".thumb_func\nno_callback_1_: mov r4, r0\n b 1f\n"
        ".thumb_func\nno_callback_2_: mov r4, r1\n"
        "1: cmp r4, #0\n bne 2f\n bx lr\n2: ldr r0, [r7]\n movs r1, #2\n strb r1, [r0, #8]\n movs r0, #0\n bx r6\n");
/* What an entry does before it goes on, and what it gives back where the function gives nothing. */
#define FIRST_(calls) "mov r6, lr\n " calls "mov lr, r6\n"
#define NOTHING_(function) "mov r4, lr\n bl " #function "\n movs r0, #0\n bx r4\n"

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
#define GIVEN_1_ "mov r4, r1\n bl given_\n mov r1, r4\n"
