/** docs/guarantees.md: what is promised of each call, with milliseconds on each board. */
import type { EngineKind } from '../cost/model.ts';
import { engineOf, modelOf } from '../cost/model.ts';
import { type BoardProfile, boardNames, readBoard } from '../emulator/index.ts';
import type { FormOf } from '../native/forms.ts';
import { MODULES, isRunning } from './calls.ts';
import type { Told } from './measure.ts';
import { NATIVE_WORDS, nativeTable } from './native.ts';
import { cutOf, millisecondsOn, movesOf, nameOf, refusedOf, shownMilliseconds } from './words.ts';
import { WORLDS } from './worlds/index.ts';

export type ToldOf = (engine: EngineKind) => Told[];

const row = (cells: string[]): string => `| ${cells.join(' | ')} |`;

/** Boards on which calls take the same time. */
interface Column {
  title: string;
  board: BoardProfile;
  engine: EngineKind;
}

function columns(hasFlash: boolean): Column[] {
  const boards = boardNames()
    .map(readBoard)
    .filter((board) => engineOf(board) !== null);
  const keyOf = (board: BoardProfile): string => {
    const { callMicroseconds, callMicrosecondsMost, flash } = board;
    return JSON.stringify([engineOf(board), callMicroseconds, callMicrosecondsMost, hasFlash ? flash : null]);
  };
  const keys = [...new Set(boards.map(keyOf))];
  return keys.map((key) => {
    const alike = boards.filter((board) => keyOf(board) === key);
    const engine = engineOf(alike[0]!)!;
    return { title: alike.map(({ board }) => board).join(', '), board: alike[0]!, engine };
  });
}

function timesOf(told: Told, { board }: Column): string {
  const { typical, worst } = millisecondsOn(board, told);
  return `${shownMilliseconds(typical)} / ${shownMilliseconds(worst)}`;
}

function tableOf(calls: Told[], toldOf: ToldOf, hasFlash: boolean): string[] {
  const boards = columns(hasFlash);
  const same = ({ call, after }: Told, engine: EngineKind): Told =>
    toldOf(engine).find((other) => other.call === call && other.after === after)!;
  return [
    row(['call', 'moves', 'cut off', 'refused', 'steps', ...boards.map(({ title }) => title)]),
    row(['---', '---', '---', '---', '--:', ...boards.map(() => '--:')]),
    ...calls.map((told) =>
      row([
        `\`${nameOf(told)}\``,
        movesOf(told),
        cutOf(told),
        refusedOf(told),
        String(Math.round(told.steps)),
        ...boards.map((column) => timesOf(same(told, column.engine), column)),
      ]),
    ),
  ];
}

/** What the figures of a module were found in. */
function poolsOf(module: string): string {
  const pools = WORLDS.filter((world) => world.module === module && !world.after).map(({ pool }) => pool);
  return pools.length ? `Found in ${pools[0]}.` : 'Of its scenes, in small heaps.';
}

function section(module: string, toldOf: ToldOf, formOf: FormOf): string {
  const calls = toldOf('espruino').filter(({ call }) => call.startsWith(`${module}.`));
  const [running, whole] = [true, false].map((is) => calls.filter(({ call }) => isRunning(call) === is)) as [
    Told[],
    Told[],
  ];
  const hasFlash = calls.some(({ erases }) => erases > 0);
  const parts = [`## ${module}`, `${poolsOf(module)}${hasFlash ? FLASH : ''}`];
  if (running.length) parts.push(tableOf(running, toldOf, hasFlash).join('\n'));
  if (whole.length) parts.push('Asked for, at boot or in idle time:', tableOf(whole, toldOf, hasFlash).join('\n'));
  parts.push('As machine code:', nativeTable([...running, ...whole], formOf).join('\n'));
  return parts.join('\n\n');
}

const FLASH =
  " Times of the board's own flash are in: so many erases and programs as the dearest call made of sectors of 1 KB, at the times of the board's profile.";

const percent = (engine: EngineKind, board: string): string =>
  `${Math.round(100 * modelOf(readBoard(board))!.errorShare)} % (${engine === 'espruino' ? 'Espruino' : 'JerryScript'})`;

