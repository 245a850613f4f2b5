/**
 * A JavaScript realm that has only what boards' engines have in common: a fresh
 * global object from which everything boards/es5.d.ts does not list is deleted.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { projectFolder } from '../boards/board.ts';

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

/**
 * Delete what is not listed. `extraMembers` are members of typed arrays that the
 * board's engine has besides. Everything is looked up before anything is deleted.
 */
export function strip(realm: Realm, extraMembers: string[]): void {
  const { globals, statics, members } = readSurface();
  const anyTypedArray = Object.getPrototypeOf(realm.natives.Uint8Array);
  const ofFunctions = ['prototype', 'length', 'name'];
  const doomed: [object, PropertyKey][] = [];
  const keepOnly = (object: object, listed: string[]): void => {
    for (const key of Reflect.ownKeys(object))
      if (typeof key === 'symbol' || !listed.includes(key)) doomed.push([object, key]);
  };
  keepOnly(anyTypedArray, ofFunctions);
  keepOnly(anyTypedArray.prototype, [...members.Uint8Array!, ...extraMembers]);
  for (const name of typedArrayNames) keepOnly(realm.natives[name], ofFunctions);
  for (const [name, listed] of Object.entries(statics)) keepOnly(realm.global[name], [...listed, ...ofFunctions]);
  for (const [name, listed] of Object.entries(members)) keepOnly(realm.global[name].prototype, listed);
  keepOnly(realm.global, globals);
  for (const [object, key] of doomed) Reflect.deleteProperty(object, key);
}
