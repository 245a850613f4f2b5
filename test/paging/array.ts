import type { Random } from '../support/random.ts';
import { benchOf, bytes, setup } from './bench.ts';
import type { Library } from './library.ts';

/** The pager beside a plain array: every call, pins and prefetches among them. */
export function likeAnArray(library: Library, random: Random): string {
  const { paging, fault } = library;
  const { store, open, heap } = benchOf(library, random.below(1e9));
  const pager = open();
  const view = new DataView(new ArrayBuffer(bytes));
  const now = new Uint8Array(view.buffer);
  let committed = now.slice();
  const pins: [number, number][] = [];
  for (let step = 0; step < 3000; step++) {
    const va = random.below(bytes - 3);
    const value = random.below(2 ** 31) * 2 + random.below(2);
    const kind = random.below(24);
    const page = random.below(setup.pages);
    if (kind < 3 && paging.read8(pager, va) !== now[va]) return `read8(${va}) is wrong at step ${step}`;
    if (kind === 3 && paging.read16(pager, va) !== view.getUint16(va, true)) return `read16(${va}) is wrong`;
    if (kind === 4 && paging.read32(pager, va) !== view.getUint32(va, true)) return `read32(${va}) is wrong`;
    if (kind >= 5 && kind < 8 && paging.write8(pager, va, value)) now[va] = value;
    if (kind === 8 && paging.write16(pager, va, value)) view.setUint16(va, value & 65535, true);
    if (kind === 9 && paging.write32(pager, va, value)) view.setUint32(va, value, true);
    if (kind === 10) {
      const from = Uint8Array.from({ length: 70 }, () => random.below(256));
      const count = paging.copyIn(pager, Math.min(va, bytes - 70), from, 0, 70);
      now.set(from.subarray(0, count), Math.min(va, bytes - 70));
    }
    if (kind === 11) {
      const into = new Uint8Array(70);
      const count = paging.copyOut(pager, Math.min(va, bytes - 70), into, 0, 70);
      if (count !== 70) return `copyOut(${va}) gave ${count}: fault ${fault()}`;
      if (into.some((byte, i) => byte !== now[Math.min(va, bytes - 70) + i])) {
        const i = into.findIndex((byte, k) => byte !== now[Math.min(va, bytes - 70) + k]);
        return `copyOut(${va}) is wrong at ${Math.min(va, bytes - 70) + i}, step ${step}: ${into[i]} for ${now[Math.min(va, bytes - 70) + i]}`;
      }
    }
    if (kind === 12) {
      const address = paging.pin(pager, page, true);
      if (address) {
        pins.push([page, address]);
        heap[address] = now[page * 32] = step & 255;
      } else if (new Set(pins.map(([pinned]) => pinned)).size < 2 && fault() !== 1) return 'a pin was refused';
    }
    if (kind === 13 && pins.length) {
      const [pinned] = pins.splice(random.below(pins.length), 1)[0]!;
      if (!paging.unpin(pager, pinned)) return 'an unpin was refused';
    }
    for (const [pinned, address] of pins) if (heap[address] !== now[pinned * 32]) return `pinned page ${pinned} moved`;
    if (new Set(pins.map(([pinned]) => pinned)).size > 2) return 'all frames but one were pinned';
    if (kind === 14) paging.prefetch(pager, page);
    if (kind === 15) paging.flush(pager);
    if (kind === 16 && paging.commit(pager)) committed = now.slice();
    if (kind === 17 && random.oneIn(4) && paging.rollback(pager)) now.set(committed);
    if (
      kind === 18 &&
      (paging.read8(pager, bytes) ||
        paging.write8(pager, -1, 1) ||
        paging.write8(pager, 0.5, 1) ||
        paging.pin(pager, setup.pages) ||
        paging.unpin(pager, -1))
    )
      return 'a bad address was taken';
    const check = step % 16 ? '' : paging.check(pager);
    if (check) return `step ${step}: ${check}`;
  }
  return store.violations ? 'words were programmed twice' : '';
}
