/*
 * ckreMM for firmware in C: the pools headers and tables, which read and write the same heap images as the library in JavaScript.
 * Made of src/ by `npm run native`; not edited by hand. Little-endian, gcc or clang, C99. MIT licence.
 *
 * A heap is one array of 24 to 65,536 bytes at a multiple of 4. A refused call changes nothing and returns false, 0 or NULL; ckremm_fault says why.
 * One call at a time: a call is not made from an interrupt or a thread while another one runs.
 */
#ifndef CKREMM_H
#define CKREMM_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Where a pool is: its heap, and its region in it, 0 for none. Two that are the same are the same pool. */
typedef struct {
  void *heap;
  uint32_t region;
} ckremm_pool;

enum { CKREMM_HEADERS = 1, CKREMM_TABLES = 2 };
/* What ckremm_fault returns, among others. */
enum { CKREMM_FINE = 0, CKREMM_NO_SPACE = 1, CKREMM_BAD_ARGUMENT = 2, CKREMM_BAD_ADDRESS = 3, CKREMM_ALREADY_FREE = 4, CKREMM_STALE_HANDLE = 5, CKREMM_PINNED = 6, CKREMM_LOCKED = 7, CKREMM_CORRUPT = 8, CKREMM_NOT_AN_IMAGE = 9, CKREMM_INTERRUPTED = 13, CKREMM_NOT_COMPACT = 16 };

/* ---- Heaps. */
/* Makes `bytes` bytes, a multiple of 4 from 24 to 65,536, at a multiple of 4 an empty image. */
bool ckremm_format(void *heap, uint32_t bytes);
/* Whether they are an image of this version and length. */
bool ckremm_is_heap(const void *heap, uint32_t bytes);
/* The nth region (from 0) of a kind, for attach; 0: none. O(regions). */
uint32_t ckremm_find(void *heap, uint32_t kind, uint32_t nth);
/* Why the last call on the heap was refused. */
int ckremm_fault(const void *heap);

/* ---- headers: blocks at addresses that stay. */
/* Takes a region of `bytes` bytes for a pool. O(regions). */
ckremm_pool create_h_pool(void *heap, uint32_t bytes);
/* The pool that an image has at `region`, all of it checked. O(blocks). */
ckremm_pool attach_h_pool(void *heap, uint32_t region);
/* Gives the region back. O(regions). */
bool destroy_h_pool(ckremm_pool pool);
/* A block of at least `bytes` bytes, at a multiple of 4; NULL: no space. O(1). */
void *h_pool_alloc(ckremm_pool pool, uint32_t bytes);
/* The same at a multiple, counted from the heap, of a power of two. O(1). */
void *h_pool_alloc_aligned(ckremm_pool pool, uint32_t bytes, uint32_t align);
/* Frees a block; false: none starts there, or it is free already. O(1). */
bool h_pool_dealloc(ckremm_pool pool, const void *block);
/* In place or moved; NULL: no space, and the block is as it was. O(bytes). */
void *h_pool_resize(ckremm_pool pool, const void *block, uint32_t bytes);
/* Bytes of the payload; 0: no block. */
uint32_t h_size_of(ckremm_pool pool, const void *block);
/* Zeros the payload. O(bytes). */
bool clean_h_ptr(ckremm_pool pool, const void *block);
/* Merges what was freed. O(1). */
bool reorder_h_mem(ckremm_pool pool);
/* Makes a pool sound again in whose middle a call was cut off. O(blocks). */
bool repair_h_pool(ckremm_pool pool);
/* 0: the pool is sound; else what is broken, see docs. O(blocks). */
uint32_t check_h_pool(ckremm_pool pool);

/* ---- tables: blocks behind handles; memory is compacted when it must be. */
/* Takes a region; `handles`: how many blocks there shall be room for at once, or 0. O(regions). */
ckremm_pool create_t_pool(void *heap, uint32_t bytes, uint32_t handles);
/* The pool that an image has at `region`, all of it checked. O(blocks). */
ckremm_pool attach_t_pool(void *heap, uint32_t region);
/* Gives the region back. O(regions). */
bool destroy_t_pool(ckremm_pool pool);
/* A handle of a block of at least `bytes` bytes; 0: no space, even after a compaction. O(1), or that of a compaction. */
uint32_t t_pool_alloc(ckremm_pool pool, uint32_t bytes);
/* Frees the block; false: the handle is of none, or of one that is gone. O(1). */
bool t_pool_dealloc(ckremm_pool pool, uint32_t handle);
/* The handle, or 0: no space, and the block is as it was. */
uint32_t t_pool_resize(ckremm_pool pool, uint32_t handle, uint32_t bytes);
/* Where the block is until the next call that may move it; NULL: no block. O(1). */
void *t_addr_of(ckremm_pool pool, uint32_t handle);
/* Bytes of the payload; 0: no block. */
uint32_t t_size_of(ckremm_pool pool, uint32_t handle);
/* The same, and it stays there until as many t_unpin. O(1). */
void *t_pin(ckremm_pool pool, uint32_t handle);
/* Undoes one t_pin. O(1). */
bool t_unpin(ckremm_pool pool, uint32_t handle);
/* Zeros the payload. O(bytes). */
bool clean_t_ptr(ckremm_pool pool, uint32_t handle);
/* Slides blocks together until `budget` bytes have moved, 0: all; true when nothing is left to move. O(blocks) and the bytes. */
bool reorder_t_mem(ckremm_pool pool, uint32_t budget);
/* Gets back what entries that served 511 blocks have lost. Bytes that it gained. */
uint32_t renew_t_pool(ckremm_pool pool);
/* Makes a pool sound again in whose middle a call was cut off. O(blocks). */
bool repair_t_pool(ckremm_pool pool);
/* 0: the pool is sound; else what is broken. O(blocks). */
uint32_t check_t_pool(ckremm_pool pool);
/* Copies bytes into a block, from its byte `at` on; false, and nothing is written: it ends before. */
bool t_write_to(ckremm_pool pool, uint32_t handle, uint32_t at, const void *from, uint32_t bytes);
/* The other way. */
bool t_read_from(ckremm_pool pool, uint32_t handle, uint32_t at, void *into, uint32_t bytes);
/* Copies the payload of a block to the start of another that is as large; may be the same. */
bool t_copy_mem(ckremm_pool pool, uint32_t to, uint32_t from);

#ifdef __cplusplus
}
#endif
#endif
