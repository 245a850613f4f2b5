/** Each rule of layout.ts left out, and other mistakes that this kind of store invites. */
import type { Patch } from '../support/library.ts';

const inFile = (file: string, from: string, to: string): Patch => ({ file: `paging/${file}`, from, to });

export const mutants: [string, Patch[]][] = [
  ['R1: no verification of programs', [inFile('device.ts', 'crc32(p.u8, p.stage, count) !== sum', 'false')]],
  ['R2: the newest proven root is overwritten', [inFile('records.ts', 'rootSlot !== w[k + Control.Keep] && ', '')]],
  [
    'R2: the newest root is overwritten',
    [
      inFile('records.ts', 'rootSlot !== newest && ', ''),
      inFile('records.ts', 'var rootSlot = newest;', 'var rootSlot = newest - 1;'),
    ],
  ],
  [
    'R3: what is not proven is not saved anew',
    [inFile('mount.ts', 'return !isProven || isTorn ? 1 : 0;', 'return isTorn ? 1 : 0;')],
  ],
  [
    'R3: no confirm copy',
    [
      inFile(
        'records.ts',
        '&& put(p, address, p.u8, p.head, p.headerBytes) && put(p, address + p.headerBytes, p.u8, p.head, p.headerBytes)',
        '&& put(p, address, p.u8, p.head, p.headerBytes)',
      ),
      inFile('records.ts', 'isProven: second > 0,', 'isProven: true,'),
    ],
  ],
  [
    'R4: no fence behind the last record',
    [inFile('mount.ts', 'return !isProven || isTorn ? 1 : 0;', 'return !isProven ? 1 : 0;')],
  ],
  [
    'R4: no fence around unreadable root slots',
    [inFile('mount.ts', 'else if (!rootSlots[i].isBlank) {', 'else if (!p) {')],
  ],
  [
    'R5: a life appends where an earlier one did',
    [
      inFile(
        'mount.ts',
        '  p.w.set(last, p.head >> 2);',
        '  p.w.set(last, p.head >> 2);\n  p.w[p.control + Control.Tail] = address - rootSlot * rootSlotBytes(p);',
      ),
    ],
  ],
  [
    'R6: a sector is free when the table does not need it',
    [
      inFile(
        'space.ts',
        'if (old === p.h[p.proven + page]) noteChanged(p, page);\n  else drop(p, old);',
        'noteChanged(p, page);\n  if (old !== Limit.None) drop(p, old);',
      ),
      inFile('space.ts', 'if (proven !== Limit.None) drop(p, proven);', ''),
    ],
  ],
  [
    'R7: the CRC is made anew when a page is moved',
    [
      inFile('space.ts', 'var crc = isMoved ? w[p.crcs + page] : crc32(p.u8, at, p.pageSize);', 'var crc = 0;'),
      inFile(
        'space.ts',
        'if (isMoved && !readPage(p, page, at)) return false;',
        'if (isMoved) p.store.read(p.h[p.pageSlots + page] * p.pageSize, p.u8, at, p.pageSize);\n    crc = crc32(p.u8, at, p.pageSize);',
      ),
    ],
  ],
  [
    'R8: the first erase of a life is not announced',
    [inFile('space.ts', 'if (HAS_COMMIT && !announce(p, sector)) return false;', '')],
  ],
  [
    'the header first',
    [
      inFile(
        'records.ts',
        'put(p, address + 2 * p.headerBytes, from, at, bytes) && put(p, address, p.u8, p.head, p.headerBytes) &&',
        'put(p, address, p.u8, p.head, p.headerBytes) && put(p, address + 2 * p.headerBytes, from, at, bytes) &&',
      ),
    ],
  ],
  [
    'the confirm copy first',
    [
      inFile(
        'records.ts',
        'put(p, address, p.u8, p.head, p.headerBytes) &&\n    put(p, address + p.headerBytes, p.u8, p.head, p.headerBytes)',
        'put(p, address + p.headerBytes, p.u8, p.head, p.headerBytes) &&\n    put(p, address, p.u8, p.head, p.headerBytes)',
      ),
    ],
  ],
  [
    'a delta follows whatever is before it',
    [
      inFile('mount.ts', 'words[Header.Link] === last[Header.Check] &&', ''),
      inFile('mount.ts', 'words[Header.Generation] === last[Header.Generation] + 1 &&', ''),
    ],
  ],
  [
    'the CRC of a root is not compared',
    [inFile('mount.ts', 'crc32(into, at, bytes) === words[Header.Crc] ? 1 : 0', 'at >= 0 ? 1 : 0')],
  ],
  [
    'the CRC of a page is not compared',
    [inFile('space.ts', 'crc32(p.u8, at, p.pageSize) === p.w[p.crcs + page] || ', 'true || ')],
  ],
  [
    'a header is read again',
    [
      inFile(
        'mount.ts',
        'if (!rootSlots[newest].isProven) w',
        'rootSlots[newest] = readRecord(p, newest * rootSlotBytes(p));\n    if (!rootSlots[newest].words) return -1;\n    if (!rootSlots[newest].isProven) w',
      ),
    ],
  ],
  [
    'a payload is read again after its CRC was compared',
    [
      inFile(
        'mount.ts',
        'crc32(into, at, bytes) === words[Header.Crc] ? 1 : 0',
        'crc32(into, at, bytes) === words[Header.Crc] && p.store.read(address + 2 * p.headerBytes, into, at, bytes) ? 1 : 0',
      ),
    ],
  ],
  [
    'a delta that is only listed in part',
    [
      inFile(
        'space.ts',
        'if (count >>> 0 > p.mostChanged) return 0;',
        'if (count > p.mostChanged) count = p.mostChanged;',
      ),
    ],
  ],
  [
    'a rollback keeps the open sector',
    [inFile('reload.ts', '  w[k + Control.Used] = p.span;\n  w[k + Control.Sector] = p.first - 1;\n', '')],
  ],
  [
    'a retired sector is used again',
    [inFile('device.ts', 'if (!isStopped(p)) p.w[p.wear + sector] |= Limit.Retired;', '')],
  ],
  ['commit forgets dirty frames', [inFile('index.ts', 'if (!writeAll(p, true) || (w', 'if ((w')]],
  [
    'eviction forgets to write',
    [
      inFile(
        'frames.ts',
        'if (p.u8[p.flags + frame] & Flag.Dirty && !writeBack(p, frame)) return -1;',
        'if (p.u8[p.flags + frame] & Flag.Dirty) { p.u8[p.flags + frame] &= ~1; p.w[p.control + Control.Dirty]--; }',
      ),
    ],
  ],
  [
    'the page at hand is not forgotten when it is evicted',
    [
      inFile('frames.ts', 'if (page * p.pageSize === p.w[p.control + Control.AtHand]) invalidate(p);', ''),
      inFile('frames.ts', '    w[k]++;\n', ''),
    ],
  ],
  [
    'a pinned frame is evicted',
    [inFile('frames.ts', '(flags = u8[p.flags + frame]) < Flag.Pin)', '(flags = u8[p.flags + frame]) >= 0)')],
  ],
  [
    'all frames can be pinned',
    [inFile('index.ts', 'p.w[k + Control.Pinned] + 2 >= p.frameCount', 'p.w[k + Control.Pinned] + 1 >= p.frameCount')],
  ],
  [
    'a straddling write is done by halves',
    [inFile('access.ts', ' || !markDirty(p, frames[0], frames[1])', ' || !markDirty(p, frames[0], frames[0])')],
  ],
  [
    'a store that is full for now counts as one that fails',
    [inFile('device.ts', 'return !!p.store.isFull && p.store.isFull() && ', 'return false && ')],
  ],
  ['a full store is opened without what R4 asks', [inFile('mount.ts', 'else if (isPutOff(p)) return false;', '')]],
  [
    'the volume of a store is not compared',
    [inFile('reload.ts', 'w[p.wear + p.sectorCount] === w[k + Control.PendingCrc]', 'true')],
  ],
  ['all volumes are one', [inFile('index.ts', 'Math.random() * 0x7fffffff', '1')]],
  [
    'the newest root is not compared with the one that the image knows',
    [
      inFile(
        'reload.ts',
        'return words && words[Header.Check] === p.w[p.control + Control.RootCheck] ? News.None : News.MovedOn;',
        'return News.None;',
      ),
    ],
  ],
  [
    'a resumed pager does not look behind the last record it knows',
    [inFile('reload.ts', 'if (!found.isBlank) return News.MovedOn;', '')],
  ],
  [
    'room: a resumed pager gives up the open sector, whatever needs it',
    [inFile('reload.ts', 'writablePages(p) < left', '!p')],
  ],
  [
    'a resumed pager goes on in the open sector, whoever was there',
    [inFile('reload.ts', 'p.pageSize) !== p.blank) return 0;', 'p.pageSize) !== p.blank) return 1;')],
  ],
  [
    'R5: a resumed pager appends where an earlier life did',
    [inFile('checkpoint.ts', 'words[k + Control.IsResumed] = 1;', '')],
  ],
  ['room: the emptiest sectors are not cleaned', [inFile('frames.ts', '    compact(p, count);\n    if', '    if')]],
  [
    'room: cleaning stops at half of what it would give',
    [inFile('frames.ts', 'compact(p, count);\n    if (!p.rootCount', 'reclaim(p, count);\n    if (!p.rootCount')],
  ],
  [
    'room: swap does not write dirty pages for it',
    [inFile('frames.ts', 'if (!p.rootCount && writablePages(p) < count && writeAll(p, false)) compact(p, count);', '')],
  ],
  [
    'room: two pages need room for one',
    [inFile('frames.ts', 'canDirty(p, p.rootCount || frame === second ? count : 2)', 'canDirty(p, 1)')],
  ],
  [
    'room: any number of pages can be held',
    [
      inFile(
        'index.ts',
        'if (isWritten && p.w[k + Control.Held] + 3 > surplusPageSlots(p)) return refuse(p.u8, Fault.NoSpace);',
        '',
      ),
    ],
  ],
  ['room: a flush writes pages that are held', [inFile('frames.ts', '(isCommit || !(flags & Flag.Held)) && ', '')]],
  [
    'room: what a commit took for held pages is not made good',
    [
      inFile('index.ts', '  reclaim(p, wanted);\n  keepReserve(p);', '  reclaim(p, wanted);'),
      inFile('index.ts', '    keepReserve(p);\n    isDone', '    isDone'),
      inFile('index.ts', '  keepReserve(p);\n  if (!writeAll', '  if (!writeAll'),
    ],
  ],
  [
    'room: a sector more of pages is accepted',
    [
      inFile('pager.ts', '(dataSectors - 1) * span - Limit.LeastWritable', 'dataSectors * span'),
      inFile('pager.ts', '((2 * dataSectors - 3) * span) >> 1', '65535'),
    ],
  ],
  [
    'attach: metastable bits in an older root slot are news',
    [
      inFile(
        'reload.ts',
        'rootSlot === p.w[p.control + Control.Keep] ? News.None : News.Uncertain;',
        'rootSlot === p.w[p.control + Control.Keep] ? News.None : News.MovedOn;',
      ),
    ],
  ],
  [
    'attach: what could be a root next time is not erased',
    [inFile('reload.ts', '    if (ofRootSlots[i]) {', '    if (!p) {')],
  ],
  [
    'a store that cannot be read for a moment is taken for garbage',
    [inFile('mount.ts', 'if (found.isFailed) return refuse(p.u8, Fault.StoreFailed) || null;', '')],
  ],
];
