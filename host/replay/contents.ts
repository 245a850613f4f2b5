/**
 * The contents of the blocks during a replay. Every block is filled with its own
 * stretch of a fixed noise, chosen by id and generation, so that bytes which are
 * lost, mixed up between blocks, or moved by a few places are all noticed. Both
 * ways are one native copy or compare, which keeps a replay fast.
 */
import { Buffer } from 'node:buffer';
import { wordsFrom } from '../support/random.ts';

const NOISE_BYTES = 1 << 16;
const noise = makeNoise();

/** Two periods of noise: NOISE_BYTES of it can be read from any start below NOISE_BYTES. */
function makeNoise(): Buffer {
  const bytes = Buffer.alloc(2 * NOISE_BYTES);
  const nextWord = wordsFrom(1);
  for (let i = 0; i < NOISE_BYTES; i++) bytes[i] = bytes[i + NOISE_BYTES] = nextWord();
  return bytes;
}

/** Where in the noise the contents of this generation of a block start. */
export function startOf(id: number, generation: number): number {
  return (Math.imul(id, 0x9e3779b1) + Math.imul(generation, 0x85ebca77)) >>> 16;
}

/** Write the contents that start at `start` of the noise to `bytes` bytes at `address`. */
export function fillBlock(heap: Buffer, address: number, bytes: number, start: number): void {
  for (let done = 0; done < bytes; done += NOISE_BYTES) {
    const part = Math.min(NOISE_BYTES, bytes - done);
    noise.copy(heap, address + done, start, start + part);
  }
}

/** Whether `bytes` bytes at `address` are the contents that start at `start` of the noise. */
export function isIntact(heap: Buffer, address: number, bytes: number, start: number): boolean {
  for (let done = 0; done < bytes; done += NOISE_BYTES) {
    const part = Math.min(NOISE_BYTES, bytes - done);
    const from = address + done;
    if (noise.compare(heap, from, from + part, start, start + part) !== 0) return false;
  }
  return true;
}
