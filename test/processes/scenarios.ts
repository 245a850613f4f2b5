/** What must hold of processes, each told by its invariant. A mutant that none of them notices is a gap. */
import type { Sys } from '../../src/processes/state.ts';
import { endScenarios } from './ends.ts';
import { type Scenario, differs, first } from './judging.ts';
import { memoryScenarios } from './memory.ts';
import { poolScenarios } from './pools.ts';

/** How many things a life still has on its list, timers apart. */
function listLength(sys: Sys): number {
  let count = 0;
  for (let held = (sys as any).x; held; held = held.n) count++;
  return count;
}

const lives: Record<string, Scenario> = {
  '2: a life that is over refuses everything, from code that still runs as well': (make) => {
    const board = make().init();
    const { E, processes } = board;
    let found: unknown[] = [];
    const before = board.held;
    const sys = board.start(() => {});
    const bound = sys.bind(() => found.push('called'));
    board.within(sys, () => {
      sys.exit();
      found = [
        sys.setTimeout(() => found.push('timeout'), 1),
        sys.setInterval(() => found.push('interval'), 1),
        sys.watch(() => found.push('watch'), 'D1'),
        sys.on(E, 'news', () => found.push('news')),
        sys.claim('D1'),
        sys.defer(() => found.push('undo')),
        sys.receive(() => found.push('letter')),
        sys.exit(),
        board.fault(),
        sys.clear(1),
        processes.send(sys.pid, 1),
        processes.kill(sys.pid),
        processes.state(sys.pid),
      ];
      bound();
    });
    board.events.change('D1');
    E.emit('news');
    board.events.advance(10);
    return first(
      differs('refused', found, [0, 0, 0, 0, 0, 0, false, false, 4, false, false, false, 0]),
      differs('held', board.held, before),
    );
  },
  '2: what is under way when a life ends is not called: a listener whose event was emitted, another timer of the same pass':
    (make) => {
      const board = make().init();
      const log: string[] = [];
      const sys = board.start((life) => {
        life.on(board.E, 'news', () => log.push('news'));
        life.setTimeout(() => life.exit(), 5);
        life.setTimeout(() => log.push('timeout'), 5);
      });
      board.E.emit('news');
      board.processes.kill(sys.pid);
      board.events.endPass();
      const other = board.start((life) => {
        life.setTimeout(() => life.exit(), 5);
        life.setTimeout(() => log.push('timeout'), 5);
      });
      board.events.advance(10);
      return differs('called', [log, other.exit()], [[], false]);
    },
  '4: letters do not outlive the life that they were sent to': (make) => {
    const board = make().init();
    const log: string[] = [];
    const before = board.held;
    const options = { restarts: 1, wait: 1 };
    const sys = board.start((life) => void life.receive((message) => log.push(String(message))), options);
    board.within(sys, () => {
      board.processes.send(sys.pid, 'old');
      throw new Error('no');
    });
    const waiting = [board.processes.send(sys.pid, 'while it waits'), board.fault(), board.processes.state(sys.pid)];
    board.events.advance(1);
    const isSent = board.processes.send(sys.pid, 'new');
    board.events.advance(5);
    board.processes.send(sys.pid, 'last');
    board.processes.kill(sys.pid);
    return first(
      differs('letters', log, ['new']),
      differs('while it waits', [...waiting, isSent], [false, 1, 2, true]),
      differs('held', board.held, before),
    );
  },
  '4: the mail of a program is so long, and is free again when letters were read': (make) => {
    const board = make().init();
    const log: unknown[] = [];
    const sys = board.start((life) => void life.receive((message, from) => log.push([message, from])), { mail: 2 });
    const send = (message: number): unknown => board.processes.send(sys.pid, message, 9) || board.fault();
    const sent = [send(1), send(2), send(3)];
    board.events.advance(1);
    sent.push(send(4), send(5), send(6));
    board.events.advance(1);
    return differs(
      'sent and read',
      [sent, log],
      [
        [true, true, 1, true, true, 1],
        [
          [1, 9],
          [2, 9],
          [4, 9],
          [5, 9],
        ],
      ],
    );
  },
  '5: programs begin and letters arrive in a turn of their own': (make) => {
    const board = make().init();
    const log: string[] = [];
    const reader = board.start((life) => void life.receive(() => log.push('letter')));
    const sys = board.start();
    board.within(sys, () => {
      board.processes.spawn(() => log.push('program'));
      board.processes.send(reader.pid, 1);
      log.push('end of turn');
    });
    board.events.advance(1);
    return differs('order', log, ['end of turn', 'program', 'letter']);
  },
  'a program that fails starts again, later each time, and is given up; a calm life makes that forgotten': (make) => {
    const board = make().init();
    const starts: number[] = [];
    const fails = (life: Sys): void => {
      starts.push(board.events.now);
      if (starts.length === 5) life.setTimeout(() => life.clear(0) || never(), 500);
      else throw new Error('no');
    };
    const never = (): void => {
      throw new Error('calm');
    };
    board.processes.spawn(fails, { name: 'x', restarts: 4, wait: 10, calm: 400 });
    board.events.advance(2000);
    const waits = starts.slice(1).map((at, i) => at - starts[i]!);
    return first(
      differs('waits', waits, [10, 20, 40, 80, 510, 20, 40, 80]),
      differs('ended', board.ended.slice(3), [
        '1 x no 4',
        '1 x calm 1',
        '1 x no 2',
        '1 x no 3',
        '1 x no 4',
        '1 x no 0',
      ]),
      differs('state', board.processes.state(1), 0),
    );
  },
  "a claim is one program's alone, which is told by name, and is back with the end": (make) => {
    const board = make().init();
    const one = board.start(() => {}, { name: 'one' });
    const two = board.start(() => {}, { name: 'two' });
    const bus = {};
    const found = [one.claim(bus) > 0, one.claim(bus) === one.claim(bus), two.claim(bus), board.fault(), two.owner];
    board.processes.kill(one.pid);
    found.push(two.claim(bus) > 0, two.clear(two.claim(bus)), board.start().claim(bus) > 0);
    return differs('claims', found, [true, true, 0, 7, 'one', true, true, true]);
  },
  'clear gives one thing back, once, and not another': (make) => {
    const board = make().init();
    const log: string[] = [];
    const before = board.held;
    const sys = board.start();
    const keys = [
      sys.setTimeout(() => log.push('timeout'), 5),
      sys.setInterval(() => log.push('interval'), 5),
      sys.watch(() => log.push('pin'), 'D1', true),
      sys.on(board.E, 'news', () => log.push('news')),
      sys.claim('D1'),
      sys.defer(() => log.push('undo')),
    ];
    const stays = sys.defer(() => log.push('stays'));
    const cleared = keys.map((key) => sys.clear(key));
    const again = keys.map((key) => sys.clear(key));
    const held = board.held;
    const listed = listLength(sys);
    board.events.change('D1');
    board.E.emit('news');
    board.events.advance(10);
    board.processes.kill(sys.pid);
    return first(
      differs('keys', [new Set(keys).size, stays > 0], [6, true]),
      differs(
        'cleared',
        cleared,
        keys.map(() => true),
      ),
      differs('still listed', listed, 1),
      differs(
        'again',
        again,
        keys.map(() => false),
      ),
      differs('held', held, before),
      differs('called', log, ['undo', 'stays']),
    );
  },
  'the number of a watch that has fired belongs to the next one: it is not cleared with the old': (make) => {
    const board = make().init();
    const log: string[] = [];
    const one = board.start((life) => void life.watch(() => log.push('one'), 'D1'));
    board.events.change('D1');
    board.start((life) => void life.watch(() => log.push('two'), 'D2', true));
    log.push(String(listLength(one)));
    board.processes.kill(one.pid);
    board.events.change('D2');
    return differs('called', log, ['one', '0', 'two']);
  },
  'the number of a timeout that has fired belongs to the next one': (make) => {
    const board = make().init();
    const log: string[] = [];
    const one = board.start((life) => void life.setTimeout(() => log.push('one'), 1));
    board.events.advance(5);
    board.start((life) => void life.setTimeout(() => log.push('two'), 5));
    board.processes.kill(one.pid);
    board.events.advance(10);
    return differs('called', log, ['one', 'two']);
  },
  'the number of a start, or of a letter, that is over belongs to the next timer': (make) => {
    const board = make().init();
    const log: string[] = [];
    const one = board.start((life) => void life.receive(() => {}));
    const two = board.start((life) => void life.setTimeout(() => log.push('two'), 20));
    board.processes.kill(one.pid);
    const three = board.start((life) => void life.receive(() => {}));
    board.processes.send(three.pid, 1);
    board.events.advance(1);
    two.setTimeout(() => log.push('late'), 20);
    board.processes.kill(three.pid);
    board.events.advance(30);
    return differs('called', log, ['two', 'late']);
  },
  'on Kaluma, which hands no arguments to timers, and tells events at once': (make) => {
    const board = make({ engine: 'kaluma' }).init();
    const log: unknown[] = [];
    const before = board.held;
    const sys = board.start((life) => {
      life.setTimeout((value) => log.push(value), 1, 'timeout');
      life.setInterval(() => log.push('interval'), 2);
      life.receive((message, from) => log.push([message, from]));
      life.watch(() => log.push('pin'), 3, 2, 10);
      life.on(board.E, 'news', (a, b, c) => {
        log.push([a, b, c]);
        throw new Error('no');
      });
    });
    board.processes.send(sys.pid, 'm', 4);
    board.events.advance(2);
    board.events.change(3);
    board.E.emit('news', 1, 2, 3);
    return first(
      differs('called', log, ['timeout', ['m', 4], 'interval', 'pin', [1, 2, 3]]),
      differs('held', board.held, before),
    );
  },
  'pids never come again': (make) => {
    const board = make().init();
    const one = board.start();
    board.processes.kill(one.pid);
    const two = board.start();
    return differs(
      'pids',
      [one.pid, two.pid, board.processes.kill(one.pid), board.processes.state(two.pid)],
      [1, 2, false, 1],
    );
  },
  'no room for the bytes of a program: it fails like any other': (make) => {
    const board = make().init();
    board.processes.spawn(() => {}, { name: 'large', bytes: 5000, restarts: 1, wait: 5 });
    board.events.advance(20);
    return differs('ended', board.ended, ['1 large pool 1', '1 large pool 0']);
  },
  'what ended() throws is dropped, and it may spawn': (make) => {
    const board = make();
    const log: string[] = [];
    board.init({
      ended: (pid) => {
        if (pid === 1) board.processes.spawn(() => log.push('next'));
        throw new Error('in ended');
      },
    });
    const sys = board.start();
    board.processes.kill(sys.pid);
    board.events.advance(1);
    return differs('started', [log, board.events.uncaught], [['next'], []]);
  },
  'one that is killed while it waits does not start; list tells of all': (make) => {
    const board = make().init();
    const log: string[] = [];
    const before = board.held;
    board.processes.spawn(() => log.push('one'), { name: 'one' });
    const two = board.start(() => {}, { name: 'two' });
    board.processes.spawn(() => log.push('three'), { name: 'three', restarts: 2 });
    const rows = board.processes.list().map(({ pid, name, state, restarts }) => [pid, name, state, restarts].join(' '));
    board.processes.kill(3);
    board.processes.kill(two.pid);
    board.processes.kill(1);
    board.events.advance(10);
    return first(
      differs('list', rows, ['1 one 1 0', '2 two 1 0', '3 three 2 0']),
      differs('started', log, ['one']),
      differs('held', board.held, before),
    );
  },
};

export const scenarios: [string, Scenario][] = [
  ...Object.entries(lives),
  ...Object.entries(memoryScenarios),
  ...Object.entries(poolScenarios),
  ...endScenarios,
];
