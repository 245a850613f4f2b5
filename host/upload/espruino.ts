/**
 * Puts a bundle and a program on an Espruino board. Files arrive under other names (NAME.new); only when all
 * have arrived whole does the board itself copy them to their names: a broken transfer leaves what was there. Where
 * Storage has no room for that, the old ones go first, and the user is told so. What is there already is not sent.
 */
import { crc32 } from 'node:zlib';
import { UserError } from '../support/errors.ts';
import { type Dialog, withDialog } from './dialog.ts';
import { type Identity, type Request, identify } from './identity.ts';
import { type Way, demandFirst, placeOn, wayFor } from './native.ts';
import { BoardError, answers, ask, command, interrupt, printed } from './prompt.ts';
import { type Stored, planFor, takenBy } from './room.ts';
import type { Target } from './target.ts';
import { inWords } from '../support/uses.ts';

export interface Flashed {
  /** Names of the files that were sent. */
  sent: string[];
  freeJsvarsBefore: number;
  freeJsvarsAfter: number;
  jsvars: number;
  /** What the board wrote after its reboot. */
  log: string;
}

/** A program that reads its heap back may be silent for long; one that is silent for longer runs on for ever. */
const START_SILENCE_MILLISECONDS = 30_000;
/** Files that are named when there is no room: the largest. */
const MOST_NAMED = 4;
/** Bytes of a file in a line: 684 characters of base64. */
const PIECE_BYTES = 512;

const sumOf = (bytes: Uint8Array): number => crc32(bytes);
const files = (target: Target): [string, Uint8Array][] => Object.entries(target.files);

type Changed = [name: string, bytes: Uint8Array][];

const isSame = ({ stored }: Identity, name: string, bytes: Uint8Array): boolean => {
  const old = stored[name];
  return !!old && old.bytes === bytes.length && old.crc === sumOf(bytes);
};

const changedOf = (target: Target, identity: Identity): Changed =>
  files(target).filter(([name, bytes]) => !isSame(identity, name, bytes));

/** How the library goes onto the board: with native code where that can be, and there is room for it. */
async function chooseWay(dialog: Dialog, { port, target, say }: Request, identity: Identity): Promise<Way> {
  const { freeBytes, stored } = identity;
  const inEs5: Way = { files: target.files, isAnew: false, stale: [], note: '' };
  if (!target.native && !stored['ckremm.bin'] && !stored['ckremm.es5']) return inEs5;
  const place = await placeOn(dialog);
  if (!place) throw new UserError(`the board at ${port} stopped answering; nothing was sent: try again`);
  const way = wayFor(target, place, stored, (name, bytes) => isSame(identity, name, bytes));
  const needed = (files: Record<string, Uint8Array>): number =>
    Object.entries(files).reduce(
      (sum, [name, bytes]) => sum + takenBy(bytes.length) - (stored[name] ? takenBy(stored[name].bytes) : 0),
      0,
    );
  if (way.note) say(way.note);
  if (way.files === target.files || needed(way.files) <= freeBytes || needed(target.files) > freeBytes) return way;
  say(`Storage has ${freeBytes} bytes free, and native code would need ${needed(way.files)}: the library runs in ES5`);
  return { ...inEs5, stale: wayFor({ ...target, native: undefined }, place, stored, () => false).stale };
}

