/* eslint-disable max-lines -- a list of constructs, each on its own */
/**
 * Functions of what the subset takes, each a construct or two: compiled to machine code, they must give what they give in Node, and
 * leave the same bytes, whatever the three numbers are. Views start behind the header and the first row of an image.
 */

type Heap = Uint8Array;

const enum At {
  Bytes = 64,
  Shorts = 128,
  Words = 256,
}

/** What an object is made of. */
interface Place {
  w: Uint16Array;
  at: number;
  most: number;
}

/** A place in another. */
interface Outer {
  inner: Place;
  sum: number;
}

function shorts(heap: Heap): Uint16Array {
  return new Uint16Array(heap.buffer, heap.byteOffset + At.Shorts);
}
function words(heap: Heap): Uint32Array {
  return new Uint32Array(heap.buffer, heap.byteOffset + At.Words);
}
function signedWords(heap: Heap): Int32Array {
  return new Int32Array(heap.buffer, heap.byteOffset + At.Words);
}

// ---- Sums, and where they may pass 32 bits.
export function sum(_heap: Heap, a: number, b: number): number {
  return (a + b) | 0;
}
export function sumCompared(_heap: Heap, a: number, b: number, c: number): boolean {
  return a + b > c;
}
export function sumOfThree(_heap: Heap, a: number, b: number, c: number): boolean {
  return a + b + c < a - b;
}
// One side narrow: compared in 32 bits, with a term on the other side.
export function sumAboveNarrow(_heap: Heap, a: number, b: number, c: number): boolean {
  return (a & 65535) + b > (c & 255);
}
export function narrowBelowSum(_heap: Heap, a: number, b: number, c: number): boolean {
  return (a & 65535) - 7 <= (c & 4095) - b;
}
export function differencesCompared(_heap: Heap, a: number, b: number, c: number): boolean {
  return (a >> 1) - (c & 15) >= b - (c & 65535);
}
export function wideCompared(_heap: Heap, a: number, b: number, c: number): boolean {
  return a + b - c < c - a;
}
// Equal where the low bits are, as no other sum has them.
export function unsignedSumIs(_heap: Heap, a: number, b: number): boolean {
  return (a >>> 0) + (b >>> 0) === 0xffffffff;
}
export function inverseIs(_heap: Heap, a: number): boolean {
  return (a >>> 0) + (~a >>> 0) === 0xffffffff;
}
export function sumsEqual(_heap: Heap, a: number, b: number, c: number): boolean {
  return a + (b & 255) === (c >> 1) + (b & 4095);
}
export function sumIsNot(_heap: Heap, a: number, b: number, c: number): boolean {
  return a + b !== a + c;
}
// Operands that have to be evaluated in their order.
export function orderedSumCompared(heap: Heap, a: number, b: number): boolean {
  return (heap[At.Bytes]++ & 255) + a + heap[At.Bytes]++ < (b & 255) + heap[At.Bytes];
}
// What is stored keeps the low bits of what was computed.
export function lowOfProducts(_heap: Heap, a: number, b: number): number {
  var n = 3 * (a & 0xffffff) * (b & 255);
  n = n + (a > b ? n * 5 : a - b);
  return n;
}
export function difference(_heap: Heap, a: number, b: number): boolean {
  return a - b >= 0;
}
export function negated(_heap: Heap, a: number): boolean {
  return -a > 0;
}
export function sumShifted(_heap: Heap, a: number, b: number): number {
  return (a + b) >>> 3;
}
export function scaled(_heap: Heap, a: number, b: number): boolean {
  return 3 * a === b;
}
export function product(_heap: Heap, a: number, b: number): number {
  return ((a & 0xffff) * (b & 0xffff)) | 0;
}

// ---- Signs.
export function unsignedCompared(_heap: Heap, a: number, b: number): boolean {
  return a >>> 0 < b >>> 0;
}
export function mixedCompared(_heap: Heap, a: number, b: number): boolean {
  return a >>> 0 > b;
}
export function isWhole(_heap: Heap, a: number): boolean {
  return a >>> 0 !== a;
}
export function mixedSum(_heap: Heap, a: number, b: number): boolean {
  return (a >>> 0) + b > 0x7fffffff;
}
export function mixedDifference(_heap: Heap, a: number, b: number): boolean {
  return (a >>> 0) - (b >>> 0) < 0;
}
export function unsignedKept(_heap: Heap, a: number, b: number): boolean {
  var x = a >>> 0;
  var y = x + 7;
  if (x > 0xfffffff0) y = x;
  return y >= b;
}

