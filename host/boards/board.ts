/** Board profiles as the host reads them. The build has checked them; see boards/schema.json. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface BoardLink {
  firmware?: string[];
  usb: boolean;
  bluetooth: boolean;
  baud?: number;
  program: '.bootcde' | 'NAME.app.js' | '.flash';
  storageBytes: number;
}

export interface BoardProfile {
  board: string;
  title: string;
  engine: {
    name: 'espruino' | 'kaluma' | 'host';
    version: string;
    jsvarCount?: number;
    /** Of the firmware, before a program runs. */
    idleJsvars?: number;
    jsvarBytes?: number;
    jerryHeapBytes?: number;
    hostHeapBytes?: number;
  };
  /** Kind of machine code that its engine calls; absent where it calls none. */
  native?: 'thumb';
  ramBytes: number;
  heapBytes: number;
  heapCount: number;
  callMicroseconds: number;
  /** The same with misses of the flash cache, where that was measured. */
  callMicrosecondsMost?: number;
  mhz: number;
  flash: {
    eraseBytes: number;
    programBytes: number;
    maxProgramBytes: number;
    pages: number;
    eraseMilliseconds: number;
    programMicroseconds: number;
    enduranceCycles: number;
  };
  /** How programs get onto the board; the host has none. */
  link?: BoardLink;
  features: {
    jit: boolean;
    mappedFlash: boolean;
    copyWithin: boolean;
    graphics: boolean;
    sync: boolean;
    masksShifts: boolean;
    /** Characters of texts have more than a byte; Espruino alone has boards without. */
    unicode?: boolean;
  };
  modules: string[];
  directives?: { ram?: string[]; jit?: string[] };
  bundleBytes: number;
  sources: Record<string, string>;
}

/** The project's folder: this file is in host/ or in its compiled copy, at different depths. */
export const projectFolder = findProject(dirname(fileURLToPath(import.meta.url)));

/** Whether it is the project, with sources, and not the installed package. */
export const isClone = existsSync(join(projectFolder, 'src'));

/** Where tools put what they make: out/ of the project; of the folder they are called in where the package is installed. */
export const outFolder = (): string => (isClone ? join(projectFolder, 'out') : resolve('out'));

function findProject(folder: string): string {
  if (existsSync(join(folder, 'boards', 'schema.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder)
    throw new Error('this file is not inside the ckreMM project: no folder above it has boards/schema.json');
  return findProject(parent);
}

/** Names of all boards, `host` included, in alphabetical order. */
export function boardNames(): string[] {
  const files = readdirSync(join(projectFolder, 'boards')).filter(
    (file) => file.endsWith('.json') && file !== 'schema.json',
  );
  return files.map((file) => basename(file, '.json')).sort();
}

/** The profile of a board, by its name or by what its firmware calls it; throws an Error with the list of boards when there is none such. */
export function readBoard(called: string): BoardProfile {
  const name = boardCalled(called);
  if (name === undefined) throw new Error(`no board "${called}"; boards are ${boardNames().join(', ')}`);
  return profileIn(name);
}

const profileIn = (name: string): BoardProfile =>
  JSON.parse(readFileSync(join(projectFolder, 'boards', `${name}.json`), 'utf8')) as BoardProfile;

/** The name of the board that is called so: its own, or what `process.env.BOARD` says on it (PUCKJS), in whatever case; undefined when there is none. */
export function boardCalled(called: string): string | undefined {
  const names = boardNames();
  if (names.includes(called)) return called;
  const upper = called.toUpperCase();
  const isExactly = (name: string): boolean =>
    name.toUpperCase() === upper || profileIn(name).link?.firmware?.includes(upper) === true;
  return names.find(isExactly) ?? names.find((name) => isFirmwareOf(profileIn(name), upper));
}

/** Whether firmware that calls itself `name` is the board's; variants such as PUCKJS_LITE count. */
export const isFirmwareOf = ({ link }: BoardProfile, name: string): boolean =>
  link?.firmware?.some((known) => name === known || name.startsWith(`${known}_`)) === true;