/** Whether the new files go beside the old ones. Throws a UserError that says how to make room when they fit neither way. */
async function isBeside(
  dialog: Dialog,
  { port, say }: Request,
  changed: Changed,
  { freeBytes, stored }: Identity,
): Promise<boolean> {
  const old = changed.map(([name]) => (stored[name] ? stored[name].bytes : undefined));
  const { way, neededBytes } = planFor(
    changed.map(([, bytes]) => bytes.length),
    old,
    freeBytes,
  );
  if (way === 'instead' && old.some((bytes) => bytes !== undefined))
    say(
      `Storage has ${freeBytes} bytes free, too few to keep the old files until the new ones are there: they are replaced one by one`,
    );
  if (way !== 'none') return way === 'beside';
  const all = (await ask(
    dialog,
    `(function(s){return s.list().map(function(n){return[n,(s.read(n)||"").length]})})(require("Storage"))`,
  )) as [string, number][] | undefined;
  const others = (all ?? [])
    .filter(([name]) => !changed.some(([mine]) => mine === name))
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_NAMED)
    .map(([name, bytes]) => `${JSON.stringify(name)} ${bytes}`);
  const hint =
    others.length > 0
      ? `erase what is not needed with require("Storage").erase("NAME") at its prompt (${others.join(', ')} bytes), or `
      : '';
  throw new UserError(
    `${port} has ${freeBytes} bytes free in Storage and ${neededBytes} are needed; ${hint}name fewer modules (MODULES=headers, or single functions). Nothing was sent`,
  );
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Sends files under `suffix`ed names, a piece a line, each answered before the next goes. */
async function send(dialog: Dialog, { port }: Request, changed: Changed, suffix: string, loss: string): Promise<void> {
  for (const [name, bytes] of changed)
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      const size = at === 0 ? `,${bytes.length}` : '';
      const line = `(require("Storage").write(${JSON.stringify(name + suffix)},atob("${text(bytes.subarray(at, at + PIECE_BYTES))}"),${at}${size}),1)`;
      const answer = await ask(dialog, line);
      if (answer !== 1)
        throw new UserError(`the board at ${port} stopped answering while files were sent; ${loss}: try again`);
    }
}

/** Code for the board: compares each file with what was sent; with `isBeside`, copies them to their names when all are whole. */
const installer = (changed: Changed, beside: boolean): string => `(function(s,files){\
function isWhole(name,f){var d=s.read(name);return d!==undefined&&d.length===f[1]&&(E.CRC32(d)>>>0)===f[2];}\
var bad=[];\
files.forEach(function(f){if(!isWhole(f[0]+"${beside ? '.new' : ''}",f))bad.push(f[0]);});\
${beside ? 'if(!bad.length)files.forEach(function(f){s.write(f[0],s.read(f[0]+".new"));s.erase(f[0]+".new");if(!isWhole(f[0],f))bad.push(f[0]);});' : ''}\
files.forEach(function(f){s.erase(f[0]+".new");});\
return bad;\
})(require("Storage"),${JSON.stringify(changed.map(([name, bytes]) => [name, bytes.length, sumOf(bytes)]))})`;

/** `isAnew`: and what is left moves to the start of Storage. */
const eraser = (names: string[], isAnew = false): string =>
  `(${JSON.stringify(names)}.forEach(function(n){require("Storage").erase(n)}),${isAnew ? 'require("Storage").compact(),' : ''}1)`;

async function exchange(
  dialog: Dialog,
  request: Request,
  changed: Changed,
  beside: boolean,
  isAnew: boolean,
): Promise<void> {
  const names = changed.map(([name]) => name);
  const loss = beside ? 'what it had is still there' : `it has no ${inWords(names)} now`;
  try {
    // The program goes first and comes last: half of it, or it without its library, must not run.
    await ask(dialog, eraser([...names.map((name) => `${name}.new`), ...(beside ? [] : [...names].reverse())], isAnew));
    await send(dialog, request, changed, beside ? '.new' : '', loss);
    const bad = (await ask(dialog, installer(changed, beside))) as string[] | undefined;
    if (!bad)
      throw new UserError(
        `the board at ${request.port} stopped answering while files were compared; ${loss}: try again`,
      );
    if (bad.length > 0 && !beside) await ask(dialog, eraser(bad));
    if (bad.length > 0) throw new UserError(`${inWords(bad)} did not arrive as sent; ${loss}: try again`);
  } catch (error) {
    if (error instanceof BoardError)
      throw new UserError(`the board at ${request.port} says: ${error.message}; ${loss}`);
    throw error;
  }
}

/** What the board has when its program runs. The name stands apart from `require`, which the Web IDE would look for. */
const STATE = '(function(name){return{freeJsvars:process.memory().free,isThere:!!require(name).fault}})("ckremm")';

