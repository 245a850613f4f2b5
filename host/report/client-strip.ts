/// <reference lib="dom" />
/**
 * The part of a page's script that tells of one column of a chart, by mouse and by keyboard. Put into the
 * page as source text, see script.ts.
 */

/** What a chart says of its columns: `text` with {0}, {1} ... in place of a column's numbers, {row} and {value} of its grid's. */
interface Strip {
  root: HTMLElement;
  svg: SVGSVGElement;
  text: string;
  columns: (number | string)[][];
  /** Where each column's middle is in the picture's own units. */
  at: number[];
  /** What a cell of the picture is, by column and row; absent where columns are all there is. */
  grid?: string[][];
  column: number;
  row: number;
}

export function setUpStrip(root: HTMLElement): void {
  const data = JSON.parse(root.querySelector('script')!.textContent ?? '');
  const strip: Strip = { ...data, root, svg: root.querySelector('svg')!, column: -1, row: 0 };
  root.addEventListener('keydown', (event) => {
    if (pressStripKey(strip, event.key)) event.preventDefault();
  });
  root.addEventListener('pointermove', (event) => {
    const box = strip.svg.getBoundingClientRect();
    const view = strip.svg.viewBox.baseVal;
    const rows = strip.grid ? strip.grid[0].length : 1;
    const row = Math.floor((rows * (event.clientY - box.top)) / box.height);
    tellColumn(strip, nearestColumn(strip.at, view.x + (view.width * (event.clientX - box.left)) / box.width), row);
  });
}

/** The column whose middle is nearest to `x`. */
export function nearestColumn(at: number[], x: number): number {
  let best = 0;
  for (let column = 1; column < at.length; column++)
    if (Math.abs(at[column] - x) < Math.abs(at[best] - x)) best = column;
  return best;
}

export function describeColumn(
  { text, columns, grid }: Pick<Strip, 'text' | 'columns' | 'grid'>,
  column: number,
  row: number,
): string {
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = name === 'row' ? row : name === 'value' ? grid![column][row] : columns[column][Number(name)];
    return typeof value === 'number' ? value.toLocaleString('en-US') : value;
  });
}

function tellColumn(strip: Strip, column: number, row: number): void {
  const { root, svg, at } = strip;
  const cursor = root.querySelector<HTMLElement>('.column-cursor')!;
  const view = svg.viewBox.baseVal;
  strip.column = column;
  strip.row = Math.min(strip.grid ? strip.grid[0].length - 1 : 0, Math.max(0, row));
  const share = column < 0 ? -1 : (at[column] - view.x) / view.width;
  cursor.hidden = share < 0 || share > 1;
  cursor.style.left = `${100 * share}%`;
  if (strip.grid) {
    cursor.style.top = `${(100 * strip.row) / strip.grid[0].length}%`;
    cursor.style.height = `${100 / strip.grid[0].length}%`;
  }
  root.closest('figure')!.querySelector('output.of-strip')!.textContent =
    column < 0 ? '' : describeColumn(strip, column, strip.row);
}

/** Do what `key` stands for; false when it stands for nothing. */
function pressStripKey(strip: Strip, key: string): boolean {
  const last = strip.at.length - 1;
  const { column, row } = strip;
  const page = Math.ceil(strip.at.length / 20);
  const columns: Record<string, number> = {
    ArrowRight: Math.min(last, column + 1),
    ArrowLeft: Math.max(0, column - 1),
    Home: 0,
    End: last,
    Escape: -1,
    PageDown: Math.min(last, column + page),
    PageUp: Math.max(0, column - page),
  };
  const rows: Record<string, number> = strip.grid ? { ArrowUp: row - 1, ArrowDown: row + 1 } : {};
  if (!(key in columns) && !(key in rows)) return false;
  tellColumn(strip, columns[key] ?? Math.max(0, column), rows[key] ?? row);
  return true;
}

export const stripScript = [setUpStrip, nearestColumn, describeColumn, tellColumn, pressStripKey];