// ---- Shifts and bits.
export function shifts(_heap: Heap, a: number): number {
  return (a >> 3) ^ (a >>> 5) ^ (a << 7);
}
export function maskedShifts(_heap: Heap, a: number, b: number): number {
  return (a >> (b & 31)) + ((1 << (b & 15)) & a);
}
export function countsOverflow(_heap: Heap, a: number, b: number): number {
  return (a << b) | (a >>> b);
}
export function wideCounts(_heap: Heap, a: number): number {
  return (a >> 33) ^ (a >>> 31);
}
export function bits(_heap: Heap, a: number, b: number): number {
  return (~a & b) | (a ^ b);
}
export function bitOf(_heap: Heap, a: number, b: number): boolean {
  return !!((a >> (b & 31)) & 1);
}
export function lowest(_heap: Heap, a: number): number {
  return a & -a;
}
export function rounded(_heap: Heap, a: number): number {
  return (a + 3) & -4;
}
export function bitsDown(_heap: Heap, a: number): number {
  return (a & 0x6000) / 0x2000;
}

// ---- Division.
export function quotient(_heap: Heap, a: number, b: number): number {
  return (a / b) | 0;
}
export function rest(_heap: Heap, a: number, b: number): number {
  return (a % b) | 0;
}
export function ceiling(_heap: Heap, a: number, b: number): number {
  return Math.ceil(a / Math.max(1, b)) | 0;
}
export function flooring(_heap: Heap, a: number, b: number): number {
  return Math.floor(a / Math.max(3, b)) | 0;
}
export function ceilingOfProduct(_heap: Heap, a: number, b: number): number {
  return Math.min(65535, Math.ceil(((a & 0xfffff) * (b & 0xffff)) / 256));
}

// ---- Choices and short circuits.
export function ternary(_heap: Heap, a: number, b: number, c: number): number {
  return a > b ? (b > c ? a : b) : c ? a : 7;
}
export function ternaryOfSigns(_heap: Heap, a: number, b: number): boolean {
  return (a > 0 ? a : b >>> 0) > 5;
}
export function least(_heap: Heap, a: number, b: number, c: number): number {
  return Math.min(Math.max(a, b), c);
}
export function leastOfSigns(_heap: Heap, a: number, b: number): boolean {
  return Math.min(a, b >>> 0) < 0;
}
export function and(_heap: Heap, a: number, b: number): number {
  return a && b;
}
export function or(_heap: Heap, a: number, b: number): number {
  return (a & 7) || b;
}
export function negations(_heap: Heap, a: number, b: number): boolean {
  return !a || (!!b && !(a < b));
}
export function shortCircuit(heap: Heap, a: number, b: number): number {
  var n = 0;
  if (a > 0 && (heap[At.Bytes] = b)) n = 1;
  if (b > 0 || (heap[At.Bytes + 1] = a)) n += 2;
  return n;
}
export function boolean(_heap: Heap, a: number, b: number): boolean {
  return a > 0 !== b > 0;
}

// ---- Loops.
export function whileLoop(_heap: Heap, a: number, b: number): number {
  var n = 0;
  a &= 1023;
  while (a > 0 && n < 200) {
    a -= (b & 15) + 1;
    n++;
  }
  return n;
}
export function forLoop(_heap: Heap, a: number, b: number): number {
  var sum = 0;
  var i = 0;
  for (; i < (a & 31); i++) {
    if (i === (b & 7)) continue;
    if (i > 20) break;
    sum = (sum + i * 3) | 0;
  }
  return sum;
}
export function doLoop(_heap: Heap, a: number): number {
  var n = 0;
  do {
    a >>>= 1;
    n++;
  } while (a);
  return n;
}
export function twoLoops(heap: Heap, a: number, b: number): number {
  var i: number;
  var j: number;
  var n = 0;
  for (i = a & 15; i--; ) for (j = 0, n++; j < (b & 7); n += 2, j++) heap[At.Bytes + ((i + j) & 31)]++;
  return n;
}
export function emptyBody(heap: Heap, a: number): number {
  var i = 0;
  while (i < (a & 63) && heap[At.Bytes + i] < 200) i++;
  return i;
}

