/** A histogram of how much collecting single calls did, in words and as a picture. */
import type { Pauses } from '../gc/pauses.ts';
import { escapeHtml, number } from './html.ts';
import { STRIP_OUTPUT, renderStrip } from './strip.ts';

const nameOf = ({ from, to }: { from: number; to: number }): string => (from === to ? `${from}` : `${from} to ${to}`);

/** A line per bin with a bar of # in proportion, and the most and the mean of a call. */
export function pausesInWords({ calls, units, most, bins }: Pauses): string {
  const widest = Math.max(...bins.map((bin) => bin.calls), 1);
  const lines = bins.map(
    (bin) =>
      `${nameOf(bin).padStart(10)} ${number(bin.calls).padStart(10)} ${'#'.repeat(Math.ceil((40 * bin.calls) / widest))}`,
  );
  return [
    `${'units'.padStart(10)} ${'calls'.padStart(10)}`,
    ...lines,
    `the most in one call: ${number(most)} units, the mean: ${(units / Math.max(calls, 1)).toFixed(2)}`,
  ].join('\n');
}

/** The same as a figure with a picture, of a logarithmic height: rare long pauses are what matters. */
export function renderPauses(title: string, pauses: Pauses): string {
  const height = (calls: number): number =>
    calls ? 8 + (92 * Math.log10(calls)) / Math.max(Math.log10(pauses.calls), 1) : 0;
  const bars = pauses.bins.map((bin, i) => `M${i + 0.1},100v${(-height(bin.calls)).toFixed(1)}h.8V100z`).join('');
  const text = escapeHtml(`${title}: calls by units of collecting\n${pausesInWords(pauses)}`);
  return `<figure aria-label="${escapeHtml(title)}">
<figcaption>How many calls did how much collecting: calls that did little on the left, those that did the most on the right. Heights are logarithmic.</figcaption>
${renderStrip({
  label: `${title}: calls by units of collecting`,
  className: 'pauses',
  viewBox: `0 0 ${pauses.bins.length} 100`,
  picture: `<path d="${bars}"/>`,
  text: '{0} units of collecting: {1} of {2} calls',
  columns: pauses.bins.map((bin) => [nameOf(bin), bin.calls, pauses.calls]),
})}
${STRIP_OUTPUT}
<details><summary>In numbers</summary><pre>${text}</pre></details></figure>\n`;
}
