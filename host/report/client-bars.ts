/// <reference lib="dom" />
/**
 * The part of the report's script that knows bars and pixels. These functions are
 * put into the page as source text, see script.ts: they may use one another and what
 * a browser has, and nothing else of this project.
 */
import type { Bars } from '../replay/picture.ts';

/** The range of operations that is shown: [from, to). */
export interface View {
  from: number;
  to: number;
}

/** What is painted: bars in a heap, by the colour of their lifetime. */
export interface Scene {
  bars: Bars;
  heapBytes: number;
  view: View;
  /** One [red, green, blue] per class of lifetime, then the one of free space. */
  colours: number[][];
}

/** The bars in `text`; see encode.ts for the format. */
export function decodeBars(text: string, count: number): Bars {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const column = (): Uint32Array => new Uint32Array(count);
  const bars = { count, from: column(), to: column(), address: column(), bytes: column() };
  let at = 0;
  const take = (): number => {
    let value = 0;
    let scale = 1;
    for (; bytes[at] > 127; scale *= 128) value += (bytes[at++] - 128) * scale;
    return value + bytes[at++] * scale;
  };
  let from = 0;
  let address = 0;
  for (let bar = 0; bar < count; bar++) {
    bars.from[bar] = from += take();
    bars.to[bar] = from + take();
    const step = take();
    bars.address[bar] = address += step % 2 ? -(step + 1) / 2 : step / 2;
    bars.bytes[bar] = take();
  }
  return bars;
}

/** The class of a lifetime in operations: 0 below 10, 1 below 100, ... 4 from 10,000 on. */
export function lifetimeClass(operations: number): number {
  return Math.min(4, Math.max(0, Math.floor(Math.log10(Math.max(1, operations)))));
}

/**
 * Paint `scene` on `canvas`. Each pixel gets the exact share of it that each bar
 * covers, so that 20,000 bars blend to a true picture of how full the heap is, and
 * stand apart, with a gap between neighbours, where there is room for that.
 */
export function paintBars(canvas: HTMLCanvasElement, scene: Scene): void {
  const { width, height } = canvas;
  const sums = new Float32Array(width * height * 4);
  const { bars, view, heapBytes, colours } = scene;
  const perOperation = width / (view.to - view.from);
  const perByte = height / heapBytes;
  for (let bar = 0; bar < bars.count; bar++) {
    if (bars.to[bar] <= view.from || bars.from[bar] >= view.to) continue;
    const left = (bars.from[bar] - view.from) * perOperation;
    const right = (bars.to[bar] - view.from) * perOperation;
    const top = height - (bars.address[bar] + bars.bytes[bar]) * perByte;
    const bottom = height - bars.address[bar] * perByte;
    const colour = colours[lifetimeClass(bars.to[bar] - bars.from[bar])];
    coverPixels(sums, width, height, colour, [
      left,
      right - (right - left > 4 ? 1 : 0),
      top + (bottom - top > 4 ? 1 : 0),
      bottom,
    ]);
  }
  showSums(canvas, sums, colours[colours.length - 1]);
}

/** Add `colour` to every pixel that the box [left, right, top, bottom] covers, by its share. */
export function coverPixels(sums: Float32Array, width: number, height: number, colour: number[], box: number[]): void {
  const left = Math.max(0, box[0]);
  const right = Math.min(width, box[1]);
  const top = Math.max(0, box[2]);
  const bottom = Math.min(height, box[3]);
  for (let y = Math.floor(top); y < bottom; y++) {
    const share = Math.min(y + 1, bottom) - Math.max(y, top);
    for (let x = Math.floor(left); x < right; x++) {
      const cover = share * (Math.min(x + 1, right) - Math.max(x, left));
      const at = 4 * (y * width + x);
      sums[at] += cover * colour[0];
      sums[at + 1] += cover * colour[1];
      sums[at + 2] += cover * colour[2];
      sums[at + 3] += cover;
    }
  }
}

function showSums(canvas: HTMLCanvasElement, sums: Float32Array, free: number[]): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const image = context.createImageData(canvas.width, canvas.height);
  for (let at = 0; at < sums.length; at += 4) {
    const rest = Math.max(0, 1 - sums[at + 3]);
    for (let i = 0; i < 3; i++) image.data[at + i] = sums[at + i] + rest * free[i];
    image.data[at + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

/** The bar at an operation and an address, or -1. */
export function barAt(bars: Bars, operation: number, address: number): number {
  for (let bar = 0; bar < bars.count; bar++) {
    const isNow = bars.from[bar] <= operation && operation < bars.to[bar];
    const start = bars.address[bar];
    if (isNow && start <= address && address < start + bars.bytes[bar]) return bar;
  }
  return -1;
}

/** The next bar up (direction 1) or down (-1) in the heap at the time `bar` starts, or `bar`. */
export function barBeside(bars: Bars, bar: number, direction: number): number {
  const operation = bars.from[bar];
  let best = bar;
  let bestDistance = Infinity;
  for (let other = 0; other < bars.count; other++) {
    if (bars.from[other] > operation || operation >= bars.to[other]) continue;
    const distance = (bars.address[other] - bars.address[bar]) * direction;
    if (distance > 0 && distance < bestDistance) {
      best = other;
      bestDistance = distance;
    }
  }
  return best;
}

/** A sentence about a bar, for the line below the picture. */
export function describeBar(bars: Bars, bar: number, operations: number): string {
  const text = (value: number): string => value.toLocaleString('en-US');
  const { from, to, address, bytes } = bars;
  const end =
    to[bar] >= operations
      ? 'lives to the end'
      : `lives ${text(to[bar] - from[bar])} operations, until ${text(to[bar] + 1)}`;
  return (
    `${text(bytes[bar])} bytes at address ${text(address[bar])}: ` +
    `placed by operation ${text(from[bar] + 1)}, ${end}`
  );
}

export const barsScript = [decodeBars, lifetimeClass, paintBars, coverPixels, showSums, barAt, barBeside, describeBar];
