/** What stands in the page in which programs are tried. */
import { STATES } from '../report/map.ts';
import { escapeHtml } from '../report/html.ts';
import { bodyOf, renderPage } from '../report/page.ts';
import type { PlayData } from './data.ts';
import { FRAME_SCRIPT } from './frame.ts';
import { PLAY_STYLE } from './style.ts';

/** What a board can have in its bundle, and what it is for. */
export const MODULES: [name: string, what: string][] = [
  ['headers', 'blocks at fixed addresses'],
  ['tables', 'blocks that may move, by handle'],
  ['records', 'rows instead of objects'],
  ['queue', 'rows, first in, first out'],
  ['messages', 'a ring of byte messages'],
  ['strings', 'byte strings, in tables'],
  ['gc', 'garbage-collected objects, in tables'],
  ['paging', 'more data than RAM'],
  ['stores', 'flash for paging'],
  ['processes', 'programs that end cleanly'],
];

const TIMES: [milliseconds: number, text: string][] = [
  [10_000, '10 seconds'],
  [60_000, '1 minute'],
  [600_000, '10 minutes'],
  [3_600_000, '1 hour'],
  [86_400_000, '1 day'],
];
const USUAL_MILLISECONDS = 60_000;

const option = (value: string | number, text: string, isChosen = false): string =>
  `<option value="${value}"${isChosen ? ' selected' : ''}>${escapeHtml(text)}</option>`;

const button = (id: string, text: string, more = ''): string =>
  `<button type="button" id="${id}"${more}>${text}</button>`;

function formOf({ boards, modules, programs }: PlayData): string {
  const boxes = modules.map(
    ([name, what]) => `<label><input type="checkbox" value="${name}"> <b>${name}</b> <small>${what}</small></label>`,
  );
  return `<section class="program" aria-labelledby="program-title">
<h2 id="program-title">Program</h2>
<div class="choices">
<label>Example <select id="example"><option value="">your own</option>${programs.map(({ name, title }, i) => option(name, title, i === 0)).join('')}</select></label>
<label>Board <select id="board">${boards.map(({ name, title }) => option(name, title)).join('')}</select></label>
<label>Run for <select id="time">${TIMES.map(([ms, text]) => option(ms, text, ms === USUAL_MILLISECONDS)).join('')}</select></label>
</div>
<fieldset id="modules"><legend>Modules</legend>${boxes.join('\n')}</fieldset>
<p id="missing" hidden><span id="missing-text" role="status"></span> ${button('add-missing', 'Add to the bundle')}</p>
<label class="code" for="code">Your program, as it would be on the board</label>
<textarea id="code" rows="24" spellcheck="false" autocomplete="off" autocapitalize="off" wrap="off" aria-describedby="code-help"></textarea>
<p id="code-help" class="quiet"><kbd>Ctrl</kbd> <kbd>Enter</kbd> runs it; <kbd>Tab</kbd> moves on to the buttons.</p>
<div class="buttons">${button('run', 'Run', ' class="main"')}${button('stop', 'Stop', ' disabled')}${button('share', 'Copy link')}${button('download', 'Download bundle')}</div>
<p id="link-line" hidden><label>Link <input id="link" readonly></label></p>
<p id="status" role="status"></p>
</section>`;
}

const stepFacts = `<dl class="facts">
<div><dt>step</dt><dd id="step-number"></dd></div>
<div class="wide"><dt>call</dt><dd id="step-text"></dd></div>
<div><dt>returned</dt><dd id="step-result"></dd></div>
<div><dt>took</dt><dd id="step-took"></dd></div>
<div><dt>board time</dt><dd id="step-at"></dd></div>
<div><dt>free</dt><dd id="step-free"></dd></div>
</dl>
<p id="step-fault"></p>`;

const heapFigure = `<figure id="heap" class="heap-map" aria-label="the heap">
<label>Which heap <select id="heap-choice"></select></label>
<div class="area"><div class="map" tabindex="0" role="application" aria-roledescription="heap map" aria-describedby="map-keys"><canvas aria-hidden="true"></canvas></div></div>
<output aria-live="polite"></output>
<pre class="bytes" aria-label="Bytes" tabindex="0"></pre>
<p id="map-keys" class="quiet">Addresses run from left to right, <span id="heap-row"></span> bytes a row. Point at a stretch, or use the arrow keys; <kbd>Page Down</kbd> goes to the next pool.</p>
<div class="below">${STATES.filter(([state]) => state !== 'unreadable')
  .map(([state, meaning]) => `<span class="key"><i style="background:var(--state-${state})"></i>${meaning}</span>`)
  .join('\n')}<span class="key"><i class="changed"></i>changed by this step</span></div>
</figure>
<div id="pools"></div>`;

const result = `<section id="result" class="result" aria-labelledby="result-title" hidden>
<h2 id="result-title">What happened</h2>
<div id="verdict"></div>
<div id="steps" hidden>
<h3 id="steps-title">Step by step</h3>
<p class="quiet">A step is a call of the library, or the end of a turn (a function that a timer or event called).</p>
<input type="range" id="slider" min="0" value="0" aria-labelledby="steps-title">
<div class="buttons">${button('to-first', 'First')}${button('to-previous', 'Back')}${button('play', 'Play')}${button('to-next', 'Forward')}${button('to-last', 'Last')}${button('to-refusal', 'Next refusal')}</div>
<p id="announce" class="unseen" role="status"></p>
${stepFacts}
${heapFigure}
<div class="scroll" role="region" aria-label="Steps" tabindex="0"><table class="calls"><caption><span>The steps around this one; the arrow keys move through them</span></caption>
<thead><tr><th scope="col">step</th><th scope="col">call</th><th scope="col">returned</th><th scope="col">refused</th><th scope="col">ms</th></tr></thead>
<tbody id="calls"></tbody></table></div>
</div>
<div id="console" hidden><h3>Console</h3><pre id="lines" class="scroll" tabindex="0" aria-label="Console"></pre></div>
<div id="figures"></div>
</section>`;

/** A policy under which nothing is asked for from anywhere, and no scripts run but these. `hashOf` gives the base64 of a SHA-256. */
const policyOf = (script: string, hashOf: (text: string) => string): string => {
  const scripts = [script, FRAME_SCRIPT].map((text) => `'sha256-${hashOf(text)}'`).join(' ');
  return `default-src 'none'; style-src 'unsafe-inline'; script-src ${scripts} 'unsafe-eval' blob:; worker-src blob:; base-uri 'none'; form-action 'none'`;
};

/** The page: one file. `script` is that of the page; `made` says of what it was made, for who asks whether it is current. */
export function renderPlay(data: PlayData, script: string, made: string, hashOf: (text: string) => string): string {
  const json = JSON.stringify(data).replace(/</g, '\\u003c');
  const inPage = `\n${script}\n`;
  const header = `<h1>ckreMM: try it</h1>
<p>Memory pools for JavaScript on small boards. Your program runs on an emulated board inside this page: nothing is sent anywhere, and the program can reach nothing else.</p>`;
  const main = `${formOf(data)}\n${result}\n<script type="application/json" id="data">${json}</script>`;
  const page = renderPage({
    title: 'try it on an emulated board',
    body: bodyOf('Skip to the program', header, main, script),
    style: PLAY_STYLE,
  });
  const head = `<meta http-equiv="Content-Security-Policy" content="${policyOf(inPage, hashOf)}">\n<meta name="made-of" content="${made}">\n`;
  return page.replace('<title>', () => `${head}<title>`);
}
