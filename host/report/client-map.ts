/// <reference lib="dom" />
/**
 * The part of a page's script that shows a heap image: every stretch where it lies, row below row,
 * with what is known of the one that is pointed at and its bytes. Put into the page as source text, see script.ts.
 */

/** A stretch: address, bytes, index of its state, of its region, name, notes, generation and type (-1: none). */
export type Stretch = [number, number, number, number, string, string, number, number];

export interface HeapMap {
  root: HTMLElement;
  map: HTMLElement;
  canvas: HTMLCanvasElement;
  heapBytes: number;
  rowBytes: number;
  image: Uint8Array;
  states: string[];
  regions: string[];
  items: Stretch[];
  /** Bytes to be marked, as a page with steps marks what the last one changed: [address, bytes]. */
  changed?: [number, number][];
  /** The stretch that is told about, or -1. */
  at: number;
}

/** What is drawn: what stands in the page, with the bytes of the heap. */
export type MapData = Omit<HeapMap, 'root' | 'map' | 'canvas' | 'at'>;

export function setUpMap(root: HTMLElement): void {
  const data = JSON.parse(root.querySelector('script')!.textContent ?? '');
  const image = Uint8Array.from(atob(data.image), (character) => character.charCodeAt(0));
  showMap(root, { ...data, image });
}

/** Draws `data` in a figure, and answers mouse and keyboard; who changes the result paints it again. */
export function showMap(root: HTMLElement, data: MapData): HeapMap {
  const heap: HeapMap = {
    ...data,
    root,
    map: root.querySelector('.map')!,
    canvas: root.querySelector('canvas')!,
    at: -1,
  };
  const repaint = (): void => paintMap(heap);
  new ResizeObserver(repaint).observe(heap.map);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
  root.addEventListener('change', repaint);
  heap.map.addEventListener('keydown', (event) => {
    if (pressMapKey(heap, event.key)) event.preventDefault();
  });
  heap.map.addEventListener('pointermove', (event) => hoverMap(heap, event));
  heap.map.addEventListener('click', (event) => hoverMap(heap, event));
  return heap;
}

/** The colour of a stretch, by what the reader chose. */
export function colourOf(heap: HeapMap, item: Stretch): string {
  const by = heap.root.querySelector<HTMLInputElement>('input:checked')?.value ?? 'state';
  const [, , state, , , , generation, type] = item;
  const isUsed = heap.states[state] === 'used' || heap.states[state] === 'pinned';
  if (by === 'age' && isUsed && generation >= 0)
    return `--life-${generation < 2 ? 0 : generation < 11 ? 1 : generation < 101 ? 2 : 4}`;
  if (by === 'type' && isUsed && type >= 0) return `--life-${type % 5}`;
  return by === 'state' || !isUsed ? `--state-${heap.states[state]}` : '--quiet';
}

export function paintMap(heap: HeapMap): void {
  const { canvas, map, items, heapBytes, rowBytes } = heap;
  const box = map.getBoundingClientRect();
  const context = canvas.getContext('2d');
  if (box.width === 0 || !context) return;
  const scale = Math.min(2, devicePixelRatio);
  canvas.width = Math.round(box.width * scale);
  canvas.height = Math.round(box.height * scale);
  const style = getComputedStyle(heap.root);
  const colours = new Map<string, string>();
  const colour = (name: string): string => {
    if (!colours.has(name)) colours.set(name, style.getPropertyValue(name).trim());
    return colours.get(name)!;
  };
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = colour('--state-control');
  const rows = Math.ceil(heapBytes / rowBytes);
  eachBox(heap, 0, heapBytes, rows, (x, y, width, height) => context.fillRect(x, y, width, height));
  for (const item of items) {
    context.fillStyle = colour(colourOf(heap, item));
    eachBox(heap, item[0], item[1], rows, (x, y, width, height) =>
      context.fillRect(x, y, width > 3 ? width - 1 : width, height),
    );
  }
  context.fillStyle = colour('--fragmentation');
  for (const [address, bytes] of heap.changed ?? [])
    eachBox(heap, address, bytes, rows, (x, y, width, height) =>
      context.fillRect(x, y + Math.ceil(height * 0.7), Math.max(width, scale), Math.ceil(height * 0.3)),
    );
  if (heap.at < 0) return;
  context.strokeStyle = colour('--frame');
  context.lineWidth = 2 * scale;
  eachBox(heap, items[heap.at][0], items[heap.at][1], rows, (x, y, width, height) =>
    context.strokeRect(x, y, Math.max(width, 2), height),
  );
}

