/** What the memory of any engine's board is counted by: its program's text is followed, and what it can reach is known. */
import type { Emulated } from '../emulator/index.ts';
import type { Node } from '../support/syntax.ts';
import { follow } from './follow.ts';
import type { FollowOptions } from './follow/follower.ts';
import { type Ledger, newLedger, noteNatives } from './ledger.ts';
import type { Prices } from './prices.ts';
import { type Roots, Walk } from './walk.ts';

/** What boot() asks when an array is made, before there is a board to count. */
export class Room {
  /** Whether there is room for an array of so many bytes. */
  take: (bytes: number) => boolean = () => true;
  /** It was made. */
  made: (kind: string, buffer: ArrayBufferLike, isNew: boolean) => void = () => {};
  isFlat: (buffer: ArrayBufferLike) => boolean = () => true;
}

export interface CountOptions {
  /** Variables, or bytes, that the idle engine has in use; as of the board when not given. */
  idle?: number | undefined;
  /** Of JerryScript: bytes of the heap; the board's own when not given. */
  total?: number | undefined;
}

/** How deep the engine's own objects are gone through. */
const DEPTH = 3;

export abstract class CountedMemory {
  readonly ledger: Ledger;
  protected readonly emulated: Emulated;
  /** Globals of the engine. */
  protected readonly own = new Set<string>();
  protected readonly modules = new Map<string, unknown>();
  readonly #foreign = new WeakSet<object>();

  constructor(emulated: Emulated) {
    this.emulated = emulated;
    this.ledger = newLedger(emulated.realm, emulated.run, () => this.full());
  }

  /** In use, garbage left out, in the engine's unit. Costs a walk over all that the program can reach. */
  abstract used(): number;

  /** Called when more may be in use than there is. */
  protected abstract full(): void;

  /** A turn of the program has ended, and with it the scripts that ran in it. */
  endTurn(): void {}

  /** A text is about to be run: its tree as its author wrote it, and the number of its first function. */
  protected noteText(_tree: Node, _source: string, _firstId: number): void {}

  /** A global of the engine: noted when it is found. */
  protected noteGlobal(_key: string, _value: unknown): void {}

  /** `require` gave something that is none of the program's modules. */
  noteRequired(name: string, value: unknown): void {
    if (this.modules.has(name)) return;
    this.noteForeign(value);
    if (name === 'Storage') this.ledger.readers.add((value as { read: unknown }).read);
  }

  /** What is in the realm now is the engine's own. */
  noteEngine(): void {
    const { realm } = this.emulated;
    for (const key of Object.getOwnPropertyNames(realm)) {
      if (key.startsWith('__')) continue;
      this.own.add(key);
      const { value } = Object.getOwnPropertyDescriptor(realm, key)!;
      this.noteGlobal(key, value);
      this.noteForeign(value);
    }
    noteNatives(this.ledger, realm);
  }

  /** An object that the engine made. */
  noteForeign(value: unknown, depth = DEPTH): void {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || value === this.ledger) return;
    if (this.#foreign.has(value) || depth === 0) return;
    this.#foreign.add(value);
    for (const key of Reflect.ownKeys(value)) {
      const { value: part } = Object.getOwnPropertyDescriptor(value, key)!;
      this.noteForeign(part, depth - 1);
    }
  }

  /** The text to run in place of `source`; `original` is what its author wrote. */
  textOf(source: string, options: Partial<FollowOptions> = {}): string {
    const { infos } = this.ledger;
    const { code, functions, tree } = follow(source, {
      isLibrary: false,
      builtins: this.own,
      ...options,
      firstId: infos.length,
    });
    if (tree) this.noteText(tree, options.original ?? source, infos.length);
    infos.push(...functions);
    return code;
  }

  protected walk(prices: Prices): Walk {
    return new Walk(prices, this.ledger, this.#foreign).from(this.#roots());
  }

  /** What one value holds, whoever else holds it, too. */
  protected walkFrom(value: unknown, prices: Prices): Walk {
    return new Walk(prices, this.ledger, this.#foreign).fromValues([value]);
  }

  #roots(): Roots {
    const { realm, events } = this.emulated;
    const timers = [...events.timers.values()].flatMap(({ f, values }) => [f, ...values]);
    const watches = [...events.watches.values()].map(({ f }) => f);
    const listeners = [...events.listeners.all.values()].flatMap((each) => [...each.values()].flat());
    return {
      global: realm,
      isOwn: (key) => !key.startsWith('__') && !this.own.has(key),
      values: [...timers, ...watches, ...listeners, ...this.modules.values()],
    };
  }

  /** An error that no `catch` of the program sees. */
  protected outOfMemory(why: string): Error {
    const error = new this.emulated.realm.Error(`out of memory: ${why}`) as Error;
    this.ledger.cut = error;
    return error;
  }
}
