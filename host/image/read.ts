/**
 * A heap image out of a file: the bytes as they are, or what a person copied from a board's console,
 * hexadecimal or base64. A console's lines say where they belong, `ADDRESS:DATA`, so that prompts and
 * what else was printed meanwhile do no harm, and a line that was lost is missed. See docs/dump.md.
 */
import { Buffer } from 'node:buffer';
import { UserError } from '../support/errors.ts';
import { utf16TextOf } from '../support/text.ts';
import { Image } from '../../src/heap/layout.ts';

export interface ReadImage {
  heap: Uint8Array;
  /** How it was written, for people. */
  form: string;
}

const HEADER = Buffer.from([Image.Magic & 255, (Image.Magic >> 8) & 255, (Image.Magic >> 16) & 255]);
const VERSION = Image.Magic >>> 24;
const NUMBERED_LINE = /(?:^|[^\w+/:])(\d{1,9}):([A-Za-z0-9+/]{6,}={0,2})[\s>]*$/;
const HEX_HEADER = HEADER.toString('hex');
const BASE64_HEADER = HEADER.toString('base64');
const MOST_LINE_BYTES = 4096;

/** The image in `file`, whose name is for complaints: UserError, one line, when there is none or it is not whole. */
export function readImage(file: Uint8Array, name: string): ReadImage {
  const utf16 = utf16TextOf(file);
  const bytes = utf16 === null ? Buffer.from(file.buffer, file.byteOffset, file.length) : Buffer.from(utf16, 'utf8');
  if (bytes.length === 0) throw new UserError(`${name} is empty`);
  if (bytes.subarray(0, 3).equals(HEADER)) return { heap: wholeOf(bytes, name, 0), form: 'binary' };
  const text = textOf(bytes);
  if (text === null)
    throw new UserError(
      `${name} is not a heap image: it starts with the bytes ${hexOf(bytes)}, and an image with ${hexOf(HEADER)}`,
    );
  const numbered = text
    .split('\n')
    .map((line) => NUMBERED_LINE.exec(line))
    .filter((match) => match !== null);
  if (numbered.length > 0)
    return ofLines(
      numbered.map(([, address, data]) => [Number(address), data!]),
      name,
    );
  return ofText(text, name);
}

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');

/** Text without what consoles add: carriage returns, backspaces, escapes; null when it is none. */
function textOf(bytes: Buffer): string | null {
  const text = bytes.toString('latin1').replace(/\u00ef\u00bb\u00bf|\u001b\[[\d;]*[A-Za-z]|[\r\u0008\u0010]/g, '');
  return /[^\t\n\x20-\x7e]/.test(text.replace(/[\u0080-\u00ff]/g, '')) ? null : text;
}

/** Lines in any order; of two for one place the later holds, so that a lost one can be added at the end. */
function ofLines(lines: [address: number, data: string][], name: string): ReadImage {
  const first = lines.findLast(([address]) => address === 0);
  if (!first) throw new UserError(`${name}: the line 0: is missing, with which an image begins`);
  const isHex = first[1].toLowerCase().startsWith(HEX_HEADER);
  const decoded = lines.map(([address, data]) => ({ address, bytes: Buffer.from(data, isHex ? 'hex' : 'base64') }));
  // What a program prints may look like a line, but hardly in its place.
  const lineBytes = Math.max(...decoded.filter(({ address }) => address === 0).map(({ bytes }) => bytes.length));
  const pieces = decoded.filter(({ address, bytes }) => address % lineBytes === 0 && bytes.length <= lineBytes);
  const length = Math.max(...pieces.map(({ address, bytes }) => address + bytes.length));
  if (length > Image.MostBytes) throw new UserError(`${name}: no image reaches up to byte ${length}`);
  const heap = Buffer.alloc(length);
  const isThere = new Uint8Array(length);
  for (const { address, bytes } of pieces) {
    heap.set(bytes, address);
    isThere.fill(1, address, address + bytes.length);
  }
  const wanted = Math.min(length, heap.length >= 8 ? heap.readUInt32LE(4) : length);
  const lost = isThere.indexOf(0);
  if (lost >= 0 && lost < wanted) {
    const next = isThere.indexOf(1, lost);
    throw new UserError(
      `${name}: bytes ${lost} to ${next - 1} are missing: print those lines again and add them at the end`,
    );
  }
  return { heap: wholeOf(heap, name, MOST_LINE_BYTES), form: `console lines, ${isHex ? 'hexadecimal' : 'base64'}` };
}

/** One long text, over any number of lines, with whatever before and behind it. */
function ofText(text: string, name: string): ReadImage {
  const hex = new RegExp(
    `${[...HEADER].map((byte) => byte.toString(16)).join('[\\s,]*')}(?:[\\s,]*[0-9a-f]{2})*`,
    'i',
  ).exec(text);
  const base64 = new RegExp(`${BASE64_HEADER}[A-Za-z0-9+/\\s]*={0,2}`).exec(text);
  const found = hex ?? base64;
  if (!found) {
    throw new UserError(
      `${name} is not a heap image: as text it should hold lines ADDRESS:DATA, or start with ` +
        `${HEX_HEADER} (hexadecimal) or ${BASE64_HEADER} (base64); see docs/dump.md`,
    );
  }
  const bytes = Buffer.from(found[0].replace(/[\s,]/g, ''), hex ? 'hex' : 'base64');
  return { heap: wholeOf(bytes, name, MOST_LINE_BYTES), form: hex ? 'hexadecimal' : 'base64' };
}

/**
 * The bytes of the image, as many as it says: Espruino fills the last line up with zeros. More than
 * `mostExtra` behind it are no mishap of a console.
 */
function wholeOf(bytes: Buffer, name: string, mostExtra: number): Uint8Array {
  if (!bytes.subarray(0, 3).equals(HEADER))
    throw new UserError(
      `${name} is not a heap image: it starts with the bytes ${hexOf(bytes)}, and an image with ${hexOf(HEADER)}`,
    );
  if (bytes.length < Image.LeastBytes)
    throw new UserError(
      `${name} is truncated: an image has ${Image.LeastBytes} bytes or more, and this is ${bytes.length}`,
    );
  if (bytes[3] !== VERSION)
    throw new UserError(`${name} is an image of layout version ${bytes[3]}; this is ckreMM for version ${VERSION}`);
  const stated = bytes.readUInt32LE(4);
  if (bytes.length < stated)
    throw new UserError(
      `${name} is truncated: the image says that it has ${stated} bytes, and ${bytes.length} are there`,
    );
  if (bytes.length > stated + mostExtra || stated < Image.LeastBytes || stated % 4 !== 0)
    throw new UserError(`${name}: the image says that it has ${stated} bytes, and ${bytes.length} are there`);
  return Uint8Array.from(bytes.subarray(0, stated));
}
