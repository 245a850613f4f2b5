/** The page of `ckremm run`. */
import { Buffer } from 'node:buffer';
import { standInsInWords } from '../emulator/stand-ins.ts';
import { surveyHeap } from '../image/survey.ts';
import type { RunResult } from '../program/types.ts';
import { escapeHtml, number, tableOf } from './html.ts';
import { MAP_KEYS, renderHeap } from './map.ts';
import { bodyOf, renderPage } from './page.ts';
import { reportScript } from './script.ts';

const seconds = (milliseconds: number): string => `${number(Math.round(milliseconds) / 1000)} s`;
const took = (milliseconds: number): string =>
  milliseconds < 10 ? milliseconds.toFixed(1) : number(Math.round(milliseconds));

export function renderRun(result: RunResult, heaps: Uint8Array[]): string {
  const { board, program, didRun, problems, milliseconds, output, standIns } = result;
  const verdict = didRun
    ? '<p class="sound">It ran.</p>'
    : `<div class="damage" role="alert"><p>It did not run.</p><ul>${problems.map(({ kind, message, atMilliseconds }) => `<li>${escapeHtml(`${kind}, at ${seconds(atMilliseconds)}: ${message}`)}</li>`).join('')}</ul></div>`;
  const header = `<h1>${escapeHtml(program)} on ${escapeHtml(board)}</h1>
<p>${seconds(milliseconds)} of the board's time, emulated.</p>
${verdict}
${standInsInWords(standIns)
  .map((line) => `<p>${escapeHtml(line)}</p>`)
  .join('\n')}`;
  const lines = output.map(({ atMilliseconds, text }) => `${seconds(atMilliseconds)}  ${text}`).join('\n');
  const main = [
    '<h2>Memory</h2>',
    samplesOf(result),
    '<h2>Time</h2>',
    callsOf(result),
    modulesOf(result),
    ...(output.length > 0 ? ['<h2>Console</h2>', `<pre class="scroll" tabindex="0">${escapeHtml(lines)}</pre>`] : []),
    ...heapsOf(heaps),
  ].join('\n');
  return renderPage({
    title: `${program} on ${board}`,
    body: bodyOf('Skip to the figures', header, main, reportScript()),
  });
}

export const samplesOf = ({ samples }: RunResult): string =>
  tableOf(
    'What was free, and what the heaps had in use',
    ['at', 'free variables', 'free bytes', 'heap', 'in use'],
    samples.map(({ atMilliseconds, freeVariables, freeBytes, heapBytes, usedBytes }) => [
      seconds(atMilliseconds),
      freeVariables === null ? '' : number(freeVariables),
      number(freeBytes),
      number(heapBytes),
      number(usedBytes),
    ]),
  );

export const callsOf = ({ calls, turns }: RunResult): string =>
  tableOf(
    'Calls of the library, slowest first, in milliseconds',
    ['call', 'slowest', 'at', 'times', 'in total'],
    [{ call: 'a turn of the program', ...turns }, ...calls].map(
      ({ call, worstMilliseconds, worstAtMilliseconds, times, milliseconds }) => [
        escapeHtml(call),
        took(worstMilliseconds),
        seconds(worstAtMilliseconds),
        number(times),
        took(milliseconds),
      ],
    ),
  );

export const modulesOf = ({ modules }: RunResult): string =>
  tableOf(
    'What each module took',
    ['module', 'calls', 'milliseconds', 'bytes of heap', 'in use'],
    modules.map(({ module, times, milliseconds, heapBytes, usedBytes }) => [
      escapeHtml(module),
      number(times),
      took(milliseconds),
      number(heapBytes),
      number(usedBytes),
    ]),
  );

function heapsOf(heaps: Uint8Array[]): string[] {
  return heaps.flatMap((heap, i) => {
    const image = Buffer.from(new Uint8Array(heap.buffer, heap.byteOffset, heap.length));
    const name = heaps.length > 1 ? `heap ${i + 1}` : 'the heap';
    return [
      `<h2>${name}, as it was left</h2>`,
      ...(i === 0 ? [MAP_KEYS] : []),
      renderHeap(surveyHeap(Uint8Array.from(image)), Uint8Array.from(image), name),
    ];
  });
}
