/** A collector driven by random operations, beside the oracle. Throws as soon as the two disagree. */
import { Colour, Control, State } from '../../src/gc/layout.ts';
import { costOf } from '../../src/gc/pool.ts';
import { Machine } from './machine.ts';
import { type Node, referencesOf } from './oracle.ts';

export class Model extends Machine {
  /** One random operation. */
  step(): void {
    const kind = this.random.below(1000);
    if (kind < 360) this.alloc();
    else if (kind < 600) this.store();
    else if (kind < 700) this.loadAndCut();
    else if (kind < 740) this.cut();
    else if (kind < 800) this.root();
    else if (kind < 880) this.scope();
    else if (kind < 910) this.pin();
    else if (kind < 940) this.weakly();
    else if (kind < 975) this.collecting(() => this.work());
    else if (kind < 983) this.finalize();
    else if (kind < 989) this.reorder();
    else if (kind < 994) this.move();
    else if (kind < 996) this.collecting(() => this.collectNow());
    else this.misuse();
    this.live = this.oracle.reachable();
    this.dropSome();
    if (this.library.gc.stats(this.gc).waiting > this.load.objects / 10) this.finalize(1e9);
  }

  private dropSome(): void {
    const { named, scopes, pinned } = this.oracle;
    const bytes = () => this.live.reduce((sum, node) => sum + costOf(node.bytes), 0);
    while (this.live.length > this.load.live * this.load.objects || bytes() > this.load.live * this.gc.most) {
      const name = named.findIndex((node) => node);
      if (name > 0 && this.random.oneIn(2)) {
        this.library.gc.setRoot(this.gc, name, 0);
        named[name] = undefined;
      } else if (scopes.length && this.random.oneIn(2)) this.closeScope(scopes.length - 1);
      else if (pinned.length) this.unpinOne(pinned[0]);
      this.live = this.oracle.reachable();
    }
  }

  /** Make an object and let something refer to it. */
  private alloc(): void {
    const { gc, tables } = this.library;
    // Those that wait for their finaliser are in the way: not too many of them.
    const shape = this.shapes[this.random.below(this.shapes.length)];
    if (shape.isFinalized && !this.random.oneIn(3)) return;
    const references =
      shape.from < 0
        ? Math.max(-1, ...shape.words) + 1
        : shape.from + this.random.below(this.random.oneIn(9) ? this.load.longest : 6);
    const bytes = Math.max(shape.isFinalized ? 8 : 1, 4 * references + this.random.below(9));
    const before = gc.stats(this.gc);
    let handle = 0;
    this.collecting(() => (handle = gc.alloc(this.gc, shape.type, bytes)), true);
    const after = gc.stats(this.gc);
    if (after.forced === before.forced && handle) {
      const assist = this.gc.w[this.gc.control + Control.Assist];
      const assistBytes = this.gc.w[this.gc.control + Control.AssistBytes];
      const units = after.workUnits - before.workUnits;
      this.requireThat(
        units <= Math.max(assist, Math.ceil((costOf(bytes) * assistBytes) / 256)),
        `alloc did ${units} units, its assist is ${assist}, ${assistBytes}`,
      );
      this.mostUnits = Math.max(this.mostUnits, units);
    } else if (handle) this.count('forced');
    if (!handle) {
      this.count('alloc refused');
      if (this.oracle.scopes.length && this.oracle.held >= 64) return;
      if (this.isFailing) return;
      const used = after.objects - after.waiting;
      this.requireThat(used === this.live.length, `refused with ${this.live.length} reachable and ${used} objects`);
      const isFull = after.objects >= this.load.objects;
      this.requireThat(
        isFull || this.oracle.pinned.length || tables.stats(this.gc.tables).freeBytes < bytes + 12,
        `refused ${bytes} without need`,
      );
      return;
    }
    this.count('alloc');
    this.requireThat(
      this.phase !== State.Mark || this.gc.u8[this.gc.colours + (handle & 65535)] === Colour.Black,
      'a new object is not black',
    );
    const node = this.newNode(handle, shape, bytes);
    if (this.oracle.scopes.length) this.oracle.scopes[this.oracle.scopes.length - 1].held.push(node);
    this.keep(node);
  }

