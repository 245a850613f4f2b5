/** What happens to the heaps of a program, step by step: what each call changes, in chunks that stand alone. */
import type { Change, Chunk, Step } from './types.ts';

/** A chunk begins with whole heaps, so that none is far from those. */
const STEPS_PER_CHUNK = 64;
/** Words that differ are one change where no more than so many between them are the same. */
const GAP_WORDS = 4;

export class Recorder {
  readonly #emit: (chunk: Chunk) => void;
  /** The heaps as the last step left them. */
  readonly #known: Uint8Array[] = [];
  #chunk: Chunk = { first: 0, steps: [], heaps: [], changes: [] };

  constructor(emit: (chunk: Chunk) => void) {
    this.#emit = emit;
  }

  /** Whether the heaps differ from what the last step left. O(bytes). */
  isChanged(heaps: Iterable<Uint8Array>): boolean {
    return [...heaps].some((heap, i) => !this.#known[i] || changesOf(i, this.#known[i], bytesOf(heap)).length > 0);
  }

  /** One step more, behind which the heaps are so. O(bytes). */
  add(step: Step, heaps: Iterable<Uint8Array>): void {
    const changes = [...heaps].flatMap((heap, i) => this.#note(i, bytesOf(heap)));
    this.#chunk.steps.push(step);
    this.#chunk.changes.push(changes);
    if (this.#chunk.steps.length >= STEPS_PER_CHUNK) this.flush();
  }

  /** Hands over what there is. */
  flush(): void {
    const { first, steps } = this.#chunk;
    if (steps.length === 0) return;
    this.#emit(this.#chunk);
    this.#chunk = {
      first: first + steps.length,
      steps: [],
      heaps: this.#known.map((heap) => heap.slice()),
      changes: [],
    };
  }

  #note(index: number, bytes: Uint8Array): Change[] {
    const known = this.#known[index];
    if (!known) {
      this.#known[index] = bytes.slice();
      return [{ heap: index, at: 0, bytes: bytes.slice() }];
    }
    const changes = changesOf(index, known, bytes);
    for (const { at, bytes: piece } of changes) known.set(piece, at);
    return changes;
  }
}

/** The bytes of a heap in an array of this realm, not copied. */
const bytesOf = (heap: Uint8Array): Uint8Array => new Uint8Array(heap.buffer, heap.byteOffset, heap.length);

/** Heaps are whole words long, and start at one. */
function changesOf(heap: number, before: Uint8Array, bytes: Uint8Array): Change[] {
  const old = new Uint32Array(before.buffer, 0, before.length >> 2);
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  const found: Change[] = [];
  let from = -1;
  let to = -1;
  const put = (): void => void found.push({ heap, at: 4 * from, bytes: bytes.slice(4 * from, 4 * to) });
  for (let i = 0; i < words.length; i++) {
    if (words[i] === old[i]) continue;
    if (from >= 0 && i - to > GAP_WORDS) {
      put();
      from = i;
    }
    if (from < 0) from = i;
    to = i + 1;
  }
  if (from >= 0) put();
  return found;
}
