/**
 * Every public call of the library in a small scene. Functions are locals, as in a program that cares: `A` is
 * `ckremm.headers.alloc`. `i` counts the turns.
 */
import { type Scene, scenesOf } from './scene.ts';
import { HEADERS, TABLES } from './scenes/blocks.ts';
import { GC, PAGING } from './scenes/large.ts';
import { PROCESSES } from './scenes/processes.ts';
import { QUEUE, RECORDS } from './scenes/rows.ts';
import { MESSAGES, STRINGS } from './scenes/texts.ts';

const HEAP = scenesOf(['heap'], 'var h=ckremm.heap,u=h.format(new Uint8Array(8192)),b;', [
  ['format', '', 'x=b(u);', '', '', { setup: 'b=h.format;' }],
  ['open', '', 'x=b(u);', '', '', { setup: 'b=h.open;' }],
  ['find', 'none there', 'x=b(u,1,0);', '', '', { setup: 'b=h.find;' }],
  ['freeBytes', '', 'x=b(u);', '', '', { setup: 'b=h.freeBytes;' }],
  ['repair', 'nothing was cut off', 'x=b(u);', '', '', { setup: 'b=h.repair;' }],
]);

export const SCENES: Scene[] = [
  ...HEAP,
  ...HEADERS,
  ...TABLES,
  ...RECORDS,
  ...QUEUE,
  ...MESSAGES,
  ...STRINGS,
  ...GC,
  ...PAGING,
  ...PROCESSES,
];
