/** A simulated board for the code of the documentation: with every module, lean or checked, and what only a watch tells its programs. */
import { readFileSync } from 'node:fs';
import { BoardStorage, SimulatedBoard } from '../../host/sim/index.ts';
import { type Bundles, buildBundles } from '../records/bundle.ts';

export const MODULES = 'headers,headers.inspect,tables,tables.inspect,records,queue,messages,strings,gc,paging,stores,processes';
export const BUILDS = ['lean', 'checked'] as const;
export type Build = (typeof BUILDS)[number];
const FLASH_BYTES = 1 << 20;

/** Takes seconds the first time. */
export const buildAll = (boards: string[]): Promise<Bundles> => buildBundles(boards, MODULES);

/** Storage with the library in it, as a module. */
export function storageWith(bundles: Bundles, board: string, build: Build): BoardStorage {
  const storage = new BoardStorage(FLASH_BYTES);
  storage.write(
    'ckremm',
    Buffer.from(`${readFileSync(bundles.file(board, build === 'lean'), 'latin1')};module.exports = ckremm;`, 'latin1'),
  );
  return storage;
}

export interface Watch {
  board: SimulatedBoard;
  /** What the program printed. */
  said: string[];
  /** Calls what the program gave to E.on('kill', ...), as a change of app does. */
  kill(): void;
}

/** The board, started, with E.on: what is asked for is kept. */
export function start(name: string, storage: BoardStorage): Watch {
  const said: string[] = [];
  const board = new SimulatedBoard(name, storage, (line) => void said.push(line));
  const listeners: (() => void)[] = [];
  board.emulated.realm.E.on = (event: string, listener: () => void) =>
    void (event === 'kill' && listeners.push(listener));
  return { board, said, kill: () => listeners.forEach((listener) => listener()) };
}
