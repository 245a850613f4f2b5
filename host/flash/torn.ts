/** What a program or an erase leaves behind when power goes in the middle of it. */
import type { Cells } from './nor.ts';

/** The ways a program is torn; its number is the variant of cutAfter. */
export const tornPrograms = ['none', 'few', 'half', 'most', 'all but the last word', 'weak', 'all'];
/** The ways an erase is torn. */
export const tornErases = ['none', 'garbage', 'partly', 'weak bits', 'half', 'all weak', 'all'];

const below = (cells: Cells, limit: number): number => cells.nextWord() % limit;

/** Bits of [from, to) of the piece, as far as they were reached. */
function clear(cells: Cells, address: number, from: Uint8Array, at: number, bytes: number): void {
  for (let i = 0; i < bytes; i++) {
    const wanted = from[at + i]!;
    cells.bytes[address + i]! &= wanted;
    if (wanted !== 255) cells.isProgrammed[Math.floor((address + i) / cells.wordBytes)] = 1;
  }
}

/** The word under the pulse: some of its bits fell, the others read as they like. */
function halfPulse(cells: Cells, address: number, from: Uint8Array, at: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const before = cells.bytes[address + i]!;
    const falling = before & ~from[at + i]! & 255;
    if (falling === 0) continue;
    cells.bytes[address + i] = before & ~(falling & cells.nextWord());
    cells.weak.set(address + i, falling);
    cells.isProgrammed[Math.floor((address + i) / cells.wordBytes)] = 1;
  }
}

/** A program of `count` bytes that was cut; `variant` modulo their number picks how. */
export function tearProgram(
  cells: Cells,
  address: number,
  from: Uint8Array,
  at: number,
  count: number,
  variant: number,
): void {
  const word = cells.wordBytes;
  const words = count / word;
  const kind = variant % tornPrograms.length;
  const reached = [0, 1 / 6, 1 / 2, 5 / 6, 1, 1, 1][kind]! * words;
  let whole = Math.min(words, Math.floor(reached) + (kind > 0 && kind < 4 ? below(cells, 2) : 0));
  if (kind === 4) whole = words - 1;
  clear(cells, address, from, at, whole * word);
  if (kind > 0 && whole < words) halfPulse(cells, address + whole * word, from, at + whole * word, word);
  if (kind === 5) weakenOne(cells, address, from, at, count);
}

/** All was written, one of the bits that fell not deep enough. */
function weakenOne(cells: Cells, address: number, from: Uint8Array, at: number, count: number): void {
  for (let tries = 0; tries < 200; tries++) {
    const i = below(cells, count);
    const cleared = ~from[at + i]! & 255;
    if (cleared === 0) continue;
    cells.weak.set(address + i, cleared & -cleared);
    return;
  }
}

/** An erase that was cut. */
export function tearErase(cells: Cells, address: number, variant: number, finish: () => void): void {
  const { bytes, eraseBytes, weak } = cells;
  const kind = variant % tornErases.length;
  const end = address + eraseBytes;
  if (kind === 0) return;
  if (kind === 6) return finish();
  // Cells that are neither written nor erased must not be programmed, and read as they like in part.
  if (kind === 1) for (let i = address; i < end; i++) bytes[i] = cells.nextWord() & 255;
  if (kind === 2) for (let i = address; i < end; i++) bytes[i]! |= cells.nextWord() & 255;
  if (kind === 4) bytes.fill(255, address, address + eraseBytes / 2);
  if (kind === 3 || kind === 5) bytes.fill(255, address, end);
  if (kind === 3) for (let i = address; i < end; i++) if (below(cells, 50) === 0) weak.set(i, 1 << below(cells, 8));
  if (kind === 5) for (let i = address; i < address + 64; i++) weak.set(i, 255);
  cells.isProgrammed.fill(1, address / cells.wordBytes, end / cells.wordBytes);
}
