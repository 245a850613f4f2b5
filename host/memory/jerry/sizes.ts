/** Texts and numbers in JerryScript's heap, which is given away in pieces of 8 bytes. */

/** Head of a text of ASCII, of up to 255 letters, and of any other. */
const SHORT_TEXT_BYTES = 9;
const LONG_TEXT_BYTES = 12;
const MOST_SHORT = 255;

export const aligned = (bytes: number): number => (bytes + 7) & ~7;

/** Whole numbers as texts lie where they stand. */
const isDirect = (text: string): boolean => /^(0|[1-9]\d{0,7})$/.test(text) || text === '';

export function textBytes(text: string): number {
  if (isDirect(text)) return 0;
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
  }
  return aligned((bytes === text.length && bytes <= MOST_SHORT ? SHORT_TEXT_BYTES : LONG_TEXT_BYTES) + bytes);
}

/** Numbers that the engine keeps where they stand, in 28 bits. */
export const isSmall = (value: number): boolean =>
  Number.isInteger(value) && value >= -(2 ** 27) && value < 2 ** 27 && !Object.is(value, -0);
