/** The library with the events of a board beside it, whose clock the test lets go on. */
import {
  Events,
  Interrupts,
  emitter,
  globalsOf,
  hiddenObject,
  instrumentInterrupts,
} from '../../host/emulator/index.ts';
import type { Options, Program, Row, Settings, Sys } from '../../src/processes/state.ts';
import { type Patch, loadWith } from '../support/library.ts';

export interface Processes {
  init(heap: Uint8Array | null, settings?: Settings): boolean;
  spawn(program: Program, options?: Options): number;
  kill(pid: number): boolean;
  send(pid: number, message: unknown, from?: unknown): boolean;
  state(pid: number): number;
  list(): Row[];
  recover(): void;
}

export interface BoardOptions {
  engine?: 'espruino' | 'kaluma' | 'host';
  patches?: Patch[];
  /** Statements of the library can be cut off. */
  isCut?: boolean;
}

/** Bytes of its heap. */
const HEAP_BYTES = 4096;
const VARIABLES = 2630;

export class Board {
  readonly events: Events;
  readonly interrupts = new Interrupts();
  readonly E: any;
  readonly processes: Processes;
  readonly headers: any;
  readonly heapModule: any;
  readonly heap: Uint8Array;
  readonly fault: () => number;
  /** What `ended` was told: "2 blinker memory 1". */
  readonly ended: string[] = [];
  /** What process.memory tells. */
  free = VARIABLES / 2;

  constructor({ engine = 'espruino', patches = [], isCut = false }: BoardOptions = {}) {
    this.events = new Events(engine);
    this.E = emitter(this.events, { getErrorFlags: () => this.events.takeFlags() });
    const load = loadWith(patches, {
      constants: { ENGINE: engine },
      mostSteps: 100_000,
      globals: {
        ...globalsOf(this.events),
        ...this.interrupts.globals(),
        E: this.E,
        global: { '\xff': hiddenObject(this.events) },
        process: { memory: () => ({ free: this.free, total: VARIABLES, blocksize: 13 }) },
        Date: { now: () => this.events.now },
      },
      ...(isCut && { instrument: instrumentInterrupts }),
    });
    this.processes = load('processes/index.ts');
    this.headers = load('headers/index.ts');
    this.heapModule = load('heap/index.ts');
    this.fault = load('core/faults.ts').fault;
    this.heap = this.heapModule.format(new Uint8Array(HEAP_BYTES));
  }

  /** Begin, with a heap. */
  init(settings: Settings = {}): this {
    const ended: Settings['ended'] = (pid, name, reason, restarts) =>
      void this.ended.push([pid, name, reason instanceof Error ? reason.message : reason, restarts].join(' '));
    if (!this.processes.init(this.heap, { memory: this.headers, ended, ...settings }))
      throw new Error(`init refused: fault ${this.fault()}`);
    return this;
  }

  /** Start a program, and return what it was handed. */
  start(program: Program = () => {}, options?: Options): Sys {
    let handed: Sys | undefined;
    this.processes.spawn((sys) => {
      handed = sys;
      program(sys);
    }, options);
    this.events.advance(1);
    return handed!;
  }

  /** Code of a life runs, as a timer's does. */
  within(sys: Sys, code: () => void): void {
    sys.setTimeout(code, 0);
    this.events.advance(1);
  }

  /** All that anybody holds, in words: what it is like before must be what it is like after. */
  get held(): string {
    const { timers, watches, listeners } = this.events.count;
    const isOpen = !!this.heapModule.open(this.heap);
    return `${timers} timers, ${watches} watches, ${listeners} listeners, ${isOpen ? this.heapModule.freeBytes(this.heap) : 'no'} bytes`;
  }
}
