/** JavaScript before native code that calls back or hands out views: types and finalisers of gc, pinned blocks of tables. No ES5 is loaded for them. */
import { dirname } from 'node:path';
import { buildBundles } from '../records/bundle.ts';
import { randomFrom, seedOf, type Random } from '../support/random.ts';
import { lengthOf } from '../support/soak.ts';
import { Board, type Files, filesIn } from './board.ts';

type Answers = unknown[];
type Program = (random: Random, ckremm: any, heap: Uint8Array) => Answers;

const pick = <T>(random: Random, all: T[]): T => all[random.below(all.length)]!;

const LISTS: unknown[] = [[], [0], [1, 0], [15], [16], [-1], [1.5], ['a'], [0, 0], 0, 2, 65535, 65536, -1, 1.5, 2 ** 32, undefined, null, {}, 'ab', '', [undefined], true];

/** Types of all kinds, objects that die, and finalisers that look, make objects, throw, or destroy the collector. */
function collected(random: Random, ckremm: any, heap: Uint8Array): Answers {
  const { gc } = ckremm;
  const pool = gc.create(heap, 2600, 30);
  const answers: Answers = [];
  const say = (value: unknown): void => void answers.push(value, ckremm.fault(heap));
  const types: number[] = [0];
  for (let i = 0; i < 12; i++) {
    const type = gc.defineType(pool, pick(random, LISTS), random.oneIn(2));
    say(type);
    if (type) types.push(type);
  }
  const told: unknown[] = [];
  const finalize = (type: number, bytes: Uint8Array): void => {
    told.push([type, ...bytes]);
    if (random.oneIn(9)) told.push(gc.alloc(pool, pick(random, types), 4 + random.below(40)));
    if (random.oneIn(40)) throw new Error('a finaliser that fails');
    if (random.oneIn(60)) told.push(gc.destroy(pool));
  };
  for (let round = 0; round < 25; round++) {
    for (let i = random.below(8); i--; ) {
      const object = gc.alloc(pool, pick(random, types), 1 + random.below(60));
      if (object && random.oneIn(3)) say(gc.setRoot(pool, random.below(4), object));
      if (object && random.oneIn(9)) say(gc.pin(pool, object) > 0);
    }
    if (random.oneIn(2)) say(gc.collect(pool));
    const most = random.oneIn(5) ? pick(random, [-1, NaN, undefined, 0, 'x', '2']) : random.below(5);
    try {
      say(gc.runFinalizers(pool, most, random.oneIn(9) ? pick(random, [undefined, null, 5, {}]) : finalize));
    } catch (error) {
      say((error as Error).message);
    }
  }
  answers.push(told.splice(0));
  for (let i = 0; i < 40; i++) say(gc.defineType(pool, [i & 15]));
  say(gc.destroy(pool));
  say(gc.defineType(pool, [1]));
  say(gc.runFinalizers(pool, 3, finalize));
  say(gc.runFinalizers(pool, -1, finalize));
  return answers;
}

/** Blocks up to such that have their generation behind them, pinned or not. */
function viewed(random: Random, ckremm: any, heap: Uint8Array): Answers {
  const { tables } = ckremm;
  const pool = tables.create(heap, 16000);
  const answers: Answers = [];
  const handles: number[] = [1, 0, -1, 12345];
  for (let i = 0; i < 60; i++) {
    if (random.oneIn(2)) handles.push(tables.alloc(pool, 1 + random.below(random.oneIn(4) ? 3000 : 40)));
    const handle = pick(random, handles);
    const kind = random.below(6);
    if (kind < 2) answers.push(tables.pin(pool, handle) > 0);
    else if (kind < 3) answers.push(tables.unpin(pool, handle));
    else if (kind < 4) answers.push(tables.dealloc(pool, handle));
    const view = tables.view(pool, pick(random, handles));
    answers.push(view && [view.length, view.byteOffset - heap.byteOffset], ckremm.fault(heap));
    if (view) view[0] = i;
  }
  answers.push(tables.destroy(pool), tables.view(pool, handles[5]), ckremm.fault(heap));
  return answers;
}

const PROGRAMS: [string, string, Program][] = [
  ['gc', 'tables,gc', collected],
  ['tables', 'tables', viewed],
];

test.each(PROGRAMS)('%s', async (_name, modules, program) => {
  const bundles = await buildBundles(['puckjs'], modules, ['ckremm.storage.js']);
  const files: Files = filesIn(dirname(bundles.file('puckjs', true)));
  for (let round = 0; round < lengthOf(25, 1000); round++) {
    const seed = seedOf(41) + round;
    const run = (board: Board, library: string): Answers => {
      const ckremm = board.require(library);
      const heap = ckremm.devices.heap(0, 16384);
      return [...program(randomFrom(seed), ckremm, heap), Buffer.from(heap).toString('base64')];
    };
    const native = new Board(modules.split(','), files);
    expect([seed, ...run(native, 'ckremm')]).toEqual([seed, ...run(new Board(modules.split(','), files), 'ckremm.es5')]);
    expect([native.loaded, native.machine.strays]).toEqual([0, 0]);
  }
});