// ---- Narrow stores: what is kept, and what the assignment gives.
export function narrowByte(heap: Heap, a: number): number {
  var x = (heap[At.Bytes] = a);
  return (x + heap[At.Bytes]) | 0;
}
export function narrowShort(heap: Heap, a: number, b: number): number {
  var w = shorts(heap);
  var x = (w[b & 7] = a);
  return (x ^ w[b & 7]) | 0;
}
export function narrowSum(heap: Heap, a: number, b: number): boolean {
  var w = shorts(heap);
  w[1] = a + b;
  return w[1] === ((a + b) & 65535);
}
export function wordStored(heap: Heap, a: number): boolean {
  var w = words(heap);
  w[1] = a;
  return w[1] > 0x7fffffff;
}
export function signedStored(heap: Heap, a: number, b: number): boolean {
  var w = signedWords(heap);
  w[1] = a + b;
  return w[1] < 0;
}
export function chained(heap: Heap, a: number): number {
  var w = shorts(heap);
  var x: number;
  w[0] = x = w[1] = a;
  return (x + w[0]) | 0;
}
export function narrowSigned(heap: Heap, a: number): number {
  var bytes = new Int8Array(heap.buffer, heap.byteOffset + At.Bytes);
  var halves = new Int16Array(heap.buffer, heap.byteOffset + At.Shorts);
  bytes[3] = a;
  halves[2] = a;
  return bytes[3] * 3 + halves[2];
}

// ---- Compound assignment.
export function compoundByte(heap: Heap, a: number, b: number): number {
  heap[At.Bytes + (b & 3)] += a;
  heap[At.Bytes + (b & 3)] ^= b;
  heap[At.Bytes + 1] -= 300;
  return heap[At.Bytes] * 256 + heap[At.Bytes + 1];
}
export function compoundUsed(heap: Heap, a: number): boolean {
  var w = shorts(heap);
  return (w[0] += a) > 65535;
}
export function compoundWord(heap: Heap, a: number, b: number): number {
  var w = words(heap);
  w[0] >>= b & 31;
  w[1] >>>= a & 31;
  w[2] |= a;
  w[3] &= ~b;
  w[4] <<= 3;
  return (w[0] ^ w[1]) | 0;
}
export function compoundSigned(heap: Heap, a: number): number {
  var w = signedWords(heap);
  w[0] >>= 5;
  w[1] >>>= 3;
  w[2] += a;
  w[3] -= a;
  return (w[0] + w[1]) | 0;
}
export function compoundLocal(_heap: Heap, a: number, b: number): number {
  var x = a;
  x &= 0xffff;
  x += b & 255;
  x *= 3;
  x -= 5;
  x <<= 2;
  x |= b;
  x ^= a;
  x >>= 1;
  return x;
}
export function stepped(heap: Heap, a: number): number {
  var w = shorts(heap);
  var x = a & 255;
  w[0]++;
  w[1]--;
  ++w[2];
  heap[At.Bytes]--;
  return x++ * 3 + x + --x + ++w[3];
}

export function steppedElement(heap: Heap, a: number): number {
  var w = shorts(heap);
  heap[At.Bytes] = w[a & 7]++;
  return w[((a & 3) + w[a & 7]--) & 31] + heap[At.Bytes]--;
}

