/* ckreMM for firmware in C: see ckremm.h. Made of src/ by `npm run native`; not edited by hand. MIT licence. */
#include "ckremm.h"
#include <string.h>

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "images are little-endian"
#endif
/* What follows was written by a compiler. */
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wunused-variable"
#pragma GCC diagnostic ignored "-Wunused-value"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wtautological-compare"

/* What the emitted C stands on in firmware written in C: no globals but the bounds of the call that runs, no data. Little-endian, gcc or clang. */
typedef uint8_t u8;
typedef int8_t i8;
typedef uint16_t u16;
typedef int16_t i16;
typedef uint32_t u32;
typedef int32_t i32;
typedef int64_t i64;

#define NOINLINE
#define CALLED

/* ---- Bounds: the bytes that the call may touch. What lies outside is read as 0, and not stored. */
#ifndef CKREMM_LOCAL
#define CKREMM_LOCAL static
#endif
CKREMM_LOCAL uintptr_t low_at;
CKREMM_LOCAL u32 low_size;

static inline void bound_(const void *low, u32 bytes) {
  low_at = (uintptr_t)low;
  low_size = bytes;
}
static inline uintptr_t low_(void) { return low_at; }
static inline uintptr_t end_(void) { return low_at + low_size; }

/* Where an element is, or 0. */
static inline void *inside_(const void *base, i32 index, u32 width) {
  uintptr_t at = (uintptr_t)base + (uintptr_t)((intptr_t)index * (intptr_t)width), from = at - low_at;
  return from < low_size && width <= low_size - from ? (void *)at : 0;
}
#define ACCESS_(type)                                                          \
  static inline u32 load_##type##_(const void *base, i32 index) {              \
    const void *at = inside_(base, index, sizeof(type));                       \
    type value = 0;                                                            \
    if (at) memcpy(&value, at, sizeof value);                                  \
    return value;                                                              \
  }                                                                            \
  static inline void store_##type##_(void *base, i32 index, u32 value) {       \
    void *at = inside_(base, index, sizeof(type));                             \
    type low = (type)value;                                                    \
    if (at) memcpy(at, &low, sizeof low);                                      \
  }
ACCESS_(u8)
ACCESS_(u16)
ACCESS_(u32)
#define load_i8_(base, index) ((i32)(i8)load_u8_(base, index))
#define load_i16_(base, index) ((i32)(i16)load_u16_(base, index))
#define load_i32_(base, index) ((i32)load_u32_(base, index))

/* Bytes that may overlap; all of them inside, or none is moved. */
static void move_(void *to, const void *from, u32 bytes) {
  uintptr_t a = (uintptr_t)to - low_at, b = (uintptr_t)from - low_at;
  if (bytes <= low_size && a <= low_size - bytes && b <= low_size - bytes) memmove(to, from, bytes);
}

/* What all emitted C stands on, whatever it runs on. */
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

/* Where a value is, from an index on, within the bounds; -1: nowhere. */
#define INDEX_OF_(type)                                                                       \
  static NOINLINE i32 index_of_##type##_(const type *all, i32 value, i32 from) {              \
    const type *at = all + from, *end = (const type *)end_();                    \
    if ((uintptr_t)at < low_()) return -1;                                                    \
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

/* ---- The heap image: see src/heap/layout.ts. */
#define MAGIC_ 0x054d6b63u
static inline i32 word_(const void *heap, i32 index) {
  i32 word;
  memcpy(&word, (const u8 *)heap + 4 * index, 4);
  return word;
}
#define LENGTH_(heap) word_(heap, 1)
static inline i32 refuse_(u8 *heap, i32 reason) { if (heap) heap[8] = (u8)reason; return 0; }
static inline i32 fault_(u8 *heap) { return heap[8]; }
static i32 is_heap_(const void *heap) {
  i32 bytes = heap && !((uintptr_t)heap & 3) && (u32)word_(heap, 0) == MAGIC_ ? LENGTH_(heap) : 0;
  return bytes >= 24 && bytes <= 65536 && !(bytes & 3);
}
/* From here on the bounds are those of the region, which the directory leads to. */
static inline void narrow_(u8 *heap, i32 region) { bound_(heap + region, ((u32)word_(heap + region - 8, 0) >> 4) - 8); }
/* A block as an address and back; what is not in the heap is at none. */
static inline i32 offset_(const void *heap, const void *block) {
  uintptr_t at = (uintptr_t)block - (uintptr_t)heap;
  return block && heap && at < 65536 ? (i32)at : -1;
}
static inline void *block_(void *heap, i32 address) { return address > 0 ? (u8 *)heap + address : 0; }

struct headers_Pool;
struct tables_Pool;
struct heap_AnyPool;
struct tables_BlockCounts;
struct headers_Pool {
  u8 * u8;
  i32 base;
  i32 log;
  i32 end;
  i32 first;
  i32 control;
  i32 epoch;
  i32 * epochs;
  u16 * w;
};
struct tables_Pool {
  u8 * u8;
  u32 * wide;
  i32 base;
  i32 log;
  i32 placeLog;
  i32 epoch;
  i32 * epochs;
  i32 end;
  u16 * w;
};
struct heap_AnyPool {
  u8 * u8;
  i32 base;
};
struct tables_BlockCounts {
  i32 k;
  i32 holes;
  i32 checksum;
  i32 blocks;
  i32 strays;
  i32 hole;
  i32 largest;
  i32 firstHole;
  i32 hasRover;
  i32 hasSlide;
  i32 i;
};

static i32 heap_regions_isRegion(u8 * heap, i32 address, i32 kind);
static i32 heap_regions_refuseRegion(u8 * heap, i32 reason);
CALLED static i32 headers_index_alloc(struct headers_Pool * pool, i32 bytes);
CALLED static i32 headers_index_dealloc(struct headers_Pool * pool, i32 address);
CALLED static i32 headers_index_resize(struct headers_Pool * pool, i32 address, i32 bytes);
CALLED static i32 headers_index_allocAligned(struct headers_Pool * pool, i32 bytes, i32 alignBytes);
CALLED static i32 headers_index_sizeOf(struct headers_Pool * pool, i32 address);
CALLED static i32 headers_index_clean(struct headers_Pool * pool, i32 address);
CALLED static i32 headers_index_reorder(struct headers_Pool * pool);
CALLED static i32 headers_index_repair(struct headers_Pool * pool);
CALLED static i32 headers_verify_verify(struct headers_Pool * pool);
CALLED static i32 headers_index_destroy(struct headers_Pool * pool);
static struct headers_Pool * headers_index_create(u8 * heap, i32 bytes, struct headers_Pool *out);
static struct headers_Pool * headers_index_attach(u8 * heap, i32 address, struct headers_Pool *out);
static struct headers_Pool * headers_pool_describe(u8 * heap, i32 address, struct headers_Pool *out);
CALLED static i32 tables_index_alloc(struct tables_Pool * pool, i32 bytes);
CALLED static i32 tables_index_dealloc(struct tables_Pool * pool, i32 handle);
CALLED static i32 tables_contents_addrOf(struct tables_Pool * pool, i32 handle);
CALLED static i32 tables_contents_sizeOf(struct tables_Pool * pool, i32 handle);
CALLED static i32 tables_pins_pin(struct tables_Pool * pool, i32 handle);
CALLED static i32 tables_pins_unpin(struct tables_Pool * pool, i32 handle);
CALLED static i32 tables_index_resize(struct tables_Pool * pool, i32 handle, i32 bytes);
CALLED static i32 tables_contents_clean(struct tables_Pool * pool, i32 handle);
CALLED static i32 tables_life_renew(struct tables_Pool * pool);
CALLED static i32 tables_life_repair(struct tables_Pool * pool);
CALLED static i32 tables_reorder_reorder(struct tables_Pool * pool, i32 budget);
CALLED static i32 tables_verify_verify(struct tables_Pool * pool);
CALLED static i32 tables_life_destroy(struct tables_Pool * pool);
static struct tables_Pool * tables_life_create(u8 * heap, i32 bytes, i32 handles, struct tables_Pool *out);
static struct tables_Pool * tables_life_attach(u8 * heap, i32 address, struct tables_Pool *out);
static struct tables_Pool * tables_pool_describe(u8 * heap, i32 address, struct tables_Pool *out);
CALLED static i32 heap_regions_findRegion(u8 * heap, i32 kind, i32 nth);
static u32 * heap_regions_directory(u8 * heap);
static i32 heap_regions_rowStep(u32 * words, i32 row, i32 end);
static i32 headers_block_logOf(struct headers_Pool * pool);
static i32 headers_take_take(struct headers_Pool * pool, i32 bytes);
static i32 headers_index_deallocNow(struct headers_Pool * pool, i32 b, i32 granules);
static i32 headers_index_deallocAny(struct headers_Pool * pool, i32 address);
static i32 headers_block_blockAt(struct headers_Pool * pool, i32 address);
static i32 headers_block_granulesFor(struct headers_Pool * pool, i32 bytes);
static void headers_block_trim(struct headers_Pool * pool, i32 b, i32 granules);
static i32 headers_bins_granulesOf(struct headers_Pool * pool, i32 b);
static void headers_block_growUp(struct headers_Pool * pool, i32 b, i32 granules);
static i32 headers_block_payloadBytes(struct headers_Pool * pool, i32 b);
static i32 headers_bins_release(struct headers_Pool * pool, i32 b, i32 granules, i32 state);
static i32 headers_aligned_startIn(i32 b, i32 align);
static i32 headers_aligned_takeAligned(struct headers_Pool * pool, i32 granules, i32 align);
static void core_zero_zero(u8 * u8_, i32 from, i32 bytes);
static i32 headers_block_isIdle(struct headers_Pool * pool);
static i32 headers_bins_settleDeferred(struct headers_Pool * pool, i32 granules, i32 last);
static i32 headers_block_stateOf(struct headers_Pool * pool);
static void headers_repair_moveBack(struct headers_Pool * pool);
static i32 headers_repair_hasTiles(struct headers_Pool * pool);
static void headers_repair_rebuild(struct headers_Pool * pool);
static i32 headers_verify_hasControls(struct headers_Pool * pool);
static i32 headers_verify_countMembers(struct headers_Pool * pool);
static i32 headers_verify_walkBlocks(struct headers_Pool * pool, i32 members);
static i32 heap_regions_isPool(struct heap_AnyPool * pool, i32 kind);
static i32 heap_regions_releaseRegion(u8 * heap, i32 address, i32 more);
static i32 headers_pool_isEnough(i32 bytes);
static i32 heap_regions_takeRegion(u8 * heap, i32 bytes);
static void headers_bins_insert(struct headers_Pool * pool, i32 b, i32 granules);
static void heap_regions_nameRegion(u8 * heap, i32 address, i32 kind, i32 bytes);
static struct headers_Pool * headers_index_poolAt(u8 * heap, i32 address, struct headers_Pool *out);
static i32 heap_regions_rowBytes(u32 * words, i32 row);
static struct headers_Pool * headers_pool_describeTo(u8 * heap, i32 address, i32 end, struct headers_Pool *out);
static i32 tables_pool_logOf(struct tables_Pool * pool);
static i32 tables_pool_wordAt(i32 place, struct tables_Pool * pool);
static i32 tables_index_allocAnywhere(struct tables_Pool * pool, i32 bytes);
static i32 tables_index_deallocNow(struct tables_Pool * pool, i32 handle);
static i32 tables_contents_addrOfAny(struct tables_Pool * pool, i32 handle);
static i32 tables_block_find(struct tables_Pool * pool, i32 handle);
static i32 tables_block_payloadBytes(struct tables_Pool * pool, i32 k);
static i32 tables_pins_changePins(struct tables_Pool * pool, i32 handle, i32 by, i32 not);
static i32 tables_block_payloadAt(struct tables_Pool * pool, i32 k);
static i32 tables_block_isIdle(struct tables_Pool * pool);
static i32 tables_block_granulesFor(struct tables_Pool * pool, i32 bytes);
static i32 tables_block_generationAt(struct tables_Pool * pool, i32 k);
static i32 tables_block_isPinned(i32 generation);
static void tables_block_begin(struct tables_Pool * pool);
static i32 tables_resize_regrow(struct tables_Pool * pool, i32 i, i32 granules);
static void tables_block_end(struct tables_Pool * pool);
static i32 tables_index_refuseSite(struct tables_Pool * pool, i32 site);
static i32 tables_pool_entriesOf(struct tables_Pool * pool);
static void tables_table_freeEntry(struct tables_Pool * pool, i32 i, i32 generation);
static void tables_table_countFree(struct tables_Pool * pool, i32 i);
static i32 tables_pool_markOf(struct tables_Pool * pool);
static i32 tables_pool_isThere(struct tables_Pool * pool);
static i32 tables_repair_mend(struct tables_Pool * pool);
static i32 tables_pool_pauseOf(struct tables_Pool * pool);
static i32 tables_waiting_settle(struct tables_Pool * pool, i32 most);
static void tables_waiting_dropLists(struct tables_Pool * pool);
static i32 tables_compact_compact(struct tables_Pool * pool, i32 budget, i32 blocks, i32 need);
static i32 tables_verify_look(struct tables_Pool * pool, struct tables_BlockCounts * found);
static i32 tables_pool_isEnough(i32 bytes, i32 entries);
static void tables_pool_format(struct tables_Pool * pool, i32 handles);
static i32 tables_pool_usedBytes(i32 bytes);
static i32 * heap_regions_epochOf(u8 * heap);
static i32 tables_pool_logFor(i32 bytes);
static i32 tables_pool_placeLogFor(i32 bytes);
static i32 heap_regions_scan(u8 * heap, i32 kind, i32 nth, i32 least);
static i32 heap_regions_refuseDirectory(u8 * heap);
static i32 headers_take_takeDeferred(struct headers_Pool * pool, i32 granules);
static i32 headers_bins_bestOf(struct headers_Pool * pool, i32 b, i32 granules, i32 tries);
static i32 headers_bins_lowestOf(struct headers_Pool * pool, i32 b, i32 tries);
static i32 headers_take_lookAgain(struct headers_Pool * pool, i32 bytes);
static void headers_bins_relist(struct headers_Pool * pool, i32 b, i32 bin, i32 to, i32 granules);
static void headers_bins_remove(struct headers_Pool * pool, i32 b, i32 granules);
static i32 headers_block_isStopped(struct headers_Pool * pool);
static void headers_bins_writeHeader(struct headers_Pool * pool, i32 b, i32 granules, i32 flags);
static i32 headers_aligned_searchAligned(struct headers_Pool * pool, i32 granules, i32 align);
static i32 core_float_halfOctave(i32 value);
static i32 headers_verify_granulesAt(struct headers_Pool * pool, i32 b);
static void headers_repair_clearDeferred(struct headers_Pool * pool);
static void headers_repair_merge(struct headers_Pool * pool);
static i32 headers_verify_lastList(struct headers_Pool * pool);
static i32 headers_verify_isMember(struct headers_Pool * pool, i32 b, i32 bin, i32 previous);
static i32 headers_verify_countDeferred(struct headers_Pool * pool);
static i32 headers_verify_countListed(struct headers_Pool * pool, struct scratch * seen, i32 from);
static i32 headers_verify_judgeFree(struct headers_Pool * pool, i32 b, i32 granules);
static i32 headers_verify_judgeUsed(struct headers_Pool * pool, i32 b);
static i32 heap_regions_hasRegion(u8 * heap, i32 wanted);
static void heap_regions_writeRow(u32 * words, i32 row, i32 bytes, i32 kind);
static void heap_regions_mergeHoles(u8 * heap);
static void headers_bins_writeFree(struct headers_Pool * pool, i32 b, i32 granules);
static i32 tables_table_wordsWithOne(struct tables_Pool * pool);
static i32 tables_pool_gapWith(struct tables_Pool * pool, i32 words);
static i32 tables_waiting_takeBig(struct tables_Pool * pool, i32 granules);
static i32 tables_index_isTableFull(struct tables_Pool * pool, i32 gap);
static i32 tables_waiting_takeWaiting(struct tables_Pool * pool, i32 granules);
static i32 tables_place_siteFor(struct tables_Pool * pool, i32 granules, i32 what);
static i32 tables_index_occupy(struct tables_Pool * pool, i32 site, i32 granules);
static void tables_entries_release(struct tables_Pool * pool, i32 k, i32 i, i32 generation);
static i32 tables_pool_shiftOf(struct tables_Pool * pool);
static i32 tables_block_findBig(struct tables_Pool * pool, i32 handle);
static i32 tables_pool_granulesIn(i32 header);
static i32 tables_block_refuseBusy(struct tables_Pool * pool);
static i32 tables_table_blockOf(struct tables_Pool * pool, i32 i);
static i32 tables_resize_reachOf(struct tables_Pool * pool, i32 k, i32 had, i32 granules);
static void tables_resize_resizeAt(struct tables_Pool * pool, i32 k, i32 had, i32 granules, i32 all);
static i32 tables_resize_growAt(struct tables_Pool * pool, i32 i, i32 had, i32 granules);
static i32 tables_resize_copyOut(struct tables_Pool * pool, i32 i, i32 granules);
static i32 tables_resize_growUp(struct tables_Pool * pool, i32 i, i32 had, i32 granules);
static i32 tables_repair_finishStep(struct tables_Pool * pool);
static i32 tables_repair_canRebuild(struct tables_Pool * pool);
static void tables_repair_rebuild(struct tables_Pool * pool);
static i32 tables_waiting_bigIn(struct tables_Pool * pool, i32 i, i32 list);
static void tables_block_makeHole(struct tables_Pool * pool, i32 k, i32 granules);
static i32 tables_pool_topOf(struct tables_Pool * pool);
static u16 * tables_table_namesOf(struct tables_Pool * pool);
static i32 tables_compact_skip(struct tables_Pool * pool, i32 k, i32 looks);
static void tables_compact_lowerTop(struct tables_Pool * pool, i32 to);
static i32 tables_compact_pause(struct tables_Pool * pool, i32 k, i32 to, i32 isClean);
static i32 tables_compact_passOver(struct tables_Pool * pool, i32 k, i32 to, u16 * names, i32 isWhole);
static i32 tables_compact_giveUp(struct tables_Pool * pool);
static i32 tables_pool_placeOf(i32 k, struct tables_Pool * pool);
static i32 tables_table_wordNaming(struct tables_Pool * pool, i32 place, i32 at, u16 * names);
static i32 tables_compact_moreAt(struct tables_Pool * pool, i32 k, i32 isWhole);
static void tables_compact_moveRun(struct tables_Pool * pool, i32 k, i32 end, i32 to);
static void tables_compact_stop(struct tables_Pool * pool);
static i32 tables_verify_isBounded(struct tables_Pool * pool);
static i32 tables_verify_isControlSound(struct tables_Pool * pool);
static i32 tables_verify_walkBlocks(struct tables_Pool * pool, struct tables_BlockCounts * found, u16 * names);
static i32 tables_verify_walkTable(struct tables_Pool * pool, i32 blocks);
static i32 tables_verify_countStrays(struct tables_Pool * pool, i32 free);
static i32 tables_verify_areListed(struct tables_Pool * pool);
static i32 tables_pool_hasRoomFor(i32 bytes, i32 entries);
static i32 headers_bins_roomOf(struct headers_Pool * pool);
static void headers_bins_unlink(struct headers_Pool * pool, i32 bin, i32 next, i32 previous);
static i32 headers_aligned_findAbove(struct headers_Pool * pool, i32 granules);
static i32 headers_aligned_findAligned(struct headers_Pool * pool, i32 granules, i32 align);
static void headers_repair_scrub(struct headers_Pool * pool, i32 b);
static i32 headers_verify_names(struct headers_Pool * pool, i32 link, i32 which, i32 b);
static i32 tables_table_wordsOfNew(struct tables_Pool * pool);
static i32 tables_waiting_pop(struct tables_Pool * pool, i32 list, i32 least, i32 most);
static i32 tables_waiting_reuse(struct tables_Pool * pool, i32 i, i32 granules);
static i32 tables_waiting_split(struct tables_Pool * pool, i32 i, i32 k, i32 size, i32 granules);
static i32 tables_place_isTooLarge(struct tables_Pool * pool, i32 granules);
static i32 tables_place_hasGap(struct tables_Pool * pool, i32 granules, i32 what);
static i32 tables_place_siteByPieces(struct tables_Pool * pool, i32 granules, i32 what);
static i32 tables_place_isPlenty(struct tables_Pool * pool, i32 granules);
static i32 tables_place_siteAtLast(struct tables_Pool * pool, i32 granules, i32 what);
static i32 tables_place_findSite(struct tables_Pool * pool, i32 granules, i32 what);
static i32 tables_place_siteAfterMoves(struct tables_Pool * pool, i32 granules, i32 what);
static i32 tables_table_takeEntry(struct tables_Pool * pool);
static i32 tables_place_take(struct tables_Pool * pool, i32 site, i32 granules);
static void tables_block_claim(struct tables_Pool * pool, i32 k, i32 granules, i32 generation);
static i32 tables_block_weightOf(struct tables_Pool * pool, i32 k);
static void tables_waiting_dissolve(struct tables_Pool * pool, i32 k, i32 i, i32 granules, i32 generation);
static void tables_entries_wait(struct tables_Pool * pool, i32 k, i32 i, i32 generation);
static i32 tables_block_handleOf(i32 generation, i32 i);
static i32 tables_pool_gapOf(struct tables_Pool * pool);
static i32 tables_resize_finishResize(struct tables_Pool * pool);
static void tables_compact_move(struct tables_Pool * pool, i32 k, i32 to, i32 granules);
static i32 tables_resize_isPinnedAbove(struct tables_Pool * pool, i32 k);
static void tables_resize_pushUp(struct tables_Pool * pool, i32 k, i32 granules);
static i32 tables_repair_isInside(struct tables_Pool * pool, i32 place, i32 granules);
static void tables_resize_finishPush(struct tables_Pool * pool);
static i32 tables_repair_finishRun(struct tables_Pool * pool, i32 a, i32 c, i32 count);
static i32 tables_pool_granulesAt(u16 * w, i32 k);
static i32 tables_verify_isHeader(struct tables_Pool * pool, i32 k, i32 end);
static i32 tables_table_entryOf(struct tables_Pool * pool, i32 place, i32 hint, u16 * names);
static i32 tables_block_isFree(i32 generation);
static i32 tables_repair_rebuildBlocks(struct tables_Pool * pool);
static i32 tables_waiting_waitingAt(struct tables_Pool * pool, i32 i, i32 list);
static void tables_block_setTop(struct tables_Pool * pool, i32 k);
static i32 tables_compact_reclaim(struct tables_Pool * pool, i32 k, u16 * names);
static i32 tables_verify_countBlock(struct tables_Pool * pool, struct tables_BlockCounts * found, u16 * names);
static i32 tables_verify_isIn(struct tables_Pool * pool, i32 k, i32 list);
static i32 tables_verify_isFirst(struct tables_Pool * pool, i32 at, i32 end);
static i32 core_float_lowestBit(i32 bits);
static i32 tables_waiting_waiting(struct tables_Pool * pool, i32 enough, i32 left);
static i32 tables_place_siteBySettling(struct tables_Pool * pool, i32 granules, i32 what);
static i32 tables_place_holeAtSlide(struct tables_Pool * pool, i32 granules);
static i32 tables_place_siteInTable(struct tables_Pool * pool, i32 granules, i32 what);
static void tables_place_noteRefusal(struct tables_Pool * pool, i32 granules, i32 what);
static i32 tables_place_seek(struct tables_Pool * pool, i32 granules);
static i32 tables_table_findFree(struct tables_Pool * pool);
static i32 tables_table_addEntry(struct tables_Pool * pool);
static i32 tables_repair_countNamed(struct tables_Pool * pool, i32 k, i32 by);
static i32 tables_repair_pastBlocks(struct tables_Pool * pool, i32 k, i32 count);
static i32 tables_table_trim(struct tables_Pool * pool, i32 granules, i32 isNew);
static void tables_place_join(struct tables_Pool * pool, i32 k, i32 next);
static i32 tables_table_eachFree(struct tables_Pool * pool, i32 at);
static i32 tables_table_leastEntries(struct tables_Pool * pool, i32 isNew, i32 most);
static void tables_table_cutEntry(struct tables_Pool * pool);

