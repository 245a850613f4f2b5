/** Ways in which a program ends, and that all it held is back then. */
import type { Sys } from '../../src/processes/state.ts';
import type { Board } from './board.ts';
import { type Scenario, differs, first } from './judging.ts';

/** A program that holds one of each kind; `log` gets what is called. */
const everything =
  (board: Board, log: string[]) =>
  (sys: Sys): void => {
    sys.setInterval(() => log.push('tick'), 10);
    sys.setTimeout(() => log.push('late'), 100000);
    sys.watch(() => log.push('pin'), 'D1', { repeat: true });
    sys.watch(() => log.push('pin once'), 'D2');
    sys.on(board.E, 'news', (what) => log.push(`news ${what}`));
    sys.claim('D1');
    sys.defer(() => log.push('off 1'));
    sys.defer(() => log.push('off 2'));
    sys.receive((message) => log.push(`letter ${message}`));
  };

/** What it holds is gone, and nothing of it is called any more. */
function silent(board: Board, sys: Sys, log: string[], before: string): string {
  const { events, processes } = board;
  const length = log.length;
  processes.send(sys.pid, 'x');
  board.E.emit('news', 1);
  events.change('D1');
  events.change('D2');
  events.advance(2000);
  return first(differs('held', board.held, before), differs('called', log.slice(length), []));
}

/** Ways to end a program that holds everything, from code of its own or another's; each with the reason it is told. */
const ends: Record<string, (board: Board, sys: Sys, log: string[]) => string> = {
  'killed from outside': ({ processes }, sys) => (processes.kill(sys.pid), 'kill 0'),
  exit: (board, sys) => (board.within(sys, () => sys.exit()), 'exit 0'),
  'killed by itself': (board, sys) => (board.within(sys, () => board.processes.kill(sys.pid)), 'kill 0'),
  'throws in a timer': (board, sys) => (
    board.within(sys, () => {
      throw new Error('no');
    }),
    'no 0'
  ),
  'throws in an interval': ({ events }, sys) => {
    sys.setInterval(() => {
      throw new Error('no');
    }, 1);
    events.advance(1);
    return 'no 0';
  },
  'throws in a watch': ({ events }, sys) => {
    sys.watch(() => {
      throw new Error('no');
    }, 'D3');
    events.change('D3');
    return 'no 0';
  },
  'exits in a watch that repeats': ({ events }, sys) => {
    sys.watch(() => void sys.exit(), 'D3', true);
    events.change('D3');
    return 'exit 0';
  },
  'throws in a listener': ({ events, E }, sys) => {
    sys.on(E, 'bad', () => {
      throw new Error('no');
    });
    E.emit('bad');
    events.endPass();
    return 'no 0';
  },
  'throws at a letter': ({ events, processes }, sys) => {
    sys.receive(() => {
      throw new Error('no');
    });
    processes.send(sys.pid, 1);
    processes.send(sys.pid, 2);
    events.advance(1);
    return 'no 0';
  },
  'killed by a letter of its own': ({ events, processes }, sys) => {
    sys.receive(() => processes.kill(sys.pid));
    processes.send(sys.pid, 1);
    processes.send(sys.pid, 2);
    events.advance(1);
    return 'kill 0';
  },
  'killed in an undo function of its own': ({ processes }, sys) => {
    sys.defer(() => processes.kill(sys.pid));
    processes.kill(sys.pid);
    return 'kill 0';
  },
  'exits in what bind gave': (_board, sys) => {
    sys.bind(() => sys.exit())();
    return 'exit 0';
  },
  'runs out of memory': (board, sys) => {
    board.interrupts.left = Infinity;
    board.within(sys, () => {
      board.interrupts.left = 0;
      sys.claim('more');
    });
    return 'memory 0';
  },
};

/** Each end of a program that holds everything, alone and beside another that must not notice. */
export const endScenarios = Object.entries(ends).map(([name, end]): [string, Scenario] => [
  `1 to 4: all is back, and the others go on: ${name}`,
  (make) => {
    const board = make({ isCut: name.includes('memory') }).init();
    const good: string[] = [];
    const log: string[] = [];
    board.start(everything(board, good));
    board.E.emit('news', 0);
    board.events.change('D2');
    const before = board.held;
    const sys = board.start(everything(board, log), { name: 'bad', bytes: 256 });
    good.splice(0);
    log.splice(0);
    const reason = end(board, sys, log);
    // Under way when it ended, and not by Espruino's hand.
    board.events.advance(0);
    const undone = log.filter((line) => line.startsWith('off'));
    const quiet = silent(board, sys, log, before);
    board.events.advance(100);
    return first(
      differs('undo functions', undone, ['off 2', 'off 1']),
      differs('ended', board.ended, [`2 bad ${reason}`]),
      quiet,
      good.includes('tick') && good.includes('news 1') && good.includes('pin') ? '' : `the other heard ${good}`,
    );
  },
]);
