/** The steps of a run, and the heaps at each of them. Of a long run the first and the newest are kept. */
import type { Chunk, Step } from './types.ts';

const MOST_BYTES = 64 << 20;
/** Chunks from the start that stay. */
const FIRST_CHUNKS = 16;
/** What a step takes beside its changes, about. */
const STEP_BYTES = 400;

export interface Moment {
  step: Step;
  /** Its number in the run, from 0. */
  number: number;
  /** The heaps behind it; whoever changes them makes a copy. */
  heaps: Uint8Array[];
  /** What it changed, or the program before it: bytes of each heap. */
  changed: [address: number, bytes: number][][];
}

export class History {
  readonly #chunks: Chunk[] = [];
  #bytes = 0;
  /** Steps of the run. */
  total = 0;
  /** Steps that are kept. */
  kept = 0;

  add(chunk: Chunk): void {
    this.#chunks.push(chunk);
    this.#bytes += bytesOf(chunk);
    this.total = chunk.first + chunk.steps.length;
    this.kept += chunk.steps.length;
    while (this.#bytes > MOST_BYTES && this.#chunks.length > FIRST_CHUNKS + 1) {
      const [gone] = this.#chunks.splice(FIRST_CHUNKS, 1);
      this.#bytes -= bytesOf(gone!);
      this.kept -= gone!.steps.length;
    }
  }

  /** The `at`-th of those that are kept. */
  stepAt(at: number): { step: Step; number: number } {
    const { chunk, index } = this.#find(at);
    return { step: chunk.steps[index]!, number: chunk.first + index };
  }

  momentAt(at: number): Moment {
    const { chunk, index } = this.#find(at);
    const heaps = chunk.heaps.map((heap) => heap.slice());
    for (let i = 0; i <= index; i++)
      for (const { heap, at: address, bytes } of chunk.changes[i]!) {
        if (!heaps[heap]) heaps[heap] = bytes.slice();
        else heaps[heap].set(bytes, address);
      }
    const changed = heaps.map((_, i) =>
      chunk.changes[index]!.filter(({ heap }) => heap === i).map(({ at: address, bytes }): [number, number] => [
        address,
        bytes.length,
      ]),
    );
    return { ...this.stepAt(at), heaps, changed };
  }

  #find(at: number): { chunk: Chunk; index: number } {
    let before = 0;
    for (const chunk of this.#chunks) {
      if (at < before + chunk.steps.length) return { chunk, index: at - before };
      before += chunk.steps.length;
    }
    throw new Error(`there is no step ${at}`);
  }
}

const bytesOf = ({ steps, heaps, changes }: Chunk): number =>
  steps.length * STEP_BYTES +
  [...heaps, ...changes.flat().map(({ bytes }) => bytes)].reduce((sum, { length }) => sum + length, 0);
