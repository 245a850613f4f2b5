/** Rules of the collector, each broken in turn: the model has to notice. Texts of src/ are patched, so no production code pays for it. */
import { randomFrom, seedOf } from '../support/random.ts';
import type { Load as LoadFile } from '../support/library.ts';
import { requireFair, noticed } from '../support/mutants.ts';
import { collectGraph, collectSparse, collectWide, refuseDead, reuseLargeBlocks, shapes } from './graphs.ts';
import { type Library, libraryOf, type Patch } from './library.ts';
import type { Load } from './machine.ts';
import { Model } from './model.ts';
import { note } from '../support/soak.ts';

const mark = 'gc/mark.ts';
const cycle = 'gc/cycle.ts';
const objects = 'gc/objects.ts';
const pool = 'gc/pool.ts';
const roots = 'gc/roots.ts';
const entries = 'tables/entries.ts';

const mutants: [string, ...Patch[]][] = [
  ['no barrier', { file: objects, from: 'if (w[gc.control + Control.State] === State.Mark && gc', to: 'if (0 && gc' }],
  [
    'no black allocation while marking',
    { file: objects, from: 'State] !== State.Idle && i', to: 'State] === State.Sweep && i' },
  ],
  [
    'no black allocation where the sweep has to come by',
    { file: objects, from: 'State] !== State.Idle && i', to: 'State] === State.Mark && i' },
  ],
  [
    'sweep cursor off by one in an allocation',
    { file: objects, from: 'i >= w[control + Control.Sweep]', to: 'i > w[control + Control.Sweep]' },
  ],
  [
    'roots scanned at the start alone',
    {
      file: mark,
      from: '  gc.w[gc.control + Control.State] = State.Mark;',
      to: '  gc.w[gc.control + Control.State] = State.Mark;\n  greyRoots(gc);',
    },
    { file: mark, from: 'greyRoots(gc); if (!w[control', to: 'if (!w[control' },
  ],
  [
    'held handles are no roots',
    {
      file: mark,
      from: '  if (held) greyAll(gc, k, k + Math.min(held, Limit.Held), 1);\n',
      to: '',
    },
  ],
  [
    'pins are no roots',
    {
      file: mark,
      from: 'gc.pairs + (Control.Kept >> 1);',
      to: 'gc.pairs + (Control.Pins >> 1);',
    },
  ],
  [
    'overflow of the stack ignored',
    { file: cycle, from: 'else if (i < w[control + Control.Cursor]) w[control + Control.Cursor] = i;', to: '' },
  ],
  [
    'overflow of the stack by roots and slices ignored',
    { file: mark, from: 'else if (i < w[control + Control.Cursor]) w[control + Control.Cursor] = i;', to: '' },
  ],
  [
    'cursor not moved back',
    {
      file: cycle,
      from: 'else if (i < w[control + Control.Cursor])',
      to: 'else if (w[control + Control.Cursor] > gc.end)',
    },
  ],
  ['the search steps over what it planted', { file: mark, from: '+ (i < last ? 1 : 0)', to: '+ 1' }],
  ['the planted colour is left behind', { file: mark, from: '  u8[last] = colour;\n', to: '' }],
  ['only the first slice of an array', { file: mark, from: 'from + Limit.References < words ? i : 0', to: '0' }],
  [
    'slices leave one reference out',
    {
      file: mark,
      from: 'Math.min(words, from + Limit.References), 2',
      to: 'Math.min(words, from + Limit.References - 1), 2',
    },
  ],
  ['a list of references ends before bit 15', { file: cycle, from: 'for (bits &= 65535;', to: 'for (bits &= 32767;' }],
  ['the last objects of the pool refer to nothing', { file: mark, from: 'if (bits & 1) grey(gc, w[k]);', to: '' }],
  [
    'a leaf is what refers to something',
    { file: cycle, from: 'if (!(u8[gc.types + i] & Type.Number)) u8', to: 'if (u8[gc.types + i] & Type.Number) u8' },
  ],
  [
    'sweep begins at the second entry',
    { file: mark, from: 'w[control + Control.Sweep] = 1;', to: 'w[control + Control.Sweep] = 2;' },
  ],
  [
    'sweep ends before the last entry',
    {
      file: cycle,
      from: 'var next = highOf(gc) + 1;',
      to: 'var next = highOf(gc);',
    },
    { file: cycle, from: 'if (next > highOf(gc)) endCycle', to: 'if (next >= highOf(gc)) endCycle' },
  ],
  [
    'the sweep passes over four of which one is white',
    { file: cycle, from: '& ~(k >> 1) & Four.Ones', to: '& ~(k >> 1) & 0x10101' },
  ],
  ['the sweep leaves four black', { file: cycle, from: 'k & Four.Kept;', to: 'k;' }],
  ['the sweep frees what waits for its finaliser', { file: cycle, from: '& Type.IsFinalized)', to: '& 0)' }],
  ['weak references not cleared', { file: cycle, from: 'if (u8[type] & Type.Weak) clearWeak(gc, i);', to: '' }],
  ['weak references to small objects not cleared', { file: cycle, from: 'u8[gc.types + i] < Type.Weak', to: 'true' }],
  ['weak references free when cleared', { file: cycle, from: '= Limit.Cleared', to: '= 0' }],
  [
    'deref revives what is dead',
    { file: roots, from: 'gc.w[k] && isAlive(gc, gc.w[k]) ?', to: 'gc.w[k] && gc.w[k] !== 65535 ?' },
  ],
  ['dead handles accepted', { file: pool, from: 'address && !isAlive(gc, handle & 65535)', to: 'address && false' }],
  [
    'references of dead objects are read',
    {
      file: pool,
      from: '=== State.Sweep ? Colour.Grey : Colour.Black',
      to: '=== State.Sweep ? Colour.Black : Colour.Black',
    },
  ],
  [
    'finalisers run twice',
    {
      file: 'gc/finalizers.ts',
      from: '  if (isFreed) finalize(type, bytes);',
      to: '  if (isFreed) finalize(type, bytes);\n  if (isFreed) finalize(type, bytes);',
    },
  ],
  ['finalisers forgotten', { file: cycle, from: '& Type.Finalized', to: '& 0' }],
  [
    'a pin is not passed on, so that compaction moves the object',
    { file: roots, from: 'address = pinBlock(gc.tables, handle);', to: 'address = find(gc, handle);' },
  ],
  [
    'compaction misses a pin',
    { file: 'tables/compact.ts', from: 'if (to && (header < Header.Pin', to: 'if (to && (header < Header.Free' },
    { file: 'tables/compact.ts', from: '= k + ((header < Header.Pin', to: '= k + ((header < Header.Free' },
  ],
  ['bytes not counted back', { file: cycle, from: '-= costOf(bytes)', to: '-= bytes' }],
  ['bytes of small objects not counted back', { file: cycle, from: 'granules += header;', to: '' }],
  ['small objects not counted back', { file: cycle, from: 'freed++;', to: '' }],
  ['new objects not cleared', { file: objects, from: 'wide[k] = 0;', to: ';' }],
  ['half a word of new objects not cleared', { file: objects, from: '    w[2 * k] = 0;\n', to: '' }],
  ['large new objects not cleared', { file: objects, from: 'zero(gc.u8, 2 * k, sizeOfEntry(gc.tables, i));', to: ';' }],
  [
    'a closed scope still holds',
    { file: roots, from: 'gc.wide[(control + Control.HeldTop) >> 1] = (scope - 1) | (outer << 16);', to: '' },
  ],
  ['a unit too many', { file: cycle, from: 'units < budget && depth', to: 'units <= budget && depth' }],
  ['a generation too many', { file: entries, from: ': Header.Generation) &\n', to: ': 0) &\n' }],
  ['an alloc refused too early', { file: objects, from: 'if (!collect(gc)) return 0;', to: 'return 0;' }],
];

