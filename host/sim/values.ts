/** Values of a board's program: as bytes, and as text. */

/** The realm's arrays have no byteLength, as boards' programs may not use it: the getter of this realm reads it. */
const byteLengthOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), 'byteLength')!.get!;

export const toBytes = (data: unknown): Uint8Array => {
  if (typeof data === 'string') return Buffer.from(data, 'latin1');
  if (ArrayBuffer.isView(data))
    return new Uint8Array(data.buffer, data.byteOffset, byteLengthOf.call(data) as number).slice();
  if (Array.isArray(data)) return Uint8Array.from(data as number[]);
  return Buffer.from(JSON.stringify(data), 'latin1');
};
export const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** A value as print of Espruino shows it; `realm` writes numbers and lists as the board does. */
export function shownBy({ Number: { prototype }, JSON: json }: Record<string, any>, value: unknown): string {
  if (typeof value === 'number') return (prototype.toString as () => string).call(value);
  const isDate = Object.prototype.toString.call(value) === '[object Date]';
  return isDate ? `Date: ${String(value)}` : shownWith(json.stringify as typeof JSON.stringify, value);
}

/** A value as print shows it. */
export const shown = (value: unknown): string => shownWith(JSON.stringify, value);

function shownWith(jsonOf: (value: unknown) => string, value: unknown): string {
  if (typeof value === 'function') return 'function () { ... }';
  if (ArrayBuffer.isView(value))
    return `new ${value.constructor.name}([${elementsOf(Array.from(value as Uint8Array))}])`;
  if (typeof value !== 'object' || value === null) return String(value);
  return isPin(value) ? String(value) : jsonOf(value);
}

const isPin = ({ constructor }: object): boolean => constructor?.name === 'Pin';

/** Espruino shows the ends of what is longer than this, and of each so much. */
const MOST_SHOWN = 15;
const SHOWN_END = 5;

const elementsOf = (elements: number[]): string =>
  elements.length <= MOST_SHOWN
    ? elements.join(', ')
    : `${elements.slice(0, SHOWN_END).join(', ')},  ... ${elements.slice(-SHOWN_END).join(', ')}`;

/** A value as the prompt shows it, `=` in front. */
export const shownResult = (value: unknown): string =>
  `=${typeof value === 'string' ? JSON.stringify(value) : shown(value)}`;
