/// <reference lib="dom" />
/**
 * The part of the report's script that knows the page: it paints the pictures,
 * zooms them and tells of single blocks, by mouse and by keyboard. Put into the page
 * as source text together with client-bars.ts, see script.ts.
 */
import type * as BarsScript from './client-bars.ts';
import type { View } from './client-bars.ts';
import type { Bars } from '../replay/picture.ts';

declare const decodeBars: typeof BarsScript.decodeBars;
declare const paintBars: typeof BarsScript.paintBars;
declare const barAt: typeof BarsScript.barAt;
declare const barBeside: typeof BarsScript.barBeside;
declare const describeBar: typeof BarsScript.describeBar;

/** One picture on the page. */
interface Plot {
  root: HTMLElement;
  map: HTMLElement;
  canvas: HTMLCanvasElement;
  output: HTMLElement;
  bars: Bars;
  heapBytes: number;
  operations: number;
  peakOperation: number;
  view: View;
  /** The bar that is told about, or -1. */
  bar: number;
}

function partOf<T extends Element>(root: Element, selector: string): T {
  return root.querySelector(selector) as T;
}

export function setUpPlot(root: HTMLElement): void {
  const data = JSON.parse(partOf(root, 'script').textContent ?? '');
  const plot: Plot = {
    root,
    map: partOf(root, '.map'),
    canvas: partOf(root, 'canvas'),
    output: partOf(root, 'output:not(.of-strip)'),
    bars: decodeBars(data.bars, data.count),
    heapBytes: data.heapBytes,
    operations: data.operations,
    peakOperation: data.peakOperation,
    view: { from: 0, to: data.operations },
    bar: -1,
  };
  const repaint = (): void => showView(plot, plot.view.from, plot.view.to);
  new ResizeObserver(repaint).observe(plot.map);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
  plot.map.addEventListener('keydown', (event) => {
    if (pressKey(plot, event.key)) event.preventDefault();
  });
  listenToMouse(plot);
  for (const button of root.querySelectorAll<HTMLElement>('button')) {
    button.addEventListener('click', () => pressKey(plot, button.dataset.key ?? ''));
  }
}

/** Show operations `from` to `to`, moved into the trace when they reach beyond it. */
function showView(plot: Plot, from: number, to: number): void {
  const length = Math.min(plot.operations, Math.max(20, to - from));
  const start = Math.min(plot.operations - length, Math.max(0, from));
  plot.view = { from: start, to: start + length };
  const box = plot.map.getBoundingClientRect();
  if (box.width === 0) return;
  const scale = Math.min(2, devicePixelRatio);
  plot.canvas.width = Math.round(box.width * scale);
  plot.canvas.height = Math.round(box.height * scale);
  const { bars, heapBytes, view } = plot;
  paintBars(plot.canvas, { bars, heapBytes, view, colours: readColours(plot.root) });
  partOf(plot.root, 'svg').setAttribute('viewBox', `${start} 0 ${length} 100`);
  showTicks(plot);
  showCursor(plot);
}

function readColours(root: Element): number[][] {
  const style = getComputedStyle(root);
  return ['--life-0', '--life-1', '--life-2', '--life-3', '--life-4', '--free'].map((name) => {
    const value = parseInt(style.getPropertyValue(name).trim().slice(1), 16);
    return [value >> 16, (value >> 8) & 255, value & 255];
  });
}

function showTicks(plot: Plot): void {
  const { from, to } = plot.view;
  const ticks = plot.root.querySelectorAll('.axis-x span');
  ticks.forEach((tick, i) => {
    const operation = from + ((to - from) * i) / (ticks.length - 1);
    tick.textContent = Math.round(operation).toLocaleString('en-US');
  });
  const peak = partOf<HTMLElement>(plot.root, '.peak');
  peak.style.left = `${(100 * (plot.peakOperation + 0.5 - from)) / (to - from)}%`;
  peak.hidden = plot.peakOperation < from || plot.peakOperation >= to;
  // Its word stands where there is room.
  peak.classList.toggle('late', 2 * (plot.peakOperation - from) > to - from);
}

/** The frame around the bar that is told about. */
function showCursor(plot: Plot): void {
  const cursor = partOf<HTMLElement>(plot.root, '.cursor');
  const { bars, bar, view, heapBytes } = plot;
  cursor.hidden = bar < 0 || bars.to[bar] <= view.from || bars.from[bar] >= view.to;
  if (cursor.hidden) return;
  const percent = (operation: number): number =>
    (100 * (Math.min(view.to, Math.max(view.from, operation)) - view.from)) / (view.to - view.from);
  cursor.style.left = `${percent(bars.from[bar])}%`;
  cursor.style.width = `${percent(bars.to[bar]) - percent(bars.from[bar])}%`;
  cursor.style.bottom = `${(100 * bars.address[bar]) / heapBytes}%`;
  cursor.style.height = `${(100 * bars.bytes[bar]) / heapBytes}%`;
}

