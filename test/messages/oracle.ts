/** Whether the ring of messages in a region is sound: from the drawing in layout.ts, without a line of the library. */

const word = (image: Uint8Array, at: number): number =>
  (image[at]! | (image[at + 1]! << 8) | (image[at + 2]! << 16) | (image[at + 3]! << 24)) >>> 0;
const half = (image: Uint8Array, at: number): number => image[at]! | (image[at + 1]! << 8);

/** The messages of the region [from, to) as text, the oldest first; null when it is not sound. */
export function messagesIn(image: Uint8Array, from: number, to: number): string[] | null {
  const ring = from + 12;
  let granuleBytes = 2;
  while ((to - ring) / granuleBytes >= 65536) granuleBytes *= 2;
  const granules = Math.floor((to - ring) / granuleBytes);
  const [flags, tail, head] = [word(image, from), word(image, from + 4), word(image, from + 8)];
  if (flags > 1 || tail % 65536 >= granules || head % 65536 >= granules) return null;
  const count = (Math.floor(tail / 65536) - Math.floor(head / 65536) + 65536) % 65536;
  const found: string[] = [];
  let granule = head % 65536;
  let isWrapped = false;
  let used = 0;
  while (found.length < count) {
    const at = ring + granule * granuleBytes;
    const bytes = half(image, at);
    if (bytes === 65535) {
      if (granule === 0 || isWrapped) return null;
      used += granules - granule;
      granule = 0;
      isWrapped = true;
      continue;
    }
    const step = Math.ceil((2 + bytes) / granuleBytes);
    used += step;
    if (granule + step > granules || used > granules) return null;
    found.push(Buffer.from(image.subarray(at + 2, at + 2 + bytes)).toString('latin1'));
    granule += step;
    if (granule === granules) {
      granule = 0;
      isWrapped = true;
    }
  }
  return count === 0 || granule === tail % 65536 ? found : null;
}
