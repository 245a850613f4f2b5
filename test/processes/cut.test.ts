/** A program that is cut off at any statement of any call, as by out of memory: it is over, all is back, and the others go on. */
import type { Sys } from '../../src/processes/state.ts';
import { isDue } from '../support/soak.ts';
import { Board } from './board.ts';

/** Calls of code of a program; `other` is the pid of another. */
const inside: Record<string, (board: Board, sys: Sys, other: number) => unknown> = {
  setTimeout: (_, sys) => sys.setTimeout(() => {}, 5),
  setInterval: (_, sys) => sys.setInterval(() => {}, 5),
  'clear a timer': (_, sys) => sys.clear(sys.setTimeout(() => {}, 5)),
  'clear a watch': (_, sys) => sys.clear(sys.watch(() => {}, 'D4', true)),
  'clear an undo function': (_, sys) => sys.clear(sys.defer(() => {})),
  watch: (_, sys) => sys.watch(() => {}, 'D4', { repeat: true }),
  'watch once': (_, sys) => sys.watch(() => {}, 'D4'),
  on: (board, sys) => sys.on(board.E, 'news', () => {}),
  claim: (_, sys) => sys.claim('D4'),
  defer: (_, sys) => sys.defer(() => {}),
  receive: (_, sys) => sys.receive(() => {}),
  bind: (_, sys) => sys.bind(() => {})(),
  exit: (_, sys) => sys.exit(),
  spawn: ({ processes }) => processes.spawn(() => {}, { name: 'child' }),
  send: ({ processes }, _, other) => processes.send(other, 'x'),
  'send to itself': ({ processes }, sys) => processes.send(sys.pid, 'x'),
  'kill itself': ({ processes }, sys) => processes.kill(sys.pid),
  'kill one that waits': ({ processes }) => processes.kill(processes.spawn(() => {})),
  list: ({ processes }) => processes.list(),
  alloc: ({ headers }, sys) => headers.alloc(sys.pool, 40),
  reorder: ({ headers }, sys) => headers.reorder(sys.pool, () => {}),
};

interface Scene {
  board: Board;
  good: string[];
  other: number;
  bad: Sys;
  before: string;
}

/** One that goes on, and one that is to be cut off and holds one of each kind. */
function scene(restarts: number): Scene {
  const board = new Board({ isCut: true }).init();
  const good: string[] = [];
  const other = board.start((sys) => {
    sys.setInterval(() => good.push('tick'), 10);
    sys.on(board.E, 'news', () => good.push('news'));
    sys.watch(() => good.push('pin'), 'D1', { repeat: true });
    sys.receive(() => good.push('letter'));
  }).pid;
  const before = board.held;
  const bad = board.start(
    (sys) => {
      sys.setInterval(() => {}, 50);
      sys.watch(() => {}, 'D2', true);
      sys.on(board.E, 'news', () => {});
      sys.receive(() => {});
      sys.defer(() => {});
    },
    { name: 'bad', bytes: 400, restarts, wait: 5 },
  );
  return { board, good, other, bad, before };
}

/** Throws unless the good one goes on, and, once all others are killed, all is as before. */
function verify({ board, good, other, before }: Scene, where: string): void {
  board.interrupts.left = Infinity;
  board.events.advance(20);
  good.splice(0);
  board.E.emit('news');
  board.events.change('D1');
  board.processes.send(other, 'x');
  board.events.advance(20);
  for (const what of ['tick', 'news', 'pin', 'letter'])
    if (!good.includes(what)) throw new Error(`${where}: the other does not go on: no ${what}`);
  for (const { pid } of board.processes.list()) if (pid !== other) board.processes.kill(pid);
  board.events.advance(5);
  if (board.held !== before) throw new Error(`${where}: ${board.held}, not ${before}`);
  board.processes.kill(other);
  board.events.advance(5);
  if (board.events.uncaught.length) throw new Error(`${where}: uncaught ${String(board.events.uncaught[0])}`);
}

/** Cut off at each statement; returns how many there were. */
function cutEverywhere(
  name: string,
  restarts: number,
  act: (made: Scene, cut: (left: number) => void) => void,
): number {
  for (let left = 0; ; left++) {
    const made = scene(restarts);
    let isCut = false;
    act(made, (after) => {
      made.board.interrupts.left = left + after;
      isCut = true;
    });
    const isWhole = !isCut || made.board.interrupts.left < Infinity;
    verify(made, `${name}, cut after ${left} statements`);
    if (isWhole) return left;
  }
}

test.each(Object.entries(inside))('in code of a program: %s', (name, call) => {
  for (const restarts of [0, 2]) {
    const statements = cutEverywhere(name, restarts, ({ board, bad, other }, cut) =>
      board.within(bad, () => {
        cut(0);
        call(board, bad, other);
        // The program itself is cut off where the call has ended.
        board.interrupts.left = Math.min(board.interrupts.left, 1e6);
      }),
    );
    expect(statements).toBeGreaterThan(0);
  }
});

const outside: Record<string, (made: Scene) => void> = {
  kill: ({ board, bad }) => void board.processes.kill(bad.pid),
  spawn: ({ board }) => void board.processes.spawn(() => {}, { name: 'new' }),
  send: ({ board, bad }) => void board.processes.send(bad.pid, 'x'),
};

test.each(Object.entries(outside))('in code of nobody: %s', (name, call) => {
  for (const restarts of [0, 2]) {
    const statements = cutEverywhere(name, restarts, (made, cut) => {
      made.board.events.turn(() => {
        cut(0);
        call(made);
      });
      made.board.events.endPass();
    });
    expect(statements).toBeGreaterThan(0);
  }
});

test('on the way to a turn of a program, and back: a timer, a letter, a watch, a listener, a start', () => {
  const statements = cutEverywhere('turns', 2, ({ board, bad }, cut) => {
    bad.setTimeout(() => {}, 1);
    bad.setInterval(() => {}, 1);
    bad.watch(() => {}, 'D2');
    bad.on(board.E, 'own', () => {});
    board.processes.send(bad.pid, 'x');
    board.processes.spawn(() => {}, { name: 'new', bytes: 300 });
    board.E.emit('own');
    // Who is cut off in a turn of its own is over: so none of them is the other's.
    cut(0);
    board.events.advance(1);
    board.events.change('D2');
  });
  expect(statements).toBeGreaterThan(10);
});

/** Before these nothing is done: a timer is asked for, and the spare bytes are there for that. */
const FIRST_STATEMENTS = 2;

test('in what is done after it, at each statement of that', () => {
  let longest = 0;
  for (let first = 0; first < 60; first++) {
    if (!isDue(first, 7)) continue;
    longest = Math.max(
      longest,
      cutEverywhere(`a kill cut after ${first}`, 2, ({ board, bad }, cut) => {
        board.events.turn(() => {
          board.interrupts.left = first;
          board.processes.kill(bad.pid);
        });
        if (board.interrupts.left < Infinity) board.interrupts.left = Infinity;
        else cut(FIRST_STATEMENTS);
        board.events.endPass();
      }),
    );
  }
  expect(longest).toBeGreaterThan(30);
});
