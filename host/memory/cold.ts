/**
 * Calls of the library that an Espruino makes when they are called, and drops (docs/design/build.md): a getter `__proto__` makes them, which is
 * no prototype on a PC, where the bundle would make all of them at once. Here, too, they are made when they are called, and asked whether
 * there is room for them.
 */

/** The end of a bundle with such calls: the objects that have some beside the exports, and whether a getter can be a prototype. */
const PROBE = /([\w$]+)=(\[[^\]]*\]);if\(!\{get __proto__\(\)\{return\{a:1\}\}\}\.a\)/;

/** The text of a bundle that leaves its cold calls to `__m.cold`. */
export const leavingCold = (source: string): string => source.replace(PROBE, '$1=$2;if(!__m.cold(exports,$1))');

/** Puts a call in place of each cold one of these objects, and returns which keys of which object those are. */
export function standInForCold(spaces: unknown[]): Map<object, Set<string>> {
  const found = new Map<object, Set<string>>();
  for (const space of spaces) {
    const make = isObject(space) ? Object.getOwnPropertyDescriptor(space, '__proto__')?.get : undefined;
    if (make) found.set(space as object, standIns(space as Record<string, any>, make));
  }
  return found;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

type Calls = Record<string, any>;

function standIns(space: Calls, make: () => unknown): Set<string> {
  const made = make.call(space) as Calls;
  const keys = Object.keys(made);
  for (const key of keys)
    if (typeof made[key] === 'function')
      space[key] = function (this: unknown, ...values: unknown[]): unknown {
        return Reflect.apply((make.call(space) as Calls)[key] as () => unknown, this, values);
      };
    else
      Object.defineProperty(space, key, { get: () => (make.call(space) as Calls)[key] as unknown, enumerable: true });
  return new Set(keys);
}
