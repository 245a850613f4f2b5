/** The boards, and the realms their bundles run in: the only file that knows the emulator. */
import { boardCalled } from '../boards/board.ts';
import { UserError } from '../support/errors.ts';
import { meant } from '../support/near.ts';
import { boardNames, boot, projectFolder, readBoard } from '../emulator/index.ts';
import type { Emulated } from '../emulator/index.ts';
import type { Library } from './driver.ts';

export { boardNames, projectFolder };

const ESPRUINO_HEAP_LIMIT_BYTES = 65536;
const HOST_HEAP_LIMIT_BYTES = 2 ** 30;

export interface Board {
  name: string;
  title: string;
  heapBytes: number;
  /** The most one heap can be. */
  maxHeapBytes: number;
  /** Modules of its bundle. */
  modules: string[];
  /** Boards of one family run the same code, so that an operation costs the same words. */
  family: string;
  /** Its lean bundle where it is not that of its profile. */
  bundleFile?: string;
}

/** The lean bundle of a board, in a realm that has only what the board's engine has. */
export interface Realm {
  library: Library;
  newHeap(bytes: number): Uint8Array;
}

export interface Meter {
  reset(): void;
  /** Distinct 32-bit words touched, and loop bodies entered, since the last reset. */
  read(): { words: number; steps: number };
}

export interface MeteredRealm extends Realm {
  meter: Meter;
}

const realms = new Map<string, Realm>();
const meteredRealms = new Map<string, MeteredRealm>();

/** The board called `name`; UserError with the list of boards when there is none. */
export function boardNamed(called: string): Board {
  const name = boardCalled(called);
  if (name === undefined) {
    const names = boardNames();
    throw new UserError(`unknown board '${called}'${meant(called, names)}; the boards are: ${names.join(', ')}`);
  }
  const { title, heapBytes, ramBytes, engine, features, modules } = readBoard(name);
  const limits = {
    espruino: Math.min(ramBytes, ESPRUINO_HEAP_LIMIT_BYTES),
    kaluma: ramBytes,
    host: HOST_HEAP_LIMIT_BYTES,
  };
  const family = `${engine.name}${features.copyWithin ? ' with copyWithin' : ''}, ${modules.join(' ')}`;
  return { name, title, heapBytes, maxHeapBytes: limits[engine.name], modules, family };
}

/** The realm of `board`, booted once. */
export function openRealm(board: Board): Realm {
  const key = `${board.name} ${board.bundleFile ?? ''}`;
  const known = realms.get(key);
  if (known) return known;
  const realm = realmOf(boot(board.name, bundleOf(board)));
  realms.set(key, realm);
  return realm;
}

/** A realm like that of `board` whose heaps and loops are metered: some 50 times slower. */
export function openMeteredRealm(board: Board): MeteredRealm {
  const known = meteredRealms.get(board.family);
  if (known) return known;
  const emulated = boot(board.name, { ...bundleOf(board), strictStores: true, countSteps: true });
  const { meter } = emulated;
  const realm: MeteredRealm = {
    ...realmOf(emulated),
    meter: {
      reset: () => meter.reset(),
      read: () => ({ words: meter.words, steps: meter.steps }),
    },
  };
  meteredRealms.set(board.family, realm);
  return realm;
}

const bundleOf = ({ bundleFile }: Board): { bundleFile?: string } => (bundleFile === undefined ? {} : { bundleFile });

const realmOf = ({ ckremm, newHeap }: Emulated): Realm => ({ library: ckremm as Library, newHeap });
