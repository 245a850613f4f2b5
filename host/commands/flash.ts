/** `ckremm flash`, what flash.sh calls: a bundle and a program onto a board, or onto a simulated one. */
import { relative } from 'node:path';
import { boardCalled, isClone } from '../boards/board.ts';
import { type BoardProfile, boardNames, projectFolder, readBoard } from '../emulator/index.ts';
import { UserError } from '../support/errors.ts';
import { meant } from '../support/near.ts';
import { type Bundle, bundleFor } from '../upload/bundle.ts';
import { flashEspruino } from '../upload/espruino.ts';
import { flashKaluma, kalumaTrouble } from '../upload/kaluma.ts';
import { idleInWords } from '../program/idle.ts';
import { type Opener, linkTo } from '../upload/link.ts';
import { checkPort, portsInWords } from '../upload/ports.ts';
import { type Program, readProgram } from '../upload/program.ts';
import { troubleIn } from '../upload/prompt.ts';
import { type Target, targetOf } from '../upload/target.ts';
import { selftest } from '../upload/selftest.ts';
import { uninstall } from '../upload/uninstall.ts';
import { withDialog } from '../upload/dialog.ts';
import { LIBRARY, type Uses, checkUses, inWords, usesOf } from '../support/uses.ts';
import type { Command, Values } from './command.ts';
import { simulate } from './flash-simulated.ts';
import { SIMULATED, type Words, wordsOf } from './flash-words.ts';
import { number } from './table.ts';

const boards = (): string[] => boardNames().filter((name) => name !== 'host');

export const flashCommand: Command = {
  name: 'flash',
  summary: 'Put the library, and a program, on a board; flash.sh calls it.',
  operand: {
    name: 'BOARD [PORT] [APP.js]',
    help: 'the board, or sim:BOARD for a simulated one; its port; the program',
    most: 3,
    isOptional: true,
  },
  options: [
    { name: 'board', value: 'B', help: 'the board, or sim:B; the same as the first word' },
    { name: 'port', value: 'PORT', help: 'a serial port, a Bluetooth address or name, or tcp://host:port' },
    { name: 'app', value: 'FILE', help: 'the program; it becomes the boot code, on a watch an app' },
    { name: 'boot', help: "on a watch: replace the watch's own boot code" },
    { name: 'name', value: 'ID', help: 'on a watch: the name of the app; that of its file if not given' },
    { name: 'modules', value: 'LIST', help: 'build these modules, or a set of calls: logger, router, ui' },
    { name: 'configNative', value: 'off', help: 'send ES5 even if the board can run machine code' },
    { name: 'selftest', help: 'run every module there, compare machine code with ES5, and print one line' },
    { name: 'uninstall', help: 'remove what was sent: the library, and APP.js' },
    { name: 'list', help: 'list boards and ports' },
  ],
  notes: [
    'Espruino: the lean bundle becomes the Storage module "ckremm", the program .bootcde, on a Bangle.js NAME.app.js. What arrived is\n' +
      'compared with what was sent before it replaces the old files; files that are there already are not sent again. Kaluma: both go as one file.\n' +
      'MODULES=LIST is the same as --modules. FLASH_DRY_RUN=1 builds and says what would be sent. FLASH_ANY_BOARD=1 does not check which\n' +
      'board it is. FLASH_SIM=FOLDER is where simulated boards keep their flash; out/sim if not set.',
    'Exit code 0: everything arrived and the program started; 1: the program failed; 2: it could not be sent.',
  ],
  run,
};

async function run(values: Values): Promise<void> {
  if (values.list) {
    console.log(`boards are ${boards().join(' ')}\n${await portsInWords()}`);
    return;
  }
  const words = wordsOf(values);
  const board = profileOf(words.board);
  const program = words.app === undefined ? undefined : readProgram(words.app, board.engine.name === 'kaluma');
  const port = words.isSimulated ? { port: `${SIMULATED}${board.board}`, baud: 0 } : await checkPort(board, words.port);
  const bundle = await bundleFor(board, words.modules, words.isNative);
  const uses = program ? usesOf(program.text) : { modules: [], parts: [] };
  if (program) checkUses(program.file, uses, bundle);
  console.log(
    `${relative(isClone ? projectFolder : '', bundle.file)}: ${number(bundle.bytes.length)} bytes, ${bundle.modules.join(', ')}${words.modules === undefined ? '' : idleInWords(board.board, bundle.file, bundle.native !== undefined)}`,
  );
  const work = { board, bundle, program, uses, words, port: port.port };
  const todo = words.isUninstall ? takeAway : send;
  const failure = words.isSimulated
    ? await simulate(board, (open) => todo(work, open))
    : await todo(work, linkTo(port.port, port.baud));
  if (failure === undefined) return;
  console.error(`ckremm: ${words.app ?? board.board}: ${failure}`);
  process.exitCode = 1;
}

