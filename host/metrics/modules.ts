/** Which module for what: what each takes of an Espruino board, and how long its usual calls take. */
import { readBoard } from '../emulator/index.ts';
import type { Values } from './metric.ts';

interface Row {
  need: string;
  /** With the page that tells more. */
  module: string;
  /**
   * Variables of an idle library with this module and a pool of it, its heap not counted: in ES5, and as machine code. Measured with
   * process.memory() on Espruino 2v29 for ARM with 2,630 variables.
   */
  idle: [es5: number, native?: number];
  calls: string;
  /** Metrics, which are added up, of the calls in ES5; U of machine code, counted on the same engine. */
  units: string[];
  nativeUnits?: number;
}

const page = (name: string): string => `[${name}](docs/modules/${name}.md)`;

const ROWS: Row[] = [
  {
    need: 'buffers that come and go',
    module: page('headers'),
    idle: [379, 98],
    calls: 'alloc + dealloc',
    units: ['headers.pairUnits'],
    nativeUnits: 3.6,
  },
  {
    need: 'the same for months, with nothing lost between blocks',
    module: page('tables'),
    idle: [650, 104],
    calls: 'alloc + dealloc',
    units: ['tables.pairUnits'],
    nativeUnits: 3.9,
  },
  {
    need: 'many things of one kind',
    module: page('records'),
    idle: [290, 143],
    calls: 'alloc + dealloc',
    units: ['records.turnUnits'],
    nativeUnits: 4,
  },
  {
    need: 'the newest samples, work that waits',
    module: page('queue'),
    idle: [351, 173],
    calls: 'push + shift',
    units: ['queue.turnUnits'],
    nativeUnits: 3.8,
  },
  {
    need: 'logs, packets',
    module: page('messages'),
    idle: [342, 95],
    calls: 'push + shift, 20 bytes',
    units: ['messages.pairUnits'],
    nativeUnits: 40,
  },
  {
    need: 'many texts that stay',
    module: page('strings'),
    idle: [852, 193],
    calls: 'alloc + dealloc',
    units: ['strings.pairUnits'],
    nativeUnits: 30,
  },
  {
    need: 'objects that refer to one another',
    module: page('gc'),
    idle: [979, 144],
    calls: 'alloc with its share of collection',
    units: ['gc.allocUnits'],
    nativeUnits: 3.5,
  },
  {
    need: 'more data than RAM; power cuts',
    module: page('paging'),
    idle: [651],
    calls: 'read8, page at hand',
    units: ['paging.read8Units'],
  },
  {
    need: 'programs that end and give everything back',
    module: '[processes](docs/processes.md)',
    idle: [598],
    calls: 'extra per timer call',
    units: ['processes.tickUnits'],
  },
];

const number = (value: number): string => value.toLocaleString('en-US');
const shown = (milliseconds: number): string => milliseconds.toPrecision(2).replace(/\.0$/, '');

/** The table as Markdown, without blanks, as README is counted in words: Puck.js with machine code where there is some, ESP32 without. */
export function moduleTable(of: Values): string {
  const [puckjs, esp32] = ['puckjs', 'esp32'].map((board) => readBoard(board).callMicroseconds / 1000);
  const head = [
    'you have',
    'module',
    'variables on a Puck.js',
    'on an ESP32',
    'calls',
    'ms on a Puck.js',
    'on an ESP32',
  ];
  const rows = ROWS.map(({ need, module, idle: [es5, native], calls, units, nativeUnits }) => {
    const counted = units.reduce((sum, id) => sum + of(id), 0);
    return [
      need,
      module,
      number(native ?? es5),
      number(es5),
      calls,
      shown((nativeUnits ?? counted) * puckjs!),
      shown(counted * esp32!),
    ];
  });
  return [head, head.map((_, i) => (i < 2 || i === 4 ? '---' : '--:')), ...rows]
    .map((cells) => `|${cells.join('|')}|`)
    .join('\n');
}
