/** Whether the ring of messages in a region is sound: from the drawing in layout.ts, without a line of the library. */

const word = (image: Uint8Array, at: number): number =>
  (image[at]! | (image[at + 1]! << 8) | (image[at + 2]! << 16) | (image[at + 3]! << 24)) >>> 0;
const half = (image: Uint8Array, at: number): number => image[at]! | (image[at + 1]! << 8);

/** The messages of the region [from, to) as text, the oldest first; null when it is not sound. */
export function messagesIn(image: Uint8Array, from: number, to: number): string[] | null {
  const low = from + 12;
  let unitBytes = 2;
  while ((to - low) / unitBytes >= 65536) unitBytes *= 2;
  const units = Math.floor((to - low) / unitBytes);
  const [flags, tail, head] = [word(image, from), word(image, from + 4), word(image, from + 8)];
  if (flags > 1 || tail % 65536 >= units || head % 65536 >= units) return null;
  const count = (Math.floor(tail / 65536) - Math.floor(head / 65536) + 65536) % 65536;
  const found: string[] = [];
  let unit = head % 65536;
  let isWrapped = false;
  let used = 0;
  while (found.length < count) {
    const at = low + unit * unitBytes;
    const bytes = half(image, at);
    if (bytes === 65535) {
      if (unit === 0 || isWrapped) return null;
      used += units - unit;
      unit = 0;
      isWrapped = true;
      continue;
    }
    const step = Math.ceil((2 + bytes) / unitBytes);
    used += step;
    if (unit + step > units || used > units) return null;
    found.push(Buffer.from(image.subarray(at + 2, at + 2 + bytes)).toString('latin1'));
    unit += step;
    if (unit === units) {
      unit = 0;
      isWrapped = true;
    }
  }
  return count === 0 || unit === tail % 65536 ? found : null;
}
