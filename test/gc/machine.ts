/** A collector beside the oracle, and what is to be checked of the two, whatever is done to them. */
import { Control, State } from '../../src/gc/layout.ts';
import type { Random } from '../support/random.ts';
import type { Library } from './library.ts';
import { dataOf, type Node, Oracle, type Shape } from './oracle.ts';

type Gc = NonNullable<ReturnType<Library['gc']['create']>>;

export interface Load {
  heapBytes: number;
  objects: number;
  /** Of arrays, in references. */
  longest: number;
  /** Drop roots when more is reachable than this part of the objects, and of the bytes. */
  live: number;
}

export class Machine {
  gc: Gc;
  readonly oracle = new Oracle();
  readonly counts: Record<string, number> = {};
  readonly shapes: Shape[];
  /** Reachable now; made anew after each change. */
  protected live: Node[] = [];
  /** What was unreachable when the cycle began, by handle: it must be gone when it ends. */
  protected doomed: number[] = [];
  protected readonly finalized = new Map<number, Node>();
  protected nextId = 1;
  mostUnits = 0;
  /** Allocations fail for no reason of their own. */
  isFailing = false;

  constructor(
    readonly library: Library,
    protected readonly random: Random,
    readonly load: Load,
  ) {
    const image = library.heap.format(new Uint8Array(load.heapBytes))!;
    this.gc = library.gc.create(image, library.heap.freeBytes(image), load.objects)!;
    if (!this.gc) throw new Error(`no collector: fault ${library.fault()}`);
    const define = (words: number[], from: number, isFinalized: boolean): Shape => ({
      type: library.gc.defineType(this.gc, from < 0 ? words : from, isFinalized),
      words,
      from,
      isFinalized,
    });
    this.shapes = [
      { type: 0, words: [], from: -1, isFinalized: false },
      define([0, 1], -1, false),
      define([0, 2, 3], -1, false),
      define([], 0, false),
      define([], 2, false),
      define([2, 3], -1, true),
      define([15], -1, false),
      define([], 2, true),
    ];
  }

  protected get phase(): number {
    return this.gc.w[this.gc.control + Control.State];
  }

  count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  fail(what: string): never {
    throw new Error(`${what} (fault ${this.library.fault()}, ${JSON.stringify(this.library.gc.stats(this.gc))})`);
  }

  requireThat(condition: unknown, what: string): void {
    if (!condition) this.fail(what);
  }

  protected pick(): Node | undefined {
    return this.live[this.random.below(this.live.length || 1)];
  }

  /** Do what may begin, drive or end a cycle, and see to it that what was unreachable when it began is gone when it ends. */
  protected collecting(work: () => void, isAlloc = false): void {
    const { gc } = this.library;
    const wasIdle = this.phase === State.Idle;
    const cycles = gc.stats(this.gc).cycles;
    let doomed: number[] | undefined;
    const note = () => {
      const alive = new Set(this.live.map((node) => node.handle));
      const handles: number[] = [];
      gc.walk(
        this.gc,
        (handle, _type, _bytes, colour) => colour !== 'waiting' && !alive.has(handle) && handles.push(handle),
      );
      return handles;
    };
    if (wasIdle) doomed = note();
    work();
    const ended = (gc.stats(this.gc).cycles - cycles) & 65535;
    if (doomed) this.doomed = doomed;
    if (!ended) return;
    this.count('cycle');
    const left = new Set<number>();
    gc.walk(this.gc, (handle, _type, _bytes, colour) => colour !== 'waiting' && left.add(handle));
    const leaked = this.doomed.find((handle) => left.has(handle));
    if (leaked) this.fail(`leaked ${leaked}`);
    this.doomed = !isAlloc && this.phase !== State.Idle ? note() : [];
    this.verifyLive();
  }

  protected newNode(handle: number, shape: Shape, bytes: number): Node {
    const { tables } = this.library;
    const id = this.nextId++;
    const size = tables.sizeOf(this.gc.tables, handle);
    const node: Node = {
      handle,
      shape,
      bytes: size,
      refs: new Map(),
      pattern: 1 + (id % 255),
      id,
      pins: 0,
      address: 0,
      data: dataOf(shape, size),
    };
    this.requireThat(node.bytes >= bytes && node.bytes <= bytes + 32, `asked for ${bytes}, got ${node.bytes}`);
    const at = tables.addrOf(this.gc.tables, handle);
    if (this.gc.u8.subarray(at, at + node.bytes).some(Boolean)) this.fail('a new object is not 0');
    for (const byte of node.data) this.gc.u8[at + byte] = node.pattern;
    if (shape.isFinalized) {
      new DataView(this.gc.u8.buffer).setUint32(this.gc.u8.byteOffset + at, node.id, true);
      this.finalized.set(node.id, node);
    }
    return node;
  }

