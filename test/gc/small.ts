/** A small collector in a metered heap, what a program knows of it, and the calls that campaigns make on it. */
import { fault } from '../../src/core/faults.ts';
import * as library from '../../src/gc/index.ts';
import { check } from '../../src/gc/inspect.ts';
import { Control, type Gc, Limit } from '../../src/gc/layout.ts';
import { describe, isAlive, referenceAt } from '../../src/gc/pool.ts';
import { find } from '../../src/heap/index.ts';
import { Kind } from '../../src/heap/layout.ts';
import { addrOf, sizeOf } from '../../src/tables/index.ts';
import { check as checkTables } from '../../src/tables/inspect.ts';
import type { Metered } from '../support/metered.ts';
import type { Random } from '../support/random.ts';

export type Call = [name: string, call: (gc: any) => unknown];

export const OBJECTS = 12;
/** Types that every collector here has: no references, two, an array, one with a finaliser. */
export const PAIR = 1;
export const LIST = 2;
export const FINAL = 3;

/** A collector of so many bytes between two other regions of a heap, with its types. */
export function makeGc({ ckremm, heap }: Pick<Metered, 'ckremm' | 'heap'>, bytes = 900, objects = OBJECTS): any {
  ckremm.records.create(heap, 'v:u32', 2);
  const gc = ckremm.gc.create(heap, bytes, objects);
  ckremm.records.create(heap, 'v:u32', 2);
  for (const [references, isFinal] of [
    [[0, 1], false],
    [0, false],
    [[0], true],
  ] as const)
    ckremm.gc.defineType(gc, references, isFinal);
  return gc;
}

/** What a program can see: each handle that it was given, with data and references, if it is alive; roots; what is held. */
export interface Seen {
  objects: Map<number, { data: string; refs: number[] }>;
  named: number[];
  held: number[];
  pinned: number[];
  weak: number[];
}

const indexOf = (handle: number): number => handle & 65535;

/** The collector of a copy of an image, by the library of this realm, which is not metered: much faster. Throws when it is not sound. */
export function openCopy(image: Uint8Array): Gc {
  const copy = new Uint8Array(image);
  const gc = library.attach(copy, find(copy, Kind.Gc, 0));
  if (!gc) throw new Error(`not sound, fault ${fault(copy)}: ${describeDamage(copy)}`);
  return gc;
}

function describeDamage(copy: Uint8Array): string {
  const gc = describe(copy, find(copy, Kind.Gc, 0));
  return gc ? `${check(gc)} ${checkTables(gc.tables)}` : 'no collector';
}

/** What there is in an image of all that was handed out. */
export function look(image: Uint8Array, handles: Iterable<number>): Seen {
  const gc = openCopy(image);
  const at = (word: number): number => gc.w[gc.control + word]!;
  const objects = new Map<number, { data: string; refs: number[] }>();
  for (const handle of handles) {
    const address = addrOf(gc.tables, handle);
    const bytes = sizeOf(gc.tables, handle);
    if (!address || !isAlive(gc, indexOf(handle))) continue;
    const words = Array.from({ length: bytes >> 2 }, (_, word) => word);
    const references = words.map((word) => referenceAt(gc, handle, word));
    const data = Array.from(gc.u8.subarray(address, address + bytes))
      .map((byte, i) => (references[i >> 2] ? '' : byte))
      .join();
    objects.set(handle, { data, refs: words.map((word) => library.getRef(gc, handle, word)) });
  }
  const heldWords = Array.from({ length: at(Control.HeldTop) }, (_, i) => at(Control.Held + i));
  return {
    objects,
    named: Array.from({ length: Limit.Named }, (_, i) => library.getRoot(gc, i + 1)),
    held: heldWords.filter((word) => word < Limit.Frame),
    pinned: Array.from({ length: Limit.Pins }, (_, i) => at(Control.Pins + i)),
    weak: Array.from({ length: Limit.Weak }, (_, i) => library.deref(gc, i + 1)),
  };
}

/** Handles that roots lead to. */
export function reachable({ objects, named, held, pinned }: Seen): Set<number> {
  const byIndex = new Map([...objects.keys()].map((handle) => [indexOf(handle), handle]));
  const found = new Set<number>();
  const queue = [...named.map(indexOf), ...held, ...pinned].flatMap((i) => byIndex.get(i) ?? []);
  for (let handle = queue.pop(); handle !== undefined; handle = queue.pop()) {
    if (found.has(handle)) continue;
    found.add(handle);
    queue.push(...objects.get(handle)!.refs.filter((ref) => objects.has(ref)));
  }
  return found;
}

/** Throws unless all that was reachable before a call and after it is there, as it was before or is after. */
export function requireKept(now: Seen, before: Seen, after: Seen): void {
  const stays = reachable(after);
  for (const handle of reachable(before)) {
    if (!stays.has(handle)) continue;
    const [is, was, will] = [now, before, after].map(({ objects }) => objects.get(handle));
    if (!is) throw new Error(`object ${handle} is lost`);
    if (is.data !== was!.data && is.data !== will!.data)
      throw new Error(`data of ${handle}: ${is.data}, were ${was!.data}`);
    is.refs.forEach((ref, word) => {
      if (ref !== was!.refs[word] && ref !== will!.refs[word]) throw new Error(`word  of ${handle}: ${ref}`);
    });
  }
  now.named.forEach((handle, i) => {
    if (handle !== before.named[i] && handle !== after.named[i]) throw new Error(`root ${i + 1}: ${handle}`);
  });
  for (const [i, handle] of before.weak.entries()) {
    if (stays.has(handle) && now.weak[i] !== handle && now.weak[i] !== after.weak[i])
      throw new Error(`weak ${i + 1}: ${now.weak[i]}, not ${handle}`);
  }
}

