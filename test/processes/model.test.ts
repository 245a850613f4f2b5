/**
 * Random programs on emulated boards, by the bundles that are flashed: whatever they hold, however they end, all tables are as before,
 * and nothing of a life is called once it is over.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Emulated, Interrupts, boot, emitter, instrumentInterrupts } from '../../host/emulator/index.ts';
import type { Row, Sys } from '../../src/processes/state.ts';
import { type Random, randomFrom, seedOf } from '../support/random.ts';
import { lengthOf, note } from '../support/soak.ts';
import { buildBundles } from '../support/project.ts';

const BOARDS = ['puckjs', 'kaluma-pico'];
const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
beforeAll(
  () => buildBundles({ boards: BOARDS, out: folder, modules: 'processes,headers', kinds: ['ckremm.min.js'] }),
  60000,
);
afterAll(() => rmSync(folder, { recursive: true }));

/** So many programs share a board, which must be as before after each group of them. */
const PER_BOARD = 400;

interface LifeModel {
  isOver: boolean;
  /** Undo functions, in the order in which they were handed over; a cleared one was called. */
  undos: number[];
  undone: number[];
}

class World {
  readonly board: Emulated;
  readonly interrupts = new Interrupts();
  readonly heap: Uint8Array;
  readonly emitter: any;
  readonly lives = new Map<number, LifeModel>();
  readonly all: LifeModel[] = [];
  readonly counts: Record<string, number> = {};
  programs = 0;
  #undo = 0;
  /** Programs do nothing more. */
  #isEnding = false;
  readonly #random: Random;

  constructor(name: string, random: Random) {
    this.#random = random;
    this.board = boot(name, {
      bundleFile: join(folder, name, 'ckremm.min.js'),
      counter: { textOf: instrumentInterrupts, globals: this.interrupts.globals() },
    });
    const { ckremm, events, realm } = this.board;
    this.heap = ckremm.heap.format(this.board.newHeap(4096));
    this.emitter = emitter(events, realm.E ?? {});
    const isReady = ckremm.processes.init(this.heap, {
      memory: ckremm.headers,
      spare: 64,
      ended: (pid: number, _name: string, reason: unknown) => {
        this.#count(`ended by ${typeof reason === 'string' ? reason : 'an error'}`);
        const life = this.lives.get(pid);
        if (life) life.isOver = true;
      },
    });
    if (!isReady) throw new Error('init was refused');
  }

  get held(): string {
    const { heap } = this.board.ckremm;
    const isOpen = !!heap.open(this.heap);
    return JSON.stringify([this.board.events.count, isOpen, isOpen && heap.freeBytes(this.heap)]);
  }

  get isEspruino(): boolean {
    return this.board.board.engine.name === 'espruino';
  }

  #count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  /** A callback of a life: it complains when that is over. */
  #callback(life: LifeModel, sys: Sys, what: string): () => void {
    return () => {
      if (life.isOver) throw new Error(`a ${what} was called after the end`);
      this.#count(what);
      if (this.#random.oneIn(3)) this.#act(life, sys);
    };
  }

  #defer(life: LifeModel, sys: Sys): number {
    const number = ++this.#undo;
    const key = sys.defer(() => {
      life.undone.push(number);
      if (this.#random.oneIn(8)) throw new Error('in undo');
      if (this.#random.oneIn(20)) this.#killAny();
    });
    if (key) life.undos.push(number);
    return key;
  }

  #killAll(): void {
    const { processes } = this.board.ckremm;
    processes.list().forEach(({ pid }: Row) => void processes.kill(pid));
  }

  #killAny(): void {
    const { processes } = this.board.ckremm;
    const rows = processes.list();
    if (rows.length) processes.kill(rows[this.#random.below(rows.length)].pid);
  }

  /** One of three: Kaluma's are numbers. */
  #pin(): string | number {
    const pin = 1 + this.#random.below(3);
    return this.isEspruino ? `D${pin}` : pin;
  }

