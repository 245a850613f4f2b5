/// <reference lib="dom" />
/** The heaps of a moment: a map, and the pools in numbers. */
import { type Survey, bytesIn, surveyHeap } from '../image/survey.ts';
import { type HeapMap, paintMap, showMap } from '../report/client-map.ts';
import { escapeHtml, number, tableOf } from '../report/html.ts';
import { mapOf } from '../report/map.ts';
import { element } from './data.ts';
import type { Moment } from './history.ts';

/** Of a row of the map. */
const ROW_REM = 0.6;
/** Above these there is nothing that a survey can read. */
const LEAST_BYTES = 24;

export class HeapView {
  #map: HeapMap | null = null;
  #moment: Moment | null = null;
  readonly #choice = element<HTMLSelectElement>('heap-choice');

  constructor() {
    this.#choice.addEventListener('change', () => this.#moment && this.show(this.#moment));
  }

  show(moment: Moment): void {
    this.#moment = moment;
    const { heaps, changed } = moment;
    element('heap').hidden = heaps.length === 0;
    if (heaps.length === 0) return;
    this.#offer(heaps.length);
    const nth = Math.min(heaps.length - 1, this.#choice.selectedIndex);
    const image = heaps[nth]!;
    const survey = surveyOf(image);
    this.#draw(survey, image, changed[nth]!);
    element('pools').innerHTML = poolsOf(survey);
  }

  /** A choice, where there are several. */
  #offer(count: number): void {
    const label = this.#choice.closest('label')!;
    label.hidden = count < 2;
    while (this.#choice.options.length < count) this.#choice.add(new Option(`heap ${this.#choice.options.length}`));
    while (this.#choice.options.length > count) this.#choice.remove(count);
    if (this.#choice.selectedIndex < 0) this.#choice.selectedIndex = 0;
  }

  #draw(survey: Survey, image: Uint8Array, changed: [number, number][]): void {
    const data = { ...mapOf(survey), image, changed };
    const rows = Math.ceil(data.heapBytes / data.rowBytes);
    const figure = element('heap');
    const map = figure.querySelector<HTMLElement>('.map')!;
    map.style.height = `${rows * ROW_REM}rem`;
    map.setAttribute('aria-label', `the heap: ${data.items.length} stretches. Arrow keys go from one to the next.`);
    element('heap-row').textContent = number(data.rowBytes);
    if (this.#map) Object.assign(this.#map, data, { at: -1 });
    else this.#map = showMap(figure, data);
    figure.querySelector('output')!.textContent = '';
    paintMap(this.#map);
  }
}

/** A heap that is none yet, or none any more, is one stretch. */
function surveyOf(image: Uint8Array): Survey {
  if (image.length >= LEAST_BYTES && image.length % 4 === 0) return surveyHeap(image);
  return { heapBytes: image.length, damage: ['no heap image'], regions: [] };
}

function poolsOf({ regions, heapBytes, damage }: Survey): string {
  const rows = regions.map((region) => {
    const free = region.items.filter(({ state }) => state === 'free' || state === 'deferred' || state === 'hole');
    return [
      region.kind === 'hole' ? 'no pool' : escapeHtml(region.kind),
      number(region.address),
      number(region.bytes),
      number(bytesIn(region, 'used', 'pinned', 'waiting')),
      number(free.reduce((sum, { bytes }) => sum + bytes, 0)),
      number(Math.max(0, ...free.map(({ bytes }) => bytes))),
      region.damage ? escapeHtml(region.damage) : 'yes',
    ];
  });
  const words = damage.map((sentence) => `<p class="damage">${escapeHtml(sentence)}</p>`).join('');
  const titles = ['pool', 'address', 'bytes', 'in use', 'free', 'largest free piece', 'sound'];
  return words + tableOf(`What is in the heap of ${number(heapBytes)} bytes`, titles, rows);
}