/** Operations and their load: many wide objects overflow the stack, few objects use their generations up. */
const runs: [number, Load][] = [
  [15000, { heapBytes: 5000, objects: 100, longest: 60, live: 0.6 }],
  [6000, { heapBytes: 40000, objects: 700, longest: 500, live: 0.8 }],
  [20000, { heapBytes: 1000, objects: 6, longest: 6, live: 0.8 }],
];

function checkGraphs(library: Library): void {
  for (const edges of Object.values(shapes)) collectGraph(library, edges(700), 700, 7);
  collectWide(library, 900, 5);
  collectSparse(library);
  reuseLargeBlocks(library);
  refuseDead(library);
}

/** What is wrong with a library, and at which operation, counted over all runs; '' when nothing shows. */
function judge(load: LoadFile): string {
  const library = libraryOf(load);
  let operation = 0;
  checkGraphs(library);
  for (const [operations, size] of runs) {
    const model = new Model(library, randomFrom(seedOf(20261124)), size);
    try {
      for (let i = 0; i < operations; i++, operation++) {
        model.step();
        if (operation % (size.objects >> 2) === 0) model.verifyAll();
      }
      model.end();
    } catch (error) {
      return `operation ${operation}: ${(error as Error).message}`;
    }
  }
  return '';
}

test('the library as it is passes', () => {
  expect(() => requireFair(judge)).not.toThrow();
});

describe('a rule that is broken is noticed', () => {
  test.each(mutants)('%s', (name, ...patches) => {
    const found = noticed(judge, patches);
    expect(found).not.toBe('');
    note(`${name}: ${found.slice(0, 90)}`);
  });
});