function profileOf(name: string | undefined): BoardProfile {
  if (!name)
    throw new UserError(`which board? usage: ckremm flash BOARD [PORT] [APP.js]; boards are ${boards().join(' ')}`);
  const found = boardCalled(name);
  if (found === undefined || found === 'host')
    throw new UserError(`no board "${name}"${meant(name, boards())}; boards are ${boards().join(' ')}`);
  return readBoard(found);
}

interface Work {
  board: BoardProfile;
  bundle: Bundle;
  program: Program | undefined;
  uses: Uses;
  words: Words;
  port: string;
}

/** Sends it all; resolves to what went wrong in the program, once it was there, and ran. */
const send = (work: Work, open: Opener): Promise<string | undefined> =>
  work.board.engine.name === 'kaluma' ? toKaluma(work, open) : toEspruino(work, open);

/** What is another thing on a board with Kaluma. */
function demandEspruino({ board }: Work, option: string): void {
  if (board.engine.name === 'kaluma')
    throw new UserError(`--${option} is for boards with Espruino; on the ${board.title}, type .flash -e at its prompt`);
}

async function takeAway(work: Work, open: Opener): Promise<undefined> {
  const { board, bundle, program, words, port } = work;
  demandEspruino(work, 'uninstall');
  const target = targetOf(board, bundle, program, words);
  const names = await uninstall({ port, open, board, target, modules: [], say });
  say(names.length > 0 ? `erased ${inWords(names)}` : 'the library is not there');
}

/** Runs the rows, once the library is there; resolves to what differs. */
async function test(work: Work, open: Opener): Promise<string | undefined> {
  const { board, bundle, port } = work;
  const { different, line } = await withDialog(open, undefined, (dialog) =>
    selftest(dialog, port, board.board, bundle),
  );
  different.forEach(say);
  say(line);
  return different.length > 0 ? `${different.length} rows differ` : undefined;
}

const say = (line: string): void => console.log(line);
const sayLog = (log: string): void => void (log && say(`the board said:\n${log.replace(/^/gm, '  ')}`));

async function toEspruino(work: Work, open: Opener): Promise<string | undefined> {
  const { board, bundle, program, uses, words, port } = work;
  const target: Target = targetOf(board, bundle, program, words);
  target.notes.forEach(say);
  if (process.env.FLASH_DRY_RUN) {
    for (const [name, bytes] of Object.entries(target.files))
      say(`would write ${name}, ${number(bytes.length)} bytes, to ${port}`);
    return undefined;
  }
  const modules = uses.modules.filter((name) => name !== LIBRARY);
  const { freeJsvarsBefore, freeJsvarsAfter, jsvars, log } = await flashEspruino({
    port,
    open,
    board,
    target,
    modules,
    say,
  });
  const bytes = (free: number): string =>
    `${number(free)} of ${number(jsvars)} variables (${number(free * (board.engine.jsvarBytes ?? 0))} bytes)`;
  say(`free RAM before ${bytes(freeJsvarsBefore)}, after ${bytes(freeJsvarsAfter)}`);
  sayLog(log);
  return troubleIn(log) ?? (words.isSelftest ? test(work, open) : undefined);
}

async function toKaluma(work: Work, open: Opener): Promise<string | undefined> {
  const { board, bundle, program, uses, words, port } = work;
  if (words.isSelftest) demandEspruino(work, 'selftest');
  if (uses.modules.includes(LIBRARY))
    throw new UserError(
      `${program!.file} requires "${LIBRARY}": on Kaluma the library is the global ${LIBRARY}, which is sent in one file with the program`,
    );
  const bytes = Buffer.concat([bundle.bytes, Buffer.from('\n'), program?.bytes ?? Buffer.alloc(0)]);
  if (process.env.FLASH_DRY_RUN) {
    say(`would write ${number(bytes.length)} bytes to ${port}`);
    return undefined;
  }
  const log = await flashKaluma({ port, open, board, program: bytes, say });
  sayLog(log);
  if (!kalumaTrouble(log)) say(`RAM: type .mem at the board's prompt`);
  return kalumaTrouble(log);
}
