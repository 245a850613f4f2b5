/**
 * Every image that calls can make, breadth first: images are the states, calls the steps between them. A fault is
 * told with the shortest way of calls that leads to it.
 */
import { withoutFault } from './random.ts';

export interface World<Live> {
  /** The working heap: each image is put into it before the calls that go on from there. */
  heap: Uint8Array;
  /** What is handed out at the start. Never changed: calls make another. */
  live: Live;
  /** Calls to make from a state: what each is, and how it is made; returns what is handed out after it. */
  calls(live: Live): [name: string, call: () => Live][];
  /** Looks at the heap, after each call: throws when anything is amiss. */
  verify(live: Live): void;
  /** By which states are told apart; the image without its last fault when not given. */
  keyOf?(live: Live): string;
}

export interface Explored {
  states: number;
  calls: number;
  /** Whether those are all states there are: the limit was not met. */
  isComplete: boolean;
}

interface State<Live> {
  image: Uint8Array;
  live: Live;
  from: State<Live> | null;
  call: string;
}

const wayTo = <Live>(state: State<Live> | null): string => (state?.from ? `${wayTo(state.from)} ${state.call}` : '');

/** Visit states until there are no more, or `most` of them; throws at the first that `verify` refuses, and names the calls. */
export function explore<Live>(world: World<Live>, most: number): Explored {
  const { heap } = world;
  const keyOf = world.keyOf ?? (() => Buffer.from(withoutFault(heap)).toString('latin1'));
  const start: State<Live> = { image: heap.slice(), live: world.live, from: null, call: '' };
  const seen = new Set([keyOf(start.live)]);
  let level = [start];
  let calls = 0;
  while (level.length && seen.size < most) {
    const next: State<Live>[] = [];
    for (const state of level) {
      for (const [name, call] of world.calls(state.live)) {
        heap.set(state.image);
        calls++;
        let live: Live;
        try {
          live = call();
          world.verify(live);
        } catch (error) {
          throw new Error(`after${wayTo(state)} ${name}: ${(error as Error).message}`);
        }
        const key = keyOf(live);
        if (seen.size >= most || seen.has(key)) continue;
        seen.add(key);
        next.push({ image: heap.slice(), live, from: state, call: name });
      }
    }
    level = next;
  }
  return { states: seen.size, calls, isComplete: level.length === 0 };
}