const head = (example: string): string => `# What each call guarantees

Made by \`npm run -s ckremm -- metrics --write\`; a test keeps it so. \`npm run -s ckremm -- cost --board puckjs\` tells the same of your board and your modules.

${example}

- **Milliseconds**, typically / at worst, of lean ES5 code. Typically: the median over random states of the pool. At worst: the dearest that a search
  found, by random states and then by whatever change made a call dearer; what it found is committed as the ways that lead there
  (\`npm run dearest\`; of headers 1,250 ways were tried since its calls that settle are told apart), and each run of the tests goes them again. A search proves no limit, but no example of ours is dearer. Both are U, counted,
  times the board's clock, within ${percent('espruino', 'puckjs')} and ${percent('jerryscript', 'kaluma-pico')}; see [measuring](design/measuring.md). What goes through a
  whole pool grows with it: the pool is named.
- **Moves**: whether blocks that the program has are somewhere else afterwards. A view of what may move must not be kept across the call.
- **Cut off**: what Ctrl-C or out of memory in the middle of the call leaves. *all or nothing*: there is nothing to mend. *the next call says so,
  repair mends it*: calls are refused with \`Fault.Interrupted\` until \`repair(pool)\`, or \`repairAt\` for an image; no block that was handed out is lost.
  Some such places leave nothing to mend. *open says so*: \`heap.open\` refuses the image until \`heap.repair\`. *part is done*: the pool is sound.
- **Refused**: what the call returns when it does nothing; \`fault()\` says why.
- **Steps**: turns of loops in the dearest case, which do not grow with the pool where a call is O(1).
${NATIVE_WORDS}

No call waits, and none does anything after it returned. A stall of more than 100 ms is one that an alloc makes unasked: for a pool of tables,
\`setPause(pool, blocks)\` bounds it, and \`reorder(pool, budget)\` from an idle loop does the work beforehand; for a collector, \`step(gc, budget)\`. \`ckremm repl\` and
\`ckremm run\` warn when a call of yours takes longer than that.`;

function exampleOf(toldOf: ToldOf): string {
  const alloc = toldOf('espruino').find(({ call }) => call === 'headers.alloc')!;
  const { typical, worst } = millisecondsOn(readBoard('puckjs'), alloc);
  return (
    `So \`headers.alloc\` takes typically ${shownMilliseconds(typical)} ms, at worst ${shownMilliseconds(worst)} ms on a Puck.js; moves blocks: ${movesOf(alloc)}; ` +
    `interrupted: ${cutOf(alloc)}; no room: it returns ${refusedOf(alloc)}.`
  );
}

/** All of docs/guarantees.md. */
export function guaranteesPage(toldOf: ToldOf, formOf: FormOf): string {
  const sections = MODULES.map((module) => section(module, toldOf, formOf));
  return `${[head(exampleOf(toldOf)), ...sections, storesSection()].join('\n\n')}\n`;
}

const STORE_CALLS = ['storage', 'flash', 'files', 'usual'];
/** A page of paging as most programs have it, without what is written beside it. */
const PAGE_BYTES = 256;

/** Of the makers of stores, and what a store's own calls take, which is the flash's time. */
function storesSection(): string {
  const boards = boardNames()
    .map(readBoard)
    .filter(({ engine }) => engine.name !== 'host');
  const rows = boards.map(({ board, flash }) => {
    const programs = Math.ceil(PAGE_BYTES / flash.maxProgramBytes);
    const pageMilliseconds = (programs * flash.programMicroseconds) / 1000;
    return `| ${board} | ${flash.eraseBytes.toLocaleString('en-US')} | ${flash.eraseMilliseconds} | ${shownMilliseconds(pageMilliseconds)} |`;
  });
  return [
    '## stores',
    `Each call makes an object over what the engine has. \`storage\` and \`files\` make a file for each sector that is not there yet; the others touch no flash.`,
    [
      '| call | moves | cut off | refused |',
      '| --- | --- | --- | --- |',
      ...STORE_CALLS.map((call) => `| \`${call}\` | no | all or nothing: some files may be there | null |`),
    ].join('\n'),
    'What the store itself takes when paging calls it, of the chip alone: the engine adds tens of U a call, and Espruino reads a file of Storage without a copy.',
    [
      `| board | bytes of a sector | ms to erase it | ms to program ${PAGE_BYTES} bytes |`,
      '| --- | --: | --: | --: |',
      ...rows,
    ].join('\n'),
    'Cut off while it erases or programs, a store has a sector that is neither; paging finds out by its sums, and goes on with what was committed.',
  ].join('\n\n');
}