static i32 heap_regions_isRegion(u8 * heap, i32 address, i32 kind) {
  u32 * words = heap_regions_directory(heap);
  i32 wanted = (i32)((i32)((u32)(address) - (u32)(8)));
  i32 row = 16;
  i32 bytes = 1;
  while (((bytes != 0) && ((row < wanted))))
    row = (i32)((i32)((u32)(row) + (u32)((bytes = heap_regions_rowStep(words, row, LENGTH_(heap))))));
  return (((((row == wanted)) && ((row < LENGTH_(heap)))) && ((heap_regions_rowStep(words, row, LENGTH_(heap)) > 0))) && ((((i32)(load_u32_(words, (row >> 2))) & 15) == kind)));
}
static i32 heap_regions_refuseRegion(u8 * heap, i32 reason) {
  if ((({ u32 t0 = load_u32_(heap_regions_directory(heap), 0); i32 t1 = 88959843; (t0 != (u32)(t1)); }))) {
    return 0;
  }
  return refuse_(heap, ((load_u8_(heap, 9) != 0) ? 13 : reason));
}
static i32 headers_index_alloc(struct headers_Pool * pool, i32 bytes) {
  i32 log = headers_block_logOf(pool);
  i32 deferred = 0;
  i32 b = 0;
  return ((((((bytes <= 34)) && (((bytes & 63) == bytes))) && (((b = load_u16_(pool->w, (deferred = (pool->control + ((i32)((u32)(bytes) + (u32)(5)) >> 2))))) >= pool->first))) && (((b + 9) <= pool->end))) ? (store_u16_(pool->w, deferred, (u32)(0)), (i32)((u32)(b) << 2)) : headers_take_take(pool, bytes));
}
static i32 headers_index_dealloc(struct headers_Pool * pool, i32 address) {
  u16 * w = pool->w;
  i32 log = headers_block_logOf(pool);
  i32 b = (address >> 2);
  i32 word = 0;
  i32 above = 0;
  return ((((((((((i32)((u32)(b) << 2) == address)) && ((b >= pool->first))) && ((b < pool->end))) && (((word = load_u16_(w, ((2 * b) - 1))) & 1) != 0)) && (((above = (b + (word >> 2))) <= pool->end))) && ((load_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(above))) - (u32)(1))) & 2) != 0)) ? ((((word <= 39)) && !(load_u16_(w, (word = (i32)((i32)((u32)((i32)((u32)(pool->control) + (u32)(above))) - (u32)(b))))) != 0)) ? (store_u16_(w, word, (u32)(b)), 1) : headers_index_deallocNow(pool, b, (i32)((i32)((u32)(above) - (u32)(b))))) : headers_index_deallocAny(pool, address)));
}
static i32 headers_index_resize(struct headers_Pool * pool, i32 address, i32 bytes) {
  i32 b = headers_block_blockAt(pool, address);
  i32 granules = ((b != 0) ? headers_block_granulesFor(pool, bytes) : 0);
  i32 had = 0;
  i32 to = 0;
  i32 end = 0;
  if (!(granules != 0)) {
    return 0;
  }
  {
    if (((granules > headers_bins_granulesOf(pool, b)))) {
      (void)headers_block_growUp(pool, b, granules);
    }
    else
      (void)headers_block_trim(pool, b, granules);
    if (((granules <= headers_bins_granulesOf(pool, b)))) {
      return address;
    }
  }
  to = headers_take_take(pool, bytes);
  if ((to != 0)) {
    {
      had = headers_bins_granulesOf(pool, b);
      end = (i32)((i32)((u32)(address) + (u32)(min_i32(bytes, headers_block_payloadBytes(pool, b)))));
      (void)move_(pool->u8 + to, pool->u8 + address, (u32)(end - address) * (u32)sizeof(u8));
      (void)headers_bins_release(pool, b, had, (load_u16_(pool->w, pool->control) + had));
    }
  }
  return to;
}
static i32 headers_index_allocAligned(struct headers_Pool * pool, i32 bytes, i32 alignBytes) {
  i32 granules = headers_block_granulesFor(pool, bytes);
  i32 align = 0;
  if (!(granules != 0)) {
    return 0;
  }
  if ((((((i64)(((u32)(alignBytes) >> 0)) != (i64)(alignBytes))) || !(alignBytes != 0)) || ((alignBytes & (i32)((u32)(alignBytes) - (u32)(1))) != 0))) {
    return refuse_(pool->u8, 2);
  }
  align = (i32)((u32)(alignBytes) >> 2);
  if (((align < 2))) {
    return headers_index_alloc(pool, bytes);
  }
  ;
  if ((({ i32 t3 = headers_aligned_startIn(pool->first, align); i32 t4 = granules; i32 t5 = pool->end; ((0 + t3) > (i32)(- (u32)(t4) + (u32)(t5))); }))) {
    return refuse_(pool->u8, 1);
  }
  return ({ i32 t6 = headers_aligned_takeAligned(pool, granules, align); i32 t7 = headers_block_logOf(pool); (i32)((u32)(t6) << 2); });
}
static i32 headers_index_sizeOf(struct headers_Pool * pool, i32 address) {
  i32 b = headers_block_blockAt(pool, address);
  return ((b != 0) ? headers_block_payloadBytes(pool, b) : 0);
}
static i32 headers_index_clean(struct headers_Pool * pool, i32 address) {
  i32 bytes = headers_index_sizeOf(pool, address);
  if ((bytes != 0)) {
    (void)core_zero_zero(pool->u8, address, bytes);
  }
  return !!(bytes != 0);
}
static i32 headers_index_reorder(struct headers_Pool * pool) {
  if (!(headers_block_isIdle(pool))) {
    return 0;
  }
  ;
  (void)headers_bins_settleDeferred(pool, 2, 9);
  return 1;
}
static i32 headers_index_repair(struct headers_Pool * pool) {
  ;
  if (!(headers_block_stateOf(pool) != 0)) {
    return (!(headers_verify_verify(pool) != 0) || !!(refuse_(pool->u8, 8) != 0));
  }
  if ((({ i32 t8 = headers_block_stateOf(pool); i32 t9 = 2; (t8 == t9); }))) {
    (void)headers_repair_moveBack(pool);
  }
  if (!(headers_repair_hasTiles(pool))) {
    return !!(refuse_(pool->u8, 8) != 0);
  }
  (void)headers_repair_rebuild(pool);
  return 1;
}
static i32 headers_verify_verify(struct headers_Pool * pool) {
  return ((headers_verify_hasControls(pool)) ? headers_verify_walkBlocks(pool, headers_verify_countMembers(pool)) : (8 + (16 * pool->base)));
}
static i32 headers_index_destroy(struct headers_Pool * pool) {
  struct heap_AnyPool t10;
  return (((heap_regions_isPool((t10.u8 = pool->u8, t10.base = pool->base, &t10), 1)) && (headers_block_isIdle(pool))) && (heap_regions_releaseRegion(pool->u8, pool->base, 0)));
}
static struct headers_Pool * headers_index_create(u8 * heap, i32 bytes, struct headers_Pool *out) {
  i32 address = heap_regions_takeRegion(heap, ((headers_pool_isEnough(bytes)) ? bytes : 0));
  struct headers_Pool * pool = ((address != 0) ? headers_pool_describe(heap, address, out) : 0);
  if ((pool)) {
    {
      (void)core_zero_zero(heap, address, (({ i32 t11 = pool->end; i32 t12 = headers_block_logOf(pool); (i32)((u32)(t11) << 2); }) - address));
      store_u16_(pool->w, pool->control, (u32)(((1 + pool->end) - pool->first)));
      store_u16_(pool->w, (pool->control + 1), (u32)(1));
      store_u16_(pool->w, ((2 * pool->end) - 1), (u32)(1));
      (void)headers_bins_insert(pool, pool->first, (pool->end - pool->first));
      (void)heap_regions_nameRegion(heap, address, 1, 0);
    }
  }
  return pool;
}
static struct headers_Pool * headers_index_attach(u8 * heap, i32 address, struct headers_Pool *out) {
  struct headers_Pool * pool = headers_index_poolAt(heap, address, out);
  return (((pool) && (headers_verify_verify(pool) != 0)) ? ((refuse_(heap, ((headers_block_stateOf(pool) != 0) ? 13 : 8)), 0), (void *)0) : pool);
}
static struct headers_Pool * headers_pool_describe(u8 * heap, i32 address, struct headers_Pool *out) {
  return headers_pool_describeTo(heap, address, (i32)(({ i32 t16 = address; i32 t17 = 8; i32 t18 = ({ u32 * t13 = heap_regions_directory(heap); i32 t14 = (i32)((i32)((u32)(address) - (u32)(8))); heap_regions_rowBytes(t13, t14); }); (i32)((u32)((i32)((u32)((0 + t16)) - (u32)(t17))) + (u32)(t18)); })), out);
}
static i32 tables_index_alloc(struct tables_Pool * pool, i32 bytes) {
  u16 * w = pool->w;
  i32 at = ({ i32 t19 = (i32)((u32)(bytes) + (u32)(5)); i32 t20 = tables_pool_logOf(pool); (t19 >> 2); });
  i32 i = 0;
  i32 k = 0;
  return ((((((bytes == (bytes & 63))) && ((pool->end > (i = load_u16_(w, at))))) && (({ i32 t21 = pool->end; i32 t22 = (k = tables_pool_wordAt(load_u16_(w, (pool->end - i)), pool)); (t21 > t22); }))) && ((((load_u16_(w, k) & 57359) ^ 24576) == at))) ? (store_u16_(w, at, (u32)(load_u16_(w, (i32)((u32)(k) + (u32)(1))))), ((i32)((u32)(({ i32 t26 = ({ u16 * t23 = w; i32 t24 = k; i32 t25 = (load_u16_(t23, t24) ^ 24576); store_u16_(t23, t24, (u32)t25); t25; }); i32 t27 = 4; (t26 >> 4); })) << 16) | i)) : tables_index_allocAnywhere(pool, bytes));
}
static i32 tables_index_dealloc(struct tables_Pool * pool, i32 handle) {
  u16 * w = pool->w;
  i32 i = (handle & 65535);
  i32 k = 0;
  i32 header = 0;
  i32 size = 0;
  return (((((((((pool->end > i)) && ((i <= load_u16_(w, 0)))) && (({ i32 t28 = pool->end; i32 t29 = (k = tables_pool_wordAt(load_u16_(w, (pool->end - i)), pool)); (t28 > t29); }))) && ((((i32)((u32)(((header = load_u16_(w, k)) >> 4)) << 16) | i) == handle))) && ((header < 8176))) && (((size = (header & 15)) > 1))) ? (store_u16_(w, k, (u32)((header + 24592))), ({ u16 * t30 = w; i32 t31 = 20; i32 t32 = (load_u16_(t30, t31) + 16); store_u16_(t30, t31, (u32)t32); }), store_u16_(w, (i32)((u32)(k) + (u32)(1)), (u32)(load_u16_(w, size))), store_u16_(w, size, (u32)(i)), 1) : tables_index_deallocNow(pool, handle)));
}
static i32 tables_contents_addrOf(struct tables_Pool * pool, i32 handle) {
  u16 * w = pool->w;
  i32 i = (handle & 65535);
  i32 k = 0;
  i32 header = 0;
  return (i32)((((((((pool->end > i)) && ((i <= load_u16_(w, 0)))) && (({ i32 t33 = pool->end; i32 t34 = (k = tables_pool_wordAt(load_u16_(w, (pool->end - i)), pool)); (t33 > t34); }))) && ((((i32)((u32)(((header = load_u16_(w, k)) >> 4)) << 16) | i) == handle))) && ((header < 8192))) ? (i32)((i32)((u32)((i32)((u32)(pool->base) + (u32)((i32)((u32)(2) * (u32)(k))))) + (u32)(2))) : tables_contents_addrOfAny(pool, handle)));
}
static i32 tables_contents_sizeOf(struct tables_Pool * pool, i32 handle) {
  i32 k = tables_block_find(pool, handle);
  return ((k != 0) ? tables_block_payloadBytes(pool, k) : 0);
}
static i32 tables_pins_pin(struct tables_Pool * pool, i32 handle) {
  i32 k = tables_pins_changePins(pool, handle, 8192, 16384);
  return ((k != 0) ? tables_block_payloadAt(pool, k) : 0);
}
static i32 tables_pins_unpin(struct tables_Pool * pool, i32 handle) {
  return !!(tables_pins_changePins(pool, handle, (-8192), 0) != 0);
}
static i32 tables_index_resize(struct tables_Pool * pool, i32 handle, i32 bytes) {
  i32 k = tables_block_find(pool, handle);
  i32 granules = (((k != 0) && (tables_block_isIdle(pool))) ? tables_block_granulesFor(pool, bytes) : 0);
  i32 done = 0;
  if (!(granules != 0)) {
    return 0;
  }
  if ((tables_block_isPinned(({ u16 * t35 = pool->w; i32 t36 = tables_block_generationAt(pool, k); load_u16_(t35, t36); })))) {
    return refuse_(pool->u8, 6);
  }
  (void)tables_block_begin(pool);
  done = tables_resize_regrow(pool, (handle & 65535), granules);
  (void)tables_block_end(pool);
  return (((done > 0)) ? handle : tables_index_refuseSite(pool, done));
}
static i32 tables_contents_clean(struct tables_Pool * pool, i32 handle) {
  i32 bytes = tables_contents_sizeOf(pool, handle);
  if ((bytes != 0)) {
    (void)({ u8 * t37 = pool->u8; i32 t38 = tables_contents_addrOf(pool, handle); i32 t39 = bytes; core_zero_zero(t37, t38, t39); });
  }
  return !!(bytes != 0);
}
static i32 tables_life_renew(struct tables_Pool * pool) {
  u16 * w = 0;
  i32 i = ((tables_block_isIdle(pool)) ? tables_pool_entriesOf(pool) : 0);
  i32 renewed = 0;
  if (!(i != 0)) {
    return 0;
  }
  w = pool->w;
  (void)tables_block_begin(pool);
  for (; (i != 0); i = (i32)((i32)((u32)(i) - (u32)(1))))
    {
      if (((load_u16_(w, (i32)((u32)(pool->end) - (u32)(i))) == 65024))) {
        {
          (void)tables_table_freeEntry(pool, i, 16);
          (void)tables_table_countFree(pool, i);
          renewed = (i32)((i32)((u32)(renewed) + (u32)(1)));
        }
      }
    }
  if ((({ i32 t40 = tables_pool_markOf(pool); i32 t41 = 511; (t40 == t41); }))) {
    renewed = (i32)((i32)((u32)(renewed) + (u32)((load_u16_(w, 26) - load_u16_(w, 21)))));
  }
  ({ u16 * t42 = w; i32 t43 = 25; i32 t44 = load_u16_(t42, t43); i32 t45 = (t44 - tables_pool_markOf(pool)); store_u16_(t42, t43, (u32)t45); });
  store_u16_(w, 26, (u32)(load_u16_(w, 21)));
  (void)tables_block_end(pool);
  return renewed;
}
static i32 tables_life_repair(struct tables_Pool * pool) {
  return ((tables_pool_isThere(pool)) && (tables_repair_mend(pool)));
}
static i32 tables_reorder_reorder(struct tables_Pool * pool, i32 budget) {
  i32 blocks = 0;
  i32 isPartly = 0;
  i32 isDone = 0;
  if (!(tables_block_isIdle(pool))) {
    return 0;
  }
  if ((((budget != 0)) && !(((budget > 0)) && ((budget == budget))))) {
    {
      return !!(refuse_(pool->u8, 2) != 0);
    }
  }
  blocks = ((budget != 0) ? tables_pool_pauseOf(pool) : 1073741823);
  (void)tables_block_begin(pool);
  if (!(budget != 0)) {
    (void)tables_waiting_dropLists(pool);
  }
  else
    isPartly = (((tables_waiting_settle(pool, (((blocks < 1073741823)) ? ((blocks + 1) >> 1) : blocks)) > 0)) && ((blocks < 1073741823)));
  if (!(isPartly)) {
    {
      ;
      isDone = ({ i32 t47 = tables_compact_compact(pool, ({ i32 t46 = budget; t46 ? t46 : 2147483647; }), blocks, 1073741823); i32 t48 = 1; (t47 == t48); });
    }
  }
  (void)tables_block_end(pool);
  return (isDone);
}
static i32 tables_verify_verify(struct tables_Pool * pool) {
  struct tables_BlockCounts found_here, *found = &found_here; found_here.k = tables_pool_wordAt(31, pool); found_here.holes = 0; found_here.checksum = 0; found_here.blocks = 0; found_here.strays = 0; found_here.hole = 0; found_here.largest = 0; found_here.firstHole = 0; found_here.hasRover = 0; found_here.hasSlide = 0; found_here.i = 0; 
  i32 broken = tables_verify_look(pool, found);
  return (i32)(((broken != 0) ? (i32)((i32)((u32)(broken) + (u32)((i32)((u32)(16) * (u32)((i32)((u32)((i32)((u32)(pool->base) + (u32)((i32)((u32)(2) * (u32)(found->k))))) + (u32)(2))))))) : 0));
}
static i32 tables_life_destroy(struct tables_Pool * pool) {
  struct heap_AnyPool t49;
  return (((heap_regions_isPool((t49.u8 = pool->u8, t49.base = pool->base, &t49), 2)) && (tables_block_isIdle(pool))) && (heap_regions_releaseRegion(pool->u8, pool->base, 0)));
}
static struct tables_Pool * tables_life_create(u8 * heap, i32 bytes, i32 handles, struct tables_Pool *out) {
  i32 entries = ({ i32 t50 = handles; t50 ? t50 : 1; });
  i32 isFit = (((((i64)(((u32)(entries) >> 0)) == (i64)(entries))) && ((entries <= 65534))) && (tables_pool_isEnough(bytes, entries)));
  i32 address = heap_regions_takeRegion(heap, ((isFit) ? bytes : 0));
  struct tables_Pool * pool = ((address != 0) ? tables_pool_describe(heap, address, out) : 0);
  if (!(pool)) {
    return 0;
  }
  (void)tables_pool_format(pool, entries);
  (void)heap_regions_nameRegion(heap, address, 2, 0);
  return pool;
}
static struct tables_Pool * tables_life_attach(u8 * heap, i32 address, struct tables_Pool *out) {
  struct tables_Pool * pool = ((heap_regions_isRegion(heap, address, 2)) ? tables_pool_describe(heap, address, out) : 0);
  i32 broken = ((pool) ? (tables_verify_verify(pool) & 15) : 0);
  if (!(pool)) {
    return ((heap_regions_refuseRegion(heap, 3), 0), (void *)0);
  }
  return ((broken != 0) ? ((refuse_(heap, (((broken == 7)) ? 13 : 8)), 0), (void *)0) : pool);
}
static struct tables_Pool * tables_pool_describe(u8 * heap, i32 address, struct tables_Pool *out) {
  i32 bytes = tables_pool_usedBytes(({ i32 t53 = ({ u32 * t51 = heap_regions_directory(heap); i32 t52 = (i32)((i32)((u32)(address) - (u32)(8))); heap_regions_rowBytes(t51, t52); }); i32 t54 = 8; (t53 - t54); }));
  i32 * epochs = heap_regions_epochOf(heap);
  return ({ out->u8 = heap; out->wide = ((u32 *)(heap + address)); out->base = address; out->log = tables_pool_logFor(bytes); out->placeLog = tables_pool_placeLogFor(bytes); out->epoch = load_i32_(epochs, 0); out->epochs = epochs; out->end = ((bytes >> 1) - 1); out->w = ((u16 *)(heap + address)); out; });
}
static i32 heap_regions_findRegion(u8 * heap, i32 kind, i32 nth) {
  i32 row = 0;
  if (((((((i64)(((u32)(nth) >> 0)) != (i64)(nth))) || (((i64)(((u32)(kind) >> 0)) != (i64)(kind)))) || !(kind != 0)) || ((kind > 8)))) {
    return refuse_(heap, 2);
  }
  row = heap_regions_scan(heap, kind, nth, 8);
  if (!(row != 0)) {
    return heap_regions_refuseDirectory(heap);
  }
  return (i32)((((row < LENGTH_(heap))) ? (i32)((i32)((u32)(row) + (u32)(8))) : 0));
}
static u32 * heap_regions_directory(u8 * heap) {
  return ((u32 *)heap);
}
static i32 heap_regions_rowStep(u32 * words, i32 row, i32 end) {
  u32 word = load_u32_(words, (row >> 2));
  i32 bytes = (i32)(word >> 4);
  return ((((((bytes < 8)) || ((bytes & 3) != 0)) || ((bytes > (end - row)))) || ((word + load_u32_(words, ((row >> 2) + 1)) - 4294967295u != 0))) ? 0 : bytes);
}
static i32 headers_block_logOf(struct headers_Pool * pool) {
  return 2;
}
static i32 headers_take_take(struct headers_Pool * pool, i32 bytes) {
  u32 float_ = 0;
  i32 b = 0;
  i32 bin = 0;
  u16 * w = 0;
  i32 control = 0;
  i32 log = 0;
  i32 granules = 0;
  i32 free = 0;
  i32 all = 0;
  i32 rest = 0;
  do
    {
      w = pool->w;
      control = pool->control;
      log = headers_block_logOf(pool);
      granules = (i32)((u32)((i32)((u32)(bytes) + (u32)(5))) >> 2);
      ;
      if (((granules < 2))) {
        granules = 2;
      }
      free = load_u16_(w, control);
      if (((((((bytes & 65535) == bytes)) && (bytes != 0)) && ((granules < free))) && (((free + pool->first) <= (pool->end + 1))))) {
        {
          if (((((granules <= 9)) && (load_u16_(w, (control + granules)) != 0)) && ((b = headers_take_takeDeferred(pool, granules)) != 0))) {
            return (i32)((u32)(b) << 2);
          }
          float_ = float_bits_(granules);
          bin = ((i32)(float_ >> 16) >> 6);
          b = load_u16_(w, (i32)((u32)((control - 242)) + (u32)(bin)));
          if ((b != 0)) {
            b = headers_bins_bestOf(pool, b, granules, 4);
          }
          if (!(b != 0)) {
            {
              rest = ((bin = (i32)((i32)((u32)(bin) + (u32)(1)))) >> 4);
              b = (load_u16_(w, (i32)((u32)((control - 6)) + (u32)(rest))) & (i32)((u32)((-1)) << (bin & 15)));
              if ((!(b != 0) && (((rest = (i32)((i32)((u32)(rest) + (u32)(1)))) < (288 >> 4))))) {
                b = load_u16_(w, (i32)((u32)((control - 6)) + (u32)(rest)));
              }
              ;
              if ((b != 0)) {
                {
                  float_ = float_bits_((b & (i32)((u32)(0) - (u32)(b))));
                  bin = (i32)((i32)((u32)((i32)((u32)((i32)((u32)(rest) << 4)) + (u32)(((i32)(float_ >> 16) >> 7)))) - (u32)(127)));
                  b = (((bin < (i32)(- (u32)((control - 242)) + (u32)((2 * pool->first))))) ? load_u16_(w, (i32)((u32)((control - 242)) + (u32)(bin))) : 0);
                  if ((((b < pool->first)) || ((b >= (pool->end - 1))))) {
                    b = 0;
                  }
                  else
                    if ((load_u16_(w, (i32)((u32)(2) * (u32)(b))) != 0)) {
                      b = ((((bin < 271)) || ((bytes > 128))) ? headers_bins_bestOf(pool, b, granules, 3) : headers_bins_lowestOf(pool, b, 3));
                    }
                }
              }
            }
          }
        }
      }
    }
  while ((!(b != 0) && (headers_take_lookAgain(pool, bytes) != 0)));
  if (!(b != 0)) {
    return 0;
  }
  all = (load_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) - (u32)(1))) >> 2);
  rest = (all - granules);
  if ((((rest < 0)) || ((b > (i32)(- (u32)(all) + (u32)(pool->end)))))) {
    return refuse_(pool->u8, 8);
  }
  store_u16_(w, control, (u32)((-3)));
  if (((rest < 2))) {
    {
      granules = all;
      (void)headers_bins_remove(pool, b, granules);
      ({ u16 * t58 = w; i32 t59 = (i32)((u32)((i32)((u32)(2) * (u32)((i32)((u32)(b) + (u32)(granules))))) - (u32)(1)); i32 t60 = (load_u16_(t58, t59) | 2); store_u16_(t58, t59, (u32)t60); });
      rest = 3;
    }
  }
  else
    if (((bytes > 128))) {
      {
        (void)headers_bins_relist(pool, b, bin, (i32)((i32)((u32)(b) + (u32)(granules))), rest);
        rest = 3;
      }
    }
    else
      {
        store_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)((i32)((u32)(b) + (u32)(rest))))) - (u32)(1)), (u32)((i32)((u32)(granules) << 2)));
        (void)headers_bins_relist(pool, b, bin, b, rest);
        b = (i32)((i32)((u32)(b) + (u32)(rest)));
        ({ u16 * t55 = w; i32 t56 = (i32)((u32)((i32)((u32)(2) * (u32)((i32)((u32)(b) + (u32)(granules))))) - (u32)(1)); i32 t57 = (load_u16_(t55, t56) | 2); store_u16_(t55, t56, (u32)t57); });
        rest = 1;
      }
  store_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) - (u32)(1)), (u32)(((i32)((u32)(granules) << 2) | rest)));
  store_u16_(w, control, (u32)((free - granules)));
  return (i32)((u32)(b) << 2);
}
static i32 headers_index_deallocNow(struct headers_Pool * pool, i32 b, i32 granules) {
  return ((((((granules > 1)) && (((granules > 9)) || ((load_u16_(pool->w, (i32)((u32)(pool->control) + (u32)(granules))) != b)))) && !(headers_block_isStopped(pool))) ? headers_bins_release(pool, b, granules, (i32)((i32)((u32)(load_u16_(pool->w, pool->control)) + (u32)(granules)))) : headers_index_deallocAny(pool, (i32)((u32)(b) << 2))));
}
static i32 headers_index_deallocAny(struct headers_Pool * pool, i32 address) {
  i32 b = headers_block_blockAt(pool, address);
  i32 granules = ((b != 0) ? headers_bins_granulesOf(pool, b) : 0);
  return (((granules > 0)) && (headers_bins_release(pool, b, granules, (load_u16_(pool->w, pool->control) + granules))));
}
static i32 headers_block_blockAt(struct headers_Pool * pool, i32 address) {
  u16 * w = 0;
  i32 log = 0;
  i32 b = 0;
  i32 header = 0;
  i32 granules = 0;
  if ((((load_u16_(pool->w, pool->control) > pool->end)) && !(headers_block_isIdle(pool)))) {
    return 0;
  }
  w = pool->w;
  log = headers_block_logOf(pool);
  b = (address >> 2);
  if ((((((i32)((u32)(b) << 2) == address)) && ((b >= pool->first))) && ((b < pool->end)))) {
    {
      header = load_u16_(w, ((2 * b) - 1));
      granules = (header >> 2);
      ;
      if ((((header == 4)) || (((header & 3) == 2)))) {
        return refuse_(pool->u8, 4);
      }
      if ((((((header & 1) != 0) && ((granules > 1))) && (((b + granules) <= pool->end))) && ((load_u16_(w, ((2 * (b + granules)) - 1)) & 2) != 0))) {
        {
          return ((((granules <= 9)) && ((load_u16_(w, (pool->control + granules)) == b))) ? refuse_(pool->u8, 4) : b);
        }
      }
    }
  }
  return refuse_(pool->u8, 3);
}
static i32 headers_block_granulesFor(struct headers_Pool * pool, i32 bytes) {
  i32 log = 0;
  i32 granules = 0;
  if ((((load_u16_(pool->w, pool->control) > pool->end)) && !(headers_block_isIdle(pool)))) {
    return 0;
  }
  if (((((i64)(((u32)(bytes) >> 0)) != (i64)(bytes))) || !(bytes != 0))) {
    return refuse_(pool->u8, 2);
  }
  log = headers_block_logOf(pool);
  if ((((i32)((u32)(bytes) >> 2) >= pool->end))) {
    return refuse_(pool->u8, 1);
  }
  granules = (i32)((u32)((i32)((u32)(bytes) + (u32)(5))) >> 2);
  ;
  return (((granules < 2)) ? 2 : granules);
}
static void headers_block_trim(struct headers_Pool * pool, i32 b, i32 granules) {
  u16 * w = pool->w;
  i32 free = load_u16_(w, pool->control);
  i32 rest = (headers_bins_granulesOf(pool, b) - granules);
  if (((rest > 1))) {
    {
      store_u16_(w, pool->control, (u32)((-3)));
      (void)headers_bins_writeHeader(pool, (b + granules), rest, 2);
      (void)headers_bins_writeHeader(pool, b, granules, (load_u16_(w, ((2 * b) - 1)) & 3));
      (void)headers_bins_release(pool, (b + granules), rest, (free + rest));
    }
  }
}
static i32 headers_bins_granulesOf(struct headers_Pool * pool, i32 b) {
  i32 granules = (load_u16_(pool->w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) - (u32)(1))) >> 2);
  return granules;
}
static void headers_block_growUp(struct headers_Pool * pool, i32 b, i32 granules) {
  u16 * w = pool->w;
  i32 has = headers_bins_granulesOf(pool, b);
  i32 above = (b + has);
  i32 size = (load_u16_(w, ((2 * above) - 1)) >> 2);
  i32 free = 0;
  i32 rest = 0;
  if (((((size >= 2)) && ((size <= 9))) && ((load_u16_(w, (pool->control + size)) == above)))) {
    (void)headers_bins_settleDeferred(pool, size, size);
  }
  size = headers_bins_granulesOf(pool, above);
  rest = (i32)((i32)((u32)((has + size)) - (u32)(granules)));
  if ((((((headers_block_isStopped(pool)) || ((load_u16_(w, ((2 * above) - 1)) & 1) != 0)) || ((size < 2))) || (((above + size) > pool->end))) || ((rest < 0)))) {
    return;
  }
  free = load_u16_(w, pool->control);
  store_u16_(w, pool->control, (u32)((-3)));
  (void)headers_bins_remove(pool, above, size);
  if (((rest > 1))) {
    {
      ;
      (void)headers_bins_insert(pool, (i32)((i32)((u32)(b) + (u32)(granules))), rest);
    }
  }
  else
    {
      granules = (i32)((i32)((u32)(granules) + (u32)(rest)));
      ({ u16 * t61 = w; i32 t62 = (i32)((u32)((i32)((u32)(2) * (u32)((i32)((u32)(b) + (u32)(granules))))) - (u32)(1)); i32 t63 = (load_u16_(t61, t62) | 2); store_u16_(t61, t62, (u32)t63); });
    }
  (void)headers_bins_writeHeader(pool, b, granules, (load_u16_(w, ((2 * b) - 1)) & 3));
  store_u16_(w, pool->control, (u32)((i32)((u32)((i32)((u32)(free) - (u32)(granules))) + (u32)(has))));
}
static i32 headers_block_payloadBytes(struct headers_Pool * pool, i32 b) {
  i32 log = headers_block_logOf(pool);
  i32 granules = headers_bins_granulesOf(pool, b);
  return ((i32)((u32)(granules) << 2) - (i32)((u32)(1) << 1));
}
static i32 headers_bins_release(struct headers_Pool * pool, i32 b, i32 granules, i32 state) {
  u32 float_ = 0;
  u16 * w = pool->w;
  i32 above = (i32)((i32)((u32)(b) + (u32)(granules)));
  i32 size = 0;
  i32 below = 0;
  if (!((load_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(above))) - (u32)(1))) & 1) != 0)) {
    {
      size = (load_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(above))) - (u32)(1))) >> 2);
      if ((((size < 2)) || ((above > (i32)(- (u32)(size) + (u32)(pool->end)))))) {
        return !!(refuse_(pool->u8, 8) != 0);
      }
    }
  }
  if (!((load_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) - (u32)(1))) & 2) != 0)) {
    {
      below = (load_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) - (u32)(3))) >> 2);
      if ((((below < 2)) || (((b - below) < pool->first)))) {
        return !!(refuse_(pool->u8, 8) != 0);
      }
    }
  }
  store_u16_(w, pool->control, (u32)((-3)));
  ;
  if ((below != 0)) {
    {
      if ((size != 0)) {
        (void)headers_bins_remove(pool, above, size);
      }
      else
        ({ u16 * t67 = w; i32 t68 = (i32)((u32)((i32)((u32)(2) * (u32)(above))) - (u32)(1)); i32 t69 = (load_u16_(t67, t68) & (-3)); store_u16_(t67, t68, (u32)t69); });
      float_ = float_bits_(below);
      (void)headers_bins_relist(pool, (b - below), ((i32)(float_ >> 16) >> 6), (b - below), (i32)((i32)((u32)((i32)((u32)(below) + (u32)(granules))) + (u32)(size))));
      store_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) - (u32)(1)), (u32)(4));
    }
  }
  else
    if ((size != 0)) {
      {
        float_ = float_bits_(size);
        (void)headers_bins_relist(pool, above, ((i32)(float_ >> 16) >> 6), b, (i32)((i32)((u32)(granules) + (u32)(size))));
      }
    }
    else
      {
        ({ u16 * t64 = w; i32 t65 = (i32)((u32)((i32)((u32)(2) * (u32)(above))) - (u32)(1)); i32 t66 = (load_u16_(t64, t65) & (-3)); store_u16_(t64, t65, (u32)t66); });
        (void)headers_bins_insert(pool, b, granules);
      }
  store_u16_(w, pool->control, (u32)(state));
  return 1;
}
static i32 headers_aligned_startIn(i32 b, i32 align) {
  i32 start = (i32)((i32)((u32)(b) + (u32)(((i32)((u32)(0) - (u32)(b)) & (align - 1)))));
  return (i32)(((((i64)(start) == ((i64)(b) + (i64)(1)))) ? (i32)((i32)((u32)(start) + (u32)(align))) : start));
}
static i32 headers_aligned_takeAligned(struct headers_Pool * pool, i32 granules, i32 align) {
  u16 * w = pool->w;
  i32 control = pool->control;
  i32 b = headers_aligned_searchAligned(pool, granules, align);
  i32 has = 0;
  i32 start = 0;
  i32 rest = 0;
  i32 free = 0;
  if ((!(b != 0) && (headers_bins_settleDeferred(pool, 2, 9) != 0))) {
    b = headers_aligned_searchAligned(pool, granules, align);
  }
  if (!(b != 0)) {
    return refuse_(pool->u8, 1);
  }
  has = headers_bins_granulesOf(pool, b);
  start = headers_aligned_startIn(b, align);
  rest = (i32)((i32)((u32)((i32)((u32)((i32)((u32)(b) + (u32)(has))) - (u32)(start))) - (u32)(granules)));
  if ((((rest < 0)) || ((b > (i32)(- (u32)(has) + (u32)(pool->end)))))) {
    return refuse_(pool->u8, 8);
  }
  free = load_u16_(w, control);
  store_u16_(w, control, (u32)((-3)));
  if (((rest > 1))) {
    (void)headers_bins_insert(pool, (i32)((i32)((u32)(start) + (u32)(granules))), rest);
  }
  else
    ({ u16 * t70 = w; i32 t71 = (i32)((u32)((i32)((u32)(2) * (u32)((i32)((u32)(start) + (u32)((granules = (i32)((i32)((u32)(granules) + (u32)(rest))))))))) - (u32)(1)); i32 t72 = (load_u16_(t70, t71) | 2); store_u16_(t70, t71, (u32)t72); });
  store_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(start))) - (u32)(1)), (u32)((i32)((u32)(granules) << 2)));
  if (((start > b))) {
    (void)headers_bins_relist(pool, b, core_float_halfOctave(has), b, (i32)((i32)((u32)(start) - (u32)(b))));
  }
  else
    (void)headers_bins_remove(pool, b, has);
  store_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(start))) - (u32)(1)), (u32)(((i32)((u32)(granules) << 2) | (((start > b)) ? 1 : 3))));
  store_u16_(w, control, (u32)((i32)((u32)(free) - (u32)(granules))));
  return start;
}
static void core_zero_zero(u8 * u8_, i32 from, i32 bytes) {
  i32 at = (i32)((i32)((u32)((i32)((u32)(from) + (u32)(bytes))) - (u32)(2)));
  i32 zeros = 2;
  i32 length = 0;
  store_u8_(u8_, at, (u32)(({ i32 t73 = 0; store_u8_(u8_, (i32)((u32)(at) + (u32)(1)), (u32)t73); t73; })));
  while ((((length = (i32)(min_i64(zeros, ((i64)(at) - (i64)(from))))) > 0)))
    {
      (void)({ u8 * t74 = u8_; u8 * t75 = u8_; i32 t76 = at; i32 t77 = (i32)((u32)(at) + (u32)(length)); i32 t78 = (at = (i32)((i32)((u32)(at) - (u32)(length)))); move_(t74 + t78, t75 + t76, (u32)(t77 - t76) * (u32)sizeof(u8)); });
      zeros = (i32)((i32)((u32)(zeros) + (u32)(length)));
    }
}
static i32 headers_block_isIdle(struct headers_Pool * pool) {
  ;
  return (!(headers_block_isStopped(pool)) || !!(refuse_(pool->u8, ((((load_u16_(pool->w, pool->control) & 3) == 3)) ? 7 : 13)) != 0));
}
static i32 headers_bins_settleDeferred(struct headers_Pool * pool, i32 granules, i32 last) {
  u16 * w = pool->w;
  i32 control = pool->control;
  i32 free = load_u16_(w, control);
  i32 settled = 0;
  i32 b = 0;
  store_u16_(w, control, (u32)((-3)));
  for (; ((granules <= last)); granules = (i32)((i32)((u32)(granules) + (u32)(1))))
    {
      b = load_u16_(w, (i32)((u32)(control) + (u32)(granules)));
      if ((b != 0)) {
        {
          store_u16_(w, (i32)((u32)(control) + (u32)(granules)), (u32)(0));
          settled = (i32)((i32)((u32)(settled) + (u32)(1)));
          if ((((((b >= pool->first)) && (((u32)((i32)((u32)(b) + (u32)(granules))) <= (u32)(pool->end)))) && (((load_u16_(w, ((2 * b) - 1)) >> 2) == granules))) && ((load_u16_(w, ((2 * b) - 1)) & 1) != 0))) {
            {
              ({ u16 * t79 = w; i32 t80 = ((2 * b) - 1); i32 t81 = (load_u16_(t79, t80) & (-2)); store_u16_(t79, t80, (u32)t81); });
              if ((headers_bins_release(pool, b, granules, (-3)))) {
                free = (i32)((i32)((u32)(free) + (u32)(granules)));
              }
            }
          }
        }
      }
    }
  store_u16_(w, control, (u32)(free));
  return settled;
}
static i32 headers_block_stateOf(struct headers_Pool * pool) {
  return ((({ i32 t82 = (i32)((u32)(load_u16_(pool->w, pool->control)) >> 2); i32 t83 = (((headers_block_logOf(pool) > 2)) ? 1073741823 : 16383); (t82 == t83); })) ? (load_u16_(pool->w, pool->control) & 3) : 0);
}
static void headers_repair_moveBack(struct headers_Pool * pool) {
  u16 * w = pool->w;
  i32 map = (pool->control - (-10));
  i32 gap = load_u16_(w, (map + 0));
  i32 shift = (load_u16_(w, (map + 1)) - gap);
  i32 left = load_u16_(w, (map + 2));
  i32 start = 0;
  if ((((((gap < pool->first)) || ((shift < 2))) || ((left > (i32)(- (u32)((gap + shift)) + (u32)(pool->end))))) || !((load_u16_(w, ((2 * gap) - 1)) & 1) != 0))) {
    return;
  }
  while (((left > 0)))
    {
      start = (i32)((((left > shift)) ? (i32)((i32)((u32)(left) - (u32)(shift))) : 0));
      (void)move_(w + (i32)((u32)((i32)((u32)(2) * (u32)((i32)((u32)((i32)((u32)(gap) + (u32)(start))) + (u32)(shift))))) - (u32)(1)), w + (i32)((u32)((i32)((u32)(2) * (u32)((i32)((u32)(gap) + (u32)(start))))) - (u32)(1)), (u32)((i32)((u32)((i32)((u32)(2) * (u32)((i32)((u32)(gap) + (u32)(left))))) - (u32)(1)) - (i32)((u32)((i32)((u32)(2) * (u32)((i32)((u32)(gap) + (u32)(start))))) - (u32)(1))) * (u32)sizeof(u16));
      store_u16_(w, (map + 2), (u32)((left = start)));
    }
  (void)headers_bins_writeHeader(pool, gap, shift, 2);
}
static i32 headers_repair_hasTiles(struct headers_Pool * pool) {
  i32 b = pool->first;
  i32 granules = 1;
  for (; ((granules != 0) && ((b < pool->end))); b = (i32)((i32)((u32)(b) + (u32)(granules))))
    granules = headers_verify_granulesAt(pool, b);
  return (((granules > 0)) && (((load_u16_(pool->w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) - (u32)(1))) & (-3)) == 1)));
}
static void headers_repair_rebuild(struct headers_Pool * pool) {
  u16 * w = pool->w;
  i32 b = pool->first;
  i32 i = ((pool->control + 9) + 1);
  i32 free = 1;
  store_u16_(w, pool->control, (u32)((-3)));
  (void)headers_repair_clearDeferred(pool);
  (void)headers_repair_merge(pool);
  store_u16_(w, (pool->control + 1), (u32)(1));
  for (; ((i < ((2 * pool->first) - 1))); i = (i32)((i32)((u32)(i) + (u32)(1))))
    store_u16_(w, i, (u32)(0));
  for (; ((b < pool->end)); b = (i32)((i32)((u32)(b) + (u32)(headers_bins_granulesOf(pool, b)))))
    {
      if (!((load_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) - (u32)(1))) & 1) != 0)) {
        {
          free = (i32)((i32)((u32)(free) + (u32)(headers_bins_granulesOf(pool, b))));
          (void)headers_bins_insert(pool, b, headers_bins_granulesOf(pool, b));
        }
      }
    }
  store_u16_(w, pool->control, (u32)(free));
}
static i32 headers_verify_hasControls(struct headers_Pool * pool) {
  u16 * w = pool->w;
  i32 i = (headers_verify_lastList(pool) + 1);
  if ((((load_u16_(w, (pool->control + 1)) != 1)) || ((load_u16_(w, (pool->control - 1)) >= pool->end)))) {
    return 0;
  }
  for (; ((i < ((2 * pool->first) - 1))); i = (i32)((i32)((u32)(i) + (u32)(1))))
    if ((load_u16_(w, i) != 0)) {
      return 0;
    }
  return 1;
}
static i32 headers_verify_countMembers(struct headers_Pool * pool) {
  u16 * w = pool->w;
  i32 first = ((pool->control - 242) + 256);
  i32 last = headers_verify_lastList(pool);
  i32 map = (pool->control - (-10));
  i32 members = 0;
  i32 bits = 0;
  i32 list = first;
  i32 previous = 0;
  i32 b = 0;
  for (; ((list < ((first + 320) - 256))); list = (i32)((i32)((u32)(list) + (u32)(1))))
    {
      b = (((list > last)) ? 0 : load_u16_(w, list));
      if ((b != 0)) {
        bits = (bits | (i32)((u32)(1) << ((list - first) & 15)));
      }
      for (previous = 0; (b != 0); b = load_u16_(w, (2 * b)))
        {
          if (!(headers_verify_isMember(pool, b, (i32)((i32)((u32)((list - first)) + (u32)(256))), previous))) {
            return (-1);
          }
          previous = b;
          members = (i32)((i32)((u32)(members) + (u32)(1)));
        }
      if (((((list - first) & 15) == 15))) {
        {
          if (((load_u16_(w, ({ i32 t84 = map; map = (i32)((i32)((u32)(t84) + (u32)(1))); t84; })) != bits))) {
            return (-1);
          }
          bits = 0;
        }
      }
    }
  return members;
}
static i32 headers_verify_walkBlocks(struct headers_Pool * pool, i32 members) {
  u16 * w = pool->w;
  i32 b = pool->first;
  u8 seen_bytes[256]; struct scratch seen_here = { seen_bytes, max_i32(0, (128 + ((pool->end - b) >> 7))) }, *seen = &seen_here; clear_(seen);
  i32 from = b;
  i32 belowUsed = 2;
  i32 marked = 0;
  i32 free = 1;
  i32 deferred = headers_verify_countDeferred(pool);
  i32 isLinked = (members >= 0);
  i32 broken = 0;
  i32 granules = 0;
  while ((!(broken != 0) && ((b < pool->end))))
    {
      granules = headers_verify_granulesAt(pool, b);
      if (((((b - from) >> 3) >= seen->length))) {
        {
          if (((isLinked) && ((marked != headers_verify_countListed(pool, seen, from))))) {
            broken = 5;
          }
          from = b;
          marked = 0;
        }
      }
      if (!(granules != 0)) {
        broken = 1;
      }
      else
        if ((((load_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) - (u32)(1))) & 2) != belowUsed))) {
          broken = 3;
        }
        else
          if (((load_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) - (u32)(1))) & 1) != 0)) {
            {
              belowUsed = 2;
              broken = ({ i32 t89 = broken; t89 ? t89 : headers_verify_judgeUsed(pool, b); });
              if ((((granules <= 9)) && ((load_u16_(w, (pool->control + granules)) == b)))) {
                deferred = (i32)((i32)((u32)(deferred) - (u32)(1)));
              }
            }
          }
          else
            {
              broken = ({ i32 t85 = broken; t85 ? t85 : headers_verify_judgeFree(pool, b, granules); });
              belowUsed = 0;
              free = (i32)((i32)((u32)(free) + (u32)(granules)));
              members = (i32)((i32)((u32)(members) - (u32)(1)));
              marked = (i32)((i32)((u32)(marked) + (u32)(1)));
              ({ struct scratch * t86 = seen; i32 t87 = ((b - from) >> 3); i32 t88 = (scratch_load_(t86, t87) | (i32)((u32)(1) << ((b - from) & 7))); scratch_store_(t86, t87, (u32)t88); });
            }
      if (!(broken != 0)) {
        b = (i32)((i32)((u32)(b) + (u32)(granules)));
      }
    }
  broken = ({ i32 t90 = broken; t90 ? t90 : (((load_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) - (u32)(1))) != (1 | belowUsed))) ? 1 : (((!(isLinked) || (members != 0)) || ((marked != headers_verify_countListed(pool, seen, from)))) ? 5 : (((free != load_u16_(w, pool->control))) ? 6 : ((deferred != 0) ? 7 : 0)))); });
  return (i32)(((broken != 0) ? (i32)((i32)((u32)(broken) + (u32)((i32)((u32)(16) * (u32)((i32)((u32)(b) << 2)))))) : 0));
}
static i32 heap_regions_isPool(struct heap_AnyPool * pool, i32 kind) {
  return ((heap_regions_isRegion(pool->u8, pool->base, kind)) || !!(heap_regions_refuseRegion(pool->u8, 2) != 0));
}
static i32 heap_regions_releaseRegion(u8 * heap, i32 address, i32 more) {
  u32 * words = heap_regions_directory(heap);
  i32 row = (address - 8);
  if (((load_u8_(heap, 9) != 0) || !(heap_regions_hasRegion(heap, row)))) {
    return !!(heap_regions_refuseDirectory(heap) != 0);
  }
  store_u8_(heap, 9, (u32)(1));
  if (((((i32)(load_u32_(words, (row >> 2))) & 15) != 14))) {
    ({ u32 * t91 = words; i32 t92 = 3; i32 t93 = (i32)(load_u32_(t91, t92) + (u32)(1)); store_u32_(t91, t92, (u32)t93); });
  }
  (void)({ u32 * t95 = words; i32 t96 = row; i32 t97 = (heap_regions_rowBytes(words, row) + ({ i32 t94 = more; t94 ? t94 : 0; })); i32 t98 = 0; heap_regions_writeRow(t95, t96, t97, t98); });
  (void)heap_regions_mergeHoles(heap);
  store_u8_(heap, 9, (u32)(0));
  return 1;
}
static i32 headers_pool_isEnough(i32 bytes) {
  i32 granules = ((i32)((u32)(bytes) - (u32)(8)) >> 2);
  return ((((i64)(((u32)(bytes) >> 0)) != (i64)(bytes))) || (((granules - ((({ i32 t101 = ({ i32 t99 = core_float_halfOctave(granules); i32 t100 = 1; (t99 + t100); }); i32 t102 = 242; (t101 - t102); }) + 3) >> 1)) > 1)));
}
static i32 heap_regions_takeRegion(u8 * heap, i32 bytes) {
  u32 * words = heap_regions_directory(heap);
  i32 wanted = ((i32)((u32)(bytes) + (u32)(3)) & (-4));
  i32 row = 0;
  i32 rest = 0;
  if (((load_u32_(words, 0) != (u32)(88959843)))) {
    return 0;
  }
  if (((((i64)(((u32)(bytes) >> 0)) != (i64)(bytes))) || ((wanted < 16)))) {
    return refuse_(heap, 2);
  }
  if ((load_u8_(heap, 9) != 0)) {
    return heap_regions_refuseDirectory(heap);
  }
  row = (((i32)((u32)(bytes) >> 28) != 0) ? LENGTH_(heap) : heap_regions_scan(heap, 0, 0, wanted));
  if (!(row != 0)) {
    return heap_regions_refuseDirectory(heap);
  }
  if (((row >= LENGTH_(heap)))) {
    return refuse_(heap, 1);
  }
  rest = (i32)((i32)((u32)(heap_regions_rowBytes(words, row)) - (u32)(wanted)));
  if (((rest < 8))) {
    wanted = (i32)((i32)((u32)(wanted) + (u32)(rest)));
  }
  ;
  store_u8_(heap, 9, (u32)(1));
  if (((rest >= 8))) {
    (void)heap_regions_writeRow(words, (i32)((i32)((u32)(row) + (u32)(wanted))), rest, 0);
  }
  (void)heap_regions_writeRow(words, row, wanted, 14);
  store_u8_(heap, 9, (u32)(0));
  return (i32)((i32)((u32)(row) + (u32)(8)));
}
static void headers_bins_insert(struct headers_Pool * pool, i32 b, i32 granules) {
  u32 float_ = 0;
  u16 * w = pool->w;
  i32 control = pool->control;
  i32 bin = 0;
  i32 list = 0;
  i32 next = 0;
  (void)headers_bins_writeFree(pool, b, granules);
  float_ = float_bits_(granules);
  bin = ((i32)(float_ >> 16) >> 6);
  list = ((control - 242) + bin);
  store_u16_(w, (i32)((u32)(2) * (u32)(b)), (u32)((next = load_u16_(w, list))));
  store_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) + (u32)(2)), (u32)(0));
  if ((((next >= pool->first)) && ((next < (pool->end - 1))))) {
    store_u16_(w, ((2 * next) + 2), (u32)(b));
  }
  else
    ({ u16 * t103 = w; i32 t104 = ((control - 6) + (bin >> 4)); i32 t105 = (load_u16_(t103, t104) | (i32)((u32)(1) << (bin & 15))); store_u16_(t103, t104, (u32)t105); });
  store_u16_(w, list, (u32)(b));
}
static void heap_regions_nameRegion(u8 * heap, i32 address, i32 kind, i32 bytes) {
  u32 * words = heap_regions_directory(heap);
  i32 row = (address - 8);
  store_u8_(heap, 9, (u32)(1));
  (void)heap_regions_writeRow(words, row, ({ i32 t106 = bytes; t106 ? t106 : heap_regions_rowBytes(words, row); }), kind);
  store_u8_(heap, 9, (u32)(0));
}
static struct headers_Pool * headers_index_poolAt(u8 * heap, i32 address, struct headers_Pool *out) {
  struct headers_Pool * pool = ((heap_regions_isRegion(heap, address, 1)) ? headers_pool_describe(heap, address, out) : 0);
  return ({ void * t107 = pool; t107 ? t107 : (heap_regions_refuseRegion(heap, 3), (void *)0); });
}
static i32 heap_regions_rowBytes(u32 * words, i32 row) {
  return (i32)(load_u32_(words, (row >> 2)) >> 4);
}
static struct headers_Pool * headers_pool_describeTo(u8 * heap, i32 address, i32 end, struct headers_Pool *out) {
  i32 isWide = 0;
  i32 log = ((isWide) ? 3 : 2);
  i32 control = (i32)((i32)((u32)((address >> (log - 1))) + (u32)(1)));
  i32 first = ((i32)((u32)(({ i32 t108 = (i32)((u32)(control) - (u32)(242)); i32 t109 = core_float_halfOctave(((i32)((u32)(end) - (u32)(address)) >> log)); (i32)((u32)(t108) + (u32)(t109)); })) + (u32)(3)) >> 1);
  i32 * epochs = heap_regions_epochOf(heap);
  end = (end >> log);
  return (((end < (i32)((u32)(first) + (u32)(2)))) ? 0 : ({ out->u8 = heap; out->base = address; out->log = log; out->epoch = load_i32_(epochs, 0); out->epochs = epochs; out->end = end; out->first = first; out->control = control; out->w = ((isWide) ? (void *)((u32 *)heap) : (void *)((u16 *)heap)); out; }));
}
static i32 tables_pool_logOf(struct tables_Pool * pool) {
  return 2;
}
static i32 tables_pool_wordAt(i32 place, struct tables_Pool * pool) {
  return place;
}
static i32 tables_index_allocAnywhere(struct tables_Pool * pool, i32 bytes) {
  i32 granules = ((tables_block_isIdle(pool)) ? tables_block_granulesFor(pool, bytes) : 0);
  u16 * w = pool->w;
  i32 handle = 0;
  i32 site = 1;
  i32 gap = 0;
  if (!(granules != 0)) {
    return 0;
  }
  store_u16_(w, 16, (u32)(65533));
  store_u16_(w, 0, (u32)(0));
  gap = tables_pool_gapWith(pool, tables_table_wordsWithOne(pool));
  if ((((granules > gap)) || (!(load_u16_(w, 23) != 0) && (tables_index_isTableFull(pool, gap))))) {
    {
      handle = tables_waiting_takeWaiting(pool, granules);
      if (!(handle != 0)) {
        site = tables_place_siteFor(pool, granules, 0);
      }
    }
  }
  else
    if ((((granules > 15)) && (load_u16_(w, 1) != 0))) {
      handle = tables_waiting_takeBig(pool, granules);
    }
  if ((!(handle != 0) && ((site > 0)))) {
    handle = tables_index_occupy(pool, site, granules);
  }
  store_u16_(w, 0, (u32)(load_u16_(w, 21)));
  store_u16_(w, 16, (u32)(65535));
  return (((site > 0)) ? handle : tables_index_refuseSite(pool, site));
}
static i32 tables_index_deallocNow(struct tables_Pool * pool, i32 handle) {
  i32 k = tables_block_find(pool, handle);
  i32 generation = (((k != 0) && (tables_block_isIdle(pool))) ? ({ u16 * t110 = pool->w; i32 t111 = tables_block_generationAt(pool, k); load_u16_(t110, t111); }) : 0);
  if (!(generation != 0)) {
    return 0;
  }
  if (((generation >= 8192))) {
    return !!(refuse_(pool->u8, 6) != 0);
  }
  (void)tables_entries_release(pool, k, (handle & 65535), ((generation + 16) & 8176));
  return 1;
}
static i32 tables_contents_addrOfAny(struct tables_Pool * pool, i32 handle) {
  i32 k = tables_block_find(pool, handle);
  return ((k != 0) ? tables_block_payloadAt(pool, k) : 0);
}
static i32 tables_block_find(struct tables_Pool * pool, i32 handle) {
  u16 * w = pool->w;
  i32 i = (handle & 65535);
  i32 e = (pool->end - i);
  i32 k = 0;
  i32 header = 0;
  ;
  return (((((((((e > 0)) && ((i <= load_u16_(w, 0)))) && (((k = tables_pool_wordAt(load_u16_(w, e), pool)) < e))) && (((header = load_u16_(w, k)) < 24576))) && ((((i32)((u32)(((header >> 4) & 511)) << 16) | i) == handle))) && ((header = (header & 15)) != 0)) && ((k <= (i32)(- (u32)((i32)((u32)(header) << 1)) + (u32)(e))))) ? k : tables_block_findBig(pool, handle));
}
static i32 tables_block_payloadBytes(struct tables_Pool * pool, i32 k) {
  i32 header = load_u16_(pool->w, k);
  return ({ i32 t114 = ({ i32 t112 = tables_pool_granulesIn(header); i32 t113 = tables_pool_logOf(pool); (i32)((u32)(t112) << 2); }); i32 t115 = (((header < 32768)) ? 2 : 4); (t114 - t115); });
}
static i32 tables_pins_changePins(struct tables_Pool * pool, i32 handle, i32 by, i32 not) {
  u16 * w = 0;
  i32 k = tables_block_find(pool, handle);
  i32 at = 0;
  if ((!(k != 0) || !(tables_block_isIdle(pool)))) {
    return 0;
  }
  w = pool->w;
  at = tables_block_generationAt(pool, k);
  if ((((load_u16_(w, at) & 24576) == not))) {
    return refuse_(pool->u8, ((not != 0) ? 6 : 2));
  }
  store_u16_(w, 16, (u32)(65533));
  ({ u16 * t116 = w; i32 t117 = at; i32 t118 = (load_u16_(t116, t117) + by); store_u16_(t116, t117, (u32)t118); });
  ({ u16 * t119 = w; i32 t120 = 20; i32 t121 = (load_u16_(t119, t120) + by); store_u16_(t119, t120, (u32)t121); });
  if (((by < 0))) {
    store_u16_(w, 30, (u32)(65535));
  }
  store_u16_(w, 16, (u32)(65535));
  return k;
}
static i32 tables_block_payloadAt(struct tables_Pool * pool, i32 k) {
  return (i32)((i32)((u32)((i32)((u32)(pool->base) + (u32)((i32)((u32)(2) * (u32)(k))))) + (u32)(2)));
}
static i32 tables_block_isIdle(struct tables_Pool * pool) {
  return (((load_u16_(pool->w, 16) == 65535)) || (tables_block_refuseBusy(pool)));
}
static i32 tables_block_granulesFor(struct tables_Pool * pool, i32 bytes) {
  i32 log = tables_pool_logOf(pool);
  i32 granules = (i32)((u32)((i32)((u32)((i32)((u32)(bytes) + (u32)((i32)((u32)(1) << 2)))) + (u32)(1))) >> 2);
  if (((((i64)(((u32)(bytes) >> 0)) != (i64)(bytes))) || !(bytes != 0))) {
    return refuse_(pool->u8, 2);
  }
  if (((i32)((u32)(bytes) >> 30) != 0)) {
    return refuse_(pool->u8, 1);
  }
  if (((granules > 15))) {
    granules = (i32)((u32)((i32)((u32)((i32)((u32)(bytes) + (u32)((i32)((u32)(1) << 2)))) + (u32)(3))) >> 2);
  }
  return granules;
}
static i32 tables_block_generationAt(struct tables_Pool * pool, i32 k) {
  i32 header = load_u16_(pool->w, k);
  return (i32)((((header < 32768)) ? k : (i32)((i32)((u32)((i32)((u32)(k) + (u32)(({ i32 t122 = tables_pool_granulesIn(header); i32 t123 = tables_pool_shiftOf(pool); (i32)((u32)(t122) << 1); })))) - (u32)(1)))));
}
static i32 tables_block_isPinned(i32 generation) {
  return ((((u32)((generation - 8192)) >> 0) < (u32)(16384)));
}
static void tables_block_begin(struct tables_Pool * pool) {
  store_u16_(pool->w, 16, (u32)(65533));
  store_u16_(pool->w, 0, (u32)(0));
}
static i32 tables_resize_regrow(struct tables_Pool * pool, i32 i, i32 granules) {
  i32 k = tables_table_blockOf(pool, i);
  i32 had = tables_pool_granulesIn(load_u16_(pool->w, k));
  if (((granules < had))) {
    (void)tables_resize_resizeAt(pool, k, had, granules, tables_resize_reachOf(pool, k, had, 0));
  }
  return (((granules <= had)) ? 1 : ({ i32 t125 = ({ i32 t124 = tables_resize_growAt(pool, i, had, granules); t124 ? t124 : tables_resize_copyOut(pool, i, granules); }); t125 ? t125 : tables_resize_growUp(pool, i, had, granules); }));
}
static void tables_block_end(struct tables_Pool * pool) {
  store_u16_(pool->w, 0, (u32)(load_u16_(pool->w, 21)));
  store_u16_(pool->w, 16, (u32)(65535));
}
static i32 tables_index_refuseSite(struct tables_Pool * pool, i32 site) {
  return (((site == (-1))) ? 0 : refuse_(pool->u8, (((site == (-2))) ? 16 : 1)));
}
static i32 tables_pool_entriesOf(struct tables_Pool * pool) {
  i32 entries = load_u16_(pool->w, 21);
  return (((entries < pool->end)) ? entries : (pool->end - 1));
}
static void tables_table_freeEntry(struct tables_Pool * pool, i32 i, i32 generation) {
  store_u16_(pool->w, (i32)((u32)(pool->end) - (u32)(i)), (u32)((65024 + (generation >> 4))));
}
static void tables_table_countFree(struct tables_Pool * pool, i32 i) {
  u16 * w = pool->w;
  i32 at = (((pool->end - load_u16_(w, 21)) - load_u16_(w, 24)) - 1);
  if (((load_u16_(w, (i32)((u32)(pool->end) - (u32)(i))) == 65024))) {
    return;
  }
  ({ u16 * t126 = w; i32 t127 = 23; i32 t128 = (load_u16_(t126, t127) + 1); store_u16_(t126, t127, (u32)t128); });
  if (((tables_pool_wordAt(load_u16_(w, 17), pool) < at))) {
    {
      store_u16_(w, at, (u32)(i));
      ({ u16 * t129 = w; i32 t130 = 24; i32 t131 = (load_u16_(t129, t130) + 1); store_u16_(t129, t130, (u32)t131); });
    }
  }
}
static i32 tables_pool_markOf(struct tables_Pool * pool) {
  return (load_u16_(pool->w, 25) & 511);
}
static i32 tables_pool_isThere(struct tables_Pool * pool) {
  return 1;
}
static i32 tables_repair_mend(struct tables_Pool * pool) {
  i32 broken = (tables_verify_verify(pool) & 15);
  if (!(broken != 0)) {
    return 1;
  }
  if (((((broken != 7)) || !(tables_repair_finishStep(pool))) || !(tables_repair_canRebuild(pool)))) {
    return !!(refuse_(pool->u8, 8) != 0);
  }
  (void)tables_repair_rebuild(pool);
  return 1;
}
static i32 tables_pool_pauseOf(struct tables_Pool * pool) {
  return ({ i32 t132 = (load_u16_(pool->w, 25) >> 9); t132 ? t132 : 1073741823; });
}
static i32 tables_waiting_settle(struct tables_Pool * pool, i32 most) {
  u16 * w = pool->w;
  i32 list = 15;
  i32 count = 0;
  i32 i = 0;
  i32 k = 0;
  i32 granules = 0;
  i32 generation = 0;
  while (((list != 0) && ((count < most))))
    {
      i = load_u16_(w, list);
      k = (((pool->end > i)) ? tables_table_blockOf(pool, i) : pool->end);
      granules = ((i != 0) ? ((((k < pool->end)) && ((((load_u16_(w, k) & 57359) ^ 24576) == list))) ? list : tables_waiting_bigIn(pool, i, list)) : 0);
      if ((granules != 0)) {
        {
          store_u16_(w, list, (u32)(load_u16_(w, (i32)((u32)(k) + (u32)(1)))));
          generation = load_u16_(w, (((list == 1)) ? (i32)((u32)((i32)((u32)(k) + (u32)((i32)((u32)(granules) << 1)))) - (u32)(1)) : k));
          ({ u16 * t133 = w; i32 t134 = 20; i32 t135 = (load_u16_(t133, t134) - (((((list == 1)) ? load_u16_(w, k) : 0) + generation) - 24576)); store_u16_(t133, t134, (u32)t135); });
          store_u16_(w, (pool->end - i), (u32)((65024 + ((generation >> 4) & 511))));
          (void)tables_block_makeHole(pool, k, granules);
          (void)tables_table_countFree(pool, i);
          count = (i32)((i32)((u32)(count) + (u32)(1)));
        }
      }
      else
        {
          store_u16_(w, list, (u32)(0));
          list = (i32)((i32)((u32)(list) - (u32)(1)));
        }
    }
  return count;
}
static void tables_waiting_dropLists(struct tables_Pool * pool) {
  i32 list = 15;
  for (; (list != 0); list = (i32)((i32)((u32)(list) - (u32)(1))))
    store_u16_(pool->w, list, (u32)(0));
}
static i32 tables_compact_compact(struct tables_Pool * pool, i32 budget, i32 blocks, i32 need) {
  i32 hint_ = 0;
  u16 * w = pool->w;
  i32 top = tables_pool_topOf(pool);
  i32 table = ({ i32 t136 = pool->end; i32 t137 = tables_pool_entriesOf(pool); (t136 - t137); });
  i32 canSearch = 1;
  i32 first = tables_pool_wordAt(31, pool);
  i32 k = tables_pool_wordAt(load_u16_(w, 18), pool);
  i32 looks = (i32)((((blocks < 1073741823)) ? (i32)((i32)((u32)(blocks) * (u32)(3))) : blocks));
  u16 * names = tables_table_namesOf(pool);
  i32 moves = (load_u16_(w, 28) + 1);
  i32 isWhole = (((budget == 2147483647)) && ((blocks == 1073741823)));
  i32 isClean = 0;
  i32 to = 0;
  i32 header = 0;
  i32 from = 0;
  i32 count = 0;
  i32 limit = 0;
  i32 next = 0;
  i32 e = 0;
  if (((isWhole) || ((k < first)))) {
    k = first;
  }
  isClean = (((k == first)) || ((load_u16_(w, 30) == 65534)));
  store_u16_(w, 18, (u32)(0));
  store_u16_(w, 16, (u32)(65531));
  for (; ; )
    {
      if (!(to != 0)) {
        {
          k = tables_compact_skip(pool, k, looks);
          if (((looks < 536870911))) {
            looks = load_u16_(w, 30);
          }
        }
      }
      if (((k >= top))) {
        {
          (void)tables_compact_lowerTop(pool, to);
          if ((isClean)) {
            break;
          }
          top = tables_pool_topOf(pool);
          names = tables_table_namesOf(pool);
          k = first;
          to = 0;
          isClean = 1;
          continue;
        }
      }
      if (((({ i32 t138 = looks; looks = (i32)((i32)((u32)(t138) - (u32)(1))); t138; }) <= 0))) {
        return tables_compact_pause(pool, k, to, isClean);
      }
      header = load_u16_(w, k);
      if (((to != 0) && ((((header < 8192)) ? header : ((!(isWhole) || ((header > 32768))) ? tables_compact_moreAt(pool, k, isWhole) : 0)) != 0))) {
        {
          if ((((blocks <= 0)) || ((budget <= 0)))) {
            return tables_compact_pause(pool, k, to, isClean);
          }
          from = k;
          count = blocks;
          limit = (i32)(((((i64)(budget) < (mul_i64_(2, ((i64)(top) - (i64)(k)))))) ? (i32)((i32)((u32)(k) + (u32)(((i32)((u32)(budget) + (u32)(1)) >> 1)))) : top));
          store_u16_(w, 30, (u32)(0));
          ({ u16 * t156 = w; i32 t157 = 29; i32 t158 = tables_pool_placeOf(k, pool); store_u16_(t156, t157, (u32)t158); });
          ({ u16 * t159 = w; i32 t160 = 18; i32 t161 = tables_pool_placeOf(to, pool); store_u16_(t159, t160, (u32)t161); });
          do
            {
              header = load_u16_(w, k);
              next = (i32)((i32)((u32)(k) + (u32)(({ i32 t162 = (((header < 8192)) ? (header & 15) : tables_compact_moreAt(pool, k, isWhole)); i32 t163 = tables_pool_shiftOf(pool); (i32)((u32)(t162) << 1); }))));
              if ((((next == k)) || ((next > top)))) {
                break;
              }
              e = ((canSearch) ? index_of_u16_near_(w, tables_pool_placeOf(k, pool), table, &hint_) : tables_table_wordNaming(pool, tables_pool_placeOf(k, pool), table, names));
              if (((e < 0))) {
                break;
              }
              store_u16_(w, e, (u32)(tables_pool_placeOf((i32)((i32)((u32)((i32)((u32)(k) - (u32)(from))) + (u32)(to))), pool)));
              k = next;
            }
          while ((((count = (i32)((i32)((u32)(count) - (u32)(1)))) != 0) && ((k < limit))));
          if (((k == from))) {
            return tables_compact_giveUp(pool);
          }
          count = (i32)((i32)((u32)(blocks) - (u32)(count)));
          store_u16_(w, 30, (u32)(count));
          store_u16_(w, 28, (u32)(moves));
          (void)tables_compact_moveRun(pool, from, k, to);
          blocks = (i32)((i32)((u32)(blocks) - (u32)(count)));
          budget = (i32)((i32)((u32)(budget) - (u32)((i32)((u32)(2) * (u32)((i32)((u32)(k) - (u32)(from)))))));
          to = (i32)((i32)((u32)(to) + (u32)((i32)((u32)(k) - (u32)(from)))));
          ;
        }
      }
      else
        if ((((isWhole) && ((header >= 24576))) && ((header < 32768)))) {
          {
            e = ((canSearch) ? index_of_u16_near_(w, tables_pool_placeOf(k, pool), table, &hint_) : tables_table_wordNaming(pool, tables_pool_placeOf(k, pool), table, names));
            next = (i32)((i32)((u32)(k) + (u32)(({ i32 t142 = (header & 15); i32 t143 = tables_pool_shiftOf(pool); (i32)((u32)(t142) << 1); }))));
            if (((((e < 0)) || ((next == k))) || ((next > top)))) {
              return tables_compact_giveUp(pool);
            }
            store_u16_(w, e, (u32)((65024 + ((header >> 4) & 511))));
            ({ u16 * t144 = w; i32 t145 = 20; i32 t146 = (load_u16_(t144, t145) - (header - 24576)); store_u16_(t144, t145, (u32)t146); });
            ({ u16 * t147 = w; i32 t148 = 19; i32 t149 = (load_u16_(t147, t148) + (header & 15)); store_u16_(t147, t148, (u32)t149); });
            ({ u16 * t150 = w; i32 t151 = 23; i32 t152 = (load_u16_(t150, t151) + 1); store_u16_(t150, t151, (u32)t152); });
            if ((to != 0)) {
              ({ u16 * t153 = w; i32 t154 = (i32)((u32)(to) + (u32)(1)); i32 t155 = (load_u16_(t153, t154) + (header & 15)); store_u16_(t153, t154, (u32)t155); });
            }
            else
              {
                store_u16_(w, (i32)((u32)(k) + (u32)(1)), (u32)((header & 15)));
                store_u16_(w, k, (u32)(0));
                to = k;
              }
            k = next;
          }
        }
        else
          {
            next = tables_compact_passOver(pool, k, to, names, isWhole);
            if (!(next != 0)) {
              return tables_compact_giveUp(pool);
            }
            if ((load_u16_(w, k) != 0)) {
              to = 0;
            }
            else
              if ((to != 0)) {
                ({ u16 * t139 = w; i32 t140 = (i32)((u32)(to) + (u32)(1)); i32 t141 = (load_u16_(t139, t140) + load_u16_(w, (i32)((u32)(k) + (u32)(1)))); store_u16_(t139, t140, (u32)t141); });
              }
              else
                to = k;
            k = next;
            if (((to != 0) && ((load_u16_(w, (i32)((u32)(to) + (u32)(1))) >= need)))) {
              return tables_compact_pause(pool, k, to, isClean);
            }
          }
    }
  (void)tables_compact_stop(pool);
  return 1;
}
static i32 tables_verify_look(struct tables_Pool * pool, struct tables_BlockCounts * found) {
  u16 * w = pool->w;
  i32 state = 0;
  u16 * names = 0;
  i32 broken = 0;
  i32 late = 0;
  if (!(tables_verify_isBounded(pool))) {
    return 6;
  }
  state = load_u16_(w, 16);
  if ((((state < 65535)) && ((state >= 65530)))) {
    return 7;
  }
  if (!(tables_verify_isControlSound(pool))) {
    return 6;
  }
  names = tables_table_namesOf(pool);
  broken = ({ i32 t164 = tables_verify_walkBlocks(pool, found, names); t164 ? t164 : tables_verify_walkTable(pool, found->blocks); });
  if ((broken != 0)) {
    return broken;
  }
  found->strays = tables_verify_countStrays(pool, found->strays);
  if (((found->strays < 0))) {
    return 5;
  }
  late = ((i32)((u32)(found->checksum) - (u32)(load_u16_(w, 20))) & 65535);
  if ((((late & 15) != 0) || (((late >> 4) > found->strays)))) {
    return 2;
  }
  if (((found->holes != load_u16_(w, 19)))) {
    return 3;
  }
  if ((((load_u16_(w, 30) < 65534)) && ((found->firstHole != 0) || ((found->largest >= load_u16_(w, 30)))))) {
    return 3;
  }
  if (((((load_u16_(w, 30) == 65534)) && (found->firstHole != 0)) && (({ i32 t165 = found->firstHole; i32 t166 = tables_pool_wordAt(load_u16_(w, 18), pool); (t165 < t166); })))) {
    return 3;
  }
  if ((!(found->hasRover) || !(found->hasSlide))) {
    return 6;
  }
  return ((tables_verify_areListed(pool)) ? ((found->strays != 0) ? 7 : 0) : 5);
}
static i32 tables_pool_isEnough(i32 bytes, i32 entries) {
  i32 size = (i32)((i32)((u32)(((i32)((u32)(bytes) + (u32)(3)) & (-4))) - (u32)(8)));
  return (((((i64)(((u32)(bytes) >> 0)) != (i64)(bytes))) || (((i32)((u32)(bytes) >> 28) > 0))) || (tables_pool_hasRoomFor(size, entries)));
}
static void tables_pool_format(struct tables_Pool * pool, i32 handles) {
  u16 * w = pool->w;
  i32 k = tables_pool_wordAt(31, pool);
  store_u16_(w, k, (u32)(32768));
  while ((({ i32 t167 = k; k = (i32)((i32)((u32)(t167) - (u32)(1))); t167; }) != 0))
    store_u16_(w, k, (u32)(0));
  store_u16_(w, pool->end, (u32)(65024));
  ({ u16 * t168 = w; i32 t169 = 17; i32 t174 = ({ u16 * t170 = w; i32 t171 = 29; i32 t173 = ({ i32 t172 = 31; store_u16_(w, 18, (u32)t172); t172; }); store_u16_(t170, t171, (u32)t173); t173; }); store_u16_(t168, t169, (u32)t174); });
  store_u16_(w, 22, (u32)(handles));
  store_u16_(w, 30, (u32)(65535));
  store_u16_(w, 16, (u32)(65535));
}
static i32 tables_pool_usedBytes(i32 bytes) {
  i32 most = bytes;
  return (((bytes > most)) ? most : bytes);
}
static i32 * heap_regions_epochOf(u8 * heap) {
  return ((i32 *)(heap + 12));
}
static i32 tables_pool_logFor(i32 bytes) {
  i32 log = 2;
  ;
  return log;
}
static i32 tables_pool_placeLogFor(i32 bytes) {
  return 0;
}
static i32 heap_regions_scan(u8 * heap, i32 kind, i32 nth, i32 least) {
  u32 * words = heap_regions_directory(heap);
  i32 row = 16;
  i32 bytes = 0;
  for (; ((row < LENGTH_(heap))); row = (i32)((i32)((u32)(row) + (u32)(bytes))))
    {
      bytes = heap_regions_rowStep(words, row, LENGTH_(heap));
      if (!(bytes != 0)) {
        return 0;
      }
      if (((((((i32)(load_u32_(words, (row >> 2))) & 15) == kind)) && ((bytes >= least))) && !(({ i32 t175 = nth; nth = (i32)((i32)((u32)(t175) - (u32)(1))); t175; }) != 0))) {
        break;
      }
    }
  return row;
}
static i32 heap_regions_refuseDirectory(u8 * heap) {
  return refuse_(heap, ((load_u8_(heap, 9) != 0) ? 13 : 8));
}
static i32 headers_take_takeDeferred(struct headers_Pool * pool, i32 granules) {
  i32 b = load_u16_(pool->w, (pool->control + granules));
  store_u16_(pool->w, (pool->control + granules), (u32)(0));
  return ((((b < pool->first)) || (((b + granules) > pool->end))) ? 0 : b);
}
static i32 headers_bins_bestOf(struct headers_Pool * pool, i32 b, i32 granules, i32 tries) {
  u16 * w = pool->w;
  i32 low = pool->first;
  i32 last = (pool->end - 1);
  i32 best = 0;
  i32 least = pool->end;
  i32 size = 0;
  for (; ((((b >= low)) && ((b < last))) && (tries != 0)); tries = (i32)((i32)((u32)(tries) - (u32)(1))))
    {
      size = (load_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) - (u32)(1))) >> 2);
      if ((((size >= granules)) && ((size < least)))) {
        {
          best = b;
          if (((size == granules))) {
            break;
          }
          least = size;
        }
      }
      b = load_u16_(w, (i32)((u32)(2) * (u32)(b)));
    }
  return best;
}
static i32 headers_bins_lowestOf(struct headers_Pool * pool, i32 b, i32 tries) {
  u16 * w = pool->w;
  i32 lowest = b;
  while (((((tries = (i32)((i32)((u32)(tries) - (u32)(1)))) != 0) && (((b = load_u16_(w, (i32)((u32)(2) * (u32)(b)))) >= pool->first))) && ((b < (pool->end - 1)))))
    if (((b < lowest))) {
      lowest = b;
    }
  return lowest;
}
static i32 headers_take_lookAgain(struct headers_Pool * pool, i32 bytes) {
  i32 granules = 0;
  ;
  granules = headers_block_granulesFor(pool, bytes);
  return ((granules != 0) ? ({ i32 t176 = (((granules < headers_bins_roomOf(pool))) ? headers_bins_settleDeferred(pool, 2, 9) : 0); t176 ? t176 : refuse_(pool->u8, 1); }) : 0);
}
static void headers_bins_relist(struct headers_Pool * pool, i32 b, i32 bin, i32 to, i32 granules) {
  u32 float_ = 0;
  u16 * w = pool->w;
  i32 next = load_u16_(w, (i32)((u32)(2) * (u32)(b)));
  i32 previous = load_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) + (u32)(2)));
  float_ = float_bits_(granules);
  if ((((bin == ((i32)(float_ >> 16) >> 6))) && (((to == b)) || !(previous != 0)))) {
    {
      (void)headers_bins_writeFree(pool, to, granules);
      if (((to != b))) {
        {
          store_u16_(w, (i32)((u32)(2) * (u32)(to)), (u32)(next));
          store_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(to))) + (u32)(2)), (u32)(0));
          if ((((next >= pool->first)) && ((next < (pool->end - 1))))) {
            store_u16_(w, ((2 * next) + 2), (u32)(to));
          }
          store_u16_(w, (i32)((u32)((pool->control - 242)) + (u32)(bin)), (u32)(to));
        }
      }
    }
  }
  else
    {
      (void)headers_bins_unlink(pool, bin, next, previous);
      (void)headers_bins_insert(pool, to, granules);
    }
}
static void headers_bins_remove(struct headers_Pool * pool, i32 b, i32 granules) {
  u32 float_ = 0;
  float_ = float_bits_(granules);
  (void)headers_bins_unlink(pool, ((i32)(float_ >> 16) >> 6), load_u16_(pool->w, (i32)((u32)(2) * (u32)(b))), load_u16_(pool->w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) + (u32)(2))));
}
static i32 headers_block_isStopped(struct headers_Pool * pool) {
  return ((load_u16_(pool->w, pool->control) > pool->end));
}
static void headers_bins_writeHeader(struct headers_Pool * pool, i32 b, i32 granules, i32 flags) {
  u16 * w = pool->w;
  ;
  store_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) - (u32)(1)), (u32)(((i32)((u32)(granules) << 2) | flags)));
}
static i32 headers_aligned_searchAligned(struct headers_Pool * pool, i32 granules, i32 align) {
  i32 sure = (i32)((i32)((u32)((i32)((u32)(granules) + (u32)(align))) + (u32)(1)));
  return ({ i32 t186 = (((sure <= (pool->end - pool->first))) ? ({ i32 t185 = ({ struct headers_Pool * t181 = pool; i32 t182 = ({ u16 * t179 = pool->w; i32 t180 = ({ i32 t177 = (pool->control - 242); i32 t178 = core_float_halfOctave(sure); (t177 + t178); }); load_u16_(t179, t180); }); i32 t183 = sure; i32 t184 = 4; headers_bins_bestOf(t181, t182, t183, t184); }); t185 ? t185 : headers_aligned_findAbove(pool, sure); }) : 0); t186 ? t186 : headers_aligned_findAligned(pool, granules, align); });
}
static i32 core_float_halfOctave(i32 value) {
  u32 float_ = 0;
  float_ = float_bits_(value);
  return ((i32)(float_ >> 16) >> 6);
}
static i32 headers_verify_granulesAt(struct headers_Pool * pool, i32 b) {
  i32 granules = headers_bins_granulesOf(pool, b);
  ;
  return ((((granules < 2)) || (((u32)((i32)((u32)(b) + (u32)(granules))) > (u32)(pool->end)))) ? 0 : granules);
}
static void headers_repair_clearDeferred(struct headers_Pool * pool) {
  u16 * w = pool->w;
  i32 b = pool->first;
  i32 named = 0;
  i32 granules = 0;
  for (; ((b < pool->end)); b = (i32)((i32)((u32)(b) + (u32)(granules))))
    {
      granules = headers_bins_granulesOf(pool, b);
      if (((((granules <= 9)) && ((load_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) - (u32)(1))) & 1) != 0)) && ((load_u16_(w, (i32)((u32)(pool->control) + (u32)(granules))) == b)))) {
        named = (named | (i32)((u32)(1) << (granules & 15)));
      }
    }
  for (granules = 2; ((granules <= 9)); granules = (i32)((i32)((u32)(granules) + (u32)(1))))
    {
      if (!(((named >> (granules & 15)) & 1) != 0)) {
        store_u16_(w, (i32)((u32)(pool->control) + (u32)(granules)), (u32)(0));
      }
    }
}
static void headers_repair_merge(struct headers_Pool * pool) {
  u16 * w = pool->w;
  i32 b = pool->first;
  i32 belowUsed = 2;
  i32 above = 0;
  for (; ((b < pool->end)); b = above)
    {
      above = (i32)((i32)((u32)(b) + (u32)(headers_bins_granulesOf(pool, b))));
      store_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) - (u32)(1)), (u32)(((load_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) - (u32)(1))) & (-3)) | belowUsed)));
      belowUsed = (((load_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) - (u32)(1))) & 1) != 0) ? 2 : 0);
      ;
      if (!(belowUsed != 0)) {
        {
          (void)headers_repair_scrub(pool, b);
          while ((((above < pool->end)) && !((load_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(above))) - (u32)(1))) & 1) != 0)))
            {
              (void)headers_repair_scrub(pool, above);
              above = (i32)((i32)((u32)(above) + (u32)(headers_bins_granulesOf(pool, above))));
              (void)headers_bins_writeHeader(pool, b, (above - b), 2);
            }
        }
      }
    }
  store_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) - (u32)(1)), (u32)((1 | belowUsed)));
}
static i32 headers_verify_lastList(struct headers_Pool * pool) {
  return ({ i32 t187 = (pool->control - 242); i32 t188 = core_float_halfOctave((pool->end - pool->first)); (t187 + t188); });
}
static i32 headers_verify_isMember(struct headers_Pool * pool, i32 b, i32 bin, i32 previous) {
  return (((headers_verify_names(pool, b, 2, previous)) && (((load_u16_(pool->w, ((2 * b) - 1)) & 3) == 2))) && ((core_float_halfOctave(headers_verify_granulesAt(pool, b)) == bin)));
}
static i32 headers_verify_countDeferred(struct headers_Pool * pool) {
  i32 taken = 0;
  i32 granules = 2;
  for (; ((granules <= 9)); granules = (i32)((i32)((u32)(granules) + (u32)(1))))
    if ((load_u16_(pool->w, (i32)((u32)(pool->control) + (u32)(granules))) != 0)) {
      taken = (i32)((i32)((u32)(taken) + (u32)(1)));
    }
  return taken;
}
static i32 headers_verify_countListed(struct headers_Pool * pool, struct scratch * seen, i32 from) {
  u16 * w = pool->w;
  i32 last = headers_verify_lastList(pool);
  i32 listed = 0;
  i32 list = ((pool->control - 242) + 256);
  i32 b = 0;
  i32 i = 0;
  for (; ((list <= last)); list = (i32)((i32)((u32)(list) + (u32)(1))))
    {
      for (b = load_u16_(w, list); (b != 0); b = load_u16_(w, (2 * b)))
        {
          i = ((b - from) >> 3);
          if (((((b >= from)) && ((i < seen->length))) && ((scratch_load_(seen, i) & (i32)((u32)(1) << ((b - from) & 7))) != 0))) {
            {
              ({ struct scratch * t189 = seen; i32 t190 = i; i32 t191 = (scratch_load_(t189, t190) & (~(i32)((u32)(1) << ((b - from) & 7)))); scratch_store_(t189, t190, (u32)t191); });
              listed = (i32)((i32)((u32)(listed) + (u32)(1)));
            }
          }
        }
    }
  return listed;
}
static i32 headers_verify_judgeFree(struct headers_Pool * pool, i32 b, i32 granules) {
  u16 * w = pool->w;
  i32 header = load_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) - (u32)(1)));
  i32 previous = load_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) + (u32)(2)));
  if (!((header & 2) != 0)) {
    return 2;
  }
  if (((load_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)((i32)((u32)(b) + (u32)(granules))))) - (u32)(3))) != (header & (-4))))) {
    return 4;
  }
  return (((((previous != 0) ? headers_verify_names(pool, previous, 0, b) : (load_u16_(w, ({ i32 t192 = (pool->control - 242); i32 t193 = core_float_halfOctave(granules); (t192 + t193); })) == b))) && (!(load_u16_(w, (i32)((u32)(2) * (u32)(b))) != 0) || (headers_verify_names(pool, load_u16_(w, (i32)((u32)(2) * (u32)(b))), 2, b)))) ? 0 : 5);
}
static i32 headers_verify_judgeUsed(struct headers_Pool * pool, i32 b) {
  return 0;
}
static i32 heap_regions_hasRegion(u8 * heap, i32 wanted) {
  u32 * words = heap_regions_directory(heap);
  i32 row = 16;
  i32 isMet = 0;
  i32 bytes = 1;
  for (; ((bytes != 0) && ((row < LENGTH_(heap)))); row = (i32)((i32)((u32)(row) + (u32)(bytes))))
    {
      bytes = heap_regions_rowStep(words, row, LENGTH_(heap));
      if (((row == wanted))) {
        isMet = (((i32)(load_u32_(words, (row >> 2))) & 15) != 0);
      }
    }
  return (((bytes > 0)) && (isMet));
}
static void heap_regions_writeRow(u32 * words, i32 row, i32 bytes, i32 kind) {
  store_u32_(words, (row >> 2), (u32)(((i32)((u32)(bytes) << 4) | kind)));
  store_u32_(words, ((row >> 2) + 1), (u32)((~(i32)(load_u32_(words, (row >> 2))))));
}
static void heap_regions_mergeHoles(u8 * heap) {
  u32 * words = heap_regions_directory(heap);
  i32 row = 16;
  i32 bytes = 0;
  i32 above = 0;
  while ((((bytes = heap_regions_rowStep(words, row, LENGTH_(heap))) != 0) && (((above = (i32)((i32)((u32)(row) + (u32)(bytes)))) < LENGTH_(heap)))))
    {
      if (((((i32)(load_u32_(words, (row >> 2))) | (i32)(load_u32_(words, (above >> 2)))) & 15) != 0)) {
        row = above;
      }
      else
        if (((bytes = heap_regions_rowStep(words, above, LENGTH_(heap))) != 0)) {
          (void)heap_regions_writeRow(words, row, (i32)((i32)((u32)((above - row)) + (u32)(bytes))), 0);
        }
        else
          return;
    }
}
static void headers_bins_writeFree(struct headers_Pool * pool, i32 b, i32 granules) {
  u16 * w = pool->w;
  i32 end = (i32)((i32)((u32)((i32)((u32)(2) * (u32)((i32)((u32)(b) + (u32)(granules))))) - (u32)(3)));
  ;
  store_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) - (u32)(1)), (u32)(((i32)((u32)(granules) << 2) | 2)));
  store_u16_(w, end, (u32)((i32)((u32)(granules) << 2)));
}
static i32 tables_table_wordsWithOne(struct tables_Pool * pool) {
  u16 * w = pool->w;
  i32 depth = load_u16_(w, 24);
  return ({ i32 t194 = load_u16_(w, 21); i32 t195 = ((depth != 0) ? (depth - 1) : ((load_u16_(w, 23) != 0) ? 0 : tables_table_wordsOfNew(pool))); (t194 + t195); });
}
static i32 tables_pool_gapWith(struct tables_Pool * pool, i32 words) {
  i32 handles = load_u16_(pool->w, 22);
  return ({ i32 t198 = ({ i32 t196 = (i32)((u32)((i32)((u32)(pool->end) - (u32)((((words > handles)) ? words : handles)))) - (u32)(1)); i32 t197 = tables_pool_wordAt(load_u16_(pool->w, 17), pool); (i32)((u32)(t196) - (u32)(t197)); }); i32 t199 = tables_pool_shiftOf(pool); (t198 >> 1); });
}
static i32 tables_waiting_takeBig(struct tables_Pool * pool, i32 granules) {
  i32 i = tables_waiting_pop(pool, 1, granules, granules);
  return ((i != 0) ? tables_waiting_reuse(pool, i, granules) : 0);
}
static i32 tables_index_isTableFull(struct tables_Pool * pool, i32 gap) {
  i32 handles = load_u16_(pool->w, 22);
  return (((gap < (pool->end >> 5))) || (((handles > 1)) && ((load_u16_(pool->w, 21) >= handles))));
}
static i32 tables_waiting_takeWaiting(struct tables_Pool * pool, i32 granules) {
  u16 * w = pool->w;
  i32 size = (granules + 1);
  i32 i = 0;
  i32 k = 0;
  for (; ((size <= 15)); size = (i32)((i32)((u32)(size) + (u32)(1))))
    {
      i = load_u16_(w, size);
      if ((i != 0)) {
        {
          k = (((pool->end > i)) ? tables_table_blockOf(pool, i) : pool->end);
          if ((((k < pool->end)) && ((((load_u16_(w, k) & 57359) ^ 24576) == size)))) {
            {
              store_u16_(w, size, (u32)(load_u16_(w, (i32)((u32)(k) + (u32)(1)))));
              return tables_waiting_split(pool, i, k, size, granules);
            }
          }
          store_u16_(w, size, (u32)(0));
        }
      }
    }
  i = ((load_u16_(w, 1) != 0) ? tables_waiting_pop(pool, 1, granules, 1073741823) : 0);
  return ((i != 0) ? tables_waiting_reuse(pool, i, granules) : 0);
}
static i32 tables_place_siteFor(struct tables_Pool * pool, i32 granules, i32 what) {
  i32 isPaused = ({ i32 t200 = tables_pool_pauseOf(pool); i32 t201 = 1073741823; (t200 < t201); });
  i32 site = 0;
  if ((tables_place_isTooLarge(pool, granules))) {
    return 0;
  }
  if ((((what == 0)) && !(load_u16_(pool->w, 23) != 0))) {
    (void)tables_waiting_settle(pool, 1);
  }
  if ((tables_place_hasGap(pool, granules, what))) {
    return 1;
  }
  if ((isPaused)) {
    return tables_place_siteByPieces(pool, granules, what);
  }
  if ((tables_place_isPlenty(pool, granules))) {
    {
      (void)tables_waiting_dropLists(pool);
      return ((({ i32 t202 = tables_compact_compact(pool, 2147483647, 1073741823, 1073741823); i32 t203 = (-1); (t202 == t203); })) ? (-1) : tables_place_siteAtLast(pool, granules, what));
    }
  }
  (void)tables_waiting_settle(pool, 1073741823);
  if ((tables_place_hasGap(pool, granules, what))) {
    return 1;
  }
  site = ((((i32)((u32)(granules) << 2) > load_u16_(pool->w, 19))) ? 0 : tables_place_findSite(pool, granules, what));
  return ({ i32 t204 = site; t204 ? t204 : tables_place_siteAfterMoves(pool, granules, what); });
}
static i32 tables_index_occupy(struct tables_Pool * pool, i32 site, i32 granules) {
  u16 * w = pool->w;
  i32 i = tables_table_takeEntry(pool);
  i32 e = (i32)((i32)((u32)(pool->end) - (u32)(i)));
  i32 generation = (i32)((u32)((load_u16_(w, e) - 65024)) << 4);
  i32 k = 0;
  i32 end = 0;
  if (!(i != 0)) {
    return 0;
  }
  if (((site == 1))) {
    {
      k = tables_pool_topOf(pool);
      end = (i32)((i32)((u32)(k) + (u32)((i32)((u32)(granules) << 1))));
      store_u16_(w, end, (u32)(32768));
      (void)tables_block_claim(pool, k, granules, generation);
      ({ u16 * t205 = w; i32 t206 = 17; i32 t207 = tables_pool_placeOf(end, pool); store_u16_(t205, t206, (u32)t207); });
    }
  }
  else
    (void)tables_block_claim(pool, (k = tables_place_take(pool, site, granules)), granules, generation);
  store_u16_(w, e, (u32)(tables_pool_placeOf(k, pool)));
  return ((i32)((u32)((generation >> 4)) << 16) | i);
}
static void tables_entries_release(struct tables_Pool * pool, i32 k, i32 i, i32 generation) {
  u16 * w = pool->w;
  store_u16_(w, 16, (u32)(65533));
  store_u16_(w, 0, (u32)(0));
  if (((generation != 0) && ((tables_pool_granulesIn(load_u16_(w, k)) > 1)))) {
    (void)tables_entries_wait(pool, k, i, generation);
  }
  else
    {
      ({ u16 * t208 = w; i32 t209 = 20; i32 t210 = load_u16_(t208, t209); i32 t211 = (i32)((u32)(t210) - (u32)(tables_block_weightOf(pool, k))); store_u16_(t208, t209, (u32)t211); });
      (void)tables_waiting_dissolve(pool, k, i, tables_pool_granulesIn(load_u16_(w, k)), generation);
    }
  store_u16_(w, 0, (u32)(load_u16_(w, 21)));
  store_u16_(w, 16, (u32)(65535));
}
static i32 tables_pool_shiftOf(struct tables_Pool * pool) {
  return 1;
}
static i32 tables_block_findBig(struct tables_Pool * pool, i32 handle) {
  u16 * w = pool->w;
  i32 i = (handle & 65535);
  i32 e = (pool->end - i);
  i32 k = ((((e > 0)) && ((i <= load_u16_(w, 0)))) ? tables_pool_wordAt(load_u16_(w, e), pool) : e);
  i32 granules = ((((k < e)) && ((load_u16_(w, k) > 32768))) ? tables_pool_granulesIn(load_u16_(w, k)) : 0);
  i32 last = (i32)((i32)((u32)((i32)((u32)(k) + (u32)((i32)((u32)(granules) << 1)))) - (u32)(1)));
  if ((((((granules > 15)) && ((last < e))) && ((load_u16_(w, last) < 24576))) && ((tables_block_handleOf(load_u16_(w, last), i) == handle)))) {
    return k;
  }
  return ((tables_block_isIdle(pool)) ? refuse_(pool->u8, 5) : 0);
}
static i32 tables_pool_granulesIn(i32 header) {
  if (((header < 32768))) {
    return (header & 15);
  }
  header = (header & 32767);
  return header;
}
static i32 tables_block_refuseBusy(struct tables_Pool * pool) {
  i32 state = load_u16_(pool->w, 16);
  return !!(refuse_(pool->u8, (((state == 65534)) ? 7 : (((state >= 65530)) ? 13 : 8))) != 0);
}
static i32 tables_table_blockOf(struct tables_Pool * pool, i32 i) {
  return tables_pool_wordAt(load_u16_(pool->w, (pool->end - i)), pool);
}
static i32 tables_resize_reachOf(struct tables_Pool * pool, i32 k, i32 had, i32 granules) {
  u16 * w = pool->w;
  i32 above = (i32)((i32)((u32)(k) + (u32)((i32)((u32)(had) << 1))));
  i32 top = tables_pool_topOf(pool);
  while ((((((above < top)) && !(load_u16_(w, above) != 0)) && (load_u16_(w, (i32)((u32)(above) + (u32)(1))) != 0)) && (!(granules != 0) || ((had < granules)))))
    {
      had = (i32)((i32)((u32)(had) + (u32)(load_u16_(w, (i32)((u32)(above) + (u32)(1))))));
      above = (i32)((i32)((u32)(k) + (u32)((i32)((u32)(had) << 1))));
    }
  if (((((above == top)) && ((had < granules))) && (((granules - had) <= tables_pool_gapOf(pool))))) {
    {
      (void)tables_place_take(pool, 1, (granules - had));
      ({ u16 * t212 = w; i32 t213 = 19; i32 t214 = (load_u16_(t212, t213) + (granules - had)); store_u16_(t212, t213, (u32)t214); });
      had = granules;
    }
  }
  return had;
}
static void tables_resize_resizeAt(struct tables_Pool * pool, i32 k, i32 had, i32 granules, i32 all) {
  u16 * w = pool->w;
  i32 holes = ((load_u16_(w, 19) - all) + had);
  i32 generation = ({ i32 t215 = load_u16_(w, tables_block_generationAt(pool, k)); i32 t216 = 8176; (t215 & t216); });
  ({ u16 * t217 = w; i32 t218 = 20; i32 t219 = load_u16_(t217, t218); i32 t220 = (i32)((u32)(t219) - (u32)(tables_block_weightOf(pool, k))); store_u16_(t217, t218, (u32)t220); });
  ({ u16 * t221 = w; i32 t222 = 29; i32 t223 = tables_pool_placeOf(k, pool); store_u16_(t221, t222, (u32)t223); });
  store_u16_(w, 30, (u32)(granules));
  store_u16_(w, 18, (u32)(all));
  store_u16_(w, 19, (u32)(generation));
  store_u16_(w, 16, (u32)(65532));
  holes = (i32)((i32)((u32)(holes) + (u32)(tables_resize_finishResize(pool))));
  (void)tables_compact_stop(pool);
  store_u16_(w, 19, (u32)(holes));
}
static i32 tables_resize_growAt(struct tables_Pool * pool, i32 i, i32 had, i32 granules) {
  i32 k = tables_table_blockOf(pool, i);
  i32 all = tables_resize_reachOf(pool, k, had, granules);
  if (((all < granules))) {
    return 0;
  }
  (void)tables_resize_resizeAt(pool, k, had, granules, all);
  return 1;
}
static i32 tables_resize_copyOut(struct tables_Pool * pool, i32 i, i32 granules) {
  u16 * w = pool->w;
  i32 site = tables_place_siteFor(pool, granules, 1);
  i32 k = tables_table_blockOf(pool, i);
  i32 had = tables_pool_granulesIn(load_u16_(w, k));
  i32 to = 0;
  if (((site <= 0))) {
    return site;
  }
  to = tables_place_take(pool, site, granules);
  (void)tables_block_claim(pool, to, granules, ({ i32 t224 = load_u16_(w, tables_block_generationAt(pool, k)); i32 t225 = 8176; (t224 & t225); }));
  (void)tables_compact_move(pool, k, to, had);
  ({ u16 * t226 = w; i32 t227 = (pool->end - i); i32 t228 = tables_pool_placeOf(to, pool); store_u16_(t226, t227, (u32)t228); });
  ({ u16 * t229 = w; i32 t230 = 20; i32 t231 = load_u16_(t229, t230); i32 t232 = (i32)((u32)(t231) - (u32)(tables_block_weightOf(pool, k))); store_u16_(t229, t230, (u32)t232); });
  (void)tables_block_makeHole(pool, k, had);
  return 1;
}
static i32 tables_resize_growUp(struct tables_Pool * pool, i32 i, i32 had, i32 granules) {
  u16 * w = pool->w;
  i32 site = tables_place_siteFor(pool, (granules - had), 2);
  i32 all = 0;
  if ((((site < 0)) || (tables_resize_growAt(pool, i, had, granules) != 0))) {
    return (((site < 0)) ? site : 1);
  }
  if (((((site == 0)) || (({ i32 t235 = load_u16_(w, 21); i64 t236 = ({ i32 t233 = tables_pool_pauseOf(pool); i32 t234 = 3; (mul_i64_(t233, t234)); }); ((u32)(t235) > (u32)(t236)); }))) || (tables_resize_isPinnedAbove(pool, tables_table_blockOf(pool, i))))) {
    return 0;
  }
  all = tables_resize_reachOf(pool, tables_table_blockOf(pool, i), had, 0);
  (void)tables_resize_pushUp(pool, (i32)(({ i32 t237 = tables_table_blockOf(pool, i); i32 t238 = (i32)((u32)(all) << 1); (i32)((u32)(t237) + (u32)(t238)); })), (granules - all));
  return tables_resize_growAt(pool, i, had, granules);
}
static i32 tables_repair_finishStep(struct tables_Pool * pool) {
  u16 * w = pool->w;
  i32 state = load_u16_(w, 16);
  i32 a = load_u16_(w, 29);
  i32 b = load_u16_(w, 30);
  i32 c = load_u16_(w, 18);
  i32 place = 0;
  if ((((state == 65531)) && (c != 0))) {
    {
      if (!(tables_repair_finishRun(pool, a, c, b))) {
        return 0;
      }
    }
  }
  else
    if (((state == 65532))) {
      {
        if ((((!(b != 0) || ((c < b))) || !(tables_repair_isInside(pool, a, c))) || !((load_u16_(w, 19) & 8176) != 0))) {
          return 0;
        }
        (void)tables_resize_finishResize(pool);
      }
    }
    else
      if (((state == 65530))) {
        {
          if ((((!(b != 0) || !(c != 0)) || ((c > (load_u16_(w, 21) + 1)))) || !(tables_repair_isInside(pool, a, b)))) {
            return 0;
          }
          place = load_u16_(w, (((load_u16_(w, 21) & 1) != 0) ? 19 : 20));
          if ((((c > load_u16_(w, 21))) && (((place < a)) || !(tables_repair_isInside(pool, place, b))))) {
            return 0;
          }
          (void)tables_resize_finishPush(pool);
        }
      }
  store_u16_(w, 16, (u32)(65533));
  return 1;
}
static i32 tables_repair_canRebuild(struct tables_Pool * pool) {
  u16 * w = pool->w;
  i32 top = tables_pool_topOf(pool);
  i32 k = tables_pool_wordAt(31, pool);
  u16 * names = tables_table_namesOf(pool);
  i32 named = 0;
  i32 orphans = 0;
  i32 i = 0;
  i32 next = 0;
  for (; ((k < top)); k = next)
    {
      next = (i32)((i32)((u32)(k) + (u32)(({ i32 t239 = tables_pool_granulesAt(w, k); i32 t240 = tables_pool_shiftOf(pool); (i32)((u32)(t239) << 1); }))));
      if (((((next == k)) || ((next > top))) || ((load_u16_(w, k) != 0) && !(tables_verify_isHeader(pool, k, next))))) {
        return 0;
      }
      if ((load_u16_(w, k) != 0)) {
        {
          i = tables_table_entryOf(pool, tables_pool_placeOf(k, pool), i, names);
          if ((i != 0)) {
            named = (i32)((i32)((u32)(named) + (u32)(1)));
          }
          else
            if (!(tables_block_isFree(load_u16_(w, tables_block_generationAt(pool, k))))) {
              orphans = (i32)((i32)((u32)(orphans) + (u32)(1)));
            }
        }
      }
    }
  for (i = load_u16_(w, 21); (i != 0); i = (i32)((i32)((u32)(i) - (u32)(1))))
    if (((load_u16_(w, (i32)((u32)(pool->end) - (u32)(i))) < 65024))) {
      named = (i32)((i32)((u32)(named) - (u32)(1)));
    }
  return ((((k == top)) && !(named != 0)) && ((orphans < 2)));
}
static void tables_repair_rebuild(struct tables_Pool * pool) {
  u16 * w = pool->w;
  i32 i = 0;
  i32 hole = 0;
  store_u16_(w, 16, (u32)(65533));
  store_u16_(w, 0, (u32)(0));
  for (i = 15; (i != 0); i = (i32)((i32)((u32)(i) - (u32)(1))))
    store_u16_(w, i, (u32)(0));
  ({ u16 * t241 = w; i32 t242 = tables_pool_topOf(pool); i32 t243 = 32768; store_u16_(t241, t242, (u32)t243); });
  hole = tables_repair_rebuildBlocks(pool);
  if ((hole != 0)) {
    {
      ({ u16 * t244 = w; i32 t245 = 19; i32 t246 = (load_u16_(t244, t245) - load_u16_(w, (i32)((u32)(hole) + (u32)(1)))); store_u16_(t244, t245, (u32)t246); });
      ({ u16 * t247 = w; i32 t248 = 17; i32 t249 = tables_pool_placeOf(hole, pool); store_u16_(t247, t248, (u32)t249); });
      store_u16_(w, hole, (u32)(32768));
    }
  }
  (void)tables_compact_stop(pool);
  ({ u16 * t250 = w; i32 t251 = 23; i32 t253 = ({ i32 t252 = 0; store_u16_(w, 24, (u32)t252); t252; }); store_u16_(t250, t251, (u32)t253); });
  for (i = load_u16_(w, 21); (i != 0); i = (i32)((i32)((u32)(i) - (u32)(1))))
    if (((load_u16_(w, (i32)((u32)(pool->end) - (u32)(i))) > 65024))) {
      (void)tables_table_countFree(pool, i);
    }
  (void)tables_block_end(pool);
}
static i32 tables_waiting_bigIn(struct tables_Pool * pool, i32 i, i32 list) {
  return (((list == 1)) ? tables_waiting_waitingAt(pool, i, list) : 0);
}
static void tables_block_makeHole(struct tables_Pool * pool, i32 k, i32 granules) {
  u16 * w = pool->w;
  i32 above = (i32)((i32)((u32)(k) + (u32)((i32)((u32)(granules) << 1))));
  i32 top = tables_pool_topOf(pool);
  store_u16_(w, 30, (u32)(65535));
  ({ u16 * t254 = w; i32 t255 = 19; i32 t256 = (i32)((u32)(load_u16_(t254, t255)) + (u32)(granules)); store_u16_(t254, t255, (u32)t256); });
  if ((((above < top)) && !(load_u16_(w, above) != 0))) {
    {
      if ((({ i32 t257 = load_u16_(w, 29); i32 t258 = tables_pool_placeOf(above, pool); (t257 == t258); }))) {
        ({ u16 * t259 = w; i32 t260 = 29; i32 t261 = tables_pool_placeOf(k, pool); store_u16_(t259, t260, (u32)t261); });
      }
      if ((({ i32 t262 = load_u16_(w, 18); i32 t263 = tables_pool_placeOf(above, pool); (t262 == t263); }))) {
        ({ u16 * t264 = w; i32 t265 = 18; i32 t266 = tables_pool_placeOf(k, pool); store_u16_(t264, t265, (u32)t266); });
      }
      granules = (i32)((i32)((u32)(granules) + (u32)(load_u16_(w, (i32)((u32)(above) + (u32)(1))))));
      above = (i32)((i32)((u32)(k) + (u32)((i32)((u32)(granules) << 1))));
    }
  }
  if (((above == top))) {
    {
      ({ u16 * t267 = w; i32 t268 = 19; i32 t269 = (i32)((u32)(load_u16_(t267, t268)) - (u32)(granules)); store_u16_(t267, t268, (u32)t269); });
      (void)tables_block_setTop(pool, k);
    }
  }
  else
    {
      store_u16_(w, (i32)((u32)(k) + (u32)(1)), (u32)(granules));
      store_u16_(w, k, (u32)(0));
    }
}
static i32 tables_pool_topOf(struct tables_Pool * pool) {
  i32 top = tables_pool_wordAt(load_u16_(pool->w, 17), pool);
  return (((top < pool->end)) ? top : (pool->end - 1));
}
static u16 * tables_table_namesOf(struct tables_Pool * pool) {
  i32 i = 0;
  u16 * names = 0;
  return 0;
}
static i32 tables_compact_skip(struct tables_Pool * pool, i32 k, i32 looks) {
  u16 * w = pool->w;
  i32 top = tables_pool_topOf(pool);
  i32 words = 0;
  while (((((k < top)) && ((load_u16_(w, k) < 8192))) && ((looks > 0))))
    {
      words = ({ i32 t270 = (load_u16_(w, k) & 15); i32 t271 = tables_pool_shiftOf(pool); (i32)((u32)(t270) << 1); });
      if ((!(words != 0) || ((((i64)(k) + (i64)(words)) > (i64)(top))))) {
        break;
      }
      k = (i32)((i32)((u32)(k) + (u32)(words)));
      looks = (i32)((i32)((u32)(looks) - (u32)(1)));
    }
  store_u16_(w, 30, (u32)(looks));
  return k;
}
static void tables_compact_lowerTop(struct tables_Pool * pool, i32 to) {
  if (!(to != 0)) {
    return;
  }
  ({ u16 * t272 = pool->w; i32 t273 = 19; i32 t274 = (load_u16_(t272, t273) - load_u16_(pool->w, (i32)((u32)(to) + (u32)(1)))); store_u16_(t272, t273, (u32)t274); });
  (void)tables_block_setTop(pool, to);
}
static i32 tables_compact_pause(struct tables_Pool * pool, i32 k, i32 to, i32 isClean) {
  u16 * w = pool->w;
  (void)tables_compact_stop(pool);
  ({ u16 * t275 = w; i32 t276 = 18; i32 t281 = ({ u16 * t277 = w; i32 t278 = 29; i32 t280 = tables_pool_placeOf(({ i32 t279 = to; t279 ? t279 : k; }), pool); store_u16_(t277, t278, (u32)t280); t280; }); store_u16_(t275, t276, (u32)t281); });
  if ((isClean)) {
    store_u16_(w, 30, (u32)(65534));
  }
  return 0;
}
static i32 tables_compact_passOver(struct tables_Pool * pool, i32 k, i32 to, u16 * names, i32 isWhole) {
  u16 * w = pool->w;
  i32 header = load_u16_(w, k);
  i32 next = (i32)((i32)((u32)(k) + (u32)(({ i32 t282 = ((header != 0) ? tables_pool_granulesIn(header) : load_u16_(w, (i32)((u32)(k) + (u32)(1)))); i32 t283 = tables_pool_shiftOf(pool); (i32)((u32)(t282) << 1); }))));
  i32 generation = 0;
  if ((((next == k)) || ((next > tables_pool_topOf(pool))))) {
    return 0;
  }
  if (!(header != 0)) {
    return next;
  }
  generation = load_u16_(w, (((header < 32768)) ? k : (i32)((u32)(next) - (u32)(1))));
  if (((isWhole) && ((generation >= 24576)))) {
    return ((tables_compact_reclaim(pool, k, names)) ? next : 0);
  }
  return (((to != 0) && !(tables_block_isPinned(generation))) ? 0 : next);
}
static i32 tables_compact_giveUp(struct tables_Pool * pool) {
  (void)tables_compact_stop(pool);
  (void)refuse_(pool->u8, 8);
  return (-1);
}
static i32 tables_pool_placeOf(i32 k, struct tables_Pool * pool) {
  return k;
}
static i32 tables_table_wordNaming(struct tables_Pool * pool, i32 place, i32 at, u16 * names) {
  i32 hint_ = 0;
  u16 * w = pool->w;
  ;
  return index_of_u16_near_(w, place, at, &hint_);
}
static i32 tables_compact_moreAt(struct tables_Pool * pool, i32 k, i32 isWhole) {
  u16 * w = pool->w;
  i32 header = load_u16_(w, k);
  i32 granules = (((header == 32768)) ? 0 : tables_pool_granulesIn(header));
  i32 next = (i32)((i32)((u32)(k) + (u32)((i32)((u32)(granules) << 1))));
  i32 generation = (((next > tables_pool_topOf(pool))) ? 8192 : load_u16_(w, (((header < 32768)) ? k : (i32)((u32)(next) - (u32)(1)))));
  return ((((generation < 8192)) || (!(isWhole) && (tables_block_isFree(generation)))) ? granules : 0);
}
static void tables_compact_moveRun(struct tables_Pool * pool, i32 k, i32 end, i32 to) {
  u16 * w = pool->w;
  i32 hole = (i32)((i32)((u32)((i32)((u32)(to) + (u32)(end))) - (u32)(k)));
  if (!(load_u16_(w, to) != 0)) {
    {
      (void)move_(w + to, w + k, (u32)(end - k) * (u32)sizeof(u16));
    }
  }
  store_u16_(w, (i32)((u32)(hole) + (u32)(1)), (u32)(((i32)((u32)(k) - (u32)(to)) >> 1)));
  store_u16_(w, hole, (u32)(0));
  store_u16_(w, 18, (u32)(0));
}
static void tables_compact_stop(struct tables_Pool * pool) {
  store_u16_(pool->w, 16, (u32)(65533));
  store_u16_(pool->w, 18, (u32)(31));
  store_u16_(pool->w, 29, (u32)(31));
  store_u16_(pool->w, 30, (u32)(65535));
}
static i32 tables_verify_isBounded(struct tables_Pool * pool) {
  u16 * w = pool->w;
  return (((((((({ i32 t284 = pool->end; i32 t286 = tables_pool_wordAt(31, pool); i32 t287 = 1; ((i32)((u32)(t284) - (u32)(t287)) > (0 + t286)); })) && ((load_u16_(w, pool->end) == 65024))) && ((load_u16_(w, 22) > 0))) && ((load_u16_(w, 21) < pool->end))) && ((load_u16_(w, 21) <= load_u16_(w, 26)))) && ((load_u16_(w, 17) >= 31))) && (({ i32 t288 = tables_pool_topOf(pool); i32 t289 = (pool->end - load_u16_(w, 21)); (t288 < t289); })));
}
static i32 tables_verify_isControlSound(struct tables_Pool * pool) {
  u16 * w = pool->w;
  i32 words = (load_u16_(w, 21) + load_u16_(w, 24));
  return (((((((load_u16_(w, 16) == 65535)) && ((load_u16_(w, 0) == load_u16_(w, 21)))) && ((words <= 65534))) && ((tables_pool_gapWith(pool, words) >= 0))) && ((load_u16_(w, 24) <= load_u16_(w, 23)))) && ((load_u16_(w, 23) <= load_u16_(w, 21))));
}
static i32 tables_verify_walkBlocks(struct tables_Pool * pool, struct tables_BlockCounts * found, u16 * names) {
  u16 * w = pool->w;
  i32 top = tables_pool_topOf(pool);
  i32 rover = tables_pool_wordAt(load_u16_(w, 29), pool);
  i32 slide = tables_pool_wordAt(load_u16_(w, 18), pool);
  i32 k = 0;
  i32 next = 0;
  for (; ((found->k < top)); found->k = next)
    {
      k = found->k;
      next = (i32)((i32)((u32)(k) + (u32)(({ i32 t290 = tables_pool_granulesAt(w, k); i32 t291 = tables_pool_shiftOf(pool); (i32)((u32)(t290) << 1); }))));
      if ((((next == k)) || ((next > top)))) {
        return 1;
      }
      if (((k == rover))) {
        found->hasRover = 1;
      }
      if (((k == slide))) {
        found->hasSlide = 1;
      }
      if ((load_u16_(w, k) != 0)) {
        {
          if (!(tables_verify_isHeader(pool, k, next))) {
            return 1;
          }
          if (!(tables_verify_countBlock(pool, found, names))) {
            return 4;
          }
        }
      }
      else
        {
          found->holes = (i32)((i32)((u32)(found->holes) + (u32)(load_u16_(w, (i32)((u32)(k) + (u32)(1))))));
          found->hole = (i32)((i32)((u32)(found->hole) + (u32)(load_u16_(w, (i32)((u32)(k) + (u32)(1))))));
          if (((found->hole > found->largest))) {
            found->largest = found->hole;
          }
        }
    }
  if (((top == rover))) {
    found->hasRover = 1;
  }
  if (((top == slide))) {
    found->hasSlide = 1;
  }
  return (((load_u16_(w, top) == 32768)) ? 0 : 1);
}
static i32 tables_verify_walkTable(struct tables_Pool * pool, i32 blocks) {
  u16 * w = pool->w;
  i32 i = load_u16_(w, 21);
  i32 free = 0;
  for (; (i != 0); i = (i32)((i32)((u32)(i) - (u32)(1))))
    {
      if (((load_u16_(w, (i32)((u32)(pool->end) - (u32)(i))) < 65024))) {
        blocks = (i32)((i32)((u32)(blocks) - (u32)(1)));
      }
      else
        if (((load_u16_(w, (i32)((u32)(pool->end) - (u32)(i))) > 65024))) {
          free = (i32)((i32)((u32)(free) + (u32)(1)));
        }
    }
  return ((blocks != 0) ? 4 : (((free == load_u16_(w, 23))) ? 0 : 6));
}
static i32 tables_verify_countStrays(struct tables_Pool * pool, i32 free) {
  u16 * w = pool->w;
  i32 list = 15;
  i32 i = load_u16_(w, list);
  i32 place = 0;
  i32 k = 0;
  while ((list != 0))
    {
      place = (((i != 0) && ((i <= load_u16_(w, 21)))) ? load_u16_(w, (pool->end - i)) : 65024);
      k = (((place < 65024)) ? tables_pool_wordAt(place, pool) : 0);
      if (!(i != 0)) {
        i = load_u16_(w, (list = (i32)((i32)((u32)(list) - (u32)(1)))));
      }
      else
        if (((!(k != 0) || !(tables_verify_isIn(pool, k, list))) || !(({ i32 t292 = free; free = (i32)((i32)((u32)(t292) - (u32)(1))); t292; }) != 0))) {
          return (-1);
        }
        else
          i = load_u16_(w, (i32)((u32)(k) + (u32)(1)));
    }
  return free;
}
static i32 tables_verify_areListed(struct tables_Pool * pool) {
  u16 * w = pool->w;
  i32 end = (pool->end - load_u16_(w, 21));
  i32 at = (end - load_u16_(w, 24));
  u8 * seen = 0;
  for (; ((at < end)); at = (i32)((i32)((u32)(at) + (u32)(1))))
    {
      if (((!(load_u16_(w, at) != 0) || ((load_u16_(w, at) > load_u16_(w, 21)))) || ((load_u16_(w, (pool->end - load_u16_(w, at))) <= 65024)))) {
        return 0;
      }
      if ((((seen) ? ({ u8 * t293 = seen; i32 t294 = load_u16_(w, at); i32 t295 = load_u8_(t293, t294); store_u8_(t293, t294, (u32)((t295 + 1))); t295; }) : (!(tables_verify_isFirst(pool, at, end)))) != 0)) {
        return 0;
      }
    }
  return 1;
}
static i32 tables_pool_hasRoomFor(i32 bytes, i32 entries) {
  return (({ i64 t302 = ({ i32 t299 = ((tables_pool_usedBytes(bytes) >> 1) - 1); i32 t300 = entries; i32 t301 = ({ i32 t296 = 32; i32 t297 = (tables_pool_placeLogFor(bytes) & 31); (i32)((u32)(t296) << 0); }); (((i64)((0 + t299)) - (i64)(t300)) - (i64)(t301)); }); i32 t303 = (i32)((u32)(1) << ((tables_pool_logFor(bytes) - 1) & 31)); (t302 >= (i64)(t303)); }));
}
static i32 headers_bins_roomOf(struct headers_Pool * pool) {
  i32 room = load_u16_(pool->w, pool->control);
  i32 granules = 2;
  for (; ((granules <= 9)); granules = (i32)((i32)((u32)(granules) + (u32)(1))))
    if ((load_u16_(pool->w, (i32)((u32)(pool->control) + (u32)(granules))) != 0)) {
      room = (i32)((i32)((u32)(room) + (u32)(granules)));
    }
  return room;
}
static void headers_bins_unlink(struct headers_Pool * pool, i32 bin, i32 next, i32 previous) {
  u16 * w = pool->w;
  if ((((next >= pool->first)) && ((next < (pool->end - 1))))) {
    store_u16_(w, ((2 * next) + 2), (u32)(previous));
  }
  if ((((previous >= pool->first)) && ((previous < pool->end)))) {
    store_u16_(w, (2 * previous), (u32)(next));
  }
  else
    {
      store_u16_(w, (i32)((u32)((pool->control - 242)) + (u32)(bin)), (u32)(next));
      if (!(next != 0)) {
        ({ u16 * t304 = w; i32 t305 = ((pool->control - 6) + (bin >> 4)); i32 t306 = (load_u16_(t304, t305) & (~(i32)((u32)(1) << (bin & 15)))); store_u16_(t304, t305, (u32)t306); });
      }
    }
}
static i32 headers_aligned_findAbove(struct headers_Pool * pool, i32 granules) {
  u16 * w = pool->w;
  i32 bin = (core_float_halfOctave(granules) + 1);
  i32 word = (bin >> 4);
  i32 bits = (load_u16_(w, (i32)((u32)((pool->control - 6)) + (u32)(word))) & (i32)((u32)((-1)) << (bin & 15)));
  while ((!(bits != 0) && (((word = (i32)((i32)((u32)(word) + (u32)(1)))) < 20))))
    bits = load_u16_(w, (i32)((u32)((pool->control - 6)) + (u32)(word)));
  if (!(bits != 0)) {
    return 0;
  }
  bin = (i32)(({ i32 t308 = (pool->control - 242); i32 t309 = (i32)((u32)(word) << 4); i32 t310 = core_float_lowestBit(bits); (i32)((u32)((i32)((u32)((0 + t308)) + (u32)(t309))) + (u32)(t310)); }));
  return (((bin < (2 * pool->first))) ? headers_bins_bestOf(pool, load_u16_(w, bin), granules, 3) : 0);
}
static i32 headers_aligned_findAligned(struct headers_Pool * pool, i32 granules, i32 align) {
  u16 * w = pool->w;
  i32 list = ({ i32 t311 = (pool->control - 242); i32 t312 = core_float_halfOctave(granules); (t311 + t312); });
  i32 tries = (pool->end >> 1);
  i32 b = 0;
  for (; ((list < ((2 * pool->first) - 1))); list = (i32)((i32)((u32)(list) + (u32)(1))))
    {
      for (b = load_u16_(w, list); ((((b >= pool->first)) && ((b < (pool->end - 1)))) && (tries != 0)); tries = (i32)((i32)((u32)(tries) - (u32)(1))))
        {
          if ((({ i32 t314 = headers_aligned_startIn(b, align); i32 t315 = granules; i32 t316 = (b + headers_bins_granulesOf(pool, b)); (((i64)((0 + t314)) + (i64)(t315)) <= (i64)(t316)); }))) {
            return b;
          }
          b = load_u16_(w, (2 * b));
        }
    }
  return 0;
}
static void headers_repair_scrub(struct headers_Pool * pool, i32 b) {
  u16 * w = pool->w;
  i32 granules = headers_bins_granulesOf(pool, b);
  store_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) + (u32)(1)), (u32)(0));
  if (((granules > 2))) {
    store_u16_(w, (i32)((u32)((i32)((u32)(2) * (u32)(b))) + (u32)(3)), (u32)(0));
  }
  if (((granules > 3))) {
    {
      (void)({ u8 * t317 = pool->u8; i32 t318 = (i32)((u32)((i32)((u32)((i32)((u32)(2) * (u32)(b))) + (u32)(5))) << 1); i32 t319 = (i32)((u32)(((2 * granules) - 6)) << 1); core_zero_zero(t317, t318, t319); });
    }
  }
}
static i32 headers_verify_names(struct headers_Pool * pool, i32 link, i32 which, i32 b) {
  return ((((link >= pool->first)) && ((link < (pool->end - 1)))) && ((load_u16_(pool->w, ((2 * link) + which)) == b)));
}
static i32 tables_table_wordsOfNew(struct tables_Pool * pool) {
  u16 * w = pool->w;
  if (((load_u16_(w, 21) >= 65534))) {
    return 65534;
  }
  return (((({ i32 t320 = tables_pool_markOf(pool); i32 t321 = 511; (t320 < t321); })) || ((load_u16_(w, 21) >= load_u16_(w, 26)))) ? 1 : ((load_u16_(w, 26) - load_u16_(w, 21)) + 1));
}
static i32 tables_waiting_pop(struct tables_Pool * pool, i32 list, i32 least, i32 most) {
  u16 * w = pool->w;
  i32 from = list;
  i32 looks = 6;
  i32 i = load_u16_(w, from);
  i32 size = 0;
  while (((i != 0) && (({ i32 t322 = looks; looks = (i32)((i32)((u32)(t322) - (u32)(1))); t322; }) != 0)))
    {
      size = tables_waiting_waitingAt(pool, i, list);
      if (!(size != 0)) {
        return ({ i32 t323 = 0; store_u16_(w, from, (u32)t323); t323; });
      }
      if ((((size >= least)) && ((size <= most)))) {
        {
          store_u16_(w, from, (u32)(load_u16_(w, (i32)((u32)(tables_table_blockOf(pool, i)) + (u32)(1)))));
          return i;
        }
      }
      from = (i32)((i32)((u32)(tables_table_blockOf(pool, i)) + (u32)(1)));
      i = load_u16_(w, from);
    }
  return 0;
}
static i32 tables_waiting_reuse(struct tables_Pool * pool, i32 i, i32 granules) {
  u16 * w = pool->w;
  i32 k = tables_table_blockOf(pool, i);
  i32 rest = (tables_pool_granulesIn(load_u16_(w, k)) - granules);
  i32 end = (i32)((i32)((u32)(k) + (u32)((i32)((u32)(granules) << 1))));
  i32 at = tables_block_generationAt(pool, k);
  i32 generation = (load_u16_(w, at) & 8176);
  if (!(rest != 0)) {
    {
      ({ u16 * t324 = w; i32 t325 = at; i32 t326 = (load_u16_(t324, t325) - 24576); store_u16_(t324, t325, (u32)t326); });
      return tables_block_handleOf(generation, i);
    }
  }
  ({ u16 * t327 = w; i32 t328 = 20; i32 t329 = load_u16_(t327, t328); i32 t330 = (i32)((u32)(t329) - (u32)(tables_block_weightOf(pool, k))); store_u16_(t327, t328, (u32)t330); });
  store_u16_(w, (i32)((u32)(end) + (u32)(1)), (u32)(rest));
  store_u16_(w, end, (u32)(0));
  (void)tables_block_claim(pool, k, granules, generation);
  (void)tables_block_makeHole(pool, end, rest);
  return tables_block_handleOf(generation, i);
}
static i32 tables_waiting_split(struct tables_Pool * pool, i32 i, i32 k, i32 size, i32 granules) {
  u16 * w = pool->w;
  i32 end = (i32)((i32)((u32)(k) + (u32)((i32)((u32)(granules) << 1))));
  i32 header = (i32)((i32)((u32)((i32)((u32)((load_u16_(w, k) - 24576)) - (u32)(size))) + (u32)(granules)));
  size = (i32)((i32)((u32)(size) - (u32)(granules)));
  store_u16_(w, (i32)((u32)(end) + (u32)(1)), (u32)(size));
  store_u16_(w, end, (u32)(0));
  store_u16_(w, k, (u32)(header));
  ({ u16 * t331 = w; i32 t332 = 20; i32 t333 = (i32)((u32)(load_u16_(t331, t332)) - (u32)(size)); store_u16_(t331, t332, (u32)t333); });
  (void)tables_block_makeHole(pool, end, size);
  return ((i32)((u32)((header >> 4)) << 16) | i);
}
static i32 tables_place_isTooLarge(struct tables_Pool * pool, i32 granules) {
  u16 * w = pool->w;
  granules = (i32)((i32)((u32)(granules) - (u32)(({ i32 t338 = ({ i32 t336 = ({ i32 t334 = tables_pool_gapOf(pool); i32 t335 = load_u16_(w, 19); (t334 + t335); }); i32 t337 = load_u16_(w, 21); (t336 + t337); }); i32 t339 = load_u16_(w, 24); (t338 + t339); }))));
  return (((granules > (pool->end >> 1))) || (((({ i32 t340 = tables_pool_pauseOf(pool); i32 t341 = 1073741823; (t340 == t341); })) && ((granules > 0))) && ((tables_waiting_waiting(pool, granules, 1073741823) < granules))));
}
static i32 tables_place_hasGap(struct tables_Pool * pool, i32 granules, i32 what) {
  return ((granules <= (((what == 0)) ? tables_pool_gapWith(pool, tables_table_wordsWithOne(pool)) : tables_pool_gapOf(pool))));
}
static i32 tables_place_siteByPieces(struct tables_Pool * pool, i32 granules, i32 what) {
  u16 * w = pool->w;
  i32 isNew = (((load_u16_(w, 18) == 31)) || !(load_u16_(w, 19) != 0));
  i32 site = ((isNew) ? tables_place_siteBySettling(pool, granules, what) : 0);
  i32 slid = 0;
  i32 need = 0;
  if ((site != 0)) {
    return site;
  }
  if ((((load_u16_(w, 30) >= 65534)) && (load_u16_(w, 19) != 0))) {
    {
      need = ((((what != 2)) && (tables_place_hasGap(pool, 0, what))) ? granules : 1073741823);
      slid = tables_compact_compact(pool, 2147483647, tables_pool_pauseOf(pool), need);
      if (((slid == (-1)))) {
        return (-1);
      }
      if (!(slid != 0)) {
        return tables_place_holeAtSlide(pool, need);
      }
      site = tables_place_siteBySettling(pool, granules, what);
      if ((site != 0)) {
        return site;
      }
      store_u16_(w, 30, (u32)(65533));
    }
  }
  return tables_place_siteAtLast(pool, granules, what);
}
static i32 tables_place_isPlenty(struct tables_Pool * pool, i32 granules) {
  u16 * w = pool->w;
  i32 enough = ({ i32 t344 = ({ i32 t342 = (load_u16_(w, 17) >> 4); i32 t343 = tables_pool_gapOf(pool); (t342 - t343); }); i32 t345 = load_u16_(w, 19); (t344 - t345); });
  if (((granules > enough))) {
    enough = granules;
  }
  return ((tables_waiting_waiting(pool, enough, 1073741823) >= enough));
}
static i32 tables_place_siteAtLast(struct tables_Pool * pool, i32 granules, i32 what) {
  i32 site = ({ i32 t346 = tables_place_findSite(pool, granules, what); t346 ? t346 : tables_place_siteInTable(pool, granules, what); });
  if (!(site != 0)) {
    {
      if ((({ i32 t347 = tables_pool_pauseOf(pool); i32 t348 = 1073741823; (t347 < t348); }))) {
        store_u16_(pool->w, 29, (u32)(31));
      }
      else
        (void)tables_place_noteRefusal(pool, granules, what);
    }
  }
  return site;
}
static i32 tables_place_findSite(struct tables_Pool * pool, i32 granules, i32 what) {
  u16 * w = pool->w;
  i32 k = 0;
  if ((((((what != 2)) && ((granules <= load_u16_(w, 19)))) && ((granules < load_u16_(w, 30)))) && (tables_place_hasGap(pool, 0, what)))) {
    k = tables_place_seek(pool, granules);
  }
  return ((((k > 0)) || !(tables_place_hasGap(pool, granules, what))) ? k : 1);
}
static i32 tables_place_siteAfterMoves(struct tables_Pool * pool, i32 granules, i32 what) {
  u16 * w = pool->w;
  i32 missing = (granules - load_u16_(w, 19));
  i32 site = ((tables_place_hasGap(pool, missing, what)) ? 1 : tables_place_siteInTable(pool, missing, what));
  if (((site <= 0))) {
    return site;
  }
  if (((load_u16_(w, 30) < 65534))) {
    store_u16_(w, 29, (u32)(31));
  }
  else
    if (((load_u16_(w, 19) != 0) && (({ i32 t349 = tables_compact_compact(pool, 2147483647, 1073741823, 1073741823); i32 t350 = (-1); (t349 == t350); })))) {
      return (-1);
    }
  return tables_place_siteAtLast(pool, granules, what);
}
static i32 tables_table_takeEntry(struct tables_Pool * pool) {
  u16 * w = pool->w;
  i32 i = ((load_u16_(w, 24) != 0) ? ({ i32 t354 = (pool->end - load_u16_(w, 21)); i32 t355 = ({ u16 * t351 = w; i32 t352 = 24; i32 t353 = load_u16_(t351, t352); store_u16_(t351, t352, (u32)((t353 - 1))); t353; }); (t354 - t355); }) : 0);
  i = (((i > 0)) ? load_u16_(w, i) : ((load_u16_(w, 23) != 0) ? tables_table_findFree(pool) : tables_table_addEntry(pool)));
  if ((((!(i != 0) || ((i > load_u16_(w, 21)))) || ((i >= pool->end))) || ((load_u16_(w, (i32)((u32)(pool->end) - (u32)(i))) <= 65024)))) {
    return refuse_(pool->u8, 8);
  }
  ({ u16 * t356 = w; i32 t357 = 23; i32 t358 = (load_u16_(t356, t357) - 1); store_u16_(t356, t357, (u32)t358); });
  return i;
}
static i32 tables_place_take(struct tables_Pool * pool, i32 site, i32 granules) {
  u16 * w = pool->w;
  i32 k = (((site == 1)) ? tables_pool_topOf(pool) : site);
  i32 end = (i32)((i32)((u32)(k) + (u32)((i32)((u32)(granules) << 1))));
  i32 rest = 0;
  if (((site == 1))) {
    {
      store_u16_(w, end, (u32)(32768));
      store_u16_(w, (i32)((u32)(k) + (u32)(1)), (u32)(granules));
      store_u16_(w, k, (u32)(0));
      ({ u16 * t365 = w; i32 t366 = 17; i32 t367 = tables_pool_placeOf(end, pool); store_u16_(t365, t366, (u32)t367); });
    }
  }
  else
    {
      rest = (i32)((i32)((u32)(load_u16_(w, (i32)((u32)(k) + (u32)(1)))) - (u32)(granules)));
      if ((rest != 0)) {
        {
          store_u16_(w, (i32)((u32)(end) + (u32)(1)), (u32)(rest));
          store_u16_(w, end, (u32)(0));
        }
      }
      store_u16_(w, (i32)((u32)(k) + (u32)(1)), (u32)(granules));
      ({ u16 * t359 = w; i32 t360 = 19; i32 t361 = (i32)((u32)(load_u16_(t359, t360)) - (u32)(granules)); store_u16_(t359, t360, (u32)t361); });
      ({ u16 * t362 = w; i32 t363 = 29; i32 t364 = tables_pool_placeOf(end, pool); store_u16_(t362, t363, (u32)t364); });
    }
  return k;
}
static void tables_block_claim(struct tables_Pool * pool, i32 k, i32 granules, i32 generation) {
  u16 * w = pool->w;
  i32 header = (generation + granules);
  if (((granules > 15))) {
    {
      store_u16_(w, (i32)((u32)((i32)((u32)(k) + (u32)((i32)((u32)(granules) << 1)))) - (u32)(1)), (u32)(generation));
      ({ u16 * t368 = w; i32 t369 = 20; i32 t370 = (load_u16_(t368, t369) + generation); store_u16_(t368, t369, (u32)t370); });
      header = (32768 + granules);
    }
  }
  store_u16_(w, k, (u32)(header));
  ({ u16 * t371 = w; i32 t372 = 20; i32 t373 = (load_u16_(t371, t372) + header); store_u16_(t371, t372, (u32)t373); });
}
static i32 tables_block_weightOf(struct tables_Pool * pool, i32 k) {
  i32 header = load_u16_(pool->w, k);
  i32 word = ({ u16 * t374 = pool->w; i32 t375 = tables_block_generationAt(pool, k); load_u16_(t374, t375); });
  if ((tables_block_isFree(word))) {
    word = (i32)((i32)((u32)(word) - (u32)(24576)));
  }
  return (((header < 32768)) ? word : (header + word));
}
static void tables_waiting_dissolve(struct tables_Pool * pool, i32 k, i32 i, i32 granules, i32 generation) {
  (void)tables_table_freeEntry(pool, i, generation);
  (void)tables_block_makeHole(pool, k, granules);
  (void)tables_table_countFree(pool, i);
}
static void tables_entries_wait(struct tables_Pool * pool, i32 k, i32 i, i32 generation) {
  u16 * w = pool->w;
  i32 at = tables_block_generationAt(pool, k);
  i32 list = (((load_u16_(w, k) < 32768)) ? (load_u16_(w, k) & 15) : 1);
  ({ u16 * t376 = w; i32 t377 = 20; i32 t378 = (load_u16_(t376, t377) + (generation - (load_u16_(w, at) & 8176))); store_u16_(t376, t377, (u32)t378); });
  ({ u16 * t379 = w; i32 t380 = at; i32 t381 = (load_u16_(t379, t380) + ((24576 + generation) - (load_u16_(w, at) & 8176))); store_u16_(t379, t380, (u32)t381); });
  store_u16_(w, (i32)((u32)(k) + (u32)(1)), (u32)(load_u16_(w, list)));
  store_u16_(w, list, (u32)(i));
}
static i32 tables_block_handleOf(i32 generation, i32 i) {
  return ((i32)((u32)(((generation >> 4) & 511)) << 16) | i);
}
static i32 tables_pool_gapOf(struct tables_Pool * pool) {
  return tables_pool_gapWith(pool, (load_u16_(pool->w, 21) + load_u16_(pool->w, 24)));
}
static i32 tables_resize_finishResize(struct tables_Pool * pool) {
  u16 * w = pool->w;
  i32 k = tables_pool_wordAt(load_u16_(w, 29), pool);
  i32 rest = (load_u16_(w, 18) - load_u16_(w, 30));
  i32 end = (i32)((i32)((u32)(k) + (u32)(({ i32 t382 = load_u16_(w, 30); i32 t383 = tables_pool_shiftOf(pool); (i32)((u32)(t382) << 1); }))));
  (void)tables_block_claim(pool, k, load_u16_(w, 30), load_u16_(w, 19));
  if ((({ i32 t385 = end; i32 t386 = (i32)((u32)(rest) << 1); i32 t387 = tables_pool_topOf(pool); (((i64)((0 + t385)) + (i64)(t386)) == (i64)(t387)); }))) {
    {
      if ((rest != 0)) {
        {
          ({ u16 * t388 = w; i32 t389 = 17; i32 t390 = tables_pool_placeOf(end, pool); store_u16_(t388, t389, (u32)t390); });
          store_u16_(w, end, (u32)(32768));
        }
      }
      return 0;
    }
  }
  if ((rest != 0)) {
    {
      store_u16_(w, (i32)((u32)(end) + (u32)(1)), (u32)(rest));
      store_u16_(w, end, (u32)(0));
    }
  }
  return rest;
}
static void tables_compact_move(struct tables_Pool * pool, i32 k, i32 to, i32 granules) {
  u32 * wide = pool->wide;
  i32 end = 0;
  k = ((i32)((u32)(k) + (u32)(1)) >> 1);
  end = (i32)((i32)((u32)(k) + (u32)((i32)((u32)(granules) << 0))));
  (void)move_(wide + ((i32)((u32)(to) + (u32)(1)) >> 1), wide + k, (u32)(end - k) * (u32)sizeof(u32));
}
static i32 tables_resize_isPinnedAbove(struct tables_Pool * pool, i32 k) {
  u16 * w = pool->w;
  i32 i = tables_pool_entriesOf(pool);
  i32 at = 0;
  for (; (i != 0); i = (i32)((i32)((u32)(i) - (u32)(1))))
    {
      at = load_u16_(w, (i32)((u32)(pool->end) - (u32)(i)));
      if (((((((at < 65024)) && (((at = tables_pool_wordAt(at, pool)) > k))) && ((at < tables_pool_topOf(pool)))) && (({ i32 t391 = (at = tables_block_generationAt(pool, at)); i32 t392 = pool->end; (t391 < t392); }))) && (tables_block_isPinned(load_u16_(w, at))))) {
        return 1;
      }
    }
  return 0;
}
static void tables_resize_pushUp(struct tables_Pool * pool, i32 k, i32 granules) {
  u16 * w = pool->w;
  i32 holes = (load_u16_(w, 19) + granules);
  i32 sum = load_u16_(w, 20);
  store_u16_(w, ({ i32 t393 = tables_pool_topOf(pool); i32 t394 = (i32)((u32)(granules) << 1); (i32)((u32)(t393) + (u32)(t394)); }), (u32)(0));
  ({ u16 * t395 = w; i32 t396 = 29; i32 t397 = tables_pool_placeOf(k, pool); store_u16_(t395, t396, (u32)t397); });
  store_u16_(w, 30, (u32)(granules));
  store_u16_(w, 18, (u32)((load_u16_(w, 21) + 1)));
  store_u16_(w, (((load_u16_(w, 21) & 1) != 0) ? 19 : 20), (u32)(load_u16_(w, 17)));
  store_u16_(w, 16, (u32)(65530));
  (void)tables_resize_finishPush(pool);
  (void)tables_compact_stop(pool);
  store_u16_(w, 19, (u32)(holes));
  store_u16_(w, 20, (u32)(sum));
  ({ u16 * t398 = w; i32 t399 = 28; i32 t400 = (load_u16_(t398, t399) + 1); store_u16_(t398, t399, (u32)t400); });
}
static i32 tables_repair_isInside(struct tables_Pool * pool, i32 place, i32 granules) {
  i32 k = tables_pool_wordAt(place, pool);
  return (((((granules > 0)) && ((place >= 31))) && (({ i32 t402 = k; i32 t403 = (i32)((u32)(granules) << 1); i32 t404 = (pool->end - load_u16_(pool->w, 21)); ((0 + t402) < (i32)(- (u32)(t403) + (u32)(t404))); }))) && !(({ i32 t405 = (i32)((u32)(k) - (u32)(tables_pool_wordAt(31, pool))); i32 t406 = ((i32)((u32)(1) << 1) - 1); (t405 & t406); }) != 0));
}
static void tables_resize_finishPush(struct tables_Pool * pool) {
  u16 * w = pool->w;
  i32 place = load_u16_(w, 29);
  i32 k = tables_pool_wordAt(place, pool);
  i32 words = ({ i32 t407 = load_u16_(w, 30); i32 t408 = tables_pool_shiftOf(pool); (i32)((u32)(t407) << 1); });
  i32 entries = tables_pool_entriesOf(pool);
  i32 i = load_u16_(w, 18);
  i32 at = 0;
  if (((i > entries))) {
    {
      at = tables_pool_wordAt(load_u16_(w, (((entries & 1) != 0) ? 19 : 20)), pool);
      if ((((load_u16_(w, (i32)((u32)(at) + (u32)(words))) != 32768)) && ((at > k)))) {
        (void)tables_compact_move(pool, k, (i32)((i32)((u32)(k) + (u32)(words))), ((i32)((u32)(at) - (u32)(k)) >> 1));
      }
      if ((load_u16_(w, k) != 0)) {
        store_u16_(w, (i32)((u32)(k) + (u32)(words)), (u32)(load_u16_(w, k)));
      }
      store_u16_(w, (i32)((u32)(k) + (u32)(1)), (u32)(load_u16_(w, 30)));
      store_u16_(w, k, (u32)(0));
      ({ u16 * t409 = w; i32 t410 = 17; i32 t411 = tables_pool_placeOf((i32)((i32)((u32)(at) + (u32)(words))), pool); store_u16_(t409, t410, (u32)t411); });
    }
  }
  else
    i = (i32)((i32)((u32)(i) + (u32)(1)));
  while (((i = (i32)((i32)((u32)(i) - (u32)(1)))) != 0))
    {
      at = (((i == load_u16_(w, 18))) ? load_u16_(w, (((i & 1) != 0) ? 20 : 19)) : load_u16_(w, (i32)((u32)(pool->end) - (u32)(i))));
      store_u16_(w, (((i & 1) != 0) ? 20 : 19), (u32)(at));
      store_u16_(w, 18, (u32)(i));
      if ((((at >= place)) && ((at < 65024)))) {
        ({ u16 * t412 = w; i32 t413 = (i32)((u32)(pool->end) - (u32)(i)); i32 t414 = (i32)((u32)((i32)((u32)(at) + (u32)(tables_pool_placeOf((i32)((i32)((u32)(k) + (u32)(words))), pool)))) - (u32)(place)); store_u16_(t412, t413, (u32)t414); });
      }
    }
}
static i32 tables_repair_finishRun(struct tables_Pool * pool, i32 a, i32 c, i32 count) {
  i32 k = tables_pool_wordAt(a, pool);
  i32 to = tables_pool_wordAt(c, pool);
  i32 isMoved = 0;
  i32 end = 0;
  if (((!(tables_repair_isInside(pool, a, 1)) || !(tables_repair_isInside(pool, c, 1))) || ((c >= a)))) {
    return 0;
  }
  isMoved = (load_u16_(pool->w, to) > 0);
  if (((isMoved) && !(count != 0))) {
    return 0;
  }
  if (!(count != 0)) {
    count = tables_repair_countNamed(pool, k, (i32)((i32)((u32)(k) - (u32)(to))));
  }
  end = (i32)(((isMoved) ? (i32)((i32)((u32)((i32)((u32)(tables_repair_pastBlocks(pool, to, count)) + (u32)(k))) - (u32)(to))) : tables_repair_pastBlocks(pool, k, count)));
  if ((((end <= k)) || ((end > tables_pool_topOf(pool))))) {
    return !(count != 0);
  }
  store_u16_(pool->w, 30, (u32)(count));
  (void)tables_compact_moveRun(pool, k, end, to);
  return 1;
}
static i32 tables_pool_granulesAt(u16 * w, i32 k) {
  return ((load_u16_(w, k) != 0) ? tables_pool_granulesIn(load_u16_(w, k)) : load_u16_(w, (i32)((u32)(k) + (u32)(1))));
}
static i32 tables_verify_isHeader(struct tables_Pool * pool, i32 k, i32 end) {
  u16 * w = pool->w;
  i32 header = load_u16_(w, k);
  i32 granules = tables_pool_granulesIn(header);
  i32 word = load_u16_(w, (((header < 32768)) ? k : (i32)((u32)(end) - (u32)(1))));
  if ((((header > 32768)) && ((((granules <= 15)) || ((word >= 32768))) || ((word & 15) != 0)))) {
    return 0;
  }
  return (((word & 8176) > 0));
}
static i32 tables_table_entryOf(struct tables_Pool * pool, i32 place, i32 hint, u16 * names) {
  i32 entries = tables_pool_entriesOf(pool);
  i32 at = 0;
  if ((((hint < entries)) && ((load_u16_(pool->w, (i32)((u32)((i32)((u32)(pool->end) - (u32)(hint))) - (u32)(1))) == place)))) {
    return (i32)((i32)((u32)(hint) + (u32)(1)));
  }
  at = tables_table_wordNaming(pool, place, (pool->end - entries), names);
  return ((((at < 0)) || ((at >= pool->end))) ? 0 : (pool->end - at));
}
static i32 tables_block_isFree(i32 generation) {
  return ((((u32)((i32)((u32)(generation) - (u32)(24576))) >> 0) < (u32)(8192)));
}
static i32 tables_repair_rebuildBlocks(struct tables_Pool * pool) {
  u16 * w = pool->w;
  i32 top = tables_pool_topOf(pool);
  i32 k = tables_pool_wordAt(31, pool);
  u16 * names = tables_table_namesOf(pool);
  i32 hole = 0;
  i32 i = 0;
  i32 granules = 0;
  i32 generation = 0;
  ({ u16 * t415 = w; i32 t416 = 19; i32 t418 = ({ i32 t417 = 0; store_u16_(w, 20, (u32)t417); t417; }); store_u16_(t415, t416, (u32)t418); });
  for (; ((k < top)); k = (i32)((i32)((u32)(k) + (u32)((i32)((u32)(granules) << 1)))))
    {
      granules = tables_pool_granulesAt(w, k);
      if ((load_u16_(w, k) != 0)) {
        {
          i = tables_table_entryOf(pool, tables_pool_placeOf(k, pool), i, names);
          generation = load_u16_(w, tables_block_generationAt(pool, k));
          if (((i != 0) && (tables_block_isFree(generation)))) {
            (void)tables_table_freeEntry(pool, i, (generation & 8176));
          }
          if ((!(i != 0) || (tables_block_isFree(generation)))) {
            {
              store_u16_(w, (i32)((u32)(k) + (u32)(1)), (u32)(granules));
              store_u16_(w, k, (u32)(0));
            }
          }
        }
      }
      if ((load_u16_(w, k) != 0)) {
        {
          ({ u16 * t425 = w; i32 t426 = 20; i32 t427 = load_u16_(t425, t426); i32 t428 = (t427 + tables_block_weightOf(pool, k)); store_u16_(t425, t426, (u32)t428); });
          hole = 0;
        }
      }
      else
        {
          ({ u16 * t419 = w; i32 t420 = 19; i32 t421 = (load_u16_(t419, t420) + granules); store_u16_(t419, t420, (u32)t421); });
          if ((hole != 0)) {
            ({ u16 * t422 = w; i32 t423 = (i32)((u32)(hole) + (u32)(1)); i32 t424 = (load_u16_(t422, t423) + granules); store_u16_(t422, t423, (u32)t424); });
          }
          else
            hole = k;
        }
    }
  return hole;
}
static i32 tables_waiting_waitingAt(struct tables_Pool * pool, i32 i, i32 list) {
  u16 * w = pool->w;
  i32 k = (((pool->end > i)) ? tables_table_blockOf(pool, i) : pool->end);
  i32 granules = 0;
  if (((k >= pool->end))) {
    return 0;
  }
  if (((list != 1))) {
    return (((((load_u16_(w, k) & 57359) ^ 24576) == list)) ? list : 0);
  }
  granules = (((load_u16_(w, k) > 32768)) ? tables_pool_granulesIn(load_u16_(w, k)) : 0);
  return (((((granules > 15)) && (({ i32 t430 = k; i32 t431 = (i32)((u32)(granules) << 1); i32 t432 = pool->end; ((0 + t430) <= (i32)(- (u32)(t431) + (u32)(t432))); }))) && (tables_block_isFree(load_u16_(w, tables_block_generationAt(pool, k))))) ? granules : 0);
}
static void tables_block_setTop(struct tables_Pool * pool, i32 k) {
  ({ u16 * t433 = pool->w; i32 t434 = 17; i32 t435 = tables_pool_placeOf(k, pool); store_u16_(t433, t434, (u32)t435); });
  store_u16_(pool->w, k, (u32)(32768));
  if (((load_u16_(pool->w, 29) > load_u16_(pool->w, 17)))) {
    store_u16_(pool->w, 29, (u32)(load_u16_(pool->w, 17)));
  }
  if (((load_u16_(pool->w, 18) > load_u16_(pool->w, 17)))) {
    store_u16_(pool->w, 18, (u32)(31));
  }
}
static i32 tables_compact_reclaim(struct tables_Pool * pool, i32 k, u16 * names) {
  u16 * w = pool->w;
  i32 granules = tables_pool_granulesIn(load_u16_(w, k));
  i32 e = ({ struct tables_Pool * t438 = pool; i32 t439 = tables_pool_placeOf(k, pool); i32 t440 = ({ i32 t436 = pool->end; i32 t437 = tables_pool_entriesOf(pool); (t436 - t437); }); u16 * t441 = names; tables_table_wordNaming(t438, t439, t440, t441); });
  if (((e < 0))) {
    return 0;
  }
  ({ u16 * t442 = w; i32 t443 = 20; i32 t444 = load_u16_(t442, t443); i32 t445 = (i32)((u32)(t444) - (u32)(tables_block_weightOf(pool, k))); store_u16_(t442, t443, (u32)t445); });
  store_u16_(w, e, (u32)(({ i32 t450 = 65024; i32 t451 = ({ i32 t448 = ({ i32 t446 = load_u16_(w, tables_block_generationAt(pool, k)); i32 t447 = 4; (t446 >> 4); }); i32 t449 = 511; (t448 & t449); }); (t450 + t451); })));
  ({ u16 * t452 = w; i32 t453 = 23; i32 t454 = (load_u16_(t452, t453) + 1); store_u16_(t452, t453, (u32)t454); });
  ({ u16 * t455 = w; i32 t456 = 19; i32 t457 = (load_u16_(t455, t456) + granules); store_u16_(t455, t456, (u32)t457); });
  store_u16_(w, (i32)((u32)(k) + (u32)(1)), (u32)(granules));
  store_u16_(w, k, (u32)(0));
  return 1;
}
static i32 tables_verify_countBlock(struct tables_Pool * pool, struct tables_BlockCounts * found, u16 * names) {
  u16 * w = pool->w;
  i32 k = found->k;
  i32 generation = load_u16_(w, tables_block_generationAt(pool, k));
  found->i = ({ struct tables_Pool * t458 = pool; i32 t459 = tables_pool_placeOf(k, pool); i32 t460 = found->i; u16 * t461 = names; tables_table_entryOf(t458, t459, t460, t461); });
  found->blocks = (i32)((i32)((u32)(found->blocks) + (u32)(1)));
  ({ i32 t462 = found->checksum; found->checksum = (i32)((i32)((u32)(t462) + (u32)(tables_block_weightOf(pool, k)))); });
  if (((generation >= 24576))) {
    found->strays = (i32)((i32)((u32)(found->strays) + (u32)(1)));
  }
  if ((((found->hole != 0) && !(found->firstHole != 0)) && !(tables_block_isPinned(generation)))) {
    found->firstHole = (i32)((i32)((u32)(k) - (u32)(({ i32 t463 = found->hole; i32 t464 = tables_pool_shiftOf(pool); (i32)((u32)(t463) << 1); }))));
  }
  found->hole = 0;
  return ((found->i > 0));
}
static i32 tables_verify_isIn(struct tables_Pool * pool, i32 k, i32 list) {
  i32 header = load_u16_(pool->w, k);
  return ((((header < 32768)) ? (((list > 1)) && ((((header & 57359) ^ 24576) == list))) : (((list == 1)) && (tables_block_isFree(({ u16 * t467 = pool->w; i32 t468 = tables_block_generationAt(pool, k); load_u16_(t467, t468); }))))));
}
static i32 tables_verify_isFirst(struct tables_Pool * pool, i32 at, i32 end) {
  u16 * w = pool->w;
  i32 value = load_u16_(w, at);
  while ((((at = (i32)((i32)((u32)(at) + (u32)(1)))) < end)))
    if (((load_u16_(w, at) == value))) {
      return 0;
    }
  return 1;
}
static i32 core_float_lowestBit(i32 bits) {
  u32 float_ = 0;
  float_ = float_bits_((bits & (0 - bits)));
  return (((i32)(float_ >> 16) >> 7) - 127);
}
static i32 tables_waiting_waiting(struct tables_Pool * pool, i32 enough, i32 left) {
  i32 list = 15;
  u16 * w = pool->w;
  i32 i = load_u16_(w, list);
  i32 found = 0;
  i32 k = 0;
  i32 granules = 0;
  while ((((list != 0) && ((found < enough))) && (left != 0)))
    {
      k = (((pool->end > i)) ? tables_table_blockOf(pool, i) : pool->end);
      granules = ((i != 0) ? ((((k < pool->end)) && ((((load_u16_(w, k) & 57359) ^ 24576) == list))) ? list : tables_waiting_bigIn(pool, i, list)) : 0);
      if ((granules != 0)) {
        {
          found = (i32)((i32)((u32)(found) + (u32)(granules)));
          left = (i32)((i32)((u32)(left) - (u32)(1)));
          i = load_u16_(w, (i32)((u32)(k) + (u32)(1)));
        }
      }
      else
        i = load_u16_(w, (list = (i32)((i32)((u32)(list) - (u32)(1)))));
    }
  return found;
}
static i32 tables_place_siteBySettling(struct tables_Pool * pool, i32 granules, i32 what) {
  if (!(tables_waiting_settle(pool, ((tables_pool_pauseOf(pool) + 1) >> 1)) != 0)) {
    return 0;
  }
  return ((tables_place_hasGap(pool, granules, what)) ? 1 : (-2));
}
static i32 tables_place_holeAtSlide(struct tables_Pool * pool, i32 granules) {
  i32 k = tables_pool_wordAt(load_u16_(pool->w, 18), pool);
  return (((((k < tables_pool_topOf(pool))) && !(load_u16_(pool->w, k) != 0)) && ((load_u16_(pool->w, (i32)((u32)(k) + (u32)(1))) >= granules))) ? k : (-2));
}
static i32 tables_place_siteInTable(struct tables_Pool * pool, i32 granules, i32 what) {
  i32 trimmed = tables_table_trim(pool, granules, (what == 0));
  return (((trimmed == 1)) ? 1 : ((trimmed != 0) ? (-2) : 0));
}
static void tables_place_noteRefusal(struct tables_Pool * pool, i32 granules, i32 what) {
  u16 * w = pool->w;
  i32 isForLackOfHoles = (((what != 2)) && (tables_place_hasGap(pool, 0, what)));
  if (((isForLackOfHoles) && ((granules < load_u16_(w, 30))))) {
    store_u16_(w, 30, (u32)(granules));
  }
  else
    if (((load_u16_(w, 30) >= 65534))) {
      store_u16_(w, 30, (u32)(65533));
    }
  store_u16_(w, 29, (u32)(31));
}
static i32 tables_place_seek(struct tables_Pool * pool, i32 granules) {
  u16 * w = pool->w;
  i32 top = tables_pool_topOf(pool);
  i32 k = tables_pool_wordAt(load_u16_(w, 29), pool);
  i32 looks = (i32)(((({ i32 t469 = tables_pool_pauseOf(pool); i32 t470 = 1073741823; (t469 < t470); })) ? (i32)(({ i32 t471 = tables_pool_pauseOf(pool); i32 t472 = 3; (i32)((u32)(t471) * (u32)(t472)); })) : 1073741823));
  i32 next = 0;
  while ((((k < top)) && (({ i32 t473 = looks; looks = (i32)((i32)((u32)(t473) - (u32)(1))); t473; }) != 0)))
    {
      next = (i32)((i32)((u32)(k) + (u32)(({ i32 t474 = tables_pool_granulesAt(w, k); i32 t475 = tables_pool_shiftOf(pool); (i32)((u32)(t474) << 1); }))));
      if ((((next == k)) || ((next > top)))) {
        return 0;
      }
      if ((load_u16_(w, k) != 0)) {
        k = next;
      }
      else
        if (((((next < top)) && !(load_u16_(w, next) != 0)) && (load_u16_(w, (i32)((u32)(next) + (u32)(1))) != 0))) {
          (void)tables_place_join(pool, k, next);
        }
        else
          {
            ({ u16 * t476 = w; i32 t477 = 29; i32 t478 = tables_pool_placeOf(k, pool); store_u16_(t476, t477, (u32)t478); });
            if (((next == top))) {
              {
                ({ u16 * t479 = w; i32 t480 = 19; i32 t481 = (load_u16_(t479, t480) - load_u16_(w, (i32)((u32)(k) + (u32)(1)))); store_u16_(t479, t480, (u32)t481); });
                (void)tables_block_setTop(pool, k);
                return 0;
              }
            }
            if (((load_u16_(w, (i32)((u32)(k) + (u32)(1))) >= granules))) {
              return k;
            }
            k = next;
          }
    }
  ({ u16 * t482 = w; i32 t483 = 29; i32 t484 = (((k < top)) ? tables_pool_placeOf(k, pool) : load_u16_(w, 17)); store_u16_(t482, t483, (u32)t484); });
  return (((k < top)) ? (-2) : 0);
}
static i32 tables_table_findFree(struct tables_Pool * pool) {
  i32 end = pool->end;
  i32 from = (end - tables_pool_entriesOf(pool));
  i32 at = from;
  ;
  do
    at = (({ i32 t485 = index_of_u8_(pool->u8, 254, (i32)((i32)((u32)(pool->base) + (u32)((i32)((u32)(2) * (u32)(at)))))); i32 t486 = pool->base; (t485 - t486); }) >> 1);
  while ((((load_u16_(pool->w, at) == 65024)) && ((({ i32 t487 = at; at = (i32)((i32)((u32)(t487) + (u32)(1))); t487; }) < end))));
  return (end - ((((at >= from)) && ((at < end))) ? at : tables_table_eachFree(pool, from)));
}
static i32 tables_table_addEntry(struct tables_Pool * pool) {
  u16 * w = pool->w;
  i32 words = tables_table_wordsOfNew(pool);
  i32 i = load_u16_(w, 21);
  i32 generation = 0;
  for (; ((words != 0) && ((i < (pool->end - 1)))); words = (i32)((i32)((u32)(words) - (u32)(1))))
    {
      generation = (tables_pool_markOf(pool) + 1);
      if ((((i = (i32)((i32)((u32)(i) + (u32)(1)))) > load_u16_(w, 26)))) {
        {
          store_u16_(w, 26, (u32)(i));
          generation = 1;
        }
      }
      store_u16_(w, (pool->end - i), (u32)((65024 + (generation & 511))));
      store_u16_(w, 21, (u32)(i));
    }
  store_u16_(w, 23, (u32)(1));
  return i;
}
static i32 tables_repair_countNamed(struct tables_Pool * pool, i32 k, i32 by) {
  i32 count = 0;
  i32 next = 0;
  while (((((k != 0) && ((k < tables_pool_topOf(pool)))) && (load_u16_(pool->w, k) != 0)) && (tables_table_entryOf(pool, tables_pool_placeOf((i32)((i32)((u32)(k) - (u32)(by))), pool), 0, 0) != 0)))
    {
      next = tables_repair_pastBlocks(pool, k, 1);
      if (!(next != 0)) {
        return count;
      }
      k = next;
      count = (i32)((i32)((u32)(count) + (u32)(1)));
    }
  return count;
}
static i32 tables_repair_pastBlocks(struct tables_Pool * pool, i32 k, i32 count) {
  i32 granules = 0;
  for (; (count != 0); count = (i32)((i32)((u32)(count) - (u32)(1))))
    {
      granules = (((k < tables_pool_topOf(pool))) ? tables_pool_granulesIn(load_u16_(pool->w, k)) : 0);
      if ((!(granules != 0) || (({ i32 t489 = k; i32 t490 = (i32)((u32)(granules) << 1); i32 t491 = tables_pool_topOf(pool); (((i64)((0 + t489)) + (i64)(t490)) > (i64)(t491)); })))) {
        return 0;
      }
      k = (i32)((i32)((u32)(k) + (u32)((i32)((u32)(granules) << 1))));
    }
  return k;
}
static i32 tables_table_trim(struct tables_Pool * pool, i32 granules, i32 isNew) {
  u16 * w = pool->w;
  i32 most = (i32)(((({ i32 t492 = tables_pool_pauseOf(pool); i32 t493 = 1073741823; (t492 < t493); })) ? (i32)(({ i32 t494 = tables_pool_pauseOf(pool); i32 t495 = 4; (i32)((u32)(t494) * (u32)(t495)); })) : 1073741823));
  i32 least = 0;
  if (((((isNew) && !(load_u16_(w, 23) != 0)) || ((load_u16_(w, 21) >= pool->end))) || ((granules > tables_pool_gapWith(pool, 0))))) {
    return 0;
  }
  least = tables_table_leastEntries(pool, isNew, most);
  if ((((granules > tables_pool_gapWith(pool, least))) && (((i32)((u32)(load_u16_(w, 21)) - (u32)(most)) < least)))) {
    return 0;
  }
  store_u16_(w, 24, (u32)(0));
  while ((((load_u16_(w, 21) > least)) && ((granules > tables_pool_gapWith(pool, load_u16_(w, 21))))))
    (void)tables_table_cutEntry(pool);
  return (((granules > tables_pool_gapWith(pool, load_u16_(w, 21)))) ? 2 : 1);
}
static void tables_place_join(struct tables_Pool * pool, i32 k, i32 next) {
  u16 * w = pool->w;
  ({ u16 * t496 = w; i32 t497 = 29; i32 t498 = tables_pool_placeOf(k, pool); store_u16_(t496, t497, (u32)t498); });
  if ((({ i32 t499 = load_u16_(w, 18); i32 t500 = tables_pool_placeOf(next, pool); (t499 == t500); }))) {
    ({ u16 * t501 = w; i32 t502 = 18; i32 t503 = tables_pool_placeOf(k, pool); store_u16_(t501, t502, (u32)t503); });
  }
  ({ u16 * t504 = w; i32 t505 = (i32)((u32)(k) + (u32)(1)); i32 t506 = (load_u16_(t504, t505) + load_u16_(w, (i32)((u32)(next) + (u32)(1)))); store_u16_(t504, t505, (u32)t506); });
}
static i32 tables_table_eachFree(struct tables_Pool * pool, i32 at) {
  u16 * w = pool->w;
  i32 end = pool->end;
  while ((((load_u16_(w, at) <= 65024)) && ((at < end))))
    at = (i32)((i32)((u32)(at) + (u32)(1)));
  return at;
}
static i32 tables_table_leastEntries(struct tables_Pool * pool, i32 isNew, i32 most) {
  u16 * w = pool->w;
  i32 i = tables_pool_entriesOf(pool);
  i32 free = (load_u16_(w, 23) - ((isNew) ? 1 : 0));
  for (; (((most != 0) && ((i > load_u16_(w, 22)))) && ((load_u16_(w, (i32)((u32)(pool->end) - (u32)(i))) >= 65024))); i = (i32)((i32)((u32)(i) - (u32)(1))))
    {
      if ((((load_u16_(w, (i32)((u32)(pool->end) - (u32)(i))) > 65024)) && (((free = (i32)((i32)((u32)(free) - (u32)(1)))) < 0)))) {
        return i;
      }
      most = (i32)((i32)((u32)(most) - (u32)(1)));
    }
  return i;
}
static void tables_table_cutEntry(struct tables_Pool * pool) {
  u16 * w = pool->w;
  i32 generation = (load_u16_(w, (pool->end - load_u16_(w, 21))) - 65024);
  if ((generation != 0)) {
    ({ u16 * t507 = w; i32 t508 = 23; i32 t509 = (load_u16_(t507, t508) - 1); store_u16_(t507, t508, (u32)t509); });
  }
  generation = (i32)(((generation != 0) ? (i32)((i32)((u32)(generation) - (u32)(1))) : 511));
  if (((generation > tables_pool_markOf(pool)))) {
    ({ u16 * t510 = w; i32 t511 = 25; i32 t512 = load_u16_(t510, t511); i32 t513 = (i32)((u32)(t512) + (u32)((i32)((u32)(generation) - (u32)(tables_pool_markOf(pool))))); store_u16_(t510, t511, (u32)t513); });
  }
  ({ u16 * t514 = w; i32 t515 = 21; i32 t516 = (load_u16_(t514, t515) - 1); store_u16_(t514, t515, (u32)t516); });
}

