/**
 * One logger, written with objects, with typed arrays, and with ckreMM: what each leaves of a board's memory, and what a sample takes.
 * Measured on engines, not by the emulated boards; test/host/loggers.test.ts repeats it on those that it is given.
 */
import { type BoardProfile, boardNames, readBoard } from '../emulator/index.ts';

export type Way = 'objects' | 'typedArrays' | 'es5' | 'native';

/** What each way leaves: variables of Espruino, bytes of JerryScript's heap; null where memory runs out, undefined where there is no such way. */
export type Left = Partial<Record<Way, number | null>>;

/** The calls that the logger makes: what its bundle has. */
export const LOGGER_MODULES =
  'queue.create,queue.push,queue.column,queue.count,messages.create,messages.push,messages.text,messages.shift,messages.count';

/**
 * By variables of the engine: process.memory().free after examples/event-logger has had 700 samples and 140 texts. Espruino 2v29, built
 * for ARM with as many variables of the size that boards with so many have; library and program in Storage.
 */
const ESPRUINO: Record<number, Left> = {
  1600: { objects: null, typedArrays: 767, es5: 545 },
  2630: { objects: null, typedArrays: 1840, es5: 1619, native: 1850 },
  4095: { objects: 114, typedArrays: 3305, es5: 3084 },
  5100: { objects: 1324, typedArrays: 4310, es5: 4092, native: 4320 },
  6000: { objects: 2224, typedArrays: 5210, es5: 4992, native: 5220 },
  12000: { objects: 8546, typedArrays: 11262, es5: 11029, native: 11257 },
  16000: { objects: 12546, typedArrays: 15262, es5: 15029, native: 15257 },
  16383: { objects: 12929, typedArrays: 15645, es5: 15412 },
};
/** Where Storage is not mapped into memory, machine code lies in RAM. */
const UNMAPPED: Left = { ...ESPRUINO[12000], native: 10784 };
/** Bytes of the heap that were never taken, by --mem-stats; Kaluma's flags, 32 bit. What the firmware itself keeps there is not taken off. */
const JERRYSCRIPT: Record<string, Left> = {
  'kaluma-pico': { objects: 184312 - 34528, typedArrays: 184312 - 10064, es5: 184312 - 28320 },
  'kaluma-pico2': { objects: 393208 - 36656, typedArrays: 393208 - 10240, es5: 393208 - 29616 },
};

/** Of `sample(t, v)` when 600 are kept, in U: instructions of the same builds under emulation, over those of an empty call. */
const UNITS = { objects: 61.1, typedArrays: 15, es5: 61.7, native: 13.3 };
const UNMAPPED_UNITS = { ...UNITS, es5: 89.8, native: 13.9 };
const JERRYSCRIPT_UNITS: Record<string, Partial<typeof UNITS>> = {
  'kaluma-pico': { objects: 10.9, typedArrays: 6.1, es5: 36 },
  'kaluma-pico2': { objects: 11, typedArrays: 6.8, es5: 39 },
};

export function leftOn({ board, engine, features }: BoardProfile): Left {
  if (engine.name === 'kaluma') return JERRYSCRIPT[board] ?? {};
  const { native, ...left } = features.mappedFlash ? (ESPRUINO[engine.jsvarCount!] ?? {}) : UNMAPPED;
  return native === undefined || !readBoard(board).native ? left : { ...left, native };
}

function unitsOn({ board, engine, features }: BoardProfile): Partial<Record<Way, number>> {
  if (engine.name === 'kaluma') return JERRYSCRIPT_UNITS[board] ?? {};
  return features.mappedFlash ? UNITS : UNMAPPED_UNITS;
}

const number = (value: number): string => value.toLocaleString('en-US');
const shown = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));

function leftCell(left: number | null | undefined, engine: string): string {
  if (left === undefined) return '';
  if (left === null) return '**none**';
  return engine === 'kaluma' ? `${number(Math.floor(left / 1024))} KB` : number(left);
}

/** The table of README: what is left by each way on each board, and what a sample takes. */
export function needTable(): string {
  const boards = boardNames()
    .map(readBoard)
    .filter(({ engine }) => engine.name !== 'host');
  const rows = boards.map((board) => {
    const left = leftOn(board);
    const units = unitsOn(board);
    const best = left.native === undefined ? 'es5' : 'native';
    const milliseconds = (way: Way): string => shown((units[way]! * board.callMicroseconds) / 1000);
    return [
      board.board,
      leftCell(left.objects, board.engine.name),
      leftCell(left.typedArrays, board.engine.name),
      leftCell(left.es5, board.engine.name),
      leftCell(left.native, board.engine.name),
      `${milliseconds('objects')} / ${milliseconds('typedArrays')} / ${milliseconds(best)}`,
    ];
  });
  const head = ['free on', 'objects', 'typed arrays', 'ckreMM', 'with machine code', 'ms: objects / arrays / ckreMM'];
  return [head, ['---', ...head.slice(1).map(() => '--:')], ...rows].map((cells) => `|${cells.join('|')}|`).join('\n');
}

/** Variables that a Puck.js has free at boot. */
export const FREE_AT_BOOT = 2584;

/** The four ways on a Puck.js, for the picture of README. */
export function loggerBars(): { title: string; left: number | null; note: string }[] {
  const board = readBoard('puckjs');
  const [left, units] = [leftOn(board), unitsOn(board)];
  const bar = (title: string, way: Way): { title: string; left: number | null; note: string } => ({
    title,
    left: left[way]!,
    note: `a sample takes ${shown((units[way]! * board.callMicroseconds) / 1000)} ms`,
  });
  return [
    { ...bar('objects, arrays', 'objects'), note: 'the program is stopped' },
    bar('typed arrays, by hand', 'typedArrays'),
    bar('ckreMM in JavaScript', 'es5'),
    bar('ckreMM, machine code', 'native'),
  ];
}
