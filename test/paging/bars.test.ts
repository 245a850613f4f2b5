/** What the measured figures of the store (host/metrics/paging.ts) take for granted. */
import { boardNames, readBoard } from '../../host/emulator/index.ts';

test('no board has coarser program units than the words that the bar is kept with', () => {
  for (const name of boardNames()) expect([name, readBoard(name).flash.programBytes <= 4]).toEqual([name, true]);
});
