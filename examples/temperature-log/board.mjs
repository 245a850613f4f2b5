/** For the examples: an emulated board with records and queues, and what objects would cost there. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tools = new URL('../../dist/tools/host/emulator/index.js', import.meta.url);

const hasRecords = ({ modules }) => ['records', 'queue'].every((name) => modules.includes(name));

/** Where the bundles of a board are that has been booted with records. */
export const folderOfBundles = (board) => `${root}${hasRecords(board) ? 'dist' : 'out/examples'}/${board.board}`;

/** Boots `board` with a bundle that has records and queues, which is built where its profile leaves them out. */
export async function bootWithRecords(board) {
  if (!existsSync(tools)) throw new Error('no dist/tools: run `npm run build` first');
  const { boot, readBoard } = await import(tools.href);
  if (hasRecords(readBoard(board))) return boot(board);
  const { buildBundles } = await import(new URL('../../build/index.js', import.meta.url).href);
  await buildBundles({
    boards: [board],
    modules: 'records,queue',
    out: `${root}out/examples`,
    kinds: ['ckremm.min.js', 'ckremm.storage.js'],
  });
  return boot(board, { bundleFile: `${root}out/examples/${board}/ckremm.min.js` });
}

/** JsVars of a typed array of its own: short ones are chained, longer ones lie in one piece. */
function arrayJsvars(bytes, jsvarBytes) {
  const chainedBytes = jsvarBytes + 5;
  return bytes <= chainedBytes ? 3 + Math.ceil(Math.max(0, bytes - 9) / 10) : 3 + Math.ceil(bytes / jsvarBytes);
}

/**
 * JsVars of `{...}` as an element of an array, on Espruino: one for the element, one for the object,
 * one for each name of up to four characters; numbers that do not fit a reference need another.
 */
function objectJsvars(object, { jsvarCount, jsvarBytes }) {
  const inlineLimit = 2 ** (Math.ceil(Math.log2(jsvarCount + 1)) - 1);
  const valueJsvars = (value) => {
    if (typeof value !== 'number') return arrayJsvars(value.length, jsvarBytes);
    return Number.isInteger(value) && value >= -inlineLimit && value < inlineLimit ? 0 : 1;
  };
  return Object.entries(object).reduce(
    (sum, [name, value]) => sum + 1 + (name.length > 4 ? 1 : 0) + valueJsvars(value),
    2,
  );
}

/** Bytes of `{...}` in an array on Kaluma: 16 for the object, 12 a field, 8 a number that is no small integer. */
function jerryBytes(object) {
  const valueBytes = (value) => {
    if (typeof value !== 'number') return 48 + ((value.length + 7) & -8);
    return Number.isInteger(value) && Math.abs(value) < 2 ** 27 ? 0 : 8;
  };
  const fields = Object.values(object);
  return fields.reduce((sum, value) => sum + valueBytes(value), 4 + 16 + ((12 * fields.length + 7) & -8));
}

/** Bytes that an array of these objects takes in the RAM of a board. */
export function bytesAsObjects(objects, { engine }) {
  if (engine.name === 'kaluma') return objects.reduce((sum, object) => sum + jerryBytes(object), 40);
  return objects.reduce((sum, object) => sum + objectJsvars(object, engine), 1) * engine.jsvarBytes;
}

/** Bytes that a pool takes of the heap, its row of the directory included. */
export const bytesOfPool = (heap, ckremm) => heap.length - 8 - ckremm.heap.freeBytes(heap);

const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ',');

export function report(title, { title: board, ramBytes }, ofRecords, ofObjects) {
  console.log(`${title}, on an emulated ${board}`);
  console.log(`  as records   ${grouped(ofRecords).padStart(8)} bytes`);
  console.log(
    `  as objects   ${grouped(ofObjects).padStart(8)} bytes, ${(ofObjects / ofRecords).toFixed(1)} times as much` +
      (ofObjects > ramBytes ? `: more than all of its ${grouped(ramBytes)} bytes of RAM` : ''),
  );
}
