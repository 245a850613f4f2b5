/** A worker of a shared pool that dies at a given store, and others that die when they take over. */
import { Word } from '../../src/sync/layout.ts';
import { enter, leave, markDead } from '../../src/sync/lock.ts';
import { Mortal } from './dying.ts';

export const copyOf = (heap: Uint8Array): Uint8Array => {
  const copy = new Uint8Array(new SharedArrayBuffer(heap.length));
  copy.set(heap);
  return copy;
};

/** The word whose store is when a call has happened. */
export const sumWord = (heap: Uint8Array, lock: number): number => new Int32Array(heap.buffer)[(lock >> 2) + Word.Sum];

function embody(guard: any, limit: number): Mortal {
  const mortal = new Mortal(limit);
  guard.pool = { ...guard.pool };
  mortal.wrapAll(guard);
  mortal.wrapAll(guard.pool);
  return mortal;
}

/**
 * Worker 1 runs `call` and dies at store `limit`; so do as many `heirs`, workers 2 and on, while they take
 * over, at stores that `salt` chooses. Whether the call ended. All the dead but worker 1 are marked.
 */
export function dieAt(
  module: any,
  heap: Uint8Array,
  lock: number,
  limit: number,
  call: (guard: any) => unknown,
  heirs: number,
  salt: number,
): boolean {
  const guards = Array.from({ length: heirs + 1 }, (_, nth) => module.attach(heap, lock, nth + 1));
  const hasEnded = embody(guards[0], limit).run(() => call(guards[0]));
  if (hasEnded) return true;
  for (let nth = 1; nth <= heirs; nth++) {
    markDead(heap, nth);
    const heir = guards[nth];
    const survived = embody(heir, (salt * (nth * 13 + 4)) % (nth * 31 + 6)).run(() => {
      if (enter(heir, 0, 0, 0)) leave(heir, 0);
    });
    if (survived) break;
    markDead(heap, nth + 1);
  }
  return false;
}
