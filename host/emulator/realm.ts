/**
 * A JavaScript realm that has only what a board's engine has: a fresh global object from which everything is deleted that was not found on
 * the engine (boards/builtins), or, for the host, that boards/es5.d.ts does not list.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { projectFolder } from '../boards/board.ts';
import { type Names, membersOf } from '../builtins/names.ts';

/** What boards/es5.d.ts lists; made by the build. */
interface Surface {
  globals: string[];
  statics: Record<string, string[]>;
  members: Record<string, string[]>;
}

export type TypedArrayName =
  'Uint8Array' | 'Uint16Array' | 'Uint32Array' | 'Int8Array' | 'Int16Array' | 'Int32Array' | 'Float32Array';
export const typedArrayNames: TypedArrayName[] = [
  'Uint8Array',
  'Uint16Array',
  'Uint32Array',
  'Int8Array',
  'Int16Array',
  'Int32Array',
  'Float32Array',
];

export interface Realm {
  /** The global object of the realm. */
  global: Record<string, any>;
  /** The realm's own constructors, whatever stands in for them on the global object. */
  natives: Record<TypedArrayName, any>;
  /** Run a script in the realm; returns the value of its last statement. It is ended after `most` milliseconds, by an Error. */
  run(source: string, fileName?: string, most?: number): any;
  /** A plain copy of `value`, made of the realm's own objects and arrays. */
  copyOf(value: unknown): any;
}

/** A global object like any other, where Node.js has it: one that stands for an object here takes ten times as long for each look at a name. */
const { DONT_CONTEXTIFY: plainGlobal = {} } = (vm.constants ?? {}) as { DONT_CONTEXTIFY?: unknown };

export function newRealm(): Realm {
  const context = vm.createContext(plainGlobal as object);
  const run = (source: string, fileName = 'realm.js', most?: number): any =>
    new vm.Script(source, { filename: fileName }).runInContext(context, most ? { timeout: most } : {});
  const global = run('globalThis');
  const parse = run('JSON.parse');
  const natives = run(`({${typedArrayNames.join(',')}})`);
  return { global, natives, run, copyOf: (value) => parse(JSON.stringify(value)) };
}

let surface: Surface | undefined;
function readSurface(): Surface {
  const file = join(projectFolder, 'dist', 'es', 'es5.json');
  if (!surface && !existsSync(file)) throw new Error('no dist/es/es5.json: run `npm run build` first');
  surface ??= JSON.parse(readFileSync(file, 'utf8')) as Surface;
  return surface;
}

/** What is looked for on an instance, and found on its prototype's prototype where an engine has no own: nothing is gained by taking it away. */
const OF_ALL = ['constructor', 'toString', 'valueOf', 'toJSON', '__proto__', 'name', 'message'];
const OF_FUNCTIONS = ['prototype', 'length', 'name'];

/**
 * Delete what the board's engine has not. Symbols stay, for loops and regular expressions of the realm itself lean on them; so do members
 * of regular expressions. Everything is looked up before anything is deleted.
 */
export function stripTo(realm: Realm, names: Names): void {
  const listed = (owner: string): string[] => membersOf(names[owner]).map(({ name }) => name);
  const doomed: [object, PropertyKey][] = [];
  const keepOnly = (object: object, kept: string[]): void => {
    for (const key of Reflect.ownKeys(object))
      if (typeof key === 'string' && !kept.includes(key)) doomed.push([object, key]);
  };
  const TypedArray = Object.getPrototypeOf(realm.natives.Uint8Array);
  keepOnly(TypedArray, [...listed('ArrayBufferView'), ...OF_FUNCTIONS]);
  keepOnly(TypedArray.prototype, [...listed('ArrayBufferView#'), ...OF_ALL]);
  // What is gone as a whole may serve the realm itself.
  for (const name of listed('globals')) {
    const value = realm.global[name];
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || value === realm.global)
      continue;
    keepOnly(value, [...listed(name), ...OF_FUNCTIONS]);
    if (value.prototype && name !== 'RegExp') keepOnly(value.prototype, [...listed(`${name}#`), ...OF_ALL]);
  }
  for (const name of typedArrayNames) keepOnly(realm.natives[name], [...listed(name), ...OF_FUNCTIONS]);
  keepOnly(realm.global, ['globalThis', ...listed('globals')]);
  for (const [object, key] of doomed) Reflect.deleteProperty(object, key);
}

/** Delete what boards/es5.d.ts does not list: for a board that is none. Everything is looked up before anything is deleted. */
export function stripToCommon(realm: Realm): void {
  const { globals, statics, members } = readSurface();
  const anyTypedArray = Object.getPrototypeOf(realm.natives.Uint8Array);
  const doomed: [object, PropertyKey][] = [];
  const keepOnly = (object: object, listed: string[]): void => {
    for (const key of Reflect.ownKeys(object))
      if (typeof key === 'symbol' || !listed.includes(key)) doomed.push([object, key]);
  };
  keepOnly(anyTypedArray, OF_FUNCTIONS);
  keepOnly(anyTypedArray.prototype, [...members.Uint8Array!, 'indexOf', 'copyWithin']);
  for (const name of typedArrayNames) keepOnly(realm.natives[name], OF_FUNCTIONS);
  for (const [name, listed] of Object.entries(statics)) keepOnly(realm.global[name], [...listed, ...OF_FUNCTIONS]);
  for (const [name, listed] of Object.entries(members)) keepOnly(realm.global[name].prototype, listed);
  keepOnly(realm.global, globals);
  for (const [object, key] of doomed) Reflect.deleteProperty(object, key);
}