interface State {
  freeJsvars: number;
  isThere: boolean;
}

/** Starts the program; returns the board's state, and what the program wrote as long as somebody listened. */
async function start(dialog: Dialog, { port, target }: Request): Promise<State & { log: string }> {
  const from = dialog.log.length;
  await command(dialog, `load(${target.start ? JSON.stringify(target.start) : ''})`);
  const isThere = await answers(dialog, Math.min(START_SILENCE_MILLISECONDS, dialog.silenceMilliseconds));
  const state = isThere ? ((await ask(dialog, STATE)) as State | undefined) : undefined;
  await dialog.quiet();
  const log = printed(dialog.log.slice(from));
  if (state?.isThere) return { ...state, log };
  if (dialog.isClosed) throw new UserError(`the files are on the board, but the port ${port} closed when it started`);
  await interrupt(dialog);
  const isBusy = await answers(dialog, 5000);
  const erase = target.start ?? '.bootcde';
  const how = isBusy
    ? `its program did not end and was interrupted; require("Storage").erase("${erase}") at its prompt removes it`
    : 'it does not answer after starting: is the program in an endless loop?';
  const last = log.split('\n').at(-1);
  throw new UserError(`the files are on the board, but ${how}${last ? `. It last wrote: ${last}` : ''}`);
}

/** What `send` brought, and what the board had free before it. */
type Sent = Pick<Flashed, 'sent' | 'freeJsvarsBefore' | 'jsvars'>;

/** Brings the target's files onto the board, and starts nothing. Throws a UserError of one line that says whether the board was changed. */
export async function sendEspruino(dialog: Dialog, request: Request): Promise<Sent> {
  const asked = await identify(dialog, request);
  const way = await chooseWay(dialog, request, asked);
  let staleBytes = 0;
  for (const name of way.stale) staleBytes += takenBy((asked.stored[name] as Stored).bytes);
  const identity = { ...asked, freeBytes: asked.freeBytes + staleBytes };
  const target = { ...request.target, files: way.files };
  const changed = way.isAnew ? files(target) : changedOf(target, identity);
  const sent = changed.map(([name]) => name);
  const beside = !way.isAnew && (changed.length === 0 || (await isBeside(dialog, request, changed, identity)));
  if (way.isAnew) {
    await isBeside(dialog, { ...request, say: () => undefined }, changed, identity);
    if (sent.some((name) => identity.stored[name]))
      request.say(
        'machine code must come first in Storage: the library and the program are sent again and replace the old ones',
      );
  }
  const same = Object.keys(target.files).filter((name) => !sent.includes(name));
  const there = same.length > 0 ? `${inWords(same)} ${same.length > 1 ? 'are' : 'is'} there already` : '';
  request.say(
    `found ${identity.board}, Espruino ${identity.version}: ${[there, sent.length > 0 ? `sending ${inWords(sent)}` : ''].filter(Boolean).join('; ')}`,
  );
  await command(dialog, 'reset()');
  const freeJsvarsBefore = (await answers(dialog))
    ? ((await ask(dialog, 'process.memory().free')) as number | undefined)
    : undefined;
  if (freeJsvarsBefore === undefined)
    throw new UserError(`the board at ${request.port} does not answer after reset(); nothing was sent: try again`);
  if (way.stale.length > 0) await ask(dialog, eraser(way.stale));
  if (changed.length > 0) await exchange(dialog, request, changed, beside, way.isAnew);
  if (way.isAnew) await demandFirst(dialog, request.port);
  request.say(`${changed.length > 0 ? 'arrived whole: ' : ''}starting it`);
  return { sent, freeJsvarsBefore, jsvars: identity.jsvars };
}

/** The same, then starts the program and looks at the board again. */
export const flashEspruino = (request: Request): Promise<Flashed> =>
  withDialog(request.open, request.silenceMilliseconds, async (dialog) => {
    const sent = await sendEspruino(dialog, request);
    const { freeJsvars, log } = await start(dialog, request);
    return { ...sent, freeJsvarsAfter: freeJsvars, log };
  });
