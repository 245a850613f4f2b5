/** The collector in the report: how the heap fills and empties over time, and how long single calls collected. */
import type { GraphsStudy } from '../gc/graphs.ts';
import { number } from './html.ts';
import { renderHeap } from './map.ts';
import { renderPauses } from './pauses.ts';
import { STRIP_OUTPUT, renderStrip } from './strip.ts';
import { surveyHeap } from '../image/survey.ts';

export function renderCollector(study: GraphsStudy | undefined): string {
  if (!study) return '';
  return `<section aria-labelledby="collector">
<h2 id="collector">Objects that nobody frees</h2>
<p>Graphs of small objects in a heap of ${number(study.heapBytes)} bytes (<code>examples/object-graphs</code>), ${number(study.turns)} turns,
of which ${number(study.failed)} found no room.</p>
<figure aria-label="Bytes of objects over the last turns">
<figcaption>Bytes of all objects in the last ${number(study.lastTurns.length)} turns, including those to which nothing refers any more. Where it is shaded, a cycle of the
collector is under way, and each allocation does its share.</figcaption>
${renderStrip({
  label: 'Bytes of objects over the last turns',
  className: 'teeth',
  viewBox: `0 0 ${study.lastTurns.length} ${study.heapBytes}`,
  picture: `${cyclePath(study)}\n${bytesPath(study)}`,
  text: 'Turn {0}: {1} bytes of objects; {2}; {3} units of collecting in this turn',
  columns: study.lastTurns.map(({ usedBytes, isCollecting, units }, i) => [
    study.turns - study.lastTurns.length + i + 1,
    usedBytes,
    isCollecting ? 'a cycle is under way' : 'no cycle',
    units,
  ]),
})}
${STRIP_OUTPUT}
</figure>
${renderPauses('Object graphs', study.pauses)}
<h3>The heap after the last turn</h3>
${renderHeap(surveyHeap(study.heap), study.heap, 'object graphs')}
</section>`;
}

/** A rectangle as long as each cycle was under way. */
function cyclePath({ lastTurns, heapBytes }: GraphsStudy): string {
  let path = '';
  for (let from = 0, to = 0; from < lastTurns.length; from = to) {
    while (to < lastTurns.length && lastTurns[to]!.isCollecting === lastTurns[from]!.isCollecting) to++;
    if (lastTurns[from]!.isCollecting) path += `M${from},0h${to - from}v${heapBytes}h${from - to}z`;
  }
  return `<path style="fill:var(--life-0);fill-opacity:.35;stroke:none" d="${path}"/>`;
}

function bytesPath({ lastTurns, heapBytes }: GraphsStudy): string {
  const points = lastTurns.map(({ usedBytes }, turn) => `${turn ? 'L' : 'M'}${turn},${heapBytes - usedBytes}`).join('');
  return `<path style="fill:none;stroke:var(--life-4)" d="${points}"/>`;
}
