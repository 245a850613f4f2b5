/** Text out of files that people bring: in UTF-8, or in UTF-16, as PowerShell's `>` writes it. */
import { Buffer } from 'node:buffer';

/** So many bytes decide where there is no mark. */
const LOOKED_AT_BYTES = 64;

/** The encoding when `bytes` are text in UTF-16, else null: by the mark in front or, without one, a zero in every other byte. */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const start = bytes.subarray(0, Math.min(LOOKED_AT_BYTES, bytes.length & -2));
  const isZeroAt = (odd: number): boolean =>
    start.length >= 4 && start.every((byte, at) => (byte === 0) === (at % 2 === odd));
  return isZeroAt(1) ? 'utf-16le' : isZeroAt(0) ? 'utf-16be' : null;
}

/** The text when `bytes` are UTF-16, without its mark, else null. O(bytes). */
export function utf16TextOf(bytes: Uint8Array): string | null {
  const encoding = utf16Of(bytes);
  return encoding && new TextDecoder(encoding).decode(bytes);
}

/** The text of a file, UTF-16 or UTF-8, without a mark in front; bytes that are no UTF-8 become U+FFFD. O(bytes). */
export const textOf = (bytes: Uint8Array): string =>
  utf16TextOf(bytes) ??
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