  /** Let something that is reachable refer to the node, or nothing. */
  private keep(node: Node): void {
    const { gc } = this.library;
    const parent = this.pick();
    const references = parent ? referencesOf(parent) : [];
    if (parent && references.length && !this.random.oneIn(4))
      this.setRef(parent, references[this.random.below(references.length)], node);
    else if (!this.random.oneIn(5)) {
      const name = 1 + this.random.below(16);
      this.requireThat(gc.setRoot(this.gc, name, node.handle), 'setRoot');
      this.oracle.named[name] = node;
    }
  }

  private store(): void {
    const [parent, child] = [this.pick(), this.pick()];
    const references = parent ? referencesOf(parent) : [];
    if (parent && references.length) this.setRef(parent, references[this.random.below(references.length)], child);
  }

  private cut(): void {
    const parent = this.pick();
    const words = parent ? [...parent.refs.keys()] : [];
    if (parent && words.length) this.setRef(parent, words[this.random.below(words.length)], undefined);
  }

  /** Take a reference out of the heap, cut it there, and refer to it from elsewhere, perhaps too late. */
  private loadAndCut(): void {
    const { gc } = this.library;
    const parent = this.pick();
    const words = parent ? [...parent.refs.keys()] : [];
    if (!parent || !words.length) return;
    const word = words[this.random.below(words.length)];
    const child = parent.refs.get(word)!;
    this.requireThat(gc.getRef(this.gc, parent.handle, word) === child.handle, `getRef ${parent.handle} ${word}`);
    this.setRef(parent, word, undefined);
    this.live = this.oracle.reachable();
    const isLate = this.random.oneIn(4);
    if (isLate) this.collecting(() => gc.step(this.gc, 1 + this.random.below(20)));
    const isThere = this.live.includes(child) || !isLate;
    const name = 1 + this.random.below(16);
    const isKept = gc.setRoot(this.gc, name, child.handle);
    if (isThere) this.requireThat(isKept, 'setRoot of what was just loaded');
    if (isKept) this.oracle.named[name] = child;
    this.count(isKept ? 'loaded' : 'loaded too late');
    // It may have been doomed when the cycle began, and was kept in time.
    this.live = this.oracle.reachable();
    const alive = new Set(this.live.map((node) => node.handle));
    this.doomed = this.doomed.filter((handle) => !alive.has(handle));
  }

  private root(): void {
    const { gc } = this.library;
    const name = 1 + this.random.below(16);
    const node = this.random.oneIn(2) ? this.pick() : undefined;
    this.requireThat(gc.getRoot(this.gc, name) === (this.oracle.named[name]?.handle ?? 0), 'getRoot');
    this.requireThat(gc.setRoot(this.gc, name, node?.handle ?? 0), 'setRoot');
    this.oracle.named[name] = node;
  }

  private scope(): void {
    const { gc } = this.library;
    const { scopes } = this.oracle;
    if (scopes.length < 4 && this.random.oneIn(3)) {
      const scope = gc.open(this.gc);
      this.requireThat(!scope === this.oracle.held >= 64, 'open');
      if (scope) scopes.push({ scope, held: [] });
    } else if (scopes.length && this.random.oneIn(2))
      this.closeScope(this.random.below(scopes.length), this.random.oneIn(3) ? this.pick() : undefined);
    else if (scopes.length) {
      const node = this.pick();
      if (!node) return;
      const held = gc.hold(this.gc, node.handle);
      this.requireThat(!held === this.oracle.held >= 64, 'hold');
      if (held) scopes[scopes.length - 1].held.push(node);
    }
  }

  private pin(): void {
    const node = this.pick();
    if (!node || this.oracle.pinned.length > 2 || !this.random.oneIn(2)) {
      const pinned = this.oracle.pinned[0];
      if (pinned) this.unpinOne(pinned);
      return;
    }
    const address = this.library.gc.pin(this.gc, node.handle);
    this.requireThat(!address === (node.pins === 2), `pin ${node.pins + 1}`);
    if (!address) return;
    node.pins++;
    node.address = address;
    this.oracle.pinned.push(node);
    this.count('pin');
  }

