/** Each rule left out, and other mistakes that this kind of store invites: all are noticed. */
import { requireFair, type Judge, noticed } from '../support/mutants.ts';
import { randomFrom } from '../support/random.ts';
import { isSoak, lengthOf } from '../support/soak.ts';
import { type Library, libraryOf, UNCOUNTED } from './library.ts';
import { mutants } from './mutants.ts';
import { endingNor, live, regionFor, tallyOf, type Setup } from './power.ts';
import { scenarios } from './scenarios.ts';

const setups: [{ size: number; eraseBytes: number; programBytes: number }, Setup][] = [
  [
    { size: 16 * 256, eraseBytes: 256, programBytes: 4 },
    { pages: 24, pageBytes: 32, frames: 13, writes: 3, commitOneIn: 1, mostOperations: 60 },
  ],
  [
    { size: 16 * 512, eraseBytes: 512, programBytes: 64 },
    { pages: 20, pageBytes: 64, frames: 4, writes: 3, commitOneIn: 1, mostOperations: 60 },
  ],
];

/** Mutants that a scenario notices need no lives: few, then, to see that they find no fault with the library as it is. */
const mostLives = lengthOf(150, 1500);

/** What lives notice, or ''. */
function livesNotice(library: Library): string {
  for (const [geometry, setup] of setups) {
    for (let seed = 1; seed <= 2; seed++) {
      const random = randomFrom(seed);
      const store = endingNor({ ...geometry, seed });
      const truth = { committed: new Uint8Array(setup.pages * setup.pageBytes), next: null };
      const heap = new Uint8Array(4096);
      const regionBytes = regionFor(library, store, setup);
      const tally = tallyOf();
      while (tally.lives < mostLives) {
        const wrong = live(library, heap, store, setup, regionBytes, truth, random, tally);
        if (wrong) return wrong;
      }
      if (store.violations) return 'words were programmed twice';
    }
  }
  return '';
}

/** Scenarios that take longest though they are run once: after those that are run often, which most mutants do not reach. */
const SLOW = /^(each byte of the roots|metastable bits|as full as may be|a straddling write at the end)/;
const weightOf = ([name, , times]: (typeof scenarios)[number]): number => (SLOW.test(name) ? 8 : times);
const quickestFirst = [...scenarios].sort((a, b) => weightOf(a) - weightOf(b));

/** What anything notices, the quickest first, or ''. */
function notice(library: Library): string {
  for (const [name, scenario, times] of quickestFirst) {
    for (let i = 0; i < times; i++) {
      const wrong = scenario(library, randomFrom(11 + i));
      if (wrong) return `${name}: ${wrong}`;
    }
  }
  return livesNotice(library);
}

/** Those that one run of one scenario notices; a soak runs all, which takes minutes. */
const quick =
  /proven root|not saved anew|unreadable root slots|payload is read again|at hand|by halves|full|volume|image knows|resume|confirm copy|header first|a delta follows|newest root|R8|R6|CRC of a root|pinned|room: |attach: |for a moment/;
const chosen = isSoak ? mutants : mutants.filter(([name]) => quick.test(name));

const judge: Judge = (load) => notice(libraryOf(load));

// Without this, a judge that finds fault with everything, or runs into its own limit of calls, would pass for a good one.
test('the library as it is: nothing is noticed', () => {
  expect(() => requireFair(judge, UNCOUNTED)).not.toThrow();
}, 1e6);

test.each(chosen)(
  '%s',
  (_name, patches) => {
    expect(noticed(judge, patches, UNCOUNTED)).not.toBe('');
  },
  120000,
);
