/** `ckremm boards`: the boards there are. */
import { readBoard } from '../emulator/index.ts';
import { sectorsForHeap } from '../../src/paging/checkpoint.ts';
import { JSON_OPTION } from './command.ts';
import type { Command, Values } from './command.ts';
import { boardsBySize } from './inputs.ts';
import { number, renderTable } from './table.ts';

export const boardsCommand: Command = {
  name: 'boards',
  summary: 'List the boards, smallest heap first.',
  options: [JSON_OPTION],
  notes: [
    'sectors to hibernate: how much flash paging.hibernate needs for a heap of that size, 3 x (the heap and its header,\n' +
      'in whole sectors); of: how much the profile leaves to paging. If that is less, use a smaller heap or another store.',
    'With --json: an array of name, title, heapBytes, maxHeapBytes (the most one heap can be), hibernateSectors,\n' +
      'flashSectors.',
  ],
  run,
};

function run(values: Values): void {
  const boards = boardsBySize().map((board) => {
    const { flash } = readBoard(board.name);
    return { ...board, hibernateSectors: sectorsForHeap(flash, board.heapBytes), flashSectors: flash.pages };
  });
  if (values.json) {
    console.log(JSON.stringify(boards, null, 2));
    return;
  }
  const rows = boards.map(({ name, title, heapBytes, hibernateSectors: sectors, flashSectors }) => [
    name,
    number(heapBytes),
    number(sectors),
    number(flashSectors),
    title,
  ]);
  console.log(
    renderTable(
      [
        { title: 'board', align: 'left' },
        { title: 'heap bytes', align: 'right' },
        { title: 'sectors to hibernate', align: 'right' },
        { title: 'of', align: 'right' },
        { title: 'what it is', align: 'left' },
      ],
      rows,
    ),
  );
}
