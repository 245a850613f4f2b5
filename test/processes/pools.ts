/** Pools of programs: cut off, in use, in each other's place. */
import { type Scenario, differs, first } from './judging.ts';

/** Of one call, at most. */
const MOST_STATEMENTS = 400;

export const poolScenarios: Record<string, Scenario> = {
  'a pool whose call is cut off is repaired, and comes back': (make) => {
    for (let left = 0; left < MOST_STATEMENTS; left++) {
      const board = make({ isCut: true }).init();
      const before = board.held;
      const sys = board.start(() => {}, { bytes: 800 });
      let isDone = false;
      board.within(sys, () => {
        const { alloc, dealloc } = board.headers;
        const blocks = [20, 200, 60].map((bytes) => alloc(sys.pool, bytes));
        board.interrupts.left = left;
        dealloc(sys.pool, blocks[1]);
        isDone = true;
      });
      board.interrupts.left = Infinity;
      board.processes.kill(sys.pid);
      const found = differs(`cut after ${left} statements`, board.held, before);
      if (found || isDone) return found;
    }
    return 'it does not end';
  },
  'a start is cut off, within the making of its pool as well: the directory is repaired, and nothing is left': (
    make,
  ) => {
    for (let left = 0; left < MOST_STATEMENTS; left++) {
      const board = make({ isCut: true }).init();
      const before = board.held;
      let starts = 0;
      board.processes.spawn(() => void starts++, { name: 'x', bytes: 800, restarts: 1, wait: 5 });
      board.interrupts.left = left;
      board.events.advance(1);
      const isDone = board.interrupts.left < Infinity;
      board.interrupts.left = Infinity;
      board.events.advance(10);
      const state = board.processes.state(1);
      board.processes.kill(1);
      const found = first(
        differs(`state and starts after a cut after ${left} statements`, [state, starts > 0], [1, true]),
        differs(`held after a cut after ${left} statements`, board.held, before),
      );
      if (found || isDone) return found;
    }
    return 'it does not end';
  },
  'a program that ends within a call of its pool: the pool follows in the next turn': (make) => {
    const board = make().init();
    const all = board.heapModule.freeBytes(board.heap);
    const before = board.held;
    const sys = board.start(() => {}, { bytes: 800 });
    let during = 0;
    board.within(sys, () => {
      const { alloc, dealloc, reorder } = board.headers;
      const one = alloc(sys.pool, 100);
      alloc(sys.pool, 100);
      dealloc(sys.pool, one);
      reorder(sys.pool, () => {
        sys.exit();
        during = board.heapModule.freeBytes(board.heap);
      });
    });
    board.events.advance(1);
    return first(during === all ? 'it was destroyed under way' : '', differs('held', board.held, before));
  },
  'one that throws there, too': (make) => {
    const board = make().init();
    const before = board.held;
    const sys = board.start(() => {}, { bytes: 800 });
    board.within(sys, () => {
      const { alloc, dealloc, reorder } = board.headers;
      const one = alloc(sys.pool, 100);
      alloc(sys.pool, 100);
      dealloc(sys.pool, one);
      reorder(sys.pool, () => {
        throw new Error('moved');
      });
    });
    return differs('held', board.held, before);
  },
  'where the pool of a program was another may have one': (make) => {
    const board = make({ isCut: true }).init();
    const fails = board.start(() => {}, { bytes: 300, restarts: 1, wait: 1000 });
    board.within(fails, () => {
      throw new Error('no');
    });
    const other = board.start(() => {}, { bytes: 300 });
    const bad = board.start();
    board.within(bad, () => {
      board.interrupts.left = 0;
      bad.claim('D1');
    });
    return differs('the other can use its pool', board.headers.alloc(other.pool, 20) > 0, true);
  },
  'also when its start was cut off while it was made': (make) => {
    for (let left = 6; left < 120; left += 3) {
      const board = make({ isCut: true }).init();
      board.processes.spawn(() => {}, { bytes: 300, restarts: 1, wait: 1000 });
      board.interrupts.left = left;
      board.events.advance(1);
      board.interrupts.left = Infinity;
      const other = board.start(() => {}, { bytes: 300 });
      const bad = board.start();
      board.within(bad, () => {
        board.interrupts.left = 0;
        bad.claim('D1');
      });
      const found = differs(`alloc, cut after ${left}`, board.headers.alloc(other.pool, 20) > 0, true);
      if (found) return found;
    }
    return '';
  },
};
