/**
 * native/ckremm.c and ckremm.h: headers and tables for firmware in C, of the same functions of src/ as machine code is. A pool is where its heap is and
 * its region in it; each call looks for it, as an entry of machine code does.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import profiles from '../profiles.cjs';
import { emitModules, openLibrary, portable } from './index.js';
import { MODULES } from './modules.js';

const { root } = profiles;
export const cFile = (name) => join(root, 'native', name);

/**
 * Calls: the name in C, the function of the module, its results and parameters, and what it says. A block is a pointer in C, and an address in src/; `whole`:
 * it changes the directory; `maker`: it makes a pool.
 */
const HEADERS = [
  ['create_h_pool', 'create', 'pool', ['u32 bytes'], 'Takes a region of `bytes` bytes for a pool. O(regions).'],
  ['attach_h_pool', 'attach', 'pool', ['u32 region'], 'The pool that an image has at `region`, all of it checked. O(blocks).'],
  ['destroy_h_pool', 'destroy', 'bool', [], 'Gives the region back. O(regions).'],
  ['h_pool_alloc', 'alloc', 'block', ['u32 bytes'], 'A block of at least `bytes` bytes, at a multiple of 4; NULL: no space. O(1).'],
  ['h_pool_alloc_aligned', 'allocAligned', 'block', ['u32 bytes', 'u32 align'], 'The same at a multiple, counted from the heap, of a power of two. O(1).'],
  ['h_pool_dealloc', 'dealloc', 'bool', ['block block'], 'Frees a block; false: none starts there, or it is free already. O(1).'],
  ['h_pool_resize', 'resize', 'block', ['block block', 'u32 bytes'], 'In place or moved; NULL: no space, and the block is as it was. O(bytes).'],
  ['h_size_of', 'sizeOf', 'u32', ['block block'], 'Bytes of the payload; 0: no block.'],
  ['clean_h_ptr', 'clean', 'bool', ['block block'], 'Zeros the payload. O(bytes).'],
  ['reorder_h_mem', 'reorder', 'bool', [], 'Merges what was freed. O(1).'],
  ['repair_h_pool', 'repair', 'bool', [], 'Makes a pool sound again in whose middle a call was cut off. O(blocks).'],
  ['check_h_pool', 'verify', 'u32', [], '0: the pool is sound; else what is broken, see docs. O(blocks).'],
];

const TABLES = [
  ['create_t_pool', 'create', 'pool', ['u32 bytes', 'u32 handles'], 'Takes a region; `handles`: how many blocks there shall be room for at once, or 0. O(regions).'],
  ['attach_t_pool', 'attach', 'pool', ['u32 region'], 'The pool that an image has at `region`, all of it checked. O(blocks).'],
  ['destroy_t_pool', 'destroy', 'bool', [], 'Gives the region back. O(regions).'],
  ['t_pool_alloc', 'alloc', 'u32', ['u32 bytes'], 'A handle of a block of at least `bytes` bytes; 0: no space, even after a compaction. O(1), or that of a compaction.'],
  ['t_pool_dealloc', 'dealloc', 'bool', ['u32 handle'], 'Frees the block; false: the handle is of none, or of one that is gone. O(1).'],
  ['t_pool_resize', 'resize', 'u32', ['u32 handle', 'u32 bytes'], 'The handle, or 0: no space, and the block is as it was.'],
  ['t_addr_of', 'addrOf', 'block', ['u32 handle'], 'Where the block is until the next call that may move it; NULL: no block. O(1).'],
  ['t_size_of', 'sizeOf', 'u32', ['u32 handle'], 'Bytes of the payload; 0: no block.'],
  ['t_pin', 'pin', 'block', ['u32 handle'], 'The same, and it stays there until as many t_unpin. O(1).'],
  ['t_unpin', 'unpin', 'bool', ['u32 handle'], 'Undoes one t_pin. O(1).'],
  ['clean_t_ptr', 'clean', 'bool', ['u32 handle'], 'Zeros the payload. O(bytes).'],
  ['reorder_t_mem', 'reorder', 'bool', ['u32 budget'], 'Slides blocks together until `budget` bytes have moved, 0: all; true when nothing is left to move. O(blocks) and the bytes.'],
  ['renew_t_pool', 'renew', 'u32', [], 'Gets back what entries that served 511 blocks have lost. Bytes that it gained.'],
  ['repair_t_pool', 'repair', 'bool', [], 'Makes a pool sound again in whose middle a call was cut off. O(blocks).'],
  ['check_t_pool', 'verify', 'u32', [], '0: the pool is sound; else what is broken. O(blocks).'],
];

