/** Out of memory. */
import { CutOff, globalsOf } from '../../host/emulator/index.ts';
import type { Sys } from '../../src/processes/state.ts';
import type { Board } from './board.ts';
import { type Scenario, differs, first } from './judging.ts';

/** Of one call, at most. */
const MOST_STATEMENTS = 400;

export const memoryScenarios: Record<string, Scenario> = {
  '3: the end gives back timers, then the rest, last first, once each, and the pool last': (make) => {
    const board = make().init();
    const log: string[] = [];
    const freeBytes = (): number => board.heapModule.freeBytes(board.heap);
    const before = board.held;
    const all = freeBytes();
    const sys = board.start(
      (life) => {
        life.defer(() => log.push(`a ${freeBytes() < all} ${board.events.count.timers}`));
        life.setInterval(() => {}, 5);
        life.defer(() => log.push(`b ${board.events.count.watches}`));
        life.watch(() => {}, 'D1', true);
        life.defer(() => {
          log.push(`c ${board.events.count.watches}`);
          throw new Error('in undo');
        });
      },
      { bytes: 512 },
    );
    board.processes.kill(sys.pid);
    return first(differs('order', log, ['c 1', 'b 0', 'a true 0']), differs('held', board.held, before));
  },
  '5: whoever runs when memory runs out is over, and nobody else': (make) => {
    const board = make({ isCut: true }).init();
    const log: string[] = [];
    const good = board.start((life) => void life.setInterval(() => log.push('good'), 10));
    const bad = board.start(() => {}, { name: 'bad' });
    // Another's turn comes in between, and code of no program.
    board.events.advance(10);
    board.within(bad, () => {
      board.interrupts.left = 0;
      bad.claim('D1');
    });
    board.events.advance(10);
    return first(
      differs('ended', board.ended, ['2 bad memory 0']),
      differs('states', [board.processes.state(good.pid), board.processes.state(bad.pid)], [1, 0]),
      differs('good', log, ['good', 'good']),
    );
  },
  '5: when code of no program runs out of memory no program is over': (make) => {
    const turns: ((board: Board, sys: Sys) => void)[] = [
      (_, sys) => void sys.setInterval(() => {}, 1),
      (_, sys) => void sys.setTimeout(() => {}, 1),
      ({ processes }, sys) => void processes.send(sys.pid, 1),
    ];
    for (const turn of turns) {
      const board = make({ isCut: true }).init();
      const sys = board.start((life) => void life.receive(() => {}));
      turn(board, sys);
      board.events.advance(1);
      board.events.turn(() => {
        board.interrupts.left = 0;
        board.processes.list();
      });
      board.events.endPass();
      const found = differs(`ended, after ${turn.toString()}`, board.ended, []);
      if (found) return found;
    }
    return '';
  },
  '5: whoever was interrupted is over, also when others have a turn before that is told': (make) => {
    const others: ((sys: Sys, board: Board) => void)[] = [
      (sys) => void sys.setInterval(() => {}, 1),
      (sys) => void sys.setTimeout(() => {}, 1),
      (sys, { processes }) => void processes.send(sys.pid, 1),
      (_, { processes }) => void processes.spawn(() => {}),
    ];
    for (const other of others) {
      const board = make({ isCut: true }).init();
      const bad = board.start();
      const good = board.start((life) => void life.receive(() => {}));
      bad.setTimeout(() => {
        board.interrupts.left = 0;
        bad.claim('D1');
      }, 1);
      other(good, board);
      board.events.advance(5);
      const found = differs(`ended, ${other.toString()}`, board.ended, ['1  interrupted 0']);
      if (found) return found;
    }
    return '';
  },
  '5: code that bind gave, called by a program of another, leaves that one where it was': (make) => {
    const board = make({ isCut: true }).init();
    const helper = board.start();
    const call = helper.bind(() => {});
    const bad = board.start(() => {}, { name: 'bad' });
    board.within(bad, () => {
      call();
      board.interrupts.left = 0;
      bad.claim('D1');
    });
    return differs('ended', board.ended, ['2 bad memory 0']);
  },
  '6: out of memory frees the spare bytes first, and is told of each time': (make) => {
    const board = make({ isCut: true });
    const order: string[] = [];
    const on = board.E.on;
    board.E.on = (event: string, f: (...values: unknown[]) => unknown) =>
      on(event, (...values: unknown[]) => {
        const given = f(...values);
        order.push(given instanceof Uint8Array ? `${given.length} bytes` : 'the rest');
      });
    board.init({ spare: 500 });
    for (const name of ['one', 'two']) {
      const sys = board.start(() => {}, { name });
      board.within(sys, () => {
        board.interrupts.left = 0;
        sys.claim('D1');
      });
    }
    return first(
      differs('order', order, ['500 bytes', 'the rest', '500 bytes', 'the rest']),
      differs('ended', board.ended, ['1 one memory 0', '2 two memory 0']),
    );
  },
  '7: with little free all programs start anew': (make) => {
    const board = make({ isCut: true }).init();
    const options = { restarts: 3, wait: 10 };
    const sys = [board.start(() => {}, options), board.start(() => {}, options), board.start(() => {}, options)];
    const runOut = (): void =>
      board.within(sys[0]!, () => {
        board.interrupts.left = 0;
        sys[0]!.claim('D1');
      });
    board.free = 2630 / 8 - 1;
    runOut();
    return differs('ended', board.ended, ['1  memory 1', '2  low 1', '3  low 1']);
  },
  '7: when enough came back the others go on': (make) => {
    const board = make({ isCut: true }).init();
    const sys = [board.start(), board.start()];
    board.free = 2630 / 8 + 1;
    board.within(sys[0]!, () => {
      board.interrupts.left = 0;
      sys[0]!.claim('D1');
    });
    return differs('ended', board.ended, ['1  memory 0']);
  },
  '7: a flag of other things, as a full buffer of Serial, ends nobody': (make) => {
    const board = make().init();
    board.start();
    board.free = 1;
    board.events.flags.push('FIFO_FULL');
    board.events.endPass();
    return differs('ended', board.ended, []);
  },
  '8: what others lost with it is set up again: intervals, timeouts, letters, starts, watches': (make) => {
    const board = make({ isCut: true }).init();
    const log: string[] = [];
    const { processes, events } = board;
    const bad = board.start(() => {}, { name: 'bad' });
    const good = board.start((life) => {
      life.receive((message, from) => log.push(`letter ${message} ${from}`));
      life.watch(() => log.push('pin'), 'D1', { repeat: true });
      life.watch(() => log.push('pin once'), 'D1');
    });
    // All are due in one pass, the bad one first.
    bad.setTimeout(() => {
      board.interrupts.left = 0;
      bad.claim('D1');
    }, 1);
    good.setInterval(() => log.push('interval'), 1);
    good.setTimeout((value: string) => log.push(`timeout ${value}`), 1, 'x');
    processes.send(good.pid, 'm', 7);
    processes.spawn(() => log.push('started'));
    const pass = events.turn.bind(events);
    let isFirst = true;
    events.turn = (code) => {
      const isDone = pass(code);
      // The pin changes in the same pass.
      if (!isDone && isFirst) {
        isFirst = false;
        for (const watch of [...events.watches.keys()]) events.watches.delete(watch);
      }
      return isDone;
    };
    events.advance(1);
    events.advance(3);
    events.change('D1');
    const once = (what: string): number => log.filter((line) => line === what).length;
    return first(
      differs('set up again', ['letter m 7', 'timeout x', 'started', 'pin', 'pin once'].map(once), [1, 1, 1, 1, 1]),
      once('interval') > 2 ? '' : 'the interval does not go on',
      differs('ended', board.ended, ['1 bad interrupted 0']),
    );
  },
  '5: one that threw does not run any more: when `ended` runs out of memory it has failed once, whatever the engine called':
    (make) => {
      const turns: ((board: Board, sys: Sys, code: () => void) => void)[] = [
        (_, sys, code) => void sys.setTimeout(code, 1),
        (_, sys, code) => void sys.setInterval(code, 1),
        ({ processes }, sys, code) => void (sys.receive(code) && processes.send(sys.pid, 'x')),
        ({ E }, sys, code) => void (sys.on(E, 'news', code) && E.emit('news')),
      ];
      for (const turn of turns) {
        const board = make({ isCut: true });
        board.init({
          ended: () => {
            board.interrupts.left = 0;
            board.processes.list();
          },
        });
        const sys = board.start(() => {}, { restarts: 2, wait: 1000 });
        turn(board, sys, () => {
          throw new Error('no');
        });
        board.events.advance(5);
        const found = differs(`restarts, by ${turn.toString()}`, board.processes.list()[0]?.restarts, 1);
        if (found) return found;
      }
      return '';
    },
  'an end that is cut off is finished, also when what finishes it is cut off': (make) => {
    for (const later of [Infinity, 3, 9, 20]) {
      for (let left = 0; left < MOST_STATEMENTS; left++) {
        const board = make({ isCut: true }).init();
        const before = board.held;
        const undone: number[] = [];
        const sys = board.start(
          (life) => {
            life.defer(() => undone.push(1));
            life.watch(() => {}, 'D1', true);
            life.on(board.E, 'news', () => {});
            life.defer(() => undone.push(2));
            life.setInterval(() => {}, 50);
          },
          { bytes: 300 },
        );
        // The numbers of its timers and watch come again.
        const other = board.start((life) => void life.setInterval(() => {}, 50));
        board.events.turn(() => {
          board.interrupts.left = left;
          board.processes.kill(sys.pid);
        });
        const isDone = board.interrupts.left < Infinity;
        board.interrupts.left = isDone ? Infinity : later;
        board.events.endPass();
        board.interrupts.left = Infinity;
        board.events.advance(3);
        board.processes.kill(sys.pid);
        const isThere = board.events.count.timers === 1 && board.processes.state(other.pid) === 1;
        board.processes.kill(other.pid);
        board.events.advance(3);
        const found = first(
          isThere ? '' : `cut after ${left} and ${later}: the other lost its timer`,
          differs(`held, cut after ${left} and ${later}`, board.held, before),
          new Set(undone).size === undone.length ? '' : `undone ${undone}`,
        );
        if (found) return found;
        if (isDone) break;
      }
    }
    return '';
  },
  '1: a timer that the engine has, and whose number nobody was told, is taken off; those of others are not': (make) => {
    const calls: [string, (sys: Sys, board: Board) => unknown][] = [
      ['setTimeout', (sys) => sys.setTimeout(() => {}, 1000)],
      ['setInterval', (sys) => sys.setInterval(() => {}, 1000)],
      ['setTimeout', (sys, { processes }) => processes.send(sys.pid, 'x')],
      ['setTimeout', (_, { processes }) => processes.spawn(() => {})],
    ];
    for (const [engineCall, call] of calls) {
      const board = make({ isCut: true }).init();
      const { events, processes } = board;
      const log: string[] = [];
      const { setTimeout } = globalsOf(events) as { setTimeout: (f: () => void, ms: number) => number };
      setTimeout(() => log.push('plain'), 10);
      board.start((life) => {
        life.setInterval(() => log.push('interval'), 10);
        life.receive(() => {});
      });
      processes.spawn(() => log.push('started'), { restarts: 1 });
      const before = events.count.timers;
      const bad = board.start((life) => void life.receive(() => {}));
      board.within(bad, () => {
        events.onDone = (name) => {
          if (name !== engineCall) return;
          events.onDone = () => {};
          throw new CutOff();
        };
        call(bad, board);
      });
      // The start is over by now, and the one that was cut off is the first that is.
      const left = [events.count.timers, board.ended[0]];
      const found = differs(`timers after ${call.toString()}`, left, [before - 1, '3  memory 0']);
      events.advance(20);
      if (found) return found;
      const missing = ['plain', 'interval', 'started'].filter((what) => !log.includes(what));
      if (missing.length) return `taken off: ${missing}`;
    }
    return '';
  },
  '8: a letter that was cut off on its way arrives, once': (make) => {
    const board = make({ isCut: true }).init();
    const log: unknown[] = [];
    const sys = board.start((life) => void life.receive((message, from) => log.push([message, from])), { mail: 1 });
    board.processes.send(sys.pid, 'm', 7);
    board.interrupts.left = 0;
    board.events.advance(5);
    log.push(board.processes.send(sys.pid, 'n', 8));
    board.events.advance(5);
    return differs('letters', log, [['m', 7], true, ['n', 8]]);
  },
  'an undo function that runs out of memory is called once': (make) => {
    const board = make({ isCut: true }).init();
    let calls = 0;
    const sys = board.start((life) => {
      life.defer(() => {
        calls++;
        board.interrupts.left = 0;
        board.processes.list();
      });
    });
    board.events.turn(() => board.processes.kill(sys.pid));
    board.events.endPass();
    board.events.advance(5);
    return differs('calls and state', [calls, board.processes.state(sys.pid)], [1, 0]);
  },
  '6: the spare bytes are taken again as soon as there are enough': (make) => {
    const board = make({ isCut: true });
    const on = board.E.on;
    const freed: number[] = [];
    board.E.on = (event: string, f: (...values: unknown[]) => unknown) =>
      on(event, (...values: unknown[]) => {
        const given = f(...values);
        if (given instanceof Uint8Array) freed.push(given.length);
      });
    board.init({ spare: 500 });
    for (const free of [10, 2000]) {
      const sys = board.start();
      board.free = free;
      board.within(sys, () => {
        board.interrupts.left = 0;
        sys.claim('D1');
      });
      board.free = 2000;
      board.events.advance(1500);
    }
    return differs('freed', freed, [500, 500]);
  },
};
