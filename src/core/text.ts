/** Text into bytes and back, and what can be stored as bytes: by native calls where the engine has them: a loop costs 5 U a byte on Espruino. */

export const enum Text {
  /** Bytes that are read at once: Espruino's apply takes at most 256 arguments. */
  Chunk = 64,
}

/** Whether `set` takes a string for its character codes, as on Espruino. */
function canSetText(): boolean {
  var byte = new Uint8Array(1);
  try {
    byte.set('A' as any as number[]);
  } catch (error) {
    return false;
  }
  return byte[0] === 65;
}

/** Whether `apply` takes a typed array; MicroQuickJS wants an array. */
function canApplyBytes(): boolean {
  try {
    return String.fromCharCode.apply(null, new Uint8Array([65, 66]) as any as number[]) === 'AB';
  } catch (error) {
    return false;
  }
}

var takesText = canSetText();
var takesBytes = canApplyBytes();
/** Whether there are characters of more than a byte at all: not on most boards with Espruino, where this one is cut to a byte. */
var isWide = JSON.parse('"\\u0100"') !== '\0';
/** Whether every text can be stored as it is, by `set`. */
export var SETS_TEXT = takesText && !isWide;
/** For the check of a text only. */
var scratch = new Uint8Array(Text.Chunk);

/** Up to Text.Chunk bytes of the heap as text. */
export function readChunk(heap: Uint8Array, address: number, bytes: number): string {
  var text = '';
  if (takesBytes && bytes)
    return String.fromCharCode.apply(null, heap.subarray(address, address + bytes) as any as number[]);
  while (bytes-- > 0) text += String.fromCharCode(heap[address++]);
  return text;
}

/** Whether each character is one byte. O(characters), and nothing where there are no others. */
export function isBytes(text: string): boolean {
  var at = isWide ? text.length : 0;
  var chunk: string;
  while (at > 0) {
    if (takesText) {
      at -= Text.Chunk;
      chunk = text.substring(at, at + Text.Chunk);
      scratch.set(chunk as any as number[]);
      if (readChunk(scratch, 0, chunk.length) !== chunk) return false;
    } else if (text.charCodeAt(--at) > 255) return false;
  }
  return true;
}

/** Write a text of one byte a character to `address`. */
export function writeText(heap: Uint8Array, address: number, text: string): void {
  var i = text.length;
  if (takesText) heap.set(text as any as number[], address);
  else while (i--) heap[address + i] = text.charCodeAt(i);
}

/** `bytes` bytes of the heap as text. */
export function readText(heap: Uint8Array, address: number, bytes: number): string {
  var text = '';
  for (; bytes > Text.Chunk; bytes -= Text.Chunk) {
    text += readChunk(heap, address, Text.Chunk);
    address += Text.Chunk;
  }
  return text + readChunk(heap, address, bytes);
}

/** Whether an array holds nothing but bytes: a typed array of bytes cannot do otherwise. O(elements) for others. */
export function holdsBytes(content: Uint8Array | number[]): boolean {
  var i = content.length;
  if (
    i &&
    (content as Uint8Array).buffer &&
    (content as Uint8Array).subarray(1).byteOffset - (content as Uint8Array).byteOffset === 1
  )
    i = 0;
  while (i--) if ((content[i] & 255) !== content[i]) return false;
  return true;
}

/** Whether something is text of one byte a character, or an array of bytes. O(elements), but for Uint8Arrays. */
export function isContent(content: unknown): boolean {
  return (
    content !== null &&
    (typeof content === 'string'
      ? isBytes(content)
      : typeof content === 'object' &&
        (content as Uint8Array).length >>> 0 === (content as Uint8Array).length &&
        holdsBytes(content as Uint8Array))
  );
}

/**
 * Whether an array may be bytes of the heap: it begins within it, with the byte that is there. Espruino compares the buffers of two
 * arrays as text, for which it makes one of the whole heap.
 */
function mayLieIn(heap: Uint8Array, bytes: Uint8Array): boolean {
  var start = bytes.byteOffset >>> 0;
  return (
    bytes.byteOffset === start &&
    start >= heap.byteOffset &&
    start - heap.byteOffset < heap.length &&
    heap[start - heap.byteOffset] === bytes[0]
  );
}

/** What to store for `content` in `heap`: a copy, if it may be bytes of that heap, which change meanwhile. */
export function steady<Content>(heap: Uint8Array, content: Content): Content | Uint8Array {
  var bytes: Uint8Array = content as any;
  var copy: Uint8Array;
  if (typeof content !== 'object' || !bytes.length || !mayLieIn(heap, bytes)) return content;
  copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy;
}

/** Put `content` at `address`, by one native call where the engine has one for it. */
export function writeContent(heap: Uint8Array, address: number, content: string | Uint8Array | number[]): void {
  if (typeof content === 'string') writeText(heap, address, content);
  else heap.set(content, address);
}
