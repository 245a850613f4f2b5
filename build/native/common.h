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
