/** A picture of a heap in characters, of any image. */
import { type Region, type State, bytesIn, surveyHeap } from '../image/survey.ts';
import { Image } from '../../src/heap/layout.ts';

const COLUMNS = 64;
const ROWS = 16;
/** What a byte can be, the stronger last: a cell shows the strongest of its bytes, or `mixed`. */
const HOLE = 0,
  CONTROL = 1,
  FREE = 2,
  USED = 3;
const CHARACTERS = ['·', '-', '░', '█'];
const MIXED = '▒';
const LEGEND = `${CHARACTERS[USED]} used  ${MIXED} used and free  ${CHARACTERS[FREE]} free in a pool  ${CHARACTERS[CONTROL]} directory, control areas, headers  ${CHARACTERS[HOLE]} no pool`;

const MARKS: Record<State, number> = {
  used: USED,
  pinned: USED,
  waiting: USED,
  unreadable: USED,
  free: FREE,
  deferred: FREE,
  entry: FREE,
  control: CONTROL,
  hole: HOLE,
};

/** What is in a region, in a few words. */
function summaryOf(region: Region): string {
  const { kind, damage, items, facts } = region;
  if (damage) return `damaged: ${damage}`;
  if (kind !== 'headers' && kind !== 'tables')
    return facts
      .slice(0, 3)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
  const used = items.filter(({ state }) => MARKS[state] === USED).length;
  return `${used} block${used === 1 ? '' : 's'}, ${bytesIn(region, 'free', 'deferred')} bytes free`;
}

/** The heap as lines of text: a map from its lowest byte to its highest, and a line for each pool. */
export function drawHeap(heap: Uint8Array): string[] {
  if ((heap[0]! | (heap[1]! << 8) | (heap[2]! << 16) | (heap[3]! << 24)) !== Image.Magic)
    return ["no heap image: devices.heap() takes and formats the board's heap"];
  const { regions, damage } = surveyHeap(heap);
  const bytes = new Uint8Array(heap.length).fill(CONTROL);
  for (const { items } of regions)
    for (const item of items) bytes.fill(MARKS[item.state], item.address, item.address + item.bytes);
  const cellBytes = Math.max(4, Math.ceil(heap.length / (COLUMNS * ROWS) / 4) * 4);
  const cells = Array.from({ length: Math.ceil(heap.length / cellBytes) }, (_, i) =>
    cellOf(bytes.subarray(i * cellBytes, (i + 1) * cellBytes)),
  );
  const lines = [];
  for (let at = 0; at < cells.length; at += COLUMNS)
    lines.push(`${String(at * cellBytes).padStart(7)} ${cells.slice(at, at + COLUMNS).join('')}`);
  return [
    ...lines,
    `${LEGEND}; a character is ${cellBytes} bytes`,
    ...damage,
    ...regions
      .filter(({ kind }) => kind !== 'hole')
      .map((region) => `${region.kind} at ${region.address}, ${region.bytes} bytes: ${summaryOf(region)}`),
  ];
}

function cellOf(bytes: Uint8Array): string {
  const strongest = Math.max(...bytes);
  return strongest === USED && bytes.some((what) => what === FREE || what === HOLE) ? MIXED : CHARACTERS[strongest]!;
}
