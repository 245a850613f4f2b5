/** A heap as a picture for the documentation: an SVG that stands alone, in light and dark, with its legend. */
import type { Item, State, Survey } from '../image/survey.ts';
import { escapeHtml, number } from './html.ts';

const WIDTH = 760;
const LEFT = 52;
const RIGHT = 150;
const ROW = 13;
const GAP = 2;
const ROWS = 16;

/** What a state is called beside the picture; in this order. */
const LEGEND: [state: State, title: string, light: string, dark: string][] = [
  ['used', 'used', '#27477f', '#5b8fd6'],
  ['pinned', 'pinned', '#b5446e', '#d4608c'],
  ['waiting', 'waiting', '#6a4c9c', '#9a7fd1'],
  ['free', 'free in a pool', '#cfe3f5', '#1d3348'],
  ['deferred', 'freed, kept for its size', '#8dbfe6', '#2c5f8a'],
  ['entry', 'free entries', '#f2b134', '#ffd166'],
  ['control', 'directory, control areas, headers', '#9aa4ae', '#5a6470'],
  ['hole', 'no pool', '#eceff2', '#22282f'],
];

const STYLE = `text { font: 12px system-ui, sans-serif; fill: #57606a; } .name { fill: #1b1f24; }
${LEGEND.map(([state, , light]) => `.${state} { fill: ${light}; }`).join(' ')}
@media (prefers-color-scheme: dark) { text { fill: #9da7b3; } .name { fill: #e6edf3; }
${LEGEND.map(([state, , , dark]) => `.${state} { fill: ${dark}; }`).join(' ')} }`;

/** How a heap is laid out in rows of so many bytes. */
interface Layout {
  rowBytes: number;
  /** Pixels of a byte. */
  scale: number;
}

const yOf = (row: number): number => row * (ROW + GAP);

/** Bytes from left to right in 16 rows; `title` is read out by screen readers. */
export function heapPicture(survey: Survey, title: string): string {
  const items = survey.regions.flatMap((region) => region.items).sort((a, b) => a.address - b.address);
  const rowBytes = Math.ceil(survey.heapBytes / ROWS / 4) * 4;
  const layout = { rowBytes, scale: (WIDTH - LEFT - RIGHT) / rowBytes };
  const rows = Math.ceil(survey.heapBytes / rowBytes);
  const height = yOf(rows) + 28;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escapeHtml(title)}">`,
    `<title>${escapeHtml(title)}</title><style>${STYLE}</style>`,
    ...stretch(layout, 0, survey.heapBytes, 'control'),
    ...items.flatMap(({ address, bytes, state }) => stretch(layout, address, address + bytes, state)),
    ...addresses(rows, rowBytes),
    ...names(survey, rowBytes),
    ...legend(items, yOf(rows) + 18),
    '</svg>\n',
  ].join('\n');
}

/** The bytes from `from` to before `to`, a rectangle in each row that they touch. */
function stretch({ rowBytes, scale }: Layout, from: number, to: number, state: State): string[] {
  const parts: string[] = [];
  for (let at = from; at < to;) {
    const row = Math.floor(at / rowBytes);
    const end = Math.min(to, (row + 1) * rowBytes);
    // A pixel of the ground stays visible between two blocks.
    const width = Math.max(1, (end - at) * scale - (end === to && state !== 'control' ? 1 : 0));
    parts.push(
      `<rect class="${state}" x="${round(LEFT + (at - row * rowBytes) * scale)}" y="${yOf(row)}" width="${round(width)}" height="${ROW}"/>`,
    );
    at = end;
  }
  return parts;
}

const round = (value: number): string => String(Number(value.toFixed(1)));

function addresses(rows: number, rowBytes: number): string[] {
  return Array.from({ length: Math.ceil(rows / 4) }, (_, i) => i * 4).map(
    (row) => `<text x="${LEFT - 8}" y="${yOf(row) + ROW - 2}" text-anchor="end">${number(row * rowBytes)}</text>`,
  );
}

/** What each region is, beside the row in which it begins; regions that begin in one row share a line. */
function names({ regions }: Survey, rowBytes: number): string[] {
  const lines = new Map<number, string>();
  for (const { kind, address, bytes } of regions) {
    const name = kind === 'hole' ? `${number(bytes)} without a pool` : `${kind}, ${number(bytes)} bytes`;
    const row = Math.floor(address / rowBytes);
    if (!lines.has(row)) lines.set(row, name);
  }
  return [...lines].map(
    ([row, name]) =>
      `<text class="name" x="${WIDTH - RIGHT + 10}" y="${yOf(row) + ROW - 2}">${escapeHtml(name)}</text>`,
  );
}

function legend(items: Item[], y: number): string[] {
  let x = LEFT;
  return LEGEND.filter(([state]) => state === 'control' || items.some((item) => item.state === state)).flatMap(
    ([state, title]) => {
      const at = x;
      x += 36 + title.length * 6.2;
      return [
        `<rect class="${state}" x="${round(at)}" y="${y - 10}" width="12" height="12"/>`,
        `<text x="${round(at + 17)}" y="${y}">${title}</text>`,
      ];
    },
  );
}
