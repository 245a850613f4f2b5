/** docs/native.md: which boards run native code, and what it takes there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isNative, nativeFigures, nativeUnits } from '../cost/native.ts';
import { type BoardProfile, boardNames, projectFolder, readBoard } from '../emulator/index.ts';
import { unitsOf } from './bundles.ts';
import { codeSets } from './native.ts';

const FILES = ['ckremm.bin', 'ckremm', 'ckremm.es5'];

/** Calls that a program makes all the time, by their scenes. */
const CALLS: [title: string, call: string, what: string][] = [
  ['`headers` alloc + dealloc, 16 bytes', 'headers.alloc + dealloc', '16 bytes, steady'],
  ['the same, 300 bytes', 'headers.alloc + dealloc', '300 bytes'],
  ['`tables` alloc + dealloc, 16 bytes', 'tables.alloc + dealloc', '16 bytes, steady'],
  ['`tables` addrOf', 'tables.addrOf', ''],
  ['`records` alloc + dealloc', 'records.alloc + dealloc', 'rows in turn'],
  ['`records` get, by the number of the field', 'records.get', 'by number'],
  ['`records` set, by the number of the field', 'records.set', 'by number'],
  ['`queue` push + shift', 'queue.push + shift', ''],
  ['`headers` create', 'headers.create', ''],
  ['`records` create, of two fields', 'records.create', ''],
  ['`records` attach, of 100 rows', 'records.attach', '100 rows'],
  ['`records` field, by its name', 'records.field', ''],
  ['`records` get, by the name of the field', 'records.get', 'by name'],
  ['`queue` create', 'queue.create', ''],
  ['`gc` defineType', 'gc.defineType', 'two references'],
  ['`gc` runFinalizers, none waiting', 'gc.runFinalizers', 'nothing waits'],
  ['`tables` view of a pinned block', 'tables.view', 'pinned'],
];

const row = (cells: string[]): string => `| ${cells.join(' | ')} |`;
const number = (value: number): string => Math.round(value).toLocaleString('en-US');
const shown = (milliseconds: number): string => {
  const rounded = Number(milliseconds.toPrecision(2));
  return rounded < 10 ? String(rounded) : number(rounded);
};

export const nativeBoards = (): BoardProfile[] => boardNames().map(readBoard).filter(isNative);

/** Bytes of a board's files in Storage, native and in ES5; a header of 32 bytes in front of each. */
function bytesOf(board: string): { native: number[]; es5: number } {
  const sizeOf = (file: string): number => {
    const path = join(projectFolder, 'dist', board, file);
    if (!existsSync(path)) throw new Error(`there is no ${path}: run npm run build`);
    return readFileSync(path).length;
  };
  return { native: FILES.map((file) => sizeOf(join('native', file))), es5: sizeOf('ckremm.storage.js') };
}

/** What they take of a board's Storage, as a share of it. */
export function storageShare(board: BoardProfile): number {
  return bytesOf(board.board).native.reduce((sum, bytes) => sum + bytes + 32, 0) / board.link!.storageBytes;
}

function boardTable(): string[] {
  const setOf = ({ modules }: BoardProfile) =>
    nativeFigures().sets.find((set) => set.modules === modules.filter((name) => !name.includes('.')).join(','));
  return [
    row([
      'board',
      'modules',
      'code',
      'loader',
      'ES5 beside it',
      'of Storage',
      'ES5 alone',
      'variables of the idle library',
      'in ES5',
    ]),
    row(['---', '---', '--:', '--:', '--:', '--:', '--:', '--:', '--:']),
    ...nativeBoards().map((board) => {
      const { native, es5 } = bytesOf(board.board);
      const set = setOf(board);
      return row([
        board.board,
        board.modules.join(', '),
        ...native.map(number),
        `${Math.round(100 * storageShare(board))} % of ${number(board.link!.storageBytes)}`,
        number(es5),
        ...(set ? [set.idle, set.es5].map(number) : ['', '']),
      ]);
    }),
  ];
}

