/** Each rule of layout.ts left out, and other mistakes that this kind of store invites. */
import type { Change } from './library.ts';

const inFile = (file: string, from: string, to: string): Change => ({ file: `paging/${file}`, from, to });

export const mutants: [string, Change[]][] = [
  ['R1: no verification of programs', [inFile('device.ts', 'crc32(p.u8, p.stage, count) !== sum) return false;', 'false) return false;')]],
  ['R2: the newest proven root is overwritten', [inFile('records.ts', 'slot !== w[k + Control.Keep] && ', '')]],
  ['R2: the newest root is overwritten', [inFile('records.ts', 'slot !== newest && ', ''), inFile('records.ts', 'var slot = newest;', 'var slot = newest - 1;')]],
  ['R3: what is not proven is not saved anew', [inFile('mount.ts', 'return !isProven || isTorn;', 'return isTorn;')]],
  ['R3: no confirm copy', [
    inFile('records.ts', ' && put(p, address, p.u8, p.head, p.unit) &&\n    put(p, address + p.unit, p.u8, p.head, p.unit);', ' && put(p, address, p.u8, p.head, p.unit);'),
    inFile('records.ts', 'isProven: second > 0,', 'isProven: true,')]],
  ['R4: no fence behind the last record', [inFile('mount.ts', 'return !isProven || isTorn;', 'return !isProven;')]],
  ['R4: no fence around unreadable slots', [inFile('mount.ts', 'else if (!slots[i].isBlank) {', 'else if (!p) {')]],
  ['R5: a life appends where an earlier one did', [inFile('mount.ts', "  p.w.set(last, p.head >> 2);", "  p.w.set(last, p.head >> 2);\n  p.w[p.slot + Control.Tail] = address - slot * slotBytes(p);")]],
  ['R6: a sector is free when the table does not need it', [inFile('space.ts', 'if (old === p.h[p.proven + page]) noteChanged(p, page);\n  else drop(p, old);', 'noteChanged(p, page);\n  if (old !== Limit.None) drop(p, old);'), inFile('space.ts', 'if (proven !== Limit.None) drop(p, proven);', '')]],
  ['R7: the CRC is made anew when a page is moved', [inFile('space.ts', 'var crc = isMoved ? w[p.crcs + page] : crc32(p.u8, at, p.pageSize);', 'var crc = 0;'), inFile('space.ts', 'if (isMoved && !readPage(p, page, at)) return false;', 'if (isMoved) p.store.read(old * p.pageSize, p.u8, at, p.pageSize);\n    crc = crc32(p.u8, at, p.pageSize);')]],
  ['R8: the first erase of a life is not announced', [inFile('space.ts', 'if (HAS_COMMIT && !announce(p, sector)) return false;', '')]],
  ['the header first', [inFile('records.ts', 'return put(p, address + 2 * p.unit, from, at, bytes) && put(p, address, p.u8, p.head, p.unit) &&', 'return put(p, address, p.u8, p.head, p.unit) && put(p, address + 2 * p.unit, from, at, bytes) &&')]],
  ['the confirm copy first', [inFile('records.ts', 'put(p, address, p.u8, p.head, p.unit) &&\n    put(p, address + p.unit, p.u8, p.head, p.unit)', 'put(p, address + p.unit, p.u8, p.head, p.unit) &&\n    put(p, address, p.u8, p.head, p.unit)')]],
  ['a delta follows whatever is before it', [inFile('mount.ts', 'words[Header.Link] === last[Header.Check] &&', ''), inFile('mount.ts', 'words[Header.Generation] === last[Header.Generation] + 1 &&', '')]],
  ['the CRC of a root is not compared', [inFile('mount.ts', ' && crc32(into, at, bytes) === words[Header.Crc]', '')]],
  ['the CRC of a page is not compared', [inFile('space.ts', 'crc32(p.u8, at, p.pageSize) === p.w[p.crcs + page] || ', 'true || ')]],
  ['a header is read again', [inFile('mount.ts', 'if (!slots[newest].isProven) w', 'slots[newest] = readRecord(p, newest * slotBytes(p));\n    if (!slots[newest].words) return -1;\n    if (!slots[newest].isProven) w')]],
  ['a payload is read again after its CRC was compared', [inFile('mount.ts', 'crc32(into, at, bytes) === words[Header.Crc];', 'crc32(into, at, bytes) === words[Header.Crc] && p.store.read(address + 2 * p.unit, into, at, bytes);')]],
  ['a delta that is only listed in part', [inFile('space.ts', 'var isListed = count <= p.mostChanged;', 'var isListed = true;')]],
  ['a rollback keeps the open sector', [inFile('reload.ts', "  w[k + Control.Used] = p.span;\n  w[k + Control.Sector] = p.first - 1;\n", '')]],
  ['a retired sector is used again', [inFile('device.ts', 'p.w[p.wear + sector] |= Limit.Retired;', '')]],
  ['commit forgets dirty frames', [inFile('index.ts', 'if (!flush(p) || (w', 'if ((w')]],
  ['eviction forgets to write', [inFile('frames.ts', 'if (p.u8[p.flags + frame] & Flag.Dirty && !writeBack(p, frame)) return -1;', 'if (p.u8[p.flags + frame] & Flag.Dirty) { p.u8[p.flags + frame] &= ~1; p.w[p.slot + Control.Dirty]--; }')]],
  ['the page at hand is not forgotten when it is evicted', [inFile('frames.ts', 'if (p.w[p.slot + Control.ReadFrame] === frameAt(p, frame)) forget(p);', '')]],
  ['a pinned frame is evicted', [inFile('frames.ts', 'if (flags < Flag.Pin) {', 'if (flags >= 0) {')]],
  ['all frames can be pinned', [inFile('index.ts', 'w[p.slot + Control.Pinned] + 2 >= p.frameCount', 'w[p.slot + Control.Pinned] + 1 >= p.frameCount')]],
  ['a straddling write is done by halves', [inFile('index.ts', 'hasRoom(p, 3) &&', '')]],
  ['a store that is full for now counts as one that fails', [inFile('device.ts', 'return !!p.store.isFull && p.store.isFull() && !refuse(Fault.NoSpace);', 'return false;')]],
  ['a full store is opened without what R4 asks', [inFile('mount.ts', 'else if (isPutOff(p)) return false;', '')]],
  ['the volume of a store is not compared', [inFile('index.ts', 'if (w[p.wear + p.sectorCount] === volume) return p;', 'return p;')]],
  ['all volumes are one', [inFile('reload.ts', 'Math.random() * 0x7fffffff', '1')]],
  ['the newest root is not compared with the one that the image knows', [inFile('reload.ts', 'if (i === w[k + Control.Newest] && !(found.words && found.words[Header.Check] === w[k + Control.RootCheck])) return false;', '')]],
  ['a resumed pager does not look behind the last record it knows', [inFile('reload.ts', 'return !tail || tail + 2 * p.unit > slotBytes(p) ||', 'return true ||')]],
  ['resume forgets where the next delta would go', [inFile('checkpoint.ts', 'words[tail] = -1 - words[tail];', 'words[tail] = 0;')]],
  ['R5: a resumed pager appends where an earlier life did', [inFile('checkpoint.ts', 'words[tail] = -1 - words[tail];', '')]],
];