  /** Weak references: those of reachable objects hold, and one is never wrong. */
  private weakly(): void {
    const { gc } = this.library;
    const { weak } = this.oracle;
    const node = this.pick();
    if (node && weak.size < 16 && this.random.oneIn(2)) {
      const reference = gc.weak(this.gc, node.handle);
      this.requireThat(reference && !weak.has(reference), `weak ${reference}`);
      weak.set(reference, node);
    }
    const alive = new Set(this.live);
    for (const [reference, target] of weak) {
      const handle = gc.deref(this.gc, reference);
      this.requireThat(
        handle === target.handle || (!handle && !alive.has(target)),
        `deref ${reference} is ${handle}, not ${target.handle}`,
      );
      if (!handle) {
        this.count('weak cleared');
        this.requireThat(gc.dropWeak(this.gc, reference), 'dropWeak');
        weak.delete(reference);
      } else if (!alive.has(target) && this.random.oneIn(4)) this.revive(target);
    }
  }

  /** Keep what only a weak reference named: it is whole, with all that it names. */
  private revive(node: Node): void {
    this.requireThat(this.library.gc.setRoot(this.gc, 1, node.handle), 'setRoot of what deref gave');
    this.oracle.named[1] = node;
    this.live = this.oracle.reachable();
    const alive = new Set(this.live.map(({ handle }) => handle));
    this.doomed = this.doomed.filter((handle) => !alive.has(handle));
    this.count('revived');
  }

  private work(): void {
    const { gc } = this.library;
    const budget = 1 + this.random.below(this.random.oneIn(4) ? 40 : 4);
    const before = gc.stats(this.gc);
    const isDone = gc.step(this.gc, budget);
    const after = gc.stats(this.gc);
    const units = after.workUnits - before.workUnits;
    this.requireThat(isDone === (after.phase === 'idle'), `step gave ${isDone}`);
    this.requireThat(units === budget || (isDone && units < budget), `${units} units for a budget of ${budget}`);
    this.mostUnits = Math.max(this.mostUnits, units);
    this.count('step');
  }

  private reorder(): void {
    const budget = this.random.oneIn(2) ? undefined : 1 + this.random.below(300);
    let last = 0;
    // What was left below where the last call had stopped is moved in a second pass.
    let passes = 1;
    this.library.tables.reorder(this.gc.tables, budget, (_handle, from, to, bytes) => {
      if (to <= last) passes++;
      this.requireThat(to < from && passes < 3, `moved from ${from} to ${to}`);
      last = to + bytes;
    });
    this.count('reorder');
    this.verifyLive();
  }

  /** Save the image and open it elsewhere, in the middle of whatever is going on. */
  private move(): void {
    const image = new Uint8Array(this.gc.u8.length);
    image.set(this.gc.u8);
    const { heap, gc } = this.library;
    const moved = gc.attach(heap.open(image)!, heap.find(image, 3, 0));
    this.requireThat(moved, 'attach');
    this.count(`moved ${['', 'idle', 'marking', 'sweeping'][this.phase]}`);
    this.gc = moved!;
  }

  private misuse(): void {
    const { gc } = this.library;
    const node = this.pick();
    const some = node?.handle ?? 65537;
    const forged = [
      -1,
      some + 0.5,
      NaN,
      some + 65536,
      some - 65536,
      -some,
      some + 2 ** 32,
      this.random.below(2 ** 27),
      65000,
      2 ** 27,
    ];
    const handle = forged[this.random.below(forged.length)];
    const alive = new Set<number>();
    gc.walk(this.gc, (other) => alive.add(other));
    if (alive.has(handle)) return;
    const calls = [
      gc.setRef(this.gc, handle, 0, 0),
      gc.getRef(this.gc, handle, 0),
      gc.setRoot(this.gc, 1, handle),
      gc.hold(this.gc, handle),
      gc.pin(this.gc, handle),
      gc.unpin(this.gc, handle),
      gc.weak(this.gc, handle),
      gc.alloc(this.gc, 31, 8),
      gc.alloc(this.gc, 6, 63),
      gc.alloc(this.gc, 0, [0, -1, NaN, 0.5][this.random.below(4)]),
      gc.setRoot(this.gc, 17, 0),
      gc.close(this.gc, 65, 0),
      gc.step(this.gc, 0),
      node
        ? gc.setRef(
            this.gc,
            some,
            [-1, 16, 0.5, NaN, 2 ** 20][this.random.below(5)] + (node.shape.from < 0 ? 0 : 2 ** 21),
            some,
          )
        : 0,
      gc.deref(this.gc, 0),
      gc.defineType(this.gc, [16]),
      gc.defineType(this.gc, -1),
    ];
    this.requireThat(!calls.some(Boolean), `misuse passed: ${handle}: ${calls}`);
    this.count('misuse refused');
  }
}