/** Make `times` random calls; adds to `handles` what was handed out. */
export function mutate({ ckremm, heap }: Metered, gc: any, random: Random, times: number, handles: Set<number>): void {
  const G = ckremm.gc;
  const T = ckremm.tables;
  const pick = (): number => [...handles][random.below(handles.size || 1)] ?? 0;
  for (let i = 0; i < times; i++) {
    const kind = random.below(100);
    if (kind < 34) {
      const type = [0, PAIR, PAIR, LIST, FINAL][random.below(5)]!;
      const handle = G.alloc(gc, type, 8 + 4 * random.below(type === LIST && random.oneIn(3) ? 20 : 3));
      if (handle) {
        handles.add(handle);
        if (!type) heap[T.addrOf(gc.tables, handle)] = 1 + random.below(255);
        if (random.oneIn(2)) G.setRoot(gc, 1 + random.below(5), handle);
      }
    } else if (kind < 60) G.setRef(gc, pick(), random.below(3), random.oneIn(5) ? 0 : pick());
    else if (kind < 66) G.setRoot(gc, 1 + random.below(5), random.oneIn(2) ? 0 : pick());
    else if (kind < 72) G.open(gc);
    else if (kind < 76) G.hold(gc, pick());
    else if (kind < 80) G.close(gc, 1 + random.below(6), random.oneIn(2) ? 0 : pick());
    else if (kind < 83) G.pin(gc, pick());
    else if (kind < 86) G.unpin(gc, pick());
    else if (kind < 89) G.weak(gc, pick());
    else if (kind < 90) G.dropWeak(gc, 1 + random.below(4));
    else if (kind < 97) G.step(gc, 1 + random.below(4));
    else if (kind < 98) G.runFinalizers(gc, 1, () => undefined);
    else if (kind < 99) T.alloc(gc.tables, 4);
    else T.reorder(gc.tables);
  }
}

/** Step until the cycle is in a phase (1 idle, 2 marking, 3 sweeping), by turns between slices of an array or in the middle of the sweep. */
export function toPhase(
  { ckremm, heap }: Pick<Metered, 'ckremm' | 'heap'>,
  gc: any,
  phase: number,
  isWithin: boolean,
): void {
  const base = find(heap, Kind.Gc, 0) >> 1;
  const words = new Uint16Array(heap.buffer, heap.byteOffset, heap.length >> 1);
  if (phase === 2 && isWithin) {
    ckremm.gc.collect(gc);
    const list = ckremm.gc.alloc(gc, LIST, 84);
    ckremm.gc.setRoot(gc, 15, list);
    for (const word of [0, 18]) ckremm.gc.setRef(gc, list, word, list);
  }
  const isThere = (): boolean =>
    words[base + Control.State] === phase &&
    (!isWithin || phase === 1 || words[base + (phase === 2 ? Control.Array : Control.Sweep)]! > 1);
  for (let steps = 0; steps < 200 && !isThere(); steps++) ckremm.gc.step(gc, 1);
}

/** Every call of the module that a program makes, on a collector of which it has these handles. */
export function callsOn({ ckremm, raw }: Metered, handles: number[]): Call[] {
  const G = ckremm.gc;
  const words = new Uint16Array(raw.buffer, raw.byteOffset, raw.length >> 1);
  // Bundles have other names for the fields of a collector.
  const wordOf = (_gc: any, word: number): number => words[(find(raw, Kind.Gc, 0) >> 1) + word]!;
  const [a = 65537, b = a, c = b] = handles;
  return [
    ['alloc of a leaf', (gc) => G.alloc(gc, 0, 6)],
    ['alloc of a pair', (gc) => G.alloc(gc, PAIR, 20)],
    ['alloc of what is too large', (gc) => G.alloc(gc, LIST, 3000)],
    ['setRef', (gc) => G.setRef(gc, a, 0, b)],
    ['setRef of a list', (gc) => G.setRef(gc, b, 1, c)],
    ['setRef to none', (gc) => G.setRef(gc, c, 0, 0)],
    ['getRef', (gc) => G.getRef(gc, a, 0)],
    ['open', (gc) => G.open(gc)],
    ['hold', (gc) => G.hold(gc, a)],
    ['close', (gc) => G.close(gc, 1, 0)],
    ['close with what is kept', (gc) => G.close(gc, wordOf(gc, Control.Scope), b)],
    ['setRoot', (gc) => G.setRoot(gc, 1, a)],
    ['setRoot to none', (gc) => G.setRoot(gc, 2, 0)],
    ['getRoot', (gc) => G.getRoot(gc, 1)],
    ['pin', (gc) => G.pin(gc, a)],
    ['unpin', (gc) => G.unpin(gc, handles.find((handle) => indexOf(handle) === wordOf(gc, Control.Pins)) ?? c)],
    ['weak', (gc) => G.weak(gc, a)],
    ['deref', (gc) => G.deref(gc, 1)],
    ['dropWeak', (gc) => G.dropWeak(gc, 1)],
    ['defineType', (gc) => G.defineType(gc, [1, 2])],
    ['step', (gc) => G.step(gc, 1)],
    ['some steps', (gc) => G.step(gc, 3)],
    ['collect', (gc) => G.collect(gc)],
    ['runFinalizers', (gc) => G.runFinalizers(gc, 2, () => undefined)],
  ];
}
