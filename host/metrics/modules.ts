/** The modules beside each other: what each is for, what its bundle takes, what its usual calls cost. */
import type { Values } from './metric.ts';

const number = (value: number, digits = 0): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

const rows = (of: Values): string[][] => [
  [
    '`headers`',
    'blocks of any size at addresses that stay',
    number(of('headers.lean')),
    `alloc + dealloc of 16 bytes ${number(of('headers.pairUnits'))}, of 300 ${number(of('headers.pair300Units'))}`,
    `${number(of('headers.bytesPerBlock'), 1)} a block`,
  ],
  [
    '`tables`',
    'blocks behind handles: memory is compacted, a stale handle is refused',
    number(of('tables.lean')),
    `alloc + dealloc of 16 bytes ${number(of('tables.pairUnits'))}, addrOf ${number(of('tables.addrOfUnits'))}`,
    `${number(of('tables.bytesPerBlock'), 1)} a block`,
  ],
  [
    '`records`, `queue`',
    'rows of named fields in place of objects',
    number(of('records.lean')),
    `\`t[row]\` ${number(of('records.columnUnits'))}, alloc + dealloc ${number(of('records.turnUnits'))}, push + shift ${number(of('queue.turnUnits'))}`,
    'a bit a row',
  ],
  [
    '`messages`',
    'a ring of byte messages of any length, for logs and between parts of a program',
    number(of('messages.lean')),
    `push + shift of 20 bytes ${number(of('messages.pairUnits'))}`,
    '2 a message',
  ],
  [
    '`strings`',
    'byte strings in a tables pool',
    number(of('strings.lean')),
    `alloc + dealloc of 7 characters ${number(of('strings.pairUnits'))}, equals ${number(of('strings.equalsUnits'))}`,
    '1, and the block',
  ],
  [
    '`gc`, with `tables`',
    'objects that are freed when nothing refers to them',
    number(of('gc.lean')),
    `alloc, collection included, ${number(of('gc.allocUnits'))}, setRef ${number(of('gc.setRefUnits'))}`,
    `${number(of('gc.bytesPerObject'))} an object, and the block`,
  ],
  [
    '`paging`',
    'more data than RAM, and hibernation; safe against power loss',
    number(of('paging.lean')),
    `read8 of the page at hand ${number(of('paging.read8Units'))}, of another ${number(of('paging.read8OtherUnits'))}`,
    '',
  ],
  [
    '`processes`',
    'programs that end, and everything they held comes back',
    number(of('processes.lean')),
    `a turn of an interval ${number(of('processes.tickUnits'))} more, spawn + kill ${number(of('processes.spawnUnits'))}`,
    '',
  ],
];

/** The table as Markdown. */
export function moduleTable(of: Values): string {
  const head = ['module', 'is for', 'lean bundle, bytes', 'calls, U', 'bytes beside the data'];
  return [head, head.map(() => '---'), ...rows(of)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
