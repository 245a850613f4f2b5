/**
 * The JavaScript that every board's engine has: the only built-ins src/ may use.
 *
 * src/ is compiled with `noLib` against this file, so a name that is missing here
 * does not compile; the emulated board deletes every global and prototype member
 * that is missing here, so it does not run either. A name may be added only when
 * Espruino 2v29, JerryScript 2.4, Duktape 2.7 and MicroQuickJS all have it.
 */

declare var NaN: number;
declare var Infinity: number;

declare function isNaN(value: number): boolean;
declare function isFinite(value: number): boolean;
declare function parseInt(text: string, radix?: number): number;
declare function parseFloat(text: string): number;

interface Object {
  constructor: Function;
  hasOwnProperty(name: string): boolean;
  toString(): string;
  valueOf(): Object;
}
interface ObjectConstructor {
  readonly prototype: Object;
  keys(object: object): string[];
  create(prototype: object | null): any;
  /** Not in ES5; Espruino, JerryScript as Kaluma has it, MicroQuickJS, Duktape and QuickJS have it. */
  setPrototypeOf(object: any, prototype: object): any;
  defineProperty(object: any, name: string, how: { get?(): any; set?(value: any): void; value?: any }): any;
}
declare var Object: ObjectConstructor;

interface Function {
  readonly length: number;
  readonly name: string;
  readonly prototype: any;
  apply(this: Function, self: any, values?: any): any;
  bind(this: Function, self: any, ...values: any[]): any;
  call(this: Function, self: any, ...values: any[]): any;
  toString(): string;
}
/** Without a call or construct signature: code made of strings costs RAM on a board. */
interface FunctionConstructor {
  readonly prototype: Function;
}
declare var Function: FunctionConstructor;
interface CallableFunction extends Function {}
interface NewableFunction extends Function {}
interface IArguments {
  readonly length: number;
  [index: number]: any;
}

interface Boolean {
  valueOf(): boolean;
}
interface BooleanConstructor {
  readonly prototype: Boolean;
  (value?: any): boolean;
}
declare var Boolean: BooleanConstructor;

interface Number {
  toString(radix?: number): string;
  toFixed(digits?: number): string;
  valueOf(): number;
}
interface NumberConstructor {
  readonly prototype: Number;
  (value?: any): number;
}
declare var Number: NumberConstructor;

interface String {
  readonly length: number;
  charAt(index: number): string;
  charCodeAt(index: number): number;
  indexOf(text: string, from?: number): number;
  slice(from?: number, to?: number): string;
  split(separator: string): string[];
  substring(from: number, to?: number): string;
  toString(): string;
  valueOf(): string;
  readonly [index: number]: string;
}
interface StringConstructor {
  readonly prototype: String;
  (value?: any): string;
  fromCharCode(...codes: number[]): string;
}
declare var String: StringConstructor;

/** `length` is read-only because Espruino throws on `array.length = n`. */
interface Array<T> {
  readonly length: number;
  concat(...others: T[][]): T[];
  forEach(visit: (value: T, index: number) => void): void;
  indexOf(value: T): number;
  join(separator?: string): string;
  map<U>(convert: (value: T, index: number) => U): U[];
  pop(): T | undefined;
  push(...values: T[]): number;
  slice(from?: number, to?: number): T[];
  toString(): string;
  [index: number]: T;
}
/** With what arrays alone have: otherwise typed arrays would pass for arrays in for-of and spread. */
interface ReadonlyArray<T> {
  readonly length: number;
  concat(...others: T[][]): T[];
  indexOf(value: T): number;
  join(separator?: string): string;
  slice(from?: number, to?: number): T[];
  readonly [index: number]: T;
}
/** Without a construct signature: an array literal does, and nothing can extend Array. */
interface ArrayConstructor {
  readonly prototype: any[];
  isArray(value: any): value is any[];
}
declare var Array: ArrayConstructor;

/** The compiler wants the name; no regular expressions on a board (Duktape and Espruino differ). */
interface RegExp {}

/** The compiler wants the name, for the keys of `for (k in object)`. */
type Extract<T, U> = T extends U ? T : never;

interface Error {
  name: string;
  message: string;
  toString(): string;
}
interface ErrorConstructor {
  readonly prototype: Error;
  new (message?: string): Error;
}
declare var Error: ErrorConstructor;

