/** `ckremm flash`, what flash.sh calls: a bundle and a program onto a board, or onto a simulated one. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type BoardProfile, boardNames, projectFolder, readBoard } from '../emulator/index.ts';
import { UserError } from '../errors.ts';
import { type Bundle, bundleFor, checkUses } from '../upload/bundle.ts';
import { flashEspruino } from '../upload/espruino.ts';
import { flashKaluma, kalumaCommand } from '../upload/kaluma.ts';
import { checkPort, portsInWords } from '../upload/ports.ts';
import { BoardStorage, SimulatedBoard, serve } from '../sim/index.ts';
import type { Command, Values } from './command.ts';
import { number } from './table.ts';

const SIMULATED = 'sim:';
const boards = (): string[] => boardNames().filter((name) => name !== 'host');

export const flashCommand: Command = {
  name: 'flash',
  summary: 'Put the library, and a program, on a board: what flash.sh calls.',
  options: [
    { name: 'board', value: 'B', help: 'the board, or sim:B for a simulated one' },
    { name: 'port', value: 'PORT', help: 'a serial port, or on Espruino tcp://host:port' },
    { name: 'app', value: 'FILE', help: 'the program: it becomes the boot code' },
    { name: 'modules', value: 'LIST', help: 'build these modules, as --configModules does' },
    { name: 'list', help: 'the boards and the ports there are' },
  ],
  notes: [
    'Espruino: the lean bundle becomes the Storage module "ckremm", the program .bootcde; both are compared with\n' +
    'what was sent before they take the place of what was there. Kaluma: both go as one file.\n' +
    'FLASH_DRY_RUN=1 builds and says what would be sent. FLASH_ANY_BOARD=1 does not ask which board it is.',
  ],
  run,
};

async function run(values: Values): Promise<void> {
  if (values.list) {
    console.log(`boards are ${boards().join(' ')}\n${portsInWords()}`);
    return;
  }
  const given = String(values.board ?? '');
  const isSimulated = given.startsWith(SIMULATED);
  const board = profileOf(isSimulated ? given.slice(SIMULATED.length) : given);
  if (isSimulated && board.engine.name !== 'espruino') throw new UserError(`only Espruino boards are simulated, not ${board.board}; its program runs in ckremm repl --board ${board.board}`);
  const app = appText(values.app);
  const port = isSimulated ? '' : checkPort(board.board, values.port as string | undefined);
  const bundle = bundleFor(board, values.modules as string | undefined);
  if (app !== undefined) checkUses(String(values.app), app, bundle);
  console.log(`${relative(projectFolder, bundle.file)}: ${number(bundle.text.length)} bytes, ${bundle.modules.join(', ')}`);
  if (board.engine.name === 'kaluma') toKaluma(board, bundle, app, port);
  else if (isSimulated) await toSimulated(board, bundle, app);
  else await toEspruino(board, bundle, app, port);
}

function profileOf(name: string): BoardProfile {
  if (!name) throw new UserError(`which board? usage: ./flash.sh BOARD [PORT] [APP.js]; boards are ${boards().join(' ')}`);
  if (!boards().includes(name)) throw new UserError(`no board "${name}"; boards are ${boards().join(' ')}`);
  return readBoard(name);
}

function appText(file: string | true | undefined): string | undefined {
  if (file === undefined) return undefined;
  if (!existsSync(String(file))) throw new UserError(`there is no file ${String(file)}`);
  return readFileSync(String(file), 'utf8');
}

/** Boot code comes first: the uploader sends the files from the last to the first. */
const filesOf = (bundle: Bundle, app: string | undefined): Record<string, string> => ({
  ...(app === undefined ? {} : { '.bootcde': app }), ckremm: bundle.text,
});

async function toEspruino(board: BoardProfile, bundle: Bundle, app: string | undefined, port: string): Promise<void> {
  const files = filesOf(bundle, app);
  if (process.env.FLASH_DRY_RUN) {
    for (const [name, text] of Object.entries(files)) console.log(`would write ${name}, ${number(text.length)} bytes, to ${port}`);
    return;
  }
  const { before, freeJsvarsAfter, jsvars, log } = await flashEspruino(port, board, files, (text) => console.log(text));
  const bytes = (free: number): string => `${number(free)} of ${number(jsvars)} variables (${number(free * (board.engine.jsvarBytes ?? 0))} bytes)`;
  console.log(`free RAM before ${bytes(before.freeJsvars)}, after ${bytes(freeJsvarsAfter)}`);
  if (log) console.log(`the board said:\n${log.replace(/^/gm, '  ')}`);
}

/** The simulated board's Storage is kept in out/sim (or FLASH_SIM), so that it is the same board next time. */
async function toSimulated(board: BoardProfile, bundle: Bundle, app: string | undefined): Promise<void> {
  const folder = process.env.FLASH_SIM ?? join(projectFolder, 'out', 'sim');
  mkdirSync(folder, { recursive: true });
  const { eraseBytes, pages } = board.flash;
  const server = await serve(new SimulatedBoard(board.board, new BoardStorage(eraseBytes * pages * 2, join(folder, `${board.board}.json`))));
  try {
    await toEspruino(board, bundle, app, server.port);
    console.log('(simulated: RAM counts heaps and large arrays, not code; npm run engines -- --memory measures that on real builds)');
  } finally {
    await server.close();
  }
}

function toKaluma({ board }: BoardProfile, bundle: Bundle, app: string | undefined, port: string): void {
  const file = join(projectFolder, 'dist', board, 'program.js');
  if (process.env.FLASH_DRY_RUN) {
    console.log(kalumaCommand(relative('', file), port).join(' '));
    return;
  }
  flashKaluma(file, `${bundle.text}\n${app ?? ''}`, port);
  console.log(`sent; RAM: type .mem at the board's prompt`);
}
