/** Modules whose pools native calls make, open and give back. */
import type { Random } from '../../support/random.ts';
import { es5, type Calls, type Pool } from '../twin.ts';

/** A module whose pools a native call makes: what create is given besides the bytes, and one that has something in it. */
export interface Maker {
  set: string;
  calls: Calls;
  more: number[][];
  fill(pool: Pool, random: Random): void;
}

const headers: Calls = es5('headers/index.ts');
const tables: Calls = es5('tables/index.ts');
const gc: Calls = es5('gc/index.ts');
const roots: Calls = es5('gc/roots.ts');
const messages: Calls = es5('messages/index.ts');

export const MAKERS: [string, Maker][] = [
  [
    'headers',
    {
      set: 'headers',
      calls: headers,
      more: [[]],
      fill(pool, random) {
        const live = Array.from({ length: 20 }, () => headers.alloc!(pool, 1 + random.below(60)));
        for (const address of live) if (random.oneIn(2)) headers.dealloc!(pool, address);
      },
    },
  ],
  [
    'tables',
    {
      set: 'tables',
      calls: tables,
      more: [[], [0], [1], [40], [-1], [70000]],
      fill(pool, random) {
        const live = Array.from({ length: 30 }, () => tables.alloc!(pool, 1 + random.below(90)));
        for (const handle of live) if (random.oneIn(2)) tables.dealloc!(pool, handle);
      },
    },
  ],
  [
    'gc',
    {
      set: 'tables+gc',
      calls: gc,
      more: [[1], [20], [0], [-1], [60000]],
      fill(pool, random) {
        gc.defineType!(pool, [0, 1]);
        for (let i = 0; i < 15; i++) {
          const handle = gc.alloc!(pool, random.below(2), 8 + random.below(40));
          if (random.oneIn(2)) roots.setRoot!(pool, random.below(8), handle);
        }
      },
    },
  ],
  [
    'messages',
    {
      set: 'messages',
      calls: messages,
      more: [[], [0], [1]],
      fill(pool, random) {
        for (let i = 0; i < 40; i++) {
          if (!messages.push!(pool, new Uint8Array(random.below(70))) || random.oneIn(3)) messages.shift!(pool);
        }
      },
    },
  ],
];