/** Calls draw(x, y, width, height), in pixels of the canvas, for the piece of a stretch in each row. */
export function eachBox(
  { canvas, rowBytes }: HeapMap,
  address: number,
  bytes: number,
  rows: number,
  draw: (x: number, y: number, width: number, height: number) => void,
): void {
  const rowHeight = canvas.height / rows;
  for (let from = address, to; from < address + bytes; from = to) {
    const row = Math.floor(from / rowBytes);
    to = Math.min(address + bytes, (row + 1) * rowBytes);
    draw(
      ((from % rowBytes) * canvas.width) / rowBytes,
      row * rowHeight,
      ((to - from) * canvas.width) / rowBytes,
      Math.max(1, rowHeight - 1),
    );
  }
}

/** The last stretch that starts at an address or before it, -1 when none does. */
export function stretchBefore(items: Stretch[], address: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle][0] <= address) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function hoverMap(heap: HeapMap, event: PointerEvent | MouseEvent): void {
  const box = heap.map.getBoundingClientRect();
  const rows = Math.ceil(heap.heapBytes / heap.rowBytes);
  const row = Math.floor((rows * (event.clientY - box.top)) / box.height);
  const address = Math.floor(heap.rowBytes * (row + (event.clientX - box.left) / box.width));
  const at = stretchBefore(heap.items, address);
  const isInside = at >= 0 && address < heap.items[at][0] + heap.items[at][1];
  tellStretch(heap, isInside ? at : -1);
  if (!isInside && address < heap.heapBytes)
    heap.root.querySelector('output')!.textContent = `Address ${address}: a header or the directory`;
}

function tellStretch(heap: HeapMap, at: number): void {
  if (at === heap.at) return;
  heap.at = at;
  paintMap(heap);
  const output = heap.root.querySelector('output')!;
  output.textContent = at < 0 ? '' : describeStretch(heap, heap.items[at]);
  heap.root.querySelector('.bytes')!.textContent =
    at < 0 ? '' : dumpBytes(heap.image, heap.items[at][0], heap.items[at][1]);
}

/** A sentence about a stretch. */
export function describeStretch(
  { states, regions }: { states: string[]; regions: string[] },
  [address, bytes, state, region, name, notes, generation, type]: Stretch,
): string {
  const text = (value: number): string => value.toLocaleString('en-US');
  return (
    `${name}: ${text(bytes)} bytes at address ${text(address)}, ${states[state]}, in ${regions[region]}` +
    `${type >= 0 ? `; type ${type}` : ''}${generation >= 0 ? `; block number ${generation} of its entry` : ''}${notes ? `; ${notes}` : ''}`
  );
}

/** The first bytes of a stretch, 16 a line, hexadecimal and as characters. */
export function dumpBytes(image: Uint8Array, address: number, bytes: number): string {
  const most = 128;
  const lines = [];
  for (let at = address; at < address + Math.min(bytes, most); at += 16) {
    const line = image.subarray(at, Math.min(at + 16, address + bytes));
    const hex = Array.from(line, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const characters = Array.from(line, (byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${String(at).padStart(8)}  ${hex.padEnd(47)}  ${characters}`);
  }
  return lines.join('\n') + (bytes > most ? `\n${String(bytes - most).padStart(8)}  more` : '');
}

/** Do what `key` stands for; false when it stands for nothing. */
function pressMapKey(heap: HeapMap, key: string): boolean {
  const { items, at, rowBytes } = heap;
  const here = at < 0 ? 0 : at;
  const last = items.length - 1;
  const next = (step: number): number => (at < 0 ? 0 : Math.min(last, Math.max(0, at + step)));
  const below = (rows: number): number => {
    const found = stretchBefore(items, items[here][0] + rows * rowBytes);
    return Math.min(last, Math.max(0, found === here ? here + Math.sign(rows) : found));
  };
  const regionFrom = (step: number): number => {
    let found = here;
    while (items[found + step] && items[found][3] === items[here][3]) found += step;
    return found;
  };
  const targets: Record<string, () => number> = {
    ArrowRight: () => next(1),
    ArrowLeft: () => next(-1),
    ArrowDown: () => below(1),
    ArrowUp: () => below(-1),
    PageDown: () => regionFrom(1),
    PageUp: () => regionFrom(-1),
    Home: () => 0,
    End: () => last,
    Escape: () => -1,
  };
  if (items.length === 0 || !(key in targets)) return false;
  tellStretch(heap, targets[key]());
  return true;
}

export const mapScript = [
  setUpMap,
  showMap,
  colourOf,
  paintMap,
  eachBox,
  stretchBefore,
  hoverMap,
  tellStretch,
  describeStretch,
  dumpBytes,
  pressMapKey,
];
