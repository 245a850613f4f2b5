/**
 * Native code on an Espruino board: whether it can run there, and what is to be sent. The code runs where it lies, and only the first place of
 * Storage never moves; or from RAM. No file of the user is erased to make that place: then the library is sent in ES5, and it is said why.
 */
import { UserError } from '../support/errors.ts';
import type { Dialog } from './dialog.ts';
import { ask } from './prompt.ts';
import type { Stored } from './room.ts';
import type { Target } from './target.ts';
import { inWords } from '../support/uses.ts';

/** Files of the library on a board, whichever build: none is a user's. */
export const LIBRARY_FILES = ['ckremm.bin', 'ckremm', 'ckremm.es5'];
const CODE = LIBRARY_FILES[0]!;
/** Of the code's bytes, that RAM has to have for it: the loader asks for four times as many free, the program runs beside it. */
const RAM_PER_CODE = 6;
/** Espruino puts so many bytes in front of a file. */
const HEADER_BYTES = 32;
const PAGE_BYTES = 4096;

/** What a board says of its Storage. */
export interface Place {
  canCall: boolean;
  jsvarBytes: number;
  ramBytes: number;
  /** The first file of Storage, '' where there is none or Storage is not mapped. */
  first: string;
  firstAt: number;
  /** Where Storage begins, 0 where the firmware does not say it. */
  start: number;
  isMapped: boolean;
  names: string[];
}

const PLACE = `(function(s,m){var l=s.list(),f="",at=0,i,a,mapped=0;\
for(i=0;i<l.length;i++){a=E.getAddressOf(s.read(l[i]),true);if(a){mapped=1;if(!at||a<at){at=a;f=l[i]}}}\
if(!l.length&&m.flash_code_start)mapped=1;\
return{canCall:!!E.nativeCall,jsvarBytes:m.blocksize,ramBytes:m.total*m.blocksize,first:f,firstAt:at,start:m.flash_code_start||0,isMapped:!!mapped,names:l.slice(0,60)}\
})(require("Storage"),process.memory())`;

export const placeOn = (dialog: Dialog): Promise<Place | undefined> => ask(dialog, PLACE) as Promise<Place | undefined>;

/** How the library goes onto a board. */
export interface Way {
  files: Record<string, Uint8Array>;
  /** The code is to be the first file: the library's files, and those that are sent, are erased, Storage is compacted, the code goes first. */
  isAnew: boolean;
  /** Files of the library that nothing needs any more. */
  stale: string[];
  /** What the user must know. */
  note: string;
}

const isAtStart = ({ start, firstAt }: Place): boolean =>
  start ? firstAt === start + HEADER_BYTES : firstAt % PAGE_BYTES === HEADER_BYTES;

/** Whether the code of such a board may lie anywhere, as it runs from RAM: variables of an odd number of bytes cannot hold it. */
const isForRam = ({ jsvarBytes, ramBytes }: Place, code: Uint8Array): boolean =>
  jsvarBytes % 2 === 0 && ramBytes >= RAM_PER_CODE * code.length;

/** `target.files` as they are in ES5, with the native ones of `target.native` in the place of the library, where the board can have them. */
export function wayFor(
  target: Target,
  place: Place,
  stored: Record<string, Stored | 0>,
  same: (name: string, bytes: Uint8Array) => boolean,
): Way {
  const { native, files } = target;
  const old = LIBRARY_FILES.filter((name) => stored[name] && !(name in files));
  const es5 = (note: string): Way => ({ files, isAnew: false, stale: old, note });
  if (!native) return es5('');
  const code = native[CODE]!;
  const all = { ...native, ...Object.fromEntries(Object.entries(files).filter(([name]) => !(name in native))) };
  const way = (isAnew: boolean, note: string): Way => ({ files: all, isAnew, stale: [], note });
  if (!place.canCall) return es5('its firmware cannot call native code: the library runs in ES5');
  if (place.isMapped && place.first === CODE && isAtStart(place) && same(CODE, code)) return way(false, '');
  const others = place.names.filter(
    (name) => !LIBRARY_FILES.includes(name.replace(/\.new$/, '')) && !(name.replace(/\.new$/, '') in files),
  );
  const isFree = others.length === 0;
  if (place.isMapped && isFree) return way(true, '');
  if (isForRam(place, code))
    return way(
      false,
      `the code runs from RAM, where it takes ${code.length} bytes: ${place.isMapped ? `${JSON.stringify(place.first)} lies first in Storage` : 'Storage is not mapped into memory'}`,
    );
  if (!place.isMapped && isFree) return way(true, '');
  return es5(
    `machine code would have to come first in Storage, which ${place.isMapped ? `has ${inWords(others.slice(0, 3).map((name) => JSON.stringify(name)))}${others.length > 3 ? ' and more' : ''}` : 'is not mapped into memory'}: ` +
      `the library runs in ES5${place.isMapped ? '. For native code save your files, type require("Storage").eraseAll() at its prompt, and send it again, first of all' : ''}`,
  );
}

/** Throws where the code did not come to lie first, after all. */
export async function demandFirst(dialog: Dialog, port: string): Promise<void> {
  const place = await placeOn(dialog);
  if (!place || (place.isMapped && !(place.first === CODE && isAtStart(place))))
    throw new UserError(`the code did not end up first in the Storage of ${port}: send it with --configNative off`);
}
