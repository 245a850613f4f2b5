/** Eviction against LRU, by the real pager; see host/figures/eviction.ts. */
import { evictionOverLru } from '../../host/figures/eviction.ts';
import { bars } from '../bars.ts';

test('SIEVE misses no more than LRU, and writes back less', () => {
  const { misses, writeBacks } = evictionOverLru();
  console.log(`eviction: misses ${misses.toFixed(3)}, write-backs ${writeBacks.toFixed(3)} of LRU's`);
  expect(misses).toBeLessThanOrEqual(bars.eviction.missesPerLru);
  expect(writeBacks).toBeLessThanOrEqual(bars.eviction.writeBacksPerLru);
});
