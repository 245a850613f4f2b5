/**
 * The compiler pass as a function: names of modules in; C, machine code and where each call of it starts out.
 *
 *     program.js    sources and types          numbers.js   intervals and C types of numbers
 *     subset.js     what is taken              ranges.js    what variables can hold
 *     types.js      kinds and structs          order.js     order of evaluation
 *     constants.js  what the build decides     bounds.js    accesses to memory
 *     sure.js       accesses that need no bounds       mains.js     and those from a register on
 *     expressions.js assignments.js calls.js views.js floats.js statements.js functions.js -> emit.js: C
 *     wrap.js       what Espruino calls        link.js      gcc, and whether the code runs anywhere
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import profiles from '../profiles.cjs';
import { emit } from './emit.js';
import { link } from './link.js';
import { BOARD, MODULES, KNOWN, WORDS } from './modules.js';
import { openProgram } from './program.js';
import { isCalled, wrap } from './wrap.js';

const { root } = profiles;

const COMMON_PLACE = '/* What is common to all that C runs on: common.h. */\n';
const part = (name) => readFileSync(join(root, 'build/native', name), 'utf8');

/** What machine code stands on; and what C for whatever compiler does. */
const prelude = () => part('prelude.h').replace(COMMON_PLACE, () => part('common.h'));

/** Which accesses to memory there are in C, those of common.h among them. */
function uses(text) {
  const all = /\bstruct links\b/.test(text) ? `${text} load_u16_( load_u32_( store_u16_( store_u32_(` : text;
  const found = [...`${all} ${/\bindex_of_u16_near_\(/.test(text) ? 'load_u16_(' : ''}`.matchAll(/\b((?:load|store)_(?:main_)?)[ui](8|16|32)_\(/g)];
  return [...new Set(found.map(([, access, bits]) => `#define USES_${access}u${bits}_`))].sort().join('\n');
}
export const portable = () => part('portable.h') + part('common.h');

/** Functions that every entry stands on, besides its own. */
const COMMON = [
  { file: 'heap/regions', name: 'isRegion' },
  { file: 'heap/regions', name: 'refuseRegion' },
];

/**
 * C of entries.
 * @param {object} program of openProgram
 * @param {object[]} modules as modules.js has them
 */
export function translate(program, modules) {
  const emitted = emitModules(program, modules);
  const { code, signatures } = wrap(modules, emitted);
  const body = `${emitted.code}\n\n${code}\n`;
  return { text: `${uses(body)}\n${prelude()}\n${body}`, signatures, functions: emitted.functions };
}

/** The functions of modules in C, without entries. `isSure`: whether accesses to control words go without bounds, and registers are kept for the call that runs. */
export function emitModules(program, modules, isSure = true) {
  const entries = modules.flatMap(({ calls, describe }) => [
    ...calls.map((one) => ({ ...one, isCalled: isCalled(one) })),
    ...(describe ? [describe] : []),
  ]);
  const isPooled = modules.some(({ kind }) => kind !== undefined);
  return emit(program, {
    entries: [...(isPooled ? COMMON : []), ...entries],
    board: BOARD,
    decided: KNOWN,
    words: WORDS,
    opaque: Object.assign({}, ...modules.map(({ opaque }) => opaque)),
    links: Object.assign({}, ...modules.map(({ links }) => links)),
    fields: Object.assign({}, ...modules.map(({ fields }) => fields)),
    sure: isSure ? Object.assign({}, ...modules.map(({ sure }) => sure)) : {},
    held: isSure ? modules.flatMap(({ struct }) => struct ?? []) : [],
    mains: isSure ? Object.assign({}, ...modules.map(({ main }) => main)) : {},
    isUnique: modules.some(({ isUnique }) => isUnique),
  });
}

/** The sources of the library; with patches, those of a mutant. */
export const openLibrary = (patches) =>
  openProgram(join(root, 'src'), [join(root, 'src/lean.ts'), ...['records/bytes', 'records/declare', 'gc/bytes', 'messages/bytes', 'strings/bytes', 'paging/bytes'].map((file) => join(root, `src/${file}.ts`)), join(root, 'boards/es5.d.ts')], patches);

/** Machine code of modules of the library: { text, code, offsets, signatures, stackBytes }. */
export function compile(names, flags = []) {
  const translated = translate(
    openLibrary(),
    names.map((name) => MODULES[name]),
  );
  return { ...translated, ...link(translated.text, { flags, name: names.join('+') }) };
}