  #act(life: LifeModel, sys: Sys): void {
    if (this.#isEnding) return;
    const random = this.#random;
    const { ckremm, newHeap } = this.board;
    const call = (what: string): (() => void) => this.#callback(life, sys, what);
    const pin = this.#pin();
    let key = 0;
    switch (random.below(18)) {
      case 0:
      case 1:
        key = sys.setTimeout(call('timeout'), random.below(12));
        break;
      case 2:
        key = sys.setInterval(call('interval'), 1 + random.below(12));
        break;
      case 3:
        key = sys.watch(call('watch'), pin, this.isEspruino ? { repeat: random.oneIn(2) } : undefined);
        break;
      case 4:
        key = sys.on(this.emitter, 'news', call('listener'));
        break;
      case 5:
        key = sys.claim(pin);
        break;
      case 6:
        key = this.#defer(life, sys);
        break;
      case 7:
        sys.receive(call('letter'));
        break;
      case 8:
        ckremm.processes.send(1 + random.below(this.programs), newHeap(4), sys.pid);
        break;
      case 9:
        sys.bind(call('bound function'))();
        break;
      case 10:
        if (sys.pool) ckremm.headers.alloc(sys.pool, 1 + random.below(60));
        break;
      case 11:
        if (random.oneIn(2)) sys.exit();
        break;
      case 12:
        if (random.oneIn(2)) throw new Error('a failure');
        break;
      case 13:
        if (random.oneIn(3)) this.#killAny();
        break;
      case 14:
        if (random.oneIn(2)) this.spawn();
        break;
      case 15:
        if (this.isEspruino && random.oneIn(2)) this.interrupts.left = random.below(40);
        break;
      case 16:
        if (sys.pool && random.oneIn(3)) ckremm.headers.reorder(sys.pool, () => void (random.oneIn(2) && sys.exit()));
        break;
      default:
        this.emitter.emit('news', random.below(9));
    }
    if (key && random.oneIn(4)) sys.clear(key);
  }

  spawn(): void {
    const random = this.#random;
    this.programs++;
    this.board.ckremm.processes.spawn(
      (sys: Sys) => {
        const life: LifeModel = { isOver: false, undos: [], undone: [] };
        this.lives.set(sys.pid, life);
        this.all.push(life);
        for (let i = random.below(8); i > 0; i--) this.#act(life, sys);
      },
      {
        name: `program ${this.programs}`,
        bytes: random.oneIn(3) ? 100 + random.below(500) : 0,
        restarts: random.below(3),
        wait: 1 + random.below(9),
        calm: 20,
        mail: 1 + random.below(3),
      },
    );
  }

  /** Some programs, from before they begin to after the last is killed. */
  group(): void {
    const random = this.#random;
    const { events } = this.board;
    const before = this.held;
    for (let i = 1 + random.below(4); i > 0; i--) this.spawn();
    for (let i = random.below(30); i > 0; i--) {
      events.advance(random.below(6));
      if (random.oneIn(3)) events.change(this.#pin());
      if (random.oneIn(4)) events.turn(() => this.emitter.emit('news', 1));
      if (random.oneIn(12)) events.turn(() => this.#killAny());
    }
    this.#isEnding = true;
    this.interrupts.left = Infinity;
    events.endPass();
    this.#killAll();
    // Pools that were in use, and what the undo functions spawned: they were killed, or start now.
    for (let turn = 0; turn < 5; turn++) {
      events.advance(2);
      this.#killAll();
    }
    events.advance(2);
    if (events.uncaught.length) throw new Error(`uncaught: ${(events.uncaught[0] as Error).stack}`);
    if (this.held !== before) throw new Error(`held after: ${this.held}, before: ${before}`);
    this.#verifyUndos();
    this.#isEnding = false;
    this.lives.clear();
    this.all.splice(0);
  }

  #verifyUndos(): void {
    for (const { undos, undone } of this.all) {
      if (new Set(undone).size !== undone.length) throw new Error(`undone twice: ${undone}`);
      // What was cut off while it was handed over was not.
      const missing = undos.filter((one) => !undone.includes(one));
      if (missing.length > (this.counts['ended by memory'] ? 1 : 0))
        throw new Error(`not undone: ${missing} of ${undos}`);
    }
  }
}

test.each(BOARDS)('random programs on %s', (name) => {
  const seed = seedOf(name === 'puckjs' ? 1 : 2);
  const random = randomFrom(seed);
  const counts: Record<string, number> = {};
  const most = lengthOf(1500, 50000);
  let programs = 0;
  while (programs < most) {
    const world = new World(name, random);
    while (world.programs < PER_BOARD) {
      try {
        world.group();
      } catch (error) {
        throw new Error(`seed ${seed}, after ${programs + world.programs} programs: ${String(error)}`, {
          cause: error,
        });
      }
    }
    programs += world.programs;
    for (const [what, count] of Object.entries(world.counts)) counts[what] = (counts[what] ?? 0) + count;
  }
  note(`${name}: ${programs} programs, ${JSON.stringify(counts)}`);
  const wanted = ['timeout', 'interval', 'watch', 'listener', 'letter', 'bound function'];
  const reasons = ['exit', 'kill', 'an error', ...(name === 'puckjs' ? ['memory'] : [])].map(
    (what) => `ended by ${what}`,
  );
  for (const what of [...wanted, ...reasons]) expect([what, counts[what] ?? 0]).not.toEqual([what, 0]);
});
