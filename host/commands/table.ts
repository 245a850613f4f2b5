/** Plain tables for the terminal. */
import { styleText } from 'node:util';

export interface Column {
  title: string;
  align: 'left' | 'right';
}

export type Style = 'green' | 'red' | 'yellow' | 'dim' | 'bold';

const useColour = (): boolean => Boolean(process.stdout.isTTY) && !process.env.NO_COLOR;

/** `text` in a colour on a terminal, as it is elsewhere. */
export function paint(style: Style, text: string): string {
  return useColour() ? styleText(style, text) : text;
}

export const number = (value: number, digits?: number): string =>
  value.toLocaleString('en-US', digits === undefined ? {} : { minimumFractionDigits: digits });

const ESCAPES = /\u001b\[[0-9;]*m/g;
const widthOf = (cell: string): number => cell.replace(ESCAPES, '').length;

/** Rows of cells under a line of titles; a row of one cell stretches over the columns. */
export function renderTable(columns: Column[], rows: string[][]): string {
  const widths = columns.map(({ title }, i) =>
    Math.max(title.length, ...rows.filter((row) => row.length > 1).map((row) => widthOf(row[i] ?? ''))),
  );
  const line = (cells: string[]): string =>
    cells
      .map((cell, i) => {
        const gap = ' '.repeat(Math.max(0, widths[i] - widthOf(cell)));
        return columns[i].align === 'right' ? gap + cell : cell + gap;
      })
      .join('  ')
      .trimEnd();
  const body = rows.map((row) => (row.length > 1 ? line(row) : row.join('')));
  const titles = paint('bold', line(columns.map(({ title }) => title)));
  return [titles, ...body].join('\n');
}