const POOLS = [
  { module: 'headers', calls: HEADERS },
  { module: 'tables', calls: TABLES },
];

const WRITTEN = 'Made of src/ by `npm run native`; not edited by hand.';

const TYPES = { pool: 'ckremm_pool', block: 'void *', bool: 'bool', u32: 'uint32_t' };
const spaced = (type) => (type.endsWith('*') ? type : `${type} `);

/** A parameter in C. */
function parameter(text) {
  const [type, name] = text.split(' ');
  return `${type === 'block' ? 'const void *' : 'uint32_t '}${name}`;
}

const first = (result) => (result === 'pool' ? 'void *heap' : 'ckremm_pool pool');
const headOf = ([name, , result, parameters]) => `${spaced(TYPES[result])}${name}(${[first(result), ...parameters.map(parameter)].join(', ')})`;

/** The functions by hand: of the heap, and those that bytes of the caller are in. */
const OTHERS = [
  ['bool ckremm_format(void *heap, uint32_t bytes)', 'Makes `bytes` bytes, a multiple of 4 from 24 to 65,536, at a multiple of 4 an empty image.'],
  ['bool ckremm_is_heap(const void *heap, uint32_t bytes)', 'Whether they are an image of this version and length.'],
  ['uint32_t ckremm_find(void *heap, uint32_t kind, uint32_t nth)', 'The nth region (from 0) of a kind, for attach; 0: none. O(regions).'],
  ['int ckremm_fault(const void *heap)', 'Why the last call on the heap was refused.'],
  ['bool t_write_to(ckremm_pool pool, uint32_t handle, uint32_t at, const void *from, uint32_t bytes)', 'Copies bytes into a block, from its byte `at` on; false, and nothing is written: it ends before.'],
  ['bool t_read_from(ckremm_pool pool, uint32_t handle, uint32_t at, void *into, uint32_t bytes)', 'The other way.'],
  ['bool t_copy_mem(ckremm_pool pool, uint32_t to, uint32_t from)', 'Copies the payload of a block to the start of another that is as large; may be the same.'],
];

const FAULTS = 'None NoSpace BadArgument BadAddress AlreadyFree StaleHandle Pinned Locked Corrupt NotAnImage'.split(' ');
const constant = (name) => `CKREMM_${name.replace(/[a-z](?=[A-Z])/g, (letter) => `${letter}_`).toUpperCase()}`;

function headerText() {
  const of = ({ calls }) => calls.map((one) => `/* ${one[4]} */\n${headOf(one)};`).join('\n');
  return `/*
 * ckreMM for firmware in C: the pools headers and tables, which read and write the same heap images as the library in JavaScript.
 * ${WRITTEN} Little-endian, gcc or clang, C99. MIT licence.
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
enum { ${FAULTS.map((name, i) => `${constant(i ? name : 'Fine')} = ${i}`).join(', ')}, CKREMM_INTERRUPTED = 13, CKREMM_NOT_COMPACT = 16 };

/* ---- Heaps. */
${OTHERS.slice(0, 4).map(([head, words]) => `/* ${words} */\n${head};`).join('\n')}

/* ---- headers: blocks at addresses that stay. */
${of(POOLS[0])}

/* ---- tables: blocks behind handles; memory is compacted when it must be. */
${of(POOLS[1])}
${OTHERS.slice(4).map(([head, words]) => `/* ${words} */\n${head};`).join('\n')}

#ifdef __cplusplus
}
#endif
#endif
`;
}

/** How a module's calls find their pool. See enter of wrap.js. */
function enter({ name, kind, struct, describe, demand }, nameOf) {
  const [isRegion, refuseRegion] = ['isRegion', 'refuseRegion'].map((one) => nameOf('heap/regions', one));
  return [
    `static i32 enter_${name}_(ckremm_pool pool_, struct ${struct} *pool) {`,
    '  u8 *heap = pool_.heap;',
    '  i32 region = (i32)pool_.region;',
    '  if (!is_heap_(heap)) return 0;',
    '  bound_(heap, (u32)LENGTH_(heap));',
    `  if (!${isRegion}(heap, region, ${kind}) || !${nameOf(describe.file, describe.name)}(heap, region, pool)) {`,
    `    ${refuseRegion}(heap, 2);`,
    '    return 0;',
    '  }',
    '  narrow_(heap, region);',
    ...(demand ? [`  if (!(pool->${demand})) return refuse_(heap, 8);`] : []),
    '  return 1;',
    '}',
  ].join('\n');
}