interface Math {
  abs(value: number): number;
  ceil(value: number): number;
  floor(value: number): number;
  max(a: number, b: number): number;
  min(a: number, b: number): number;
  pow(base: number, exponent: number): number;
  random(): number;
  round(value: number): number;
  sqrt(value: number): number;
}
declare var Math: Math;

/** Without a construct signature: a date takes memory, and its text differs. */
interface DateConstructor {
  now(): number;
}
declare var Date: DateConstructor;

interface JSON {
  parse(text: string): any;
  stringify(value: any): string;
}
declare var JSON: JSON;

interface ArrayBuffer {
  readonly byteLength: number;
}
interface ArrayBufferConstructor {
  readonly prototype: ArrayBuffer;
  new (bytes: number): ArrayBuffer;
}
declare var ArrayBuffer: ArrayBufferConstructor;

/**
 * No fill, indexOf, slice (Duktape and MicroQuickJS lack them) and no copyWithin
 * (Espruino lacks it: see CopyWithin below). Never touch an index out of range:
 * engines ignore it, throw, or grow a property. Reading `length` costs as much as
 * four empty calls on Espruino.
 */
interface TypedArray {
  readonly buffer: ArrayBuffer;
  readonly byteOffset: number;
  readonly length: number;
  set(source: TypedArray | number[], at?: number): void;
  [index: number]: number;
}

/**
 * Not part of the common language. Cast a typed array to it only inside
 * `if (HAS_COPY_WITHIN)`: the profile says whether the board's engine has it.
 */
interface CopyWithin {
  copyWithin(to: number, from: number, end: number): void;
}

interface Uint8Array extends TypedArray {
  subarray(from: number, to?: number): Uint8Array;
}
interface Uint8ArrayConstructor {
  readonly prototype: Uint8Array;
  new (count: number): Uint8Array;
  new (values: number[]): Uint8Array;
  new (buffer: ArrayBuffer, byteOffset?: number, count?: number): Uint8Array;
}
declare var Uint8Array: Uint8ArrayConstructor;

interface Uint16Array extends TypedArray {
  subarray(from: number, to?: number): Uint16Array;
}
interface Uint16ArrayConstructor {
  readonly prototype: Uint16Array;
  new (count: number): Uint16Array;
  new (values: number[]): Uint16Array;
  new (buffer: ArrayBuffer, byteOffset?: number, count?: number): Uint16Array;
}
declare var Uint16Array: Uint16ArrayConstructor;

interface Uint32Array extends TypedArray {
  subarray(from: number, to?: number): Uint32Array;
}
interface Uint32ArrayConstructor {
  readonly prototype: Uint32Array;
  new (count: number): Uint32Array;
  new (values: number[]): Uint32Array;
  new (buffer: ArrayBuffer, byteOffset?: number, count?: number): Uint32Array;
}
declare var Uint32Array: Uint32ArrayConstructor;

interface Int8Array extends TypedArray {
  subarray(from: number, to?: number): Int8Array;
}
interface Int8ArrayConstructor {
  readonly prototype: Int8Array;
  new (count: number): Int8Array;
  new (values: number[]): Int8Array;
  new (buffer: ArrayBuffer, byteOffset?: number, count?: number): Int8Array;
}
declare var Int8Array: Int8ArrayConstructor;

interface Int16Array extends TypedArray {
  subarray(from: number, to?: number): Int16Array;
}
interface Int16ArrayConstructor {
  readonly prototype: Int16Array;
  new (count: number): Int16Array;
  new (values: number[]): Int16Array;
  new (buffer: ArrayBuffer, byteOffset?: number, count?: number): Int16Array;
}
declare var Int16Array: Int16ArrayConstructor;

interface Int32Array extends TypedArray {
  subarray(from: number, to?: number): Int32Array;
}
interface Int32ArrayConstructor {
  readonly prototype: Int32Array;
  new (count: number): Int32Array;
  new (values: number[]): Int32Array;
  new (buffer: ArrayBuffer, byteOffset?: number, count?: number): Int32Array;
}
declare var Int32Array: Int32ArrayConstructor;

interface Float32Array extends TypedArray {
  subarray(from: number, to?: number): Float32Array;
}
interface Float32ArrayConstructor {
  readonly prototype: Float32Array;
  new (count: number): Float32Array;
  new (values: number[]): Float32Array;
  new (buffer: ArrayBuffer, byteOffset?: number, count?: number): Float32Array;
}
declare var Float32Array: Float32ArrayConstructor;
