/** Paging in the report: which pages were in RAM over time, and how worn the flash is at the end. */
import { DIRTY, type Study } from '../paging/run.ts';
import { escapeHtml, number, percent, tableOf } from './html.ts';
import { STRIP_OUTPUT, renderStrip } from './strip.ts';

const COLOURS = 5;

export function renderPaging(studies: Study[]): string {
  if (studies.length === 0) return '';
  return `<section aria-labelledby="paging">
<h2 id="paging">More data than RAM</h2>
<p>Workloads on a pager over the emulated flash of a board. In the upper picture time runs from left to right,
a row is a page frame, and its colour shows which part of the address space its page comes from; pale means
that the page has not been written since it was read. Below it, a bar is a sector of the flash; its height is how
often the sector was erased.</p>
${studies.map(renderStudy).join('\n')}
${tableOfStudies(studies)}
</section>`;
}

function renderStudy(study: Study): string {
  const { result, pages, residency, wear } = study;
  const share = percent(result.hits / Math.max(1, result.accesses));
  const name = `${result.workload} on ${result.board}: ${number(pages)} pages in ${result.frames} frames, ${share} hits`;
  const most = Math.max(1, ...wear.map(({ erases }) => erases));
  return `<figure aria-label="${escapeHtml(name)}">
<figcaption>${escapeHtml(name)}; a sector was erased ${Math.min(...wear.map(({ erases }) => erases))} to ${most} times</figcaption>
${renderStrip({
  label: `${name}: which page is in which frame`,
  className: 'residency',
  viewBox: `0 0 ${residency.length} ${result.frames}`,
  picture: residencyPaths(study),
  text: 'Sample {0} of {1}, frame {row}: {value}',
  columns: residency.map((_, i) => [i + 1, residency.length]),
  grid: residency.map((column) => Array.from(column, contentOf)),
})}
${renderStrip({
  label: `${name}: erases of each sector`,
  className: 'wear',
  viewBox: `0 0 ${wear.length} ${most}`,
  picture: wearPaths(study, most),
  text: 'Sector {0}, {1}: erased {2} times',
  columns: wear.map(({ kind, erases }, i) => [i, kind, erases]),
})}
${STRIP_OUTPUT}
</figure>`;
}

const contentOf = (page: number): string =>
  page < 0 ? 'empty' : `page ${page & ~DIRTY}, ${page & DIRTY ? 'written since it was read' : 'as in the flash'}`;

/** A path per colour, of rectangles as long as a page stayed as it was. */
function residencyPaths({ residency, result, pages }: Study): string {
  const paths = new Map<string, string>();
  for (let frame = 0; frame < result.frames; frame++) {
    for (let from = 0, to = 0; from < residency.length; from = to) {
      const here = residency[from]![frame]!;
      while (to < residency.length && residency[to]![frame] === here) to++;
      if (here < 0) continue;
      const colour = Math.floor((COLOURS * (here & ~DIRTY)) / pages);
      const key = `style="fill:var(--life-${colour});fill-opacity:${here & DIRTY ? 1 : 0.45};stroke:none"`;
      paths.set(key, `${paths.get(key) ?? ''}M${from},${frame}h${to - from}v1h${from - to}z`);
    }
  }
  return [...paths].map(([style, path]) => `<path ${style} d="${path}"/>`).join('\n');
}

function wearPaths({ wear }: Study, most: number): string {
  const bars = (kind: string): string =>
    wear
      .map((sector, i) =>
        sector.kind === kind && sector.erases > 0 ? `M${i + 0.1},${most}v${-sector.erases}h.8V${most}z` : '',
      )
      .join('');
  const colours = [
    ['root', '--life-2'],
    ['data', '--life-4'],
    ['retired', '--bad'],
  ];
  return colours
    .map(([kind, colour]) => `<path style="fill:var(${colour});fill-opacity:1;stroke:none" d="${bars(kind!)}"/>`)
    .join('\n');
}

function tableOfStudies(studies: Study[]): string {
  const rows = studies.map(({ result, flashSeconds, stats }) => [
    `${escapeHtml(result.workload)} <small>${escapeHtml(result.board)}</small>`,
    number(result.accesses),
    number(result.misses),
    number(result.writeBacks),
    result.writeAmplification.toFixed(2),
    `${result.minWear} to ${result.maxWear}`,
    number(stats.maxRootWear),
    `${flashSeconds.toFixed(1)} s`,
    `${number(Math.round(result.lifetimeDays))} days`,
  ]);
  return tableOf(
    'Erases of data sectors, the most of a root sector, time in flash; lifetime at 24 runs a day',
    [
      'workload',
      'accesses',
      'misses',
      'pages written',
      'amplification',
      'data erases',
      'root erases',
      'flash time',
      'lifetime',
    ],
    rows,
  );
}
