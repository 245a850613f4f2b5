/**
 * Texts as Espruino has them. `set` of a typed array takes one for its character codes, so that the library stores a text by one call there;
 * without Unicode a character is one byte, and "\u0100" has the code 0.
 */
import type { BoardProfile } from '../boards/board.ts';
import type { Realm } from './realm.ts';

/** Patches the realm of a board with Espruino. */
export function addTexts({ global, natives }: Realm, { features }: BoardProfile): void {
  const arrays = Object.getPrototypeOf(natives.Uint8Array.prototype) as Record<string, any>;
  const { set } = arrays;
  arrays.set = function (this: Uint8Array, source: unknown, at?: number): void {
    set.call(this, typeof source === 'string' ? codesOf(source) : source, at);
  };
  if (features.unicode) return;
  const { parse } = global.JSON as { parse(text: string, reviver?: unknown): unknown };
  global.JSON.parse = (text: unknown, reviver?: unknown): unknown =>
    parse(String(text).replace(/\\u[0-9a-f]{2}([0-9a-f]{2})/gi, '\\u00$1'), reviver);
}

const codesOf = (text: string): number[] => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
