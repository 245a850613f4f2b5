/// <reference lib="dom" />
/** How a run ended: the verdict, what it printed, and its figures. */
import type { Problem, RunResult } from '../program/types.ts';
import { escapeHtml, number } from '../report/html.ts';
import { callsOf, modulesOf, samplesOf } from '../report/program.ts';
import { element } from './data.ts';
import { troubleIn } from './modules.ts';
import { seconds } from './timeline.ts';

/** Lines of the console that are shown: the last. */
const MOST_LINES = 400;

/** The line of a program that is none is told beside what the engine says. */
const inWords = ({ kind, message, atMilliseconds }: Problem, program: string): string => {
  const line = /^SyntaxError/.test(message) && !/ line \d/.test(message) ? troubleIn(program) : '';
  return `${kind}, at ${seconds(atMilliseconds)}: ${message}${line ? `; ${line}` : ''}`;
};

export function showResult(result: RunResult, title: string, program: string): void {
  const { didRun, problems, milliseconds, output } = result;
  const items = problems.map((problem) => `<li>${escapeHtml(inWords(problem, program))}</li>`);
  element('verdict').innerHTML = didRun
    ? `<p class="sound">It ran for ${seconds(milliseconds)} of board time on a ${escapeHtml(title)}.</p>`
    : `<div class="damage"><p>It did not run.</p><ul>${items.join('')}</ul></div>`;
  const lines = output.slice(-MOST_LINES).map(({ atMilliseconds, text }) => `${seconds(atMilliseconds)}  ${text}`);
  const left = output.length - lines.length;
  element('console').hidden = output.length === 0;
  element('lines').textContent = [...(left ? [`${number(left)} lines before these`] : []), ...lines].join('\n');
  element('figures').innerHTML = [
    '<h3>Memory and time</h3>',
    samplesOf(result),
    callsOf(result),
    modulesOf(result),
  ].join('\n');
}

/** The run was ended from outside: there are its steps, and no result. */
export function showEnd(sentence: string): void {
  element('verdict').innerHTML = `<div class="damage"><p>${escapeHtml(sentence)}</p></div>`;
  element('console').hidden = true;
  element('figures').innerHTML = '';
}
