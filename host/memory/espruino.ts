/**
 * What Espruino 2v29 takes for each thing, in its variables (JsVars): src/jsvar.h and src/jsutils.h say what fits into one. Each figure
 * here was measured, as the free variables of a build before and after: test/memory/constructs.json.
 */
import type { BoardProfile } from '../boards/board.ts';
import type { Prices } from './prices.ts';

export interface Geometry {
  /** Bytes of a variable. */
  variableBytes: number;
  /** Characters of a text in its first variable, and in each that follows. */
  firstChars: number;
  nextChars: number;
  /** Numbers from -most - 1 to most lie in the name that holds them. */
  most: number;
}

const NAME_CHARS = 4;

/** By how many variables there are, as many bits has a reference. */
export function geometryOf({ engine }: BoardProfile): Geometry {
  const count = engine.jsvarCount!;
  const [bits, packed, counter] =
    count <= 254
      ? [8, 8, 6]
      : count <= 1023
        ? [10, 2, 6]
        : count <= 2047
          ? [11, 0, 4]
          : count <= 4095
            ? [12, 0, 8]
            : count <= 8191
              ? [13, 0, 4]
              : count <= 16383
                ? [14, 0, 8]
                : [16, 0, 8];
  return {
    variableBytes: engine.jsvarBytes!,
    firstChars: NAME_CHARS + ((bits! * 3 + packed!) >> 3),
    nextChars: NAME_CHARS + ((bits! * 3 + packed! + counter!) >> 3),
    most: 2 ** (bits! - 1) - 1,
  };
}

/** Bytes from which on a buffer, or the code of a function in RAM, lies in one run of variables, if there is one. */
export const flatFrom = ({ firstChars, nextChars }: Geometry): number => firstChars + nextChars + 1;

/** Variables of a run, its head included. */
export const flatVariables = (bytes: number, { variableBytes }: Geometry): number =>
  1 + Math.ceil(bytes / variableBytes);

/** Variables of a text, or of bytes that are not in one run. */
export const chainVariables = (chars: number, { firstChars, nextChars }: Geometry): number =>
  1 + Math.ceil(Math.max(0, chars - firstChars) / nextChars);

export const nameVariables = (chars: number, { nextChars }: Geometry): number =>
  1 + Math.ceil(Math.max(0, chars - NAME_CHARS) / nextChars);

const isIndex = (key: string): boolean => /^(0|[1-9]\d{0,8})$/.test(key);

/** `isFlat`: whether a run of so many bytes was found for a buffer when it was made; `isPin`: whether a value is a pin. */
export function espruinoPrices(
  geometry: Geometry,
  isFlat: (buffer: ArrayBufferLike) => boolean,
  isMapped: (text: string) => boolean,
  isPin: (value: unknown) => boolean,
): Prices {
  const name = (text: string): number => nameVariables(text.length, geometry);
  const { most } = geometry;
  const HIDDEN = 1;
  const bufferVariables = (bytes: number, flat: boolean): number =>
    1 + (flat && bytes >= flatFrom(geometry) ? flatVariables(bytes, geometry) : chainVariables(bytes, geometry));
  return {
    slot(key, value, isElement) {
      const isIndexed = isElement || isIndex(key);
      const hasVariable = value === null || (typeof value === 'boolean' && !isIndexed);
      return (isIndexed ? 1 : name(key)) + Number(hasVariable);
    },
    number: (value, said) => Number(said % 2 === 1 || (value | 0) !== value || value > most || value < -most - 1),
    sharesNumbers: true,
    text: (text) => (isMapped(text) ? 1 : chainVariables(text.length, geometry)),
    object: () => 1,
    array: () => 1,
    func({ info, scope }) {
      const params = info.params.reduce((sum, param) => sum + name(`?${param}`), 0);
      const own = info.ownName ? HIDDEN + chainVariables(info.ownName.length, geometry) : 0;
      if (!info.hasCode) return 1 + params + own;
      const code = info.ramChars ? bufferVariables(info.ramChars, true) - 1 : 1;
      return 1 + params + own + HIDDEN + code + (scope ? HIDDEN + scopesVariables(scope) : 0);
    },
    prototype: ({ isUsed }) => name('prototype') + 1 + (isUsed ? name('constructor') : 0),
    inherited: name('__proto__'),
    scope: () => 1,
    names: ({ info }) => info.names,
    accessor: 1,
    view: () => 1,
    buffer: (buffer) => bufferVariables(buffer.byteLength, isFlat(buffer)),
    regexp: (text) => 1 + name('source') + chainVariables(text.length - 2, geometry) + 4,
    date: 5,
    error: null,
    // It has none.
    collection: () => 1,
    // A bound function has what it is bound to; an object of the engine is there once, and counted where it is used.
    foreign: (value) =>
      typeof value === 'function' ? (value.name.startsWith('bound ') ? 3 : 1) : Number(isPin(value)),
  };
}

/** Of two scopes or more a function holds a list of its own. */
function scopesVariables(scope: { outer: unknown }): number {
  let depth = 0;
  for (let at: any = scope; at; at = at.outer) depth++;
  return depth > 1 ? 1 + depth : 0;
}
