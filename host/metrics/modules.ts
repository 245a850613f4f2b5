/** Which module for what: what each takes of an Espruino board, and how long its usual calls take. */
import { nativeFigures, nativeUnits } from '../cost/native.ts';
import { readBoard } from '../emulator/index.ts';
import type { Values } from './metric.ts';

interface Row {
  need: string;
  /** As host/cost/pools.ts names it. */
  module: string;
  /** The page that tells more, where it is not that of the module. */
  page?: string;
  calls: string;
  /** The metric of the calls in ES5. */
  units: string;
  /** The scene of them that is measured as machine code; none where the module has no machine code. */
  native?: [call: string, what: string];
}

const ROWS: Row[] = [
  {
    need: 'buffers that come and go',
    module: 'headers',
    calls: 'alloc + dealloc',
    units: 'headers.pairUnits',
    native: ['headers.alloc + dealloc', '16 bytes, steady'],
  },
  {
    need: 'the same for months, without fragmentation',
    module: 'tables',
    calls: 'alloc + dealloc',
    units: 'tables.pairUnits',
    native: ['tables.alloc + dealloc', '16 bytes, steady'],
  },
  {
    need: 'many things of one kind',
    module: 'records',
    calls: 'alloc + dealloc',
    units: 'records.turnUnits',
    native: ['records.alloc + dealloc', 'rows in turn'],
  },
  {
    need: 'the newest samples, work that waits',
    module: 'queue',
    calls: 'push + shift',
    units: 'queue.turnUnits',
    native: ['queue.push + shift', ''],
  },
  {
    need: 'logs, packets',
    module: 'messages',
    calls: 'push + shift, 20 bytes',
    units: 'messages.pairUnits',
    native: ['messages.push + shift', '20 bytes'],
  },
  {
    need: 'many texts that stay',
    module: 'strings',
    calls: 'alloc + dealloc',
    units: 'strings.pairUnits',
    native: ['strings.alloc + dealloc', 'of 7 characters'],
  },
  {
    need: 'objects that refer to one another',
    module: 'gc',
    calls: 'alloc with its share of collection',
    units: 'gc.allocUnits',
    native: ['gc.alloc', 'garbage of 12 bytes, its share of the cycles included'],
  },
  {
    need: 'more data than RAM; power cuts',
    module: 'paging',
    calls: 'read8, page at hand',
    units: 'paging.read8Units',
    native: ['paging.read8', 'the page used last'],
  },
  {
    need: 'programs that end and give everything back',
    module: 'processes',
    page: 'docs/processes.md',
    calls: 'extra per timer call',
    units: 'processes.tickUnits',
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
  const rows = ROWS.map(({ need, module, page = `docs/modules/${module}.md`, calls, units, native }) => {
    const counted = of(units);
    const variables = nativeFigures().pools.find((pool) => pool.module === module);
    const measured = native ? nativeUnits(...native) : counted;
    if (!variables || measured === undefined)
      throw new Error(`${module}: host/cost/measured/native.json has not all of it: npm run calibrate:native`);
    return [
      need,
      `[${module}](${page})`,
      number(variables.native),
      number(variables.es5),
      calls,
      shown(measured * puckjs!),
      shown(counted * esp32!),
    ];
  });
  return [head, head.map((_, i) => (i < 2 || i === 4 ? '---' : '--:')), ...rows]
    .map((cells) => `|${cells.join('|')}|`)
    .join('\n');
}
