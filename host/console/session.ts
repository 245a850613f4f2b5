/** The prompt of `ckremm repl`: a board's lean bundle in the board's realm, and commands that look into it. */
import { CountingBoard } from '../cost/count.ts';
import type { Counts } from '../cost/features.ts';
import { modelOf } from '../cost/model.ts';
import { isNative } from '../cost/native.ts';
import { type TakenCall, watchCalls } from '../cost/watch.ts';
import type { Emulated } from '../emulator/index.ts';
import { STALL_MILLISECONDS, warningsOf } from '../guarantees/stalls.ts';
import { faultText } from '../../src/core/checked.ts';
import { openBrackets } from '../sim/console.ts';
import { drawHeap } from './map.ts';

const HELP = [
  'ckremm is the lean bundle of this board, heap is its heap. Try: var pool = ckremm.headers.create(heap, 2048)',
  '.heap    draw the heap           .fault   why the last call was refused, in words',
  '.cost    what the last line cost .help    this      .exit    leave',
];

interface Cost {
  words: number;
  loads: number;
  stores: number;
  bulkBytes: number;
  counts: Counts;
  /** Those of native code where calls take that. */
  units: number;
}

export class Session {
  readonly #counting: CountingBoard;
  readonly #board: Emulated;
  readonly #heap: Uint8Array | null;
  #cost: Cost | null = null;
  /** Calls of the line that took long. */
  #long: TakenCall[] = [];
  #line = '';

  readonly #isNative: boolean;

  /** `bundleFile`: another lean bundle than that of the board's profile. `isEs5`: calls take what they take in ES5, also where the board runs native code. */
  constructor(board: string, bundleFile?: string, isEs5 = false) {
    this.#counting = new CountingBoard(board, bundleFile === undefined ? {} : { bundleFile });
    this.#board = this.#counting.board;
    const { ckremm, realm } = this.#board;
    this.#heap = realm.heap = ckremm.devices.heap();
    realm.print = realm.console.log;
    const model = modelOf(this.#board.board);
    this.#isNative = !isEs5 && isNative(this.#board.board);
    if (model) watchCalls(this.#counting, model, STALL_MILLISECONDS, (taken) => this.#long.push(taken), this.#isNative);
    const engineModule = realm.require;
    realm.require = (name: string) => {
      if (name === 'ckremm') return ckremm;
      if (!engineModule) throw new Error(`Module ${name} not found`);
      return engineModule(name);
    };
  }

  greeting(): string[] {
    const { board, ckremm } = this.#board;
    const modules = Object.keys(ckremm)
      .filter((name) => typeof ckremm[name] === 'object')
      .join(', ');
    return [
      `${board.title}, emulated: ckremm (${modules}), heap of ${board.heapBytes} bytes${this.#isNative ? '; times are those of machine code' : ''}; .help`,
    ];
  }

  /** Whether the next line goes on with an expression whose brackets are open. */
  get isOpen(): boolean {
    return this.#line !== '';
  }

  /** What a line answers, null to leave. */
  take(text: string): string[] | null {
    if (!this.isOpen && text.trim().startsWith('.')) return this.#command(text.trim());
    this.#line += `${text}\n`;
    if (openBrackets(this.#line) > 0) return [];
    const line = this.#line.trim();
    this.#line = '';
    return line ? this.#evaluate(line) : [];
  }

  #command(name: string): string[] | null {
    if (name === '.exit') return null;
    if (name === '.help') return HELP;
    if (name === '.heap')
      return this.#heap ? drawHeap(this.#board.meter.raw(this.#heap)) : ['the board has no heap; .fault says why'];
    if (name === '.fault') return [this.#fault()];
    if (name === '.cost') return [this.#costInWords()];
    return [`no command ${name}; .help lists them`];
  }

  #evaluate(line: string): string[] {
    const { meter, output } = this.#board;
    const printed = output.length;
    this.#counting.reset();
    this.#long = [];
    let result: string;
    try {
      result = `=${shown(this.#counting.run(line, 'repl'), (value) => (typeof value === 'object' && value !== null ? meter.raw(value) : value))}`;
    } catch (error) {
      result = `Uncaught ${String(error)}`;
    }
    const { words, loads, stores, bulkBytes } = meter;
    const model = modelOf(this.#board.board);
    const units = model ? this.#counting.units(model) : 0;
    this.#cost = { words, loads, stores, bulkBytes, counts: this.#counting.read(), units };
    return [...output.slice(printed), result, ...warningsOf(this.#board.board, this.#long)];
  }

  #fault(): string {
    const number = this.#board.ckremm.fault() as number;
    return number === 0 ? '0: nothing has been refused' : `${number}: ${faultText(number)}`;
  }

  #costInWords(): string {
    if (!this.#cost) return 'nothing has been called yet';
    const { words, loads, stores, bulkBytes, counts, units } = this.#cost;
    const model = modelOf(this.#board.board);
    const time = model
      ? `about ${units.toFixed(1)} U, ${timeInWords(units * model.unitMicroseconds, model.slowest)} us +-${Math.round(100 * model.errorShare)} % on the board${this.#isNative ? ', as machine code' : ''}; `
      : '';
    return `${time}${words} 32-bit words touched, ${loads} loads, ${stores} stores, ${counts.turns} loop steps, ${bulkBytes} bytes moved by built-ins`;
  }
}

/** A range where the board's flash cache decides. */
const timeInWords = (microseconds: number, slowest: number): string =>
  slowest === 1
    ? `${Math.round(microseconds)}`
    : `${Math.round(microseconds)} to ${Math.round(microseconds * slowest)}`;

/** A value in one line; of a typed array only as much as can be read. `raw` gives the array behind a metered one. */
function shown(given: unknown, raw: <T>(value: T) => T, depth = 0): string {
  const value = raw(given);
  if (ArrayBuffer.isView(value)) return shownArray(value as Uint8Array, depth);
  if (typeof value === 'function') return 'function';
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? JSON.stringify(value) : String(value);
  const inner = (item: unknown): string => (depth > 1 ? '...' : shown(item, raw, depth + 1));
  if (Array.isArray(value)) return `[${value.map(inner).join(', ')}]`;
  return `{ ${Object.entries(value)
    .map(([name, item]) => `${name}: ${inner(item)}`)
    .join(', ')} }`;
}

const SHOWN_ELEMENTS = 16;

function shownArray(array: Uint8Array, depth: number): string {
  const name = `${array.constructor.name}(${array.length})`;
  if (depth > 0) return name;
  const elements = Array.from({ length: Math.min(array.length, SHOWN_ELEMENTS) }, (_, i) => array[i]).join(', ');
  return `${name} [${elements}${array.length > SHOWN_ELEMENTS ? ', ...' : ''}]`;
}
