/** What an engine takes for each thing that a program can reach: see walk.ts. */
import type { FunctionRecord, Said, ScopeRecord } from './ledger.ts';

/** What an engine takes for each, in variables or bytes. */
export interface Prices {
  /** A name with what it holds, if that is no text, number or object. */
  slot(key: string, value: unknown, isElement: boolean): number;
  /** A number that the name has no room for, and whether all that have it share it. */
  number(value: number, said: Said): number;
  sharesNumbers: boolean;
  /** The value of a text, wherever it is held. */
  text(text: string): number;
  object(keys: number): number;
  array(elements: number, array: unknown[]): number;
  /** A function with what is in it, without the scope it holds; `keys`: properties that the program gave it. */
  func(record: FunctionRecord, keys: number): number;
  /** What stands for a prototype that is used: of a class, and once it has objects. */
  prototype(use: PrototypeUse): number;
  /** What an object holds to know its prototype. */
  inherited: number;
  scope(record: ScopeRecord): number;
  /** Names whose values a scope holds, of a call that runs or has ended. */
  names(record: ScopeRecord, isRunning: boolean): readonly string[];
  accessor: number;
  view(view: ArrayBufferView): number;
  buffer(buffer: ArrayBufferLike): number;
  regexp(text: string): number;
  date: number;
  /** null: it is counted as any object. */
  error: number | null;
  /** A Map or Set. */
  collection(size: number, isMap: boolean): number;
  /** A function or object of the engine, or of what it runs on. */
  foreign(value: unknown): number;
}

export interface PrototypeUse {
  isUsed: boolean;
  isClass: boolean;
  /** A class without one has none. */
  hasCode: boolean;
  /** Properties that the program gave the function, and the prototype. */
  keys: number;
  prototypeKeys: number;
}
