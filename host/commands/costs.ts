/** `ckremm costs`: the table of README.md that says what things cost on each board, with and without us. */
import { costTable } from '../replay/costs.ts';
import type { Command } from './command.ts';

export const costsCommand: Command = {
  name: 'costs',
  summary: 'Print what a record, a buffer and an object cost on each board, with ckreMM and without, as Markdown.',
  options: [],
  notes: ['What is held in an array, the element included; with ckreMM everything that a pool needs, in a pool of 1,000 rows or of 16 KB.'],
  run: () => console.log(costTable()),
};
