/** The modules beside each other: what each is for, what its bundle takes, what its usual calls cost. */
import { leanBytes, unitsOf } from './bundles.ts';
import { measured } from './measure.ts';

const number = (value: number, digits = 0): string => value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const units = (...parameters: Parameters<typeof unitsOf>): string => number(unitsOf(...parameters));

const rows = (): string[][] => [
  ['`headers`', 'blocks of any size at addresses that stay', number(leanBytes('headers')),
    `alloc + dealloc of 16 bytes ${units('headers', 'headers.alloc + dealloc', '16 bytes')}, of 300 ${units('headers', 'headers.alloc + dealloc', '300 bytes')}`,
    `${number(measured('headers.bytesPerBlock')!, 1)} a block`],
  ['`tables`', 'blocks behind handles: memory is compacted, a stale handle is refused', number(leanBytes('tables')),
    `alloc + dealloc of 16 bytes ${units('tables', 'tables.alloc + dealloc', '16 bytes')}, addrOf ${units('tables', 'tables.addrOf')}`,
    `${number(measured('tables.bytesPerBlock')!, 1)} a block`],
  ['`records`, `queue`', 'rows of named fields in place of objects', number(leanBytes('records')),
    `\`t[row]\` ${units('records', 'records.column', 'an element of it read')}, alloc + dealloc ${units('records', 'records.alloc + dealloc', 'rows in turn')}, push + shift ${units('records', 'queue.push + shift')}`,
    'a bit a row'],
  ['`strings`', 'byte strings in a tables pool', number(leanBytes('strings')),
    `alloc + dealloc of 7 characters ${units('strings', 'strings.alloc + dealloc')}, equals ${units('strings', 'strings.equals', 'to a text')}`, '1, and the block'],
  ['`gc`, with `tables`', 'objects that are freed when nothing refers to them', number(leanBytes('gc')),
    `alloc, collection included, ${units('gc', 'gc.alloc')}, setRef ${units('gc', 'gc.setRef')}`,
    `${number(measured('gc.bytesPerObject')!)} an object, and the block`],
  ['`paging`', 'more data than RAM, and hibernation; safe against power loss', number(leanBytes('paging')),
    `read8 of the page at hand ${units('paging', 'paging.read8', 'the page used last')}, of another ${units('paging', 'paging.read8', 'another page')}`, ''],
];

/** The table as Markdown. */
export function moduleTable(): string {
  const head = ['module', 'is for', 'lean bundle, bytes', 'calls, U', 'bytes beside the data'];
  return [head, head.map(() => '---'), ...rows()].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