  protected setRef(parent: Node, word: number, child: Node | undefined): void {
    this.requireThat(
      this.library.gc.setRef(this.gc, parent.handle, word, child ? child.handle : 0),
      `setRef ${parent.handle} ${word}`,
    );
    if (child) parent.refs.set(word, child);
    else parent.refs.delete(word);
  }

  protected closeScope(index: number, kept?: Node): void {
    const { scopes } = this.oracle;
    this.requireThat(this.library.gc.close(this.gc, scopes[index].scope, kept?.handle), 'close');
    scopes.length = index;
    if (kept && index) scopes[index - 1].held.push(kept);
    this.count('close');
  }

  protected unpinOne(node: Node): void {
    this.requireThat(this.library.gc.unpin(this.gc, node.handle), 'unpin');
    node.pins--;
    this.oracle.pinned.splice(this.oracle.pinned.indexOf(node), 1);
  }

  protected collectNow(): void {
    const { gc } = this.library;
    this.requireThat(gc.collect(this.gc), 'collect');
    const { objects, waiting, phase } = gc.stats(this.gc);
    this.requireThat(
      phase === 'idle' && objects - waiting === this.live.length,
      `${objects - waiting} objects are left of ${this.live.length} reachable`,
    );
    this.count('collect');
  }

  finalize(max = 1 + this.random.below(4)): void {
    const { waiting } = this.library.gc.stats(this.gc);
    const alive = new Set(this.live);
    const done = this.library.gc.runFinalizers(this.gc, max, (type, bytes) => {
      const id = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
      const node = this.finalized.get(id);
      this.requireThat(
        node && type === node.shape.type && bytes.length === 8 && bytes[4] === node.pattern,
        `finalize ${type} ${bytes}`,
      );
      this.requireThat(!alive.has(node!), `finalized ${node!.handle}, which is reachable`);
      this.finalized.delete(id);
      this.count('finalized');
      // It may call anything.
      if (this.random.oneIn(3)) this.library.gc.step(this.gc, 1 + this.random.below(5));
    });
    this.requireThat(done >= Math.min(max, waiting), `finalized ${done} of ${waiting}`);
    if (this.phase === State.Idle) this.doomed = [];
  }

  /** Every reachable object is there, with its references and its data. */
  verifyLive(): void {
    const { gc, tables } = this.library;
    for (const node of this.live) {
      const at = tables.addrOf(this.gc.tables, node.handle);
      if (!at) this.fail(`lost ${node.handle}`);
      if (node.pins && at !== node.address) this.fail(`pinned at ${node.address}, now at ${at}`);
      for (const byte of node.data)
        if (this.gc.u8[at + byte] !== node.pattern) this.fail(`byte ${byte} of ${node.handle} is not its own`);
      for (const [word, child] of node.refs)
        if (gc.getRef(this.gc, node.handle, word) !== child.handle) this.fail(`word  of ${node.handle}`);
    }
  }

  /** The whole collector and its pool. */
  verifyAll(): void {
    const found = this.library.gc.check(this.gc) || this.library.tables.check(this.gc.tables);
    if (found) this.fail(found);
    this.verifyLive();
  }

  /** Drop everything: nothing may be left, and each dead finalized object has been reported once. */
  end(): void {
    const { gc } = this.library;
    for (let name = 1; name <= 16; name++) gc.setRoot(this.gc, name, 0);
    this.oracle.named.fill(undefined);
    if (this.oracle.scopes.length) this.closeScope(0);
    while (this.oracle.pinned.length) this.unpinOne(this.oracle.pinned[0]);
    this.live = [];
    this.collectNow();
    this.finalize(1e9);
    this.requireThat(gc.stats(this.gc).objects === 0 && gc.stats(this.gc).usedBytes === 0, 'objects are left');
    this.requireThat(!this.finalized.size, `${this.finalized.size} objects were not finalized`);
    this.requireThat(this.library.tables.stats(this.gc.tables).usedBlocks === 0, 'blocks are left');
    this.verifyAll();
  }
}