/** A call in C. */
function wrapped(call, module, { nameOf }) {
  const [, name, result, parameters] = call;
  const { file, form } = module.calls.find((one) => one.name === name);
  const passed = parameters.map((text) => {
    const [type, one] = text.split(' ');
    return type === 'block' ? `, offset_(pool.heap, ${one})` : `, (i32)${one}`;
  });
  const c = nameOf(file, name);
  if (result === 'pool')
    return `${headOf(call)} {
  struct ${module.struct} made_, *made = 0;
  ckremm_pool pool = { heap, 0 };
  if (!is_heap_(heap)) return pool;
  bound_(heap, (u32)LENGTH_(heap));
  made = ${c}(heap${passed.join('')}, &made_);
  if (made) pool.region = (u32)made->base;
  return pool;
}`;
  const run = `${c}(&pool_${passed.join('')})`;
  const given = result === 'block' ? `block_(pool.heap, ${run})` : result === 'bool' ? `${run} != 0` : `(u32)${run}`;
  return `${headOf(call)} {
  struct ${module.struct} pool_;
  if (!enter_${module.name}_(pool, &pool_)) return 0;${form === 'whole' ? '\n  bound_(pool.heap, (u32)LENGTH_(pool.heap));' : ''}
  return ${given};
}`;
}

/** What is written by hand. */
const byHand = (nameOf) => `
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
  return (u32)${nameOf('heap/regions', 'findRegion')}(heap, (i32)kind, (i32)nth);
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
}`;

const QUIET = 'unused-function unused-variable unused-value unused-parameter unused-but-set-variable sign-compare tautological-compare'.split(' ');

const MEMORY = `
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
`;

/** What the library needs besides the calls. */
const findRegion = { name: 'heap', calls: [{ file: 'heap/regions', name: 'findRegion' }] };

/** The two files by name. */
export function cTexts(program = openLibrary()) {
  const modules = POOLS.map(({ module, calls }) => {
    const all = MODULES[module];
    return { ...all, calls: all.calls.filter(({ name }) => calls.some(([, one]) => one === name)) };
  });
  const emitted = emitModules(program, [...modules, findRegion], false);
  const code = POOLS.flatMap(({ calls }, i) => [enter(modules[i], emitted.nameOf), ...calls.map((one) => wrapped(one, modules[i], emitted))]);
  const text = `/* ckreMM for firmware in C: see ckremm.h. ${WRITTEN} MIT licence. */
#include "ckremm.h"
#include <string.h>

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "images are little-endian"
#endif
/* What follows was written by a compiler. */
${QUIET.map((one) => `#pragma GCC diagnostic ignored "-W${one}"`).join('\n')}

${portable()}${MEMORY}
${emitted.code}

${code.join('\n')}
${byHand(emitted.nameOf)}
`;
  return { 'ckremm.h': headerText(), 'ckremm.c': text };
}

export function writeLibrary(program) {
  for (const [name, text] of Object.entries(cTexts(program))) writeFileSync(cFile(name), text);
}

/** The calls of src/ that the library has, as 'headers.alloc', each with a number. */
export const callNumbers = () =>
  Object.fromEntries(POOLS.flatMap(({ module, calls }) => calls.map(([, name]) => `${module}.${name}`)).map((name, i) => [name, i]));

/** The cases of a switch over those numbers, for test/native/c/harness.c: blocks are addresses there. */
export function casesText() {
  const numbers = callNumbers();
  return POOLS.flatMap(({ module, calls }) =>
    calls.map(([c, name, result, parameters]) => {
      const passed = parameters.map((text, i) => (text.startsWith('block') ? `BLOCK(${'ab'[i]})` : `(uint32_t)${'ab'[i]}`));
      const call = `${c}(${[result === 'pool' ? 'heap' : 'pool', ...passed].join(', ')})`;
      const given = { pool: `${call}.region`, block: `placed(${call})` }[result] ?? call;
      return `case ${numbers[`${module}.${name}`]}: return (int32_t)${given};\n`;
    }),
  ).join('');
}
