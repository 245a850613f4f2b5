/** Figures of the store: how much it writes and how evenly, on the simulator. */
import { wearOf } from '../../host/figures/paging.ts';
import { bars } from '../bars.ts';

test.each([[16, 100], [64, 480]])('%i sectors, half full: little is written twice, and all sectors are worn alike', (sectors, pages) => {
  const at16 = wearOf(4, sectors, pages, 16);
  const at4 = wearOf(4, sectors, pages, 4);
  const at1 = wearOf(4, sectors, pages, 1);
  if (process.env.CKREMM_FIGURES) console.log(sectors, at16, at4, at1, wearOf(256, sectors, pages, 1));
  expect(at16.amplification).toBeLessThanOrEqual(bars.paging.writeAmplification16);
  expect(at4.amplification).toBeLessThanOrEqual(bars.paging.writeAmplification4);
  expect(at1.rootErasesPerCommit).toBeLessThanOrEqual(bars.paging.rootErasesPerCommit);
  for (const { spread } of [at16, at4, at1]) expect(spread).toBeLessThanOrEqual(bars.paging.wearSpread);
});

test('program units of 256 bytes cost more roots, which is a miss', () => {
  expect(wearOf(256, 16, 100, 1).rootErasesPerCommit).toBeLessThanOrEqual(bars.paging.rootErasesPerCommitCoarse);
});