// ---- Order of evaluation.
export function orderLocal(_heap: Heap, a: number, b: number): number {
  var x = a & 1023;
  return (x + (x = b & 1023) * 2 - x) | 0;
}
export function orderCalls(heap: Heap, a: number, b: number): number {
  return (next(heap, a) * 16 + next(heap, b)) | 0;
}
export function orderArguments(heap: Heap, a: number, b: number): number {
  return three(next(heap, a), heap[At.Bytes], next(heap, b));
}
export function orderIndex(heap: Heap, a: number): number {
  var i = a & 3;
  heap[At.Bytes + i] = i = 7;
  return i + heap[At.Bytes];
}
export function orderOld(heap: Heap, a: number): number {
  heap[At.Bytes] += next(heap, a);
  return heap[At.Bytes];
}
export function orderTarget(heap: Heap, a: number): number {
  var i = a & 3;
  heap[At.Bytes + i++] = heap[At.Bytes + i] + i;
  return i;
}
export function orderOfSet(heap: Heap, a: number): number {
  var at = At.Bytes + (a & 15) + 8;
  heap.set(heap.subarray(at, at + 5), (at -= 5));
  return at;
}
export function orderLocalCompound(_heap: Heap, a: number, b: number): number {
  var x = a & 255;
  x += (x = b & 15) + x;
  return x;
}
export function comma(heap: Heap, a: number, b: number): number {
  var x = 0;
  x = ((heap[At.Bytes] = a), (heap[At.Bytes + 1] = b), heap[At.Bytes] + heap[At.Bytes + 1]);
  return x;
}
function next(heap: Heap, a: number): number {
  heap[At.Bytes] = heap[At.Bytes] * 3 + a;
  return heap[At.Bytes];
}
function three(a: number, b: number, c: number): number {
  return a + b * 256 + c * 65536;
}

// ---- Moves, and views of parts.
export function moveUp(heap: Heap, a: number, b: number): number {
  var from = At.Bytes + (a & 31);
  heap.set(heap.subarray(from, from + (b & 15)), from + 3);
  return heap[from + 4];
}
export function moveWords(heap: Heap, a: number): number {
  var w = shorts(heap);
  w.set(w.subarray(4, 12), a & 7);
  return w[a & 7];
}
export function part(heap: Heap, a: number): number {
  var view = heap.subarray(At.Bytes + (a & 7), At.Bytes + 32);
  view[1] = a;
  return view[0] + view[2];
}

// ---- Objects, results, memory of a call.
function placeOf(heap: Heap, at: number, most: number): Place | null {
  return most < 0 ? null : { w: shorts(heap), at: at & 7, most: most & 0xffff };
}
function outerOf(heap: Heap, a: number, b: number): Outer {
  return { inner: placeOf(heap, a, b & 0x7fff)!, sum: (a & 0xff) + (b & 0xff) };
}
export function object(heap: Heap, a: number, b: number): number {
  var place = placeOf(heap, a, b);
  if (!place) return -1;
  place.w[place.at] = place.most;
  place.at++;
  return place.w[place.at] + place.at;
}
function mayBe(heap: Heap, a: number, b: number): Place | null {
  var place = a > 0 && placeOf(heap, a, b);
  return place || placeOf(heap, b, a) || null;
}
export function objectOrNone(heap: Heap, a: number, b: number): number {
  var place = mayBe(heap, a, b);
  return place ? place.at + place.most : -1;
}
export function objectInObject(heap: Heap, a: number, b: number): number {
  var outer = outerOf(heap, a, b);
  outer.inner.w[outer.inner.at] += outer.sum;
  return outer.inner.most + outer.sum;
}
export function objectHere(_heap: Heap, a: number, b: number): number {
  var tally: Tally = { at: a & 255, count: b & 255 };
  tally.count += tally.at;
  return tally.count;
}
interface Tally {
  at: number;
  count: number;
}
export function scratch(_heap: Heap, a: number, b: number): number {
  var seen = new Uint8Array(16 + (a & 15));
  seen[b & 15] = a;
  seen[40] = 9;
  return seen.length * 256 + marked(seen, b);
}
function marked(seen: Uint8Array, b: number): number {
  return seen[b & 15] + seen[3];
}
export function count(heap: Heap, a: number): boolean {
  return deep(heap, a & 63) > 100;
}
function deep(heap: Heap, n: number): number {
  var i = 0;
  while (n--) i += heap[At.Bytes + n];
  return i;
}
export function nothing(heap: Heap, a: number): void {
  if (a < 0) return;
  heap[At.Bytes] = a;
}

/** What a function asks of an object: not the first member of it. */
interface Part {
  at: number;
}
function startOf(part: Part): number {
  return part.at;
}
export function partOfObject(heap: Heap, a: number, b: number): number {
  var place: Place = { w: shorts(heap), at: a & 1023, most: b & 4095 };
  return startOf(place) - place.most;
}
export function lookups(heap: Heap, a: number, b: number): number {
  return (shorts(heap) as any).indexOf(heap[At.Shorts + (a & 127)] ^ (b & 1), b & 31) & 63;
}
