/** A heap image as HTML: the map of its stretches, and each region in words and numbers. */
import { Buffer } from 'node:buffer';
import { groupsOf } from '../image/groups.ts';
import type { Item, Region, State, Survey } from '../image/survey.ts';
import type { MapData, Stretch } from './client-map.ts';
import { escapeHtml, number, tableOf } from './html.ts';

export const STATES: [state: State, meaning: string][] = [
  ['used', 'used'],
  ['pinned', 'used and pinned'],
  ['waiting', 'dead, waiting for its finaliser'],
  ['free', 'free in a pool'],
  ['deferred', 'free, kept for the next block of its size'],
  ['entry', "a free entry's granule"],
  ['control', 'directory, control areas, headers'],
  ['hole', 'no pool'],
  ['unreadable', 'unreadable'],
];
const ROWS = 40;
const MOST_LISTED = 400;

/** How to read a map, for whichever page has one. */
export const MAP_KEYS = `<p id="map-keys">In a map of a heap, point at a stretch to read what it is; its first bytes are shown below. With the keyboard:
<kbd>←</kbd> <kbd>→</kbd> previous and next stretch, <kbd>↑</kbd> <kbd>↓</kbd> row above and below,
<kbd>Page Up</kbd> <kbd>Page Down</kbd> region, <kbd>Home</kbd> <kbd>End</kbd>, <kbd>Esc</kbd> deselect.</p>`;

/** The address of a region's heading on the page. */
const idOf = (name: string, { kind, address }: Region): string => `${name}-${kind}-${address}`;

/** The picture, and the regions below it. `name` is for people, and part of the ids on the page. */
export function renderHeap(survey: Survey, heap: Uint8Array, name: string): string {
  const id = name.replace(/[^\w-]/g, '_');
  return `${renderMap(survey, heap, name)}
<div class="regions">
${survey.regions
  .filter(({ kind }) => kind !== 'hole')
  .map((region) => renderRegion(region, idOf(id, region)))
  .join('\n')}
</div>`;
}

function renderMap(survey: Survey, heap: Uint8Array, name: string): string {
  const items = survey.regions.flatMap(({ items: inside }) => inside);
  const choices = [
    ['state', 'state'],
    ...(items.some(({ generation }) => generation !== undefined) ? [['age', 'age']] : []),
    ...(items.some(({ type }) => type !== undefined) ? [['type', 'type']] : []),
  ];
  const rowBytes = rowBytesOf(survey);
  const rows = Math.ceil(survey.heapBytes / rowBytes);
  const seen = STATES.filter(([state]) => state === 'control' || items.some((item) => item.state === state));
  return `<figure class="heap-map" aria-label="${escapeHtml(name)}">
<script type="application/json">${dataOf(survey, heap)}</script>
<div class="area">
<div class="axis-y" aria-hidden="true">${[0, 1, 2, 3, 4].map((quarter) => labelOf(quarter, Math.min(survey.heapBytes, Math.round((rows * quarter) / 4) * rowBytes))).join('')}</div>
<div class="map" style="height:${rows * 0.6}rem" tabindex="0" role="application" aria-roledescription="heap map"
 aria-label="${escapeHtml(`${name}: ${number(items.length)} stretches. Arrow keys go from one to the next.`)}" aria-describedby="map-keys">
<canvas aria-hidden="true"></canvas>
<noscript>The map is drawn by a script; the tables below say the same in numbers.</noscript></div>
</div>
<output aria-live="polite">Addresses run from left to right, ${number(rowBytes)} bytes a row. Point at a stretch, or press an arrow key.</output>
<pre class="bytes" aria-label="Bytes"></pre>
<div class="below">
${choices.length > 1 ? choiceOf(choices, name) : ''}
${seen.map(([state, meaning]) => `<span class="key"><i style="background:var(--state-${state})"></i>${meaning}</span>`).join('\n')}
${choices.length > 1 ? '<span>age: which of its entry’s blocks it is: yellow the first, then the 2nd, the 11th, the 101st and later</span>' : ''}
</div>
</figure>`;
}

const choiceOf = (choices: string[][], name: string): string =>
  `<fieldset><legend>Colours tell</legend>${choices
    .map(
      ([value, text], i) =>
        `<label><input type="radio" name="colour-${escapeHtml(name)}" value="${value}"${i === 0 ? ' checked' : ''}> ${text}</label>`,
    )
    .join(' ')}</fieldset>`;

function labelOf(quarter: number, address: number): string {
  const edge = quarter === 4 ? ' class="bottom"' : quarter === 0 ? ' class="top"' : '';
  return `<span${edge} style="bottom:${100 - 25 * quarter}%">${number(address)}</span>`;
}

const rowBytesOf = ({ heapBytes }: Survey): number => Math.max(16, Math.ceil(heapBytes / ROWS / 16) * 16);

/** What a map is drawn from, but for the bytes of the heap. */
export function mapOf(survey: Survey): Omit<MapData, 'image'> {
  const states = STATES.map(([state]) => state);
  const stretch = (item: Item, region: number): Stretch => [
    item.address,
    item.bytes,
    states.indexOf(item.state),
    region,
    item.name,
    item.notes ?? '',
    item.generation ?? -1,
    item.type ?? -1,
  ];
  const { heapBytes, regions } = survey;
  return {
    heapBytes,
    rowBytes: rowBytesOf(survey),
    states,
    regions: regions.map(({ kind, address }) => (kind === 'hole' ? 'no pool' : `${kind} at ${address}`)),
    items: regions.flatMap(({ items }, i) => items.filter(({ bytes }) => bytes > 0).map((item) => stretch(item, i))),
  };
}

const dataOf = (survey: Survey, heap: Uint8Array): string =>
  JSON.stringify({ ...mapOf(survey), image: Buffer.from(heap).toString('base64') }).replace(/</g, '\\u003c');

function renderRegion(region: Region, id: string): string {
  const { kind, address, bytes, damage, facts, items } = region;
  const rows = groupsOf(region).map(({ title, count, bytes: sum, largestBytes }) => [
    escapeHtml(title),
    number(count),
    number(sum),
    number(largestBytes),
  ]);
  return `<section aria-labelledby="${id}">
<h3 id="${id}">${escapeHtml(kind)} at ${number(address)}, ${number(bytes)} bytes</h3>
${damage ? `<p class="damage" role="alert">${escapeHtml(damage)}</p>` : ''}
<dl class="facts">
${facts.map(([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${typeof value === 'number' ? number(value) : escapeHtml(value)}</dd></div>`).join('\n')}
</dl>
${tableOf(`${kind} at ${address}: stretches by state, type and age`, ['what', 'count', 'bytes', 'largest'], rows)}
<details><summary>${items.length > MOST_LISTED ? `The first ${MOST_LISTED} of ${number(items.length)} stretches` : 'Each stretch'}</summary>
${tableOf(
  `${kind} at ${address}: in order of address`,
  ['address', 'bytes', 'state', 'what'],
  items
    .slice(0, MOST_LISTED)
    .map((item) => [
      number(item.address),
      number(item.bytes),
      item.state,
      escapeHtml([item.name, item.notes].filter(Boolean).join('; ')),
    ]),
)}
</details>
</section>`;
}
