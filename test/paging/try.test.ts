import { randomFrom } from '../support/random.ts';
import { nor } from './nor.ts';
import { libraryWith } from './library.ts';
import { live, regionFor, tallyOf } from './power.ts';
import { scenarios } from './scenarios.ts';
import { mutants } from './mutants.ts';
const G: any[] = [
  [{ size: 16 * 256, eraseBytes: 256, programBytes: 4 }, { pages: 24, pageBytes: 32, frames: 4, writes: 3, commitOneIn: 1, mostOperations: 60 }],
  [{ size: 16 * 256, eraseBytes: 256, programBytes: 4 }, { pages: 24, pageBytes: 32, frames: 4, writes: 6, commitOneIn: 3, mostOperations: 20 }],
  [{ size: 16 * 512, eraseBytes: 512, programBytes: 64 }, { pages: 20, pageBytes: 64, frames: 4, writes: 3, commitOneIn: 1, mostOperations: 60 }],
];
test('mutants', () => {
  const out: string[] = []; const fs = require('fs');
  for (const [name, changes] of mutants) {
    let res = ''; const t0 = Date.now();
    try {
      const library = libraryWith(changes);
      for (const [n, f, times] of scenarios) for (let i = 0; i < times && !res; i++) { let w = ''; try { w = f(library, randomFrom(11 + i)); } catch (e) { w = 'threw ' + e; } if (w) res = `KILLED by ${n}: ${w}`; }
      for (let s = 0; s < 3 && !res; s++) { const [g, setup] = G[s % 3]; const random = randomFrom(s + 1); const store = nor({ ...g, seed: s }); store.mostReads = 3e6;
        const truth = { committed: new Uint8Array(setup.pages * setup.pageBytes), next: null }; const heap = new Uint8Array(4096); const regionBytes = regionFor(library, store, setup); const tally = tallyOf();
        while (tally.lives < 700) { let w = ''; try { w = live(library, heap, store, setup, regionBytes, truth, random, tally); } catch (e) { w = 'threw ' + e; } if (w) { res = `KILLED life ${tally.lives} of run ${s}: ${w}`; break; } }
        if (!res && store.violations) res = 'KILLED violations ' + store.violations; }
    } catch (e) { res = 'ERR ' + e; }
    fs.appendFileSync('/tmp/w/paging/mut.log', name + '\n'); out.push(`${res ? '' : '**** SURVIVED '}${name}: ${res} ${Date.now() - t0} ms`);
  }
  console.log(out.join('\n'));
}, 1e9);
