/**
 * A pager: its frames with the pages in them, and the wear of the flash that its table knows. The store itself is
 * not in the image, but a hash of its geometry is: the geometry is found by trying those that flash has.
 */
import type { Store } from '../../src/core/store.ts';
import { check, sectors, walk } from '../../src/paging/inspect.ts';
import { Control, Flag, Limit, type Pager } from '../../src/paging/layout.ts';
import { describe, isGeometry } from '../../src/paging/pager.ts';
import type { Row } from './directory.ts';
import type { Surveyed, Item } from './survey.ts';

const ERASE_BYTES = [256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072];
const PROGRAM_BYTES = [1, 2, 4, 8, 16, 32, 64, 128, 256];
const MOST_SECTORS = 4096;

export function surveyPaging(heap: Uint8Array, row: Row): Surveyed {
  const pager = row.bytes >= 4 * Control.Words ? pagerOf(heap, row) : null;
  if (!pager) {
    const name = 'frames that nothing describes';
    return {
      damage: 'its control words fit no flash that was thought of, so that nothing tells where its frames are',
      facts: [],
      items: [{ ...placeOf(row), state: 'unreadable', name }],
    };
  }
  const frames = framesOf(pager);
  const end = pager.frame + pager.frameCount * pager.pageSize;
  const rest = row.address + row.bytes - end;
  return {
    damage: check(pager),
    facts: [...factsOf(pager), ...wearOf(pager)],
    items: [
      {
        address: row.address,
        bytes: pager.stage - row.address,
        state: 'control',
        name: 'control words and header of the last record',
      },
      { address: pager.stage, bytes: pager.stageBytes, state: 'control', name: 'the page for scratch' },
      {
        address: pager.imageAt,
        bytes: pager.frame - pager.imageAt,
        state: 'control',
        name: 'table of pages and sectors, and of frames',
      },
      ...frames,
      ...(rest > 0 ? [{ address: end, bytes: rest, state: 'control' as const, name: 'rounding' }] : []),
    ],
  };
}

const placeOf = ({ address, bytes }: Row): { address: number; bytes: number } => ({ address, bytes });

/** The pager, with a store that has the geometry it was made for, and no data. */
function pagerOf(heap: Uint8Array, { address, bytes }: Row): Pager | null {
  const w = new Int32Array(heap.buffer, heap.byteOffset, heap.length >> 2);
  const k = address >> 2;
  const declared = {
    pages: w[k + Control.Pages]!,
    pageBytes: w[k + Control.PageBytes]!,
    isVolatile: w[k + Control.IsVolatile]!,
  };
  for (const eraseBytes of ERASE_BYTES) {
    for (const programBytes of PROGRAM_BYTES) {
      const pagerFor = (sectors: number): Pager | null => {
        const store: Store = {
          size: sectors * eraseBytes,
          eraseBytes,
          programBytes,
          read: () => false,
          program: () => false,
          erase: () => false,
        };
        return isGeometry(store, declared.pages, declared.pageBytes)
          ? describe(heap, address, bytes, store, declared)
          : null;
      };
      const found = hashed(pagerFor, w[k + Control.Frames]!, w[k + Control.Hash]!);
      if (found) return found;
    }
  }
  return null;
}

/** The pager with that hash. More sectors leave room for fewer frames, so most counts of sectors need no look. */
function hashed(pagerFor: (sectors: number) => Pager | null, frames: number, hash: number): Pager | null {
  let low = 1;
  let high = MOST_SECTORS;
  if (!pagerFor(1)) return null;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pagerFor(middle)?.frameCount ?? 0) > frames) low = middle + 1;
    else high = middle;
  }
  for (let pager; (pager = pagerFor(low)) && pager.frameCount === frames && low <= MOST_SECTORS; low++)
    if (pager.hash === hash) return pager;
  return null;
}

function factsOf(pager: Pager): Surveyed['facts'] {
  const figure = (word: Control): number => pager.w[pager.control + word]! >>> 0;
  const { eraseBytes, programBytes, size } = pager.store;
  return [
    ['pages', `${pager.pageCount} of ${pager.pageSize} bytes`],
    ['frames', pager.frameCount],
    ['dirty', figure(Control.Dirty)],
    ['pinned', figure(Control.Pinned)],
    ['hits', figure(Control.Hits)],
    ['misses', figure(Control.Misses)],
    ['commits', figure(Control.Commits)],
    ['pages written', figure(Control.WriteBacks)],
    ['flash', `${size / eraseBytes} sectors of ${eraseBytes} bytes, programmed by ${programBytes}`],
  ];
}

/** Erases of the flash, as the table has them. */
function wearOf(pager: Pager): Surveyed['facts'] {
  const wear: number[] = [];
  let retired = 0;
  sectors(pager, (_sector, erases, _pages, kind) => {
    if (kind === 'data') wear.push(erases);
    if (kind === 'retired') retired++;
  });
  if (wear.length === 0) return [];
  return [
    ['erases of a data sector', `${Math.min(...wear)} to ${Math.max(...wear)}`],
    ['retired sectors', retired],
  ];
}

function framesOf(pager: Pager): Item[] {
  const items: Item[] = Array.from({ length: pager.frameCount }, (_, frame) => ({
    address: pager.frame + frame * pager.pageSize,
    bytes: pager.pageSize,
    state: 'free',
    name: `frame ${frame}, empty`,
  }));
  walk(pager, (frame, page, isDirty, pins) => {
    const item = items[frame]!;
    item.state = pins > 0 ? 'pinned' : 'used';
    item.name = `page ${page}, in frame ${frame}`;
    const wasUsed = (pager.u8[pager.flags + frame]! & Flag.Visited) > 0;
    item.notes = [
      `virtual address ${page * pager.pageSize}`,
      isDirty ? 'changed since it was read' : 'as in the store',
      pins > 0 ? `pinned ${pins} times` : '',
      wasUsed ? 'used lately' : 'not used lately',
      pager.h[pager.pageSlots + page] === Limit.None ? 'never written back' : '',
    ]
      .filter(Boolean)
      .join('; ');
  });
  return items;
}
