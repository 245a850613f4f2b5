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

