/** Figures of the store: how much it writes and how evenly, on the simulator. */
import { boardNames, readBoard } from '../../host/emulator/index.ts';
import { wearOf } from '../../host/figures/paging.ts';
import { bars } from '../../host/figures/bars.ts';

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

test('no board has coarser program units than the words that the bar is kept with', () => {
  for (const name of boardNames()) expect([name, readBoard(name).flash.programBytes <= 4]).toEqual([name, true]);
});