function callTable(): string[] {
  const boards = nativeBoards();
  const clocks = [...new Set(boards.map(({ callMicroseconds }) => callMicroseconds))];
  const of = clocks.map((clock) => boards.filter(({ callMicroseconds }) => callMicroseconds === clock));
  /** As counted on the bundle of today: what engines took is measured now and then. */
  const es5Units = (call: string, what: string): number =>
    unitsOf(
      call.startsWith('queue.') ? 'records' : (call.split('.')[0] as 'headers' | 'tables' | 'records'),
      call,
      what,
    );
  return [
    row(['call', 'U', 'in ES5', ...of.map((same) => `ms on ${same.map(({ board }) => board).join(', ')}`)]),
    row(['---', '--:', '--:', ...of.map(() => '--:')]),
    ...CALLS.map(([title, call, what]) => {
      const units = nativeUnits(call, what);
      const inEs5 = es5Units(call, what);
      if (units === undefined) throw new Error(`${call} ${what} was not measured`);
      return row([
        title,
        shown(units),
        shown(inEs5),
        ...of.map(
          ([{ callMicroseconds }]) =>
            `${shown((units * callMicroseconds) / 1000)} / ${shown((inEs5 * callMicroseconds) / 1000)}`,
        ),
      ]);
    }),
  ];
}

/** Variables that have to be free for calls that are made when they are looked up, and for one access by name: as the loader asks for them, a test compares. */
export const MADE_VARIABLES = 270;
export const ACCESS_VARIABLES = 190;

const setTable = (): string[] => [
  row(['modules', '`require` takes', 'in ES5', 'free for a cold call']),
  row(['---', '--:', '--:', '--:']),
  ...nativeFigures().sets.map(({ modules, idle, es5, loading }) => row([modules, ...[idle, es5, loading].map(number)])),
];

const codeTable = (): string[] => [
  row(['modules', 'bytes of code', 'bytes of stack, at most', 'entries']),
  row(['---', '--:', '--:', '--:']),
  ...codeSets().map(({ set, bytes, stackBytes, calls }) => row([set, ...[bytes, stackBytes, calls].map(number)])),
];

/** All of docs/native.md. */
export const nativePage = (): string => `# Native code, board by board

Generated by \`npm run -s ckremm -- metrics --write\`, and checked by a test. How it works: [design](design/native.md). The figures were measured on ${nativeFigures().version}, under emulation,
by \`npm run calibrate:native\` (\`host/cost/measured/native.json\`); no real board has run it yet. Other boards run ES5, and \`devices.native()\` says so.

The first table has the bytes of the files in Storage, and the share of Storage that they take. The aim was a third, which only the larger boards meet. \`flash.sh\` asks how much is free before it
sends anything, and sends ES5 alone if machine code does not fit. Where Storage is not mapped into memory (banglejs2), the code takes the same number of bytes of RAM as well.

${boardTable().join('\n')}

The second table has milliseconds, as machine code / in ES5: U times the board's clock, within 30 %. The functions are kept in variables, as in \`var view = H.view\`; a function that is created when its name is looked up takes 60 to 150 U more.

${callTable().join('\n')}

The third table has the variables (13 bytes each on a Puck.js) that \`require\` takes, and those that must be free for calls that load the library in ES5; with fewer, they are refused (fault 15).

${setTable().join('\n')}

Native calls that are made when they are looked up are refused, too, where fewer than about ${MADE_VARIABLES} variables are free (for \`get\` and \`set\` by name, or of an f32: ${ACCESS_VARIABLES}).

What differs from ES5, as a pool is a number here:

- Arguments that are not whole numbers are converted by the engine, not refused.
- The library keeps every heap that it was given until the board is reset, as a pool's number must lead to its heap: take heaps once, at boot.
- \`records\` and \`queue\` share the calls on rows. If you destroy a pool of one and a pool of the other takes its place, the old number stands for the new pool in those calls.

The committed code. The stack is the sum of the frames along the deepest path through the graph of calls that gcc writes, plus what an entry saves; no function calls itself, none is called through a pointer, and
tests see no call go deeper. It comes on top of what the interpreter takes: code that may be called from deep inside other calls must leave that much free.

${codeTable().join('\n')}
`;
