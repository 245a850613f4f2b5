/** Whether the image of a pager is sound, by the words of layout.ts and nothing of the library: for images that attach is to judge. */
import { crc32 } from 'node:zlib';

const NONE = 65535;
const OUT = 255;

/** Words of the control area. */
export const CONTROL_WORDS = 44;

/** Where things are in the region of a pager with these figures. */
export interface Shape {
  base: number;
  pages: number;
  pageBytes: number;
  frames: number;
  sectors: number;
  eraseBytes: number;
  rootSlots: number;
  rootSlotSectors: number;
  programBytes?: number;
}

export function placesOf({ base, pages, pageBytes, frames, sectors, rootSlots, programBytes = 4 }: Shape) {
  const header = base + 4 * CONTROL_WORDS;
  const headerBytes = Math.ceil(24 / programBytes) * programBytes;
  const stage = header + headerBytes;
  const crcs = stage + pageBytes;
  const wear = crcs + 4 * pages;
  const volume = wear + 4 * sectors;
  const pageSlots = volume + 4;
  const most = Math.max(4, programBytes);
  const imageEnd = crcs + Math.ceil((4 * (pages + sectors + 1) + 2 * pages) / most) * most;
  const proven = imageEnd;
  const references = proven + 2 * pages;
  const changed = references + 2 * sectors;
  const mostChanged = rootSlots ? pageBytes / 8 : 0;
  const pageOf = changed + 2 * mostChanged;
  const frameOf = pageOf + 2 * frames;
  const flags = frameOf + pages;
  const order = flags + frames;
  return {
    header,
    headerBytes,
    stage,
    crcs,
    wear,
    volume,
    pageSlots,
    imageEnd,
    proven,
    references,
    changed,
    mostChanged,
    pageOf,
    frameOf,
    flags,
    order,
    frame: (order + frames + 3) & -4,
  };
}

export function isSound(image: Uint8Array, shape: Shape, declared: Int32Array): boolean {
  const { base, pages, pageBytes, frames, sectors, eraseBytes, rootSlots, rootSlotSectors } = shape;
  const view = new DataView(image.buffer, image.byteOffset);
  const at = placesOf(shape);
  const word = (n: number): number => view.getInt32(base + 4 * n, true);
  const half = (from: number, i: number): number => view.getUint16(from + 2 * i, true);
  const span = eraseBytes / pageBytes;
  const first = rootSlots * rootSlotSectors;
  const all = (count: number, is: (i: number) => boolean): boolean =>
    Array.from({ length: count }, (_, i) => is(i)).every(Boolean);
  // Declared.
  for (const n of [19, 20, 21, 22, 24, 40, 41, 42, 43]) if (word(n) !== declared[n]) return false;
  if (![frames < 8 ? 1 : 2, Math.max(2, frames >> 2)].includes(word(23))) return false;
  if (!all(at.imageEnd - at.pageSlots - 2 * pages, (i) => image[at.pageSlots + 2 * pages + i] === 0)) return false;
  if (!all(at.headerBytes - 24, (i) => image[at.header + 24 + i] === 255)) return false;
  const [open, hand, dirty, pinned, sector, used, free, changed, written, newest, keep, tail] = [
    4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  ].map(word) as number[];
  if ((open !== pages && !(open === -4 && word(39) === 1)) || word(3) !== 0 || hand! < 0 || hand! >= frames)
    return false;
  if (word(17) >>> 1 || word(34) >>> 1 || word(39) >>> 1 || written! < 0) return false;
  // The open sector.
  if (sector! < first - 1 || sector! >= sectors || used! < 0 || used! > span) return false;
  if (sector! < first ? used !== span : view.getInt32(at.wear + 4 * sector!, true) < 0) return false;
  // Roots.
  const rootSlotBytes = rootSlotSectors * eraseBytes;
  if ([newest, keep, word(36)].some((rootSlot) => rootSlot! < -1 || rootSlot! >= rootSlots)) return false;
  if (newest! < 0 ? keep! >= 0 || tail !== 0 : keep === newest || word(36) === newest) return false;
  if (
    tail !== 0 &&
    (tail! < 2 * at.headerBytes + (at.imageEnd - at.crcs) || tail! > rootSlotBytes || tail! % (shape.programBytes ?? 4))
  )
    return false;
  const header = image.subarray(at.header, at.header + 20);
  if (
    newest! >= 0 &&
    (view.getInt32(at.header + 20, true) !== (crc32(header) | 0) || view.getInt32(at.header, true) > word(16))
  )
    return false;
  // Frames and pages name each other.
  const held: number[] = [];
  for (let frame = 0; frame < frames; frame++) {
    const page = half(at.pageOf, frame);
    const flags = image[at.flags + frame]!;
    if (page === NONE ? flags : page >= pages || image[at.frameOf + page] !== frame) return false;
    if (flags & 4 && (!(flags & 1) || flags < 8)) return false;
    held.push(flags);
  }
  if (
    !all(
      pages,
      (page) =>
        image[at.frameOf + page] === OUT ||
        (image[at.frameOf + page]! < frames && half(at.pageOf, image[at.frameOf + page]!) === page),
    )
  )
    return false;
  if (
    new Set(image.subarray(at.order, at.order + frames)).size !== frames ||
    image.subarray(at.order, at.order + frames).some((frame) => frame >= frames)
  )
    return false;
  const hasFlag = (mask: number): number => held.filter((flags) => flags & mask).length;
  if (hasFlag(1) !== dirty || hasFlag(0xf8) !== pinned || hasFlag(4) !== word(37) || pinned! > frames - 2) return false;
  const atHand = word(1);
  if (
    atHand !== -1 &&
    (atHand < 0 || atHand % pageBytes || atHand / pageBytes >= pages || image[at.frameOf + atHand / pageBytes] === OUT)
  )
    return false;
  // Page slots.
  const users = new Map<number, number>();
  for (let page = 0; page < pages; page++) {
    for (const pageSlot of new Set([half(at.pageSlots, page), half(at.proven, page)])) {
      if (pageSlot === NONE) continue;
      if (users.has(pageSlot) || pageSlot < first * span || pageSlot >= sectors * span) return false;
      if (Math.floor(pageSlot / span) === sector && pageSlot % span >= used!) return false;
      users.set(pageSlot, page);
    }
  }
  const usedIn = (n: number): number =>
    [...users.keys()].filter((pageSlot) => Math.floor(pageSlot / span) === n).length;
  if (!all(sectors, (n) => half(at.references, n) === usedIn(n))) return false;
  const isFree = (n: number): boolean =>
    n >= first && !usedIn(n) && n !== sector && view.getInt32(at.wear + 4 * n, true) >= 0;
  if (Array.from({ length: sectors }, (_, n) => n).filter(isFree).length !== free) return false;
  // What changed is listed.
  if (changed! < 0 || changed! > at.mostChanged + 1) return false;
  if (changed! > at.mostChanged || !rootSlots) return true;
  const listed = Array.from({ length: changed! }, (_, i) => half(at.changed, i));
  return (
    listed.every((index) => index < pages + sectors) &&
    all(pages, (page) => half(at.pageSlots, page) === half(at.proven, page) || listed.includes(page))
  );
}
