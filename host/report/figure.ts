/** A picture as HTML: the map of the heap, fragmentation below it, and both in words. */
import { encodeBars } from './encode.ts';
import { escapeHtml, number, percent, tableOf } from './html.ts';
import { fragmentationOf } from '../replay/picture.ts';
import type { Picture } from '../replay/picture.ts';
import { STRIP_OUTPUT, renderStrip } from './strip.ts';
import { surveyHeap } from '../image/survey.ts';
import { renderHeap } from './map.ts';

const LIFETIMES = ['under 10', 'under 100', 'under 1,000', 'under 10,000', 'longer'];
const TICKS = 5;
const LARGEST_SHOWN = 15;

/** The pictures of one trace, of which the reader chooses one. */
export function renderPictures(traceName: string, pictures: Picture[]): string {
  const choice = pictures
    .map(
      (picture, i) =>
        `<label><input type="radio" name="heap-${escapeHtml(traceName)}"${i === 0 ? ' checked' : ''}> ` +
        `${escapeHtml(titleOf(picture))}</label>`,
    )
    .join('\n');
  return `<div class="pictures">
<fieldset><legend>The heap</legend>
${choice}
</fieldset>
${pictures.map((picture) => `<div class="picture">${renderFigure(traceName, picture)}</div>`).join('\n')}
</div>`;
}

function titleOf({ pool, where, heapBytes }: Picture): string {
  return `${pool}, ${where}: ${number(heapBytes)} bytes`;
}

function renderFigure(traceName: string, picture: Picture): string {
  const name = `${traceName}, ${titleOf(picture)}`;
  return `<figure class="plot" aria-label="${escapeHtml(name)}">
<script type="application/json">${dataOf(picture)}</script>
<div class="area">
${axisOf(picture.heapBytes)}
<div class="map" tabindex="0" role="application" aria-roledescription="heap picture"
 aria-label="${escapeHtml(`${name}. ${inWords(picture)}`)}" aria-describedby="keys">
<canvas aria-hidden="true"></canvas><div class="peak" hidden><span>peak</span></div>
<div class="cursor" hidden></div><div class="brush" hidden></div>
<noscript>The picture is drawn by a script; the tables below say the same in numbers.</noscript></div>
<div class="axis-y strip" aria-hidden="true"><span class="top" style="bottom:100%">100 %</span>
<span class="name" style="bottom:50%">fragmentation</span><span class="bottom" style="bottom:0">0 %</span></div>
${fragmentationStrip(picture)}
<div class="axis-x" aria-hidden="true">${ticksOf(picture.operations)}</div>
</div>
${STRIP_OUTPUT}
<output aria-live="polite">Operations run from left to right. Point at a block, or press an arrow key.</output>
<div class="below">
<span>Lifetime in operations:</span>
${LIFETIMES.map((text, i) => keyOf(`--life-${i}`, text)).join('\n')}
${keyOf('--free', 'free')}
<span><button type="button" data-key="+">Zoom in</button> <button type="button" data-key="-">Zoom out</button>
<button type="button" data-key="0">Whole trace</button></span>
</div>
${largestTable(picture)}
</figure>
${peakMap(name, picture)}`;
}

function dataOf({ bars, heapBytes, operations, peakOperation }: Picture): string {
  const count = bars.count;
  return JSON.stringify({ heapBytes, operations, peakOperation, count, bars: encodeBars(bars) });
}

function axisOf(heapBytes: number): string {
  const labels = [0, 1, 2, 3, 4].map((quarter) => {
    const edge = quarter === 0 ? ' class="bottom"' : quarter === 4 ? ' class="top"' : '';
    const address = number(Math.round((heapBytes * quarter) / 4));
    return `<span${edge} style="bottom:${25 * quarter}%">${address}</span>`;
  });
  return `<div class="axis-y" aria-hidden="true">${labels.join('')}</div>`;
}

function ticksOf(operations: number): string {
  return Array.from(
    { length: TICKS },
    (_, i) => `<span>${number(Math.round((operations * i) / (TICKS - 1)))}</span>`,
  ).join('');
}

function keyOf(colour: string, text: string): string {
  return `<span class="key"><i style="background:var(${colour})"></i>${text}</span>`;
}

/** The curve of fragmentation, and below it, dark, how much was moved to make room. */
function fragmentationStrip({ samples, operations }: Picture): string {
  const points = samples.map((sample) => `${sample.operation + 1},${(100 - 100 * fragmentationOf(sample)).toFixed(1)}`);
  const most = Math.max(1, ...samples.map(({ movedBytes }) => movedBytes));
  const moves = samples
    .map(({ operation, movedBytes }, i) =>
      movedBytes > 0
        ? `M${operation + 1},100v${((-60 * movedBytes) / most).toFixed(1)}h${samples[i - 1] ? samples[i - 1].operation - operation : -1}V100z`
        : '',
    )
    .join('');
  return renderStrip({
    label: 'Fragmentation over time, and bytes moved',
    className: 'fragmentation',
    viewBox: `0 0 ${operations} 100`,
    picture: `<path d="M0,100L${points.join('L')}L${operations},100"/>\n<path class="moves" d="${moves}"/>`,
    text: 'After operation {0}: {1} bytes free, the largest piece {2}; fragmentation {3} %; {4} bytes moved since the sample before',
    columns: samples.map((sample) => [
      sample.operation + 1,
      sample.freeBytes,
      sample.largestFreeBytes,
      Math.round(100 * fragmentationOf(sample)),
      sample.movedBytes,
    ]),
    at: samples.map(({ operation }) => operation + 1),
  });
}

function peakMap(name: string, { heapAtPeak, peakOperation }: Picture): string {
  if (!heapAtPeak) return '';
  return `<details class="of-figure"><summary>The heap at the peak, after operation ${number(peakOperation + 1)}, block by block</summary>
${renderHeap(surveyHeap(heapAtPeak), heapAtPeak, `${name}, at the peak`)}
</details>`;
}

/** What the picture shows, for those who do not see it. */
function inWords({ bars, samples, peakOperation }: Picture): string {
  const worst = samples.reduce((most, sample) => Math.max(most, fragmentationOf(sample)), 0);
  const peak = samples.find(({ operation }) => operation === peakOperation);
  return (
    `${number(bars.count)} bars. Fragmentation is at most ${percent(worst)}` +
    `${peak ? `, ${percent(fragmentationOf(peak))} at the peak` : ''}.`
  );
}

/** The blocks that take the most space for the most time. */
function largestTable({ bars, operations }: Picture): string {
  const weight = (bar: number): number => bars.bytes[bar] * (bars.to[bar] - bars.from[bar]);
  const order = Array.from({ length: bars.count }, (_, bar) => bar)
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, LARGEST_SHOWN);
  const rows = order.map((bar) => [
    number(bars.address[bar]),
    number(bars.bytes[bar]),
    number(bars.from[bar] + 1),
    bars.to[bar] >= operations ? 'the end' : number(bars.to[bar] + 1),
    number(bars.to[bar] - bars.from[bar]),
  ]);
  return `<details><summary>The blocks that take the most space for the most time</summary>
${tableOf(
  'Blocks by bytes times lifetime, the largest first',
  ['address', 'bytes', 'placed by operation', 'until operation', 'lifetime'],
  rows,
)}
</details>`;
}
