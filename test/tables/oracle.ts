/**
 * Whether the bytes of a region are a sound tables pool, of up to 64 KB: the layout read anew, with maps and lists and
 * without a line of the library.
 */
const FIRST = 31;
const TAG = 65024;

interface Tile {
  at: number;
  granules: number;
  kind: 'used' | 'free' | 'hole';
  generation: number;
  pins: number;
}

/** The block or hole at word `at`, or null where none can be. */
function tileAt(w: Uint16Array, at: number, top: number): Tile | null {
  const header = w[at]!;
  if (!header) return { at, granules: w[at + 1]!, kind: 'hole', generation: 0, pins: 0 };
  const isBig = header > 32767;
  const granules = isBig ? header - 32768 : header % 16;
  if (!granules || at + 2 * granules > top || (isBig && granules < 16)) return null;
  const word = isBig ? w[at + 2 * granules - 1]! : header;
  if (isBig && (word % 16 || word > 32767)) return null;
  const pins = (word >> 13) & 3;
  return { at, granules, kind: pins === 3 ? 'free' : 'used', generation: (word >> 4) & 511, pins };
}

/** Blocks and holes from the first to the top, or null where they do not tile it. */
function tilesOf(w: Uint16Array, top: number): Tile[] | null {
  const tiles: Tile[] = [];
  let at = FIRST;
  while (at < top) {
    const tile = tileAt(w, at, top);
    if (!tile || !tile.granules || at + 2 * tile.granules > top || (tile.kind !== 'hole' && !tile.generation))
      return null;
    tiles.push(tile);
    at += 2 * tile.granules;
  }
  return at === top && w[top] === 32768 ? tiles : null;
}

/** Granules of the largest run of holes, and the word of the first one that a block which may move lies on, or Infinity. */
function holesOf(tiles: Tile[]): { largest: number; first: number } {
  let largest = 0;
  let first = Infinity;
  let run: Tile[] = [];
  for (const tile of tiles) {
    if (tile.kind === 'hole') {
      run.push(tile);
      largest = Math.max(
        largest,
        run.reduce((sum, { granules }) => sum + granules, 0),
      );
    } else {
      if (run.length && (tile.kind === 'free' || !tile.pins)) first = Math.min(first, run[0]!.at);
      run = [];
    }
  }
  return { largest, first };
}

/** Whether each free block is in the list of its size, once, and nothing else in any. */
function areListed(w: Uint16Array, table: number[], blocks: Tile[]): boolean {
  const free = new Map(blocks.filter(({ kind }) => kind === 'free').map((tile) => [tile.at, tile]));
  for (let list = 1; list < 16; list++) {
    for (let i = w[list]!; i;) {
      const tile = free.get(table[i - 1]!);
      if (!tile || (list === 1 ? tile.granules < 16 : tile.granules !== list)) return false;
      free.delete(tile.at);
      i = w[tile.at + 1]!;
    }
  }
  return free.size === 0;
}

export function isSound(region: Uint8Array): boolean {
  const w = new Uint16Array(region.slice().buffer);
  const end = w.length - 1;
  const [valid, state, top, slide, holes, sum] = [w[0]!, w[16]!, w[17]!, w[18]!, w[19]!, w[20]!];
  const [entries, handles, free, depth, high, rover, refused] = [
    w[21]!,
    w[22]!,
    w[23]!,
    w[24]!,
    w[26]!,
    w[29]!,
    w[30]!,
  ];
  if (state !== 65535 || valid !== entries || !handles || high < entries || w[end] !== TAG) return false;
  if (top < FIRST || top >= end - Math.max(handles, entries + depth)) return false;
  const tiles = tilesOf(w, top);
  if (!tiles) return false;
  const blocks = tiles.filter(({ kind }) => kind !== 'hole');
  const table = Array.from({ length: entries }, (_, i) => w[end - 1 - i]!);
  const places = table.filter((entry) => entry < TAG);
  if (places.toSorted((a, b) => a - b).join() !== blocks.map(({ at }) => at).join()) return false;
  if (table.filter((entry) => entry > TAG).length !== free) return false;
  const listed = Array.from({ length: depth }, (_, j) => w[end - entries - 1 - j]!);
  if (new Set(listed).size !== depth || listed.some((i) => !i || i > entries || table[i - 1]! <= TAG)) return false;
  if (!areListed(w, table, blocks)) return false;
  const weights = blocks.map(
    ({ at, kind, granules }) =>
      w[at]! - (kind === 'free' ? 24576 : 0) + (w[at]! > 32767 ? w[at + 2 * granules - 1]! : 0),
  );
  if ((weights.reduce((all, one) => all + one, 0) & 65535) !== sum) return false;
  if (tiles.reduce((all, { kind, granules }) => all + (kind === 'hole' ? granules : 0), 0) !== holes) return false;
  if ([rover, slide].some((place) => place !== top && !tiles.some(({ at }) => at === place))) return false;
  const { largest, first } = holesOf(tiles);
  if (refused > 65533) return refused === 65535 || first >= slide;
  return first === Infinity && largest < refused;
}

/** Put the sum that the headers have into the checksum, as far as they can be walked: what is damaged must not be found by that alone. */
export function resum(region: Uint8Array): void {
  const w = new Uint16Array(region.buffer, region.byteOffset, region.length >> 1);
  let sum = 0;
  for (let at = FIRST; at < w[17]!;) {
    const header = w[at]!;
    const granules = header > 32767 ? header - 32768 : header % 16 || (header ? 0 : w[at + 1]!);
    const last = at + 2 * granules - 1;
    if (!granules || last >= w.length) return;
    const word = header < 32768 ? header : w[last]!;
    sum += (header < 32768 ? 0 : header) + word - (word > 24575 && word < 32768 ? 24576 : 0);
    at = last + 1;
  }
  w[20] = sum;
}