function tellBar(plot: Plot, bar: number): void {
  plot.bar = bar;
  showCursor(plot);
  if (bar >= 0) plot.output.textContent = describeBar(plot.bars, bar, plot.operations);
}

/** Tell about `bar` and bring it into view. */
function goToBar(plot: Plot, bar: number): void {
  const { from, to } = plot.view;
  const start = plot.bars.from[bar];
  if (start < from || start >= to) showView(plot, start - (to - from) / 2, start + (to - from) / 2);
  tellBar(plot, bar);
}

/** Zoom by `factor` around the bar that is told about, or around the middle. */
function zoom(plot: Plot, factor: number): void {
  const { from, to } = plot.view;
  const start = plot.bar < 0 ? -1 : plot.bars.from[plot.bar];
  const centre = start >= from && start < to ? start : (from + to) / 2;
  showView(plot, centre - (centre - from) * factor, centre + (to - centre) * factor);
}

/** Do what `key` stands for; false when it stands for nothing. */
function pressKey(plot: Plot, key: string): boolean {
  const { view, bars, bar } = plot;
  const half = (view.to - view.from) / 2;
  const here = bar < 0 ? 0 : bar;
  const actions: Record<string, () => void> = {
    ArrowRight: () => goToBar(plot, bar < 0 ? 0 : Math.min(bars.count - 1, bar + 1)),
    ArrowLeft: () => goToBar(plot, Math.max(0, here - 1)),
    ArrowUp: () => goToBar(plot, barBeside(bars, here, 1)),
    ArrowDown: () => goToBar(plot, barBeside(bars, here, -1)),
    PageDown: () => showView(plot, view.from + half, view.to + half),
    PageUp: () => showView(plot, view.from - half, view.to - half),
    '+': () => zoom(plot, 0.5),
    '=': () => zoom(plot, 0.5),
    '-': () => zoom(plot, 2),
    0: () => showView(plot, 0, plot.operations),
    Escape: () => tellBar(plot, -1),
  };
  if (bars.count === 0 || !(key in actions)) return false;
  actions[key]();
  return true;
}

/** Hovering tells about a block, dragging zooms into a stretch of time. */
function listenToMouse(plot: Plot): void {
  const { map } = plot;
  const brush = partOf<HTMLElement>(map, '.brush');
  let dragFrom = -1;
  const share = (event: PointerEvent): number => {
    const box = map.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  };
  map.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'mouse') dragFrom = share(event);
  });
  map.addEventListener('pointermove', (event) => {
    if (dragFrom < 0) {
      hover(plot, event, share(event));
      return;
    }
    brush.hidden = false;
    brush.style.left = `${100 * Math.min(dragFrom, share(event))}%`;
    brush.style.width = `${100 * Math.abs(share(event) - dragFrom)}%`;
  });
  addEventListener('pointerup', (event) => {
    const [low, high] = [Math.min(dragFrom, share(event)), Math.max(dragFrom, share(event))];
    const { from, to } = plot.view;
    if (dragFrom >= 0 && high - low > 0.01) {
      showView(plot, from + (to - from) * low, from + (to - from) * high);
    }
    dragFrom = -1;
    brush.hidden = true;
  });
  map.addEventListener('dblclick', () => pressKey(plot, '0'));
}

function hover(plot: Plot, event: PointerEvent, share: number): void {
  const box = plot.map.getBoundingClientRect();
  const { from, to } = plot.view;
  const operation = Math.floor(from + share * (to - from));
  const address = Math.floor(plot.heapBytes * (1 - (event.clientY - box.top) / box.height));
  const bar = barAt(plot.bars, operation, address);
  tellBar(plot, bar);
  if (bar >= 0) return;
  plot.output.textContent =
    `Free or the pool's own: address ${address.toLocaleString('en-US')} ` +
    `after operation ${(operation + 1).toLocaleString('en-US')}`;
}

/** Show only the picture whose radio button is chosen. */
export function setUpChoice(group: HTMLElement): void {
  const choose = (): void => {
    const radios = [...group.querySelectorAll<HTMLInputElement>(':scope > fieldset input')];
    const pictures = group.querySelectorAll<HTMLElement>('.picture');
    radios.forEach((radio, i) => {
      pictures[i].hidden = !radio.checked;
    });
  };
  group.addEventListener('change', choose);
  choose();
}

export const plotScript = [
  partOf,
  setUpPlot,
  showView,
  readColours,
  showTicks,
  showCursor,
  tellBar,
  goToBar,
  zoom,
  pressKey,
  listenToMouse,
  hover,
  setUpChoice,
];
