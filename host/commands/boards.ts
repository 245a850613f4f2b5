/** `ckremm boards`: the boards there are. */
import { JSON_OPTION } from './command.ts';
import type { Command, Values } from './command.ts';
import { boardsBySize } from './inputs.ts';
import { number, renderTable } from './table.ts';

export const boardsCommand: Command = {
  name: 'boards',
  summary: 'List the boards, the smallest heap first.',
  options: [JSON_OPTION],
  notes: ['With --json: an array of name, title, heapBytes, maxHeapBytes (the most one heap can be).'],
  run,
};

function run(values: Values): void {
  const boards = boardsBySize();
  if (values.json) {
    console.log(JSON.stringify(boards, null, 2));
    return;
  }
  const rows = boards.map(({ name, title, heapBytes }) => [name, number(heapBytes), title]);
  console.log(renderTable([
    { title: 'board', align: 'left' },
    { title: 'heap bytes', align: 'right' },
    { title: 'what it is', align: 'left' },
  ], rows));
}
