/** Eviction against LRU, by the real pager; see host/figures/eviction.ts. */
import { evictionOverLru } from '../../host/figures/eviction.ts';
import { bars } from '../../host/figures/bars.ts';

test('SIEVE misses no more than LRU, and writes back less, with any number of frames', () => {
  for (const { frames, misses, writeBacks } of evictionOverLru()) {
    console.log(`eviction, ${frames} frames: misses ${misses.toFixed(3)}, write-backs ${writeBacks.toFixed(3)} of LRU's`);
    expect(misses).toBeLessThanOrEqual(bars.eviction.missesPerLru);
    expect(writeBacks).toBeLessThanOrEqual(bars.eviction.writeBacksPerLru);
  }
});