static i32 enter_headers_(ckremm_pool pool_, struct headers_Pool *pool) {
  u8 *heap = pool_.heap;
  i32 region = (i32)pool_.region;
  if (!is_heap_(heap)) return 0;
  bound_(heap, (u32)LENGTH_(heap));
  if (!heap_regions_isRegion(heap, region, 1) || !headers_pool_describe(heap, region, pool)) {
    heap_regions_refuseRegion(heap, 2);
    return 0;
  }
  narrow_(heap, region);
  return 1;
}
ckremm_pool create_h_pool(void *heap, uint32_t bytes) {
  struct headers_Pool made_, *made = 0;
  ckremm_pool pool = { heap, 0 };
  if (!is_heap_(heap)) return pool;
  bound_(heap, (u32)LENGTH_(heap));
  made = headers_index_create(heap, (i32)bytes, &made_);
  if (made) pool.region = (u32)made->base;
  return pool;
}
ckremm_pool attach_h_pool(void *heap, uint32_t region) {
  struct headers_Pool made_, *made = 0;
  ckremm_pool pool = { heap, 0 };
  if (!is_heap_(heap)) return pool;
  bound_(heap, (u32)LENGTH_(heap));
  made = headers_index_attach(heap, (i32)region, &made_);
  if (made) pool.region = (u32)made->base;
  return pool;
}
bool destroy_h_pool(ckremm_pool pool) {
  struct headers_Pool pool_;
  if (!enter_headers_(pool, &pool_)) return 0;
  bound_(pool.heap, (u32)LENGTH_(pool.heap));
  return headers_index_destroy(&pool_) != 0;
}
void *h_pool_alloc(ckremm_pool pool, uint32_t bytes) {
  struct headers_Pool pool_;
  if (!enter_headers_(pool, &pool_)) return 0;
  return block_(pool.heap, headers_index_alloc(&pool_, (i32)bytes));
}
void *h_pool_alloc_aligned(ckremm_pool pool, uint32_t bytes, uint32_t align) {
  struct headers_Pool pool_;
  if (!enter_headers_(pool, &pool_)) return 0;
  return block_(pool.heap, headers_index_allocAligned(&pool_, (i32)bytes, (i32)align));
}
bool h_pool_dealloc(ckremm_pool pool, const void *block) {
  struct headers_Pool pool_;
  if (!enter_headers_(pool, &pool_)) return 0;
  return headers_index_dealloc(&pool_, offset_(pool.heap, block)) != 0;
}
void *h_pool_resize(ckremm_pool pool, const void *block, uint32_t bytes) {
  struct headers_Pool pool_;
  if (!enter_headers_(pool, &pool_)) return 0;
  return block_(pool.heap, headers_index_resize(&pool_, offset_(pool.heap, block), (i32)bytes));
}
uint32_t h_size_of(ckremm_pool pool, const void *block) {
  struct headers_Pool pool_;
  if (!enter_headers_(pool, &pool_)) return 0;
  return (u32)headers_index_sizeOf(&pool_, offset_(pool.heap, block));
}
bool clean_h_ptr(ckremm_pool pool, const void *block) {
  struct headers_Pool pool_;
  if (!enter_headers_(pool, &pool_)) return 0;
  return headers_index_clean(&pool_, offset_(pool.heap, block)) != 0;
}
bool reorder_h_mem(ckremm_pool pool) {
  struct headers_Pool pool_;
  if (!enter_headers_(pool, &pool_)) return 0;
  return headers_index_reorder(&pool_) != 0;
}
bool repair_h_pool(ckremm_pool pool) {
  struct headers_Pool pool_;
  if (!enter_headers_(pool, &pool_)) return 0;
  return headers_index_repair(&pool_) != 0;
}
uint32_t check_h_pool(ckremm_pool pool) {
  struct headers_Pool pool_;
  if (!enter_headers_(pool, &pool_)) return 0;
  return (u32)headers_verify_verify(&pool_);
}
static i32 enter_tables_(ckremm_pool pool_, struct tables_Pool *pool) {
  u8 *heap = pool_.heap;
  i32 region = (i32)pool_.region;
  if (!is_heap_(heap)) return 0;
  bound_(heap, (u32)LENGTH_(heap));
  if (!heap_regions_isRegion(heap, region, 2) || !tables_pool_describe(heap, region, pool)) {
    heap_regions_refuseRegion(heap, 2);
    return 0;
  }
  narrow_(heap, region);
  if (!(pool->end > 32)) return refuse_(heap, 8);
  return 1;
}
ckremm_pool create_t_pool(void *heap, uint32_t bytes, uint32_t handles) {
  struct tables_Pool made_, *made = 0;
  ckremm_pool pool = { heap, 0 };
  if (!is_heap_(heap)) return pool;
  bound_(heap, (u32)LENGTH_(heap));
  made = tables_life_create(heap, (i32)bytes, (i32)handles, &made_);
  if (made) pool.region = (u32)made->base;
  return pool;
}
ckremm_pool attach_t_pool(void *heap, uint32_t region) {
  struct tables_Pool made_, *made = 0;
  ckremm_pool pool = { heap, 0 };
  if (!is_heap_(heap)) return pool;
  bound_(heap, (u32)LENGTH_(heap));
  made = tables_life_attach(heap, (i32)region, &made_);
  if (made) pool.region = (u32)made->base;
  return pool;
}
bool destroy_t_pool(ckremm_pool pool) {
  struct tables_Pool pool_;
  if (!enter_tables_(pool, &pool_)) return 0;
  bound_(pool.heap, (u32)LENGTH_(pool.heap));
  return tables_life_destroy(&pool_) != 0;
}
uint32_t t_pool_alloc(ckremm_pool pool, uint32_t bytes) {
  struct tables_Pool pool_;
  if (!enter_tables_(pool, &pool_)) return 0;
  return (u32)tables_index_alloc(&pool_, (i32)bytes);
}
bool t_pool_dealloc(ckremm_pool pool, uint32_t handle) {
  struct tables_Pool pool_;
  if (!enter_tables_(pool, &pool_)) return 0;
  return tables_index_dealloc(&pool_, (i32)handle) != 0;
}
uint32_t t_pool_resize(ckremm_pool pool, uint32_t handle, uint32_t bytes) {
  struct tables_Pool pool_;
  if (!enter_tables_(pool, &pool_)) return 0;
  return (u32)tables_index_resize(&pool_, (i32)handle, (i32)bytes);
}
void *t_addr_of(ckremm_pool pool, uint32_t handle) {
  struct tables_Pool pool_;
  if (!enter_tables_(pool, &pool_)) return 0;
  return block_(pool.heap, tables_contents_addrOf(&pool_, (i32)handle));
}
uint32_t t_size_of(ckremm_pool pool, uint32_t handle) {
  struct tables_Pool pool_;
  if (!enter_tables_(pool, &pool_)) return 0;
  return (u32)tables_contents_sizeOf(&pool_, (i32)handle);
}
void *t_pin(ckremm_pool pool, uint32_t handle) {
  struct tables_Pool pool_;
  if (!enter_tables_(pool, &pool_)) return 0;
  return block_(pool.heap, tables_pins_pin(&pool_, (i32)handle));
}
bool t_unpin(ckremm_pool pool, uint32_t handle) {
  struct tables_Pool pool_;
  if (!enter_tables_(pool, &pool_)) return 0;
  return tables_pins_unpin(&pool_, (i32)handle) != 0;
}
bool clean_t_ptr(ckremm_pool pool, uint32_t handle) {
  struct tables_Pool pool_;
  if (!enter_tables_(pool, &pool_)) return 0;
  return tables_contents_clean(&pool_, (i32)handle) != 0;
}
bool reorder_t_mem(ckremm_pool pool, uint32_t budget) {
  struct tables_Pool pool_;
  if (!enter_tables_(pool, &pool_)) return 0;
  return tables_reorder_reorder(&pool_, (i32)budget) != 0;
}
uint32_t renew_t_pool(ckremm_pool pool) {
  struct tables_Pool pool_;
  if (!enter_tables_(pool, &pool_)) return 0;
  return (u32)tables_life_renew(&pool_);
}
bool repair_t_pool(ckremm_pool pool) {
  struct tables_Pool pool_;
  if (!enter_tables_(pool, &pool_)) return 0;
  return tables_life_repair(&pool_) != 0;
}
uint32_t check_t_pool(ckremm_pool pool) {
  struct tables_Pool pool_;
  if (!enter_tables_(pool, &pool_)) return 0;
  return (u32)tables_verify_verify(&pool_);
}

