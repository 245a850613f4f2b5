/** Every state that a small collector can get into, breadth first: check and attach accept each, and what roots lead to is there. */
import { collect } from '../../src/gc/index.ts';
import { format } from '../../src/heap/index.ts';
import * as G from '../../src/gc/index.ts';
import { explore } from '../support/explore.ts';
import { lengthOf } from '../support/soak.ts';
import { look, reachable } from './small.ts';
import { isSound } from './sound.ts';

const states = lengthOf(1200, 20000);

interface Live {
  handles: number[];
}

test('all short ways of calls on a collector of three objects', () => {
  const heap = format(new Uint8Array(736))!;
  const gc = G.create(heap, heap.length - 16, 3)!;
  const pair = G.defineType(gc, [0, 1]);
  const final = G.defineType(gc, [0], true);
  const kept = (live: Live, handle = 0): Live => ({ handles: handle ? [...live.handles, handle] : live.handles });
  const found = explore<Live>(
    {
      heap,
      live: { handles: [] },
      // Counts of what was done are no state.
      keyOf: () => {
        const copy = heap.slice();
        const at = 2 * gc.control;
        copy[8] = 0;
        copy.fill(0, at + 34, at + 38);
        copy.fill(0, at + 52, at + 56);
        return Buffer.from(copy).toString('latin1');
      },
      calls: (live) => {
        const [a = 0, b = a] = live.handles.slice(-2);
        return [
          ['alloc of a pair', () => kept(live, G.alloc(gc, pair, 8))],
          ['alloc of a finalized one', () => kept(live, G.alloc(gc, final, 8))],
          [
            'setRoot',
            () => {
              G.setRoot(gc, 1, a);
              return live;
            },
          ],
          [
            'setRoot to none',
            () => {
              G.setRoot(gc, 1, 0);
              return live;
            },
          ],
          [
            'setRef',
            () => {
              G.setRef(gc, a, 0, b);
              return live;
            },
          ],
          [
            'setRef back',
            () => {
              G.setRef(gc, b, 0, a);
              return live;
            },
          ],
          [
            'open',
            () => {
              G.open(gc);
              return live;
            },
          ],
          [
            'close',
            () => {
              G.close(gc, 1, b);
              return live;
            },
          ],
          [
            'pin',
            () => {
              G.pin(gc, b);
              return live;
            },
          ],
          [
            'unpin',
            () => {
              G.unpin(gc, b);
              return live;
            },
          ],
          [
            'weak',
            () => {
              G.weak(gc, a);
              return live;
            },
          ],
          [
            'step',
            () => {
              G.step(gc, 1);
              return live;
            },
          ],
          [
            'runFinalizers',
            () => {
              G.runFinalizers(gc, 1, () => undefined);
              return live;
            },
          ],
        ];
      },
      verify(live) {
        if (!isSound(heap)) throw new Error('the oracle finds it unsound');
        const seen = look(heap, live.handles);
        const copy = G.attach(heap.slice(), gc.base)!;
        if (!collect(copy)) throw new Error('collect is refused');
        const after = look(copy.u8, live.handles);
        for (const handle of reachable(seen))
          if (!after.objects.has(handle)) throw new Error(`a collection loses ${handle}`);
      },
    },
    states,
  );
  expect(found.states).toBe(states);
}, 600000);
