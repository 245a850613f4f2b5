import type { Store } from '../../src/core/store.ts';
import { randomFrom } from '../support/random.ts';
export interface Nor extends Store { bytes: Uint8Array; eraseCounts: Uint32Array; operations: number; programmedBytes: number; violations: number; reads: number; mostReads: number; isCut: boolean; cutAfter(n: number, v: number): void; restart(): void; clone(): Nor; }
export function nor(o: { size: number; eraseBytes: number; programBytes: number; seed?: number }): Nor {
  const R = randomFrom(o.seed ?? 1), r = () => R.below(256);
  const bytes = new Uint8Array(o.size).fill(255), done = new Uint8Array(o.size >> 2);
  let weak = new Map<number, number>(); let cut = -1, variant = 0; const N = o.size / o.eraseBytes;
  const self: Nor = {
    size: o.size, eraseBytes: o.eraseBytes, programBytes: o.programBytes, bytes, eraseCounts: new Uint32Array(N), operations: 0, programmedBytes: 0, violations: 0, reads: 0, mostReads: 1e15, isCut: false,
    cutAfter(n, v) { cut = n; variant = v; self.isCut = false; }, restart() { cut = -1; self.isCut = false; },
    clone() { return self; },
    read(a, into, at, n) { if (++self.reads > self.mostReads) throw new Error('reads without end'); if (self.isCut) return false; for (let i = 0; i < n; i++) into[at + i] = bytes[a + i]!; if (weak.size) for (let i = 0; i < n; i++) { const m = weak.get(a + i); if (m) into[at + i] ^= m & r(); } return true; },
    program(a, from, at, n) { self.reads++; if (self.isCut) { if (++self.reads > self.mostReads) throw new Error('calls without end'); return false; } if (a % o.programBytes || n % o.programBytes || a + n > o.size || at + n > from.length || n <= 0) throw new Error('align ' + a + ' ' + n + ' ' + at + ' ' + from.length); self.operations++;
      if (cut > 0 && --cut === 0) { torn(a, from, at, n, variant); self.isCut = true; return false; }
      for (let i = 0; i < n; i += 4) { if ((from[at+i]! & from[at+i+1]! & from[at+i+2]! & from[at+i+3]!) !== 255 && done[(a + i) >> 2]++) self.violations++; }
      for (let i = 0; i < n; i++) bytes[a + i] &= from[at + i]!; self.programmedBytes += n; return true; },
    erase(a) { if (self.isCut) { if (++self.reads > self.mostReads) throw new Error('calls without end'); return false; } self.operations++; if (cut > 0 && --cut === 0) { tornErase(a, variant); self.isCut = true; return false; } er(a); return true; },
  };
  function er(a: number) { bytes.fill(255, a, a + o.eraseBytes); done.fill(0, a >> 2, (a + o.eraseBytes) >> 2); if (weak.size) for (const k of [...weak.keys()]) if (k >= a && k < a + o.eraseBytes) weak.delete(k); self.eraseCounts[a / o.eraseBytes]++; }
  function torn(a: number, b: Uint8Array, at: number, n: number, v: number) {
    const words = n / 4; const full = v === 0 ? 0 : v === 6 ? words : Math.min(words, Math.floor(words * v / 6 + R.below(2)));
    for (let i = 0; i < full * 4; i++) bytes[a + i] &= b[at + i]!;
    if (full < words && v !== 0) for (let i = full * 4; i < full * 4 + 4; i++) { const m = r(); const nd = bytes[a + i]! & (b[at + i]! | m); weak.set(a + i, bytes[a + i]! & ~b[at + i]! & 255); bytes[a + i] = nd; }
    if (v === 5) { for (let i = 0; i < n; i++) { bytes[a + i] &= b[at + i]!; weak.delete(a + i); } for (let t = 0; t < 200; t++) { const i = R.below(n); const z = ~b[at + i]! & 255; if (z) { weak.set(a + i, z & -z); break; } } }
  }
  function tornErase(a: number, v: number) { const S = o.eraseBytes;
    if (v === 0) return; if (v === 1) for (let i = 0; i < S; i++) bytes[a + i] = r();
    else if (v === 2) for (let i = 0; i < S; i++) bytes[a + i] |= r();
    else if (v === 3) for (let i = 0; i < S; i++) { bytes[a + i] = 255; if (R.below(50) === 0) weak.set(a + i, 1 << R.below(8)); }
    else if (v === 4) bytes.fill(255, a, a + S / 2);
    else if (v === 5) { bytes.fill(255, a, a + S); for (let i = 0; i < 64 && i < S; i++) weak.set(a + i, 255); }
    else er(a); }
  return self;
}