bool ckremm_format(void *heap, uint32_t bytes) {
  u32 words[6] = { MAGIC_, bytes, 0, 0, (bytes - 16) << 4, ~((bytes - 16) << 4) };
  if (!heap || (uintptr_t)heap & 3 || bytes & 3 || bytes < 24 || bytes > 65536) return false;
  /* Whoever had a pool here has to look whether it still is. */
  memcpy(words + 3, (u8 *)heap + 12, 4);
  words[3]++;
  memcpy(heap, words, 24);
  return true;
}
bool ckremm_is_heap(const void *heap, uint32_t bytes) { return is_heap_(heap) && (u32)LENGTH_(heap) == bytes; }
uint32_t ckremm_find(void *heap, uint32_t kind, uint32_t nth) {
  if (!is_heap_(heap)) return 0;
  bound_(heap, (u32)LENGTH_(heap));
  return (u32)heap_regions_findRegion(heap, (i32)kind, (i32)nth);
}
int ckremm_fault(const void *heap) { return is_heap_(heap) ? ((const u8 *)heap)[8] : CKREMM_NOT_AN_IMAGE; }

/* Where bytes of a block are, or NULL and a fault: no block, or it has not so many. */
static u8 *span_(ckremm_pool pool, uint32_t handle, uint32_t at, uint32_t bytes) {
  u32 size = t_size_of(pool, handle);
  u8 *block = size ? t_addr_of(pool, handle) : 0;
  if (!block) return 0;
  if (at <= size && bytes <= size - at) return block + at;
  refuse_(pool.heap, CKREMM_BAD_ARGUMENT);
  return 0;
}
bool t_write_to(ckremm_pool pool, uint32_t handle, uint32_t at, const void *from, uint32_t bytes) {
  u8 *to = span_(pool, handle, at, bytes);
  if (to && bytes) memmove(to, from, bytes);
  return to != 0;
}
bool t_read_from(ckremm_pool pool, uint32_t handle, uint32_t at, void *into, uint32_t bytes) {
  const u8 *from = span_(pool, handle, at, bytes);
  if (from && bytes) memmove(into, from, bytes);
  return from != 0;
}
bool t_copy_mem(ckremm_pool pool, uint32_t to, uint32_t from) {
  u32 bytes = t_size_of(pool, from);
  return bytes && t_write_to(pool, to, 0, t_addr_of(pool, from), bytes);
}
