/**
 * The bars: what must hold, each written once, with where it is from (design, section 8, or the issue
 * that names it). A bar that is missed is gated at what was measured, so that it gets no worse.
 */
export const bars = {
  headers: {
    /** "smallest heap / peak live bytes, gmean of the five: headers <= 1.135; stretch 1.12" */
    heapPerPeak: 1.135,
    /** "headers on 'binary' (n pairs of 64 B and 448 B, free the 448s, then n of 512 B) <= 1.03" */
    binary: 1.03,
    /** "bytes per block (payload >= 4, aligned to 4): headers up to 256 KB <= 4.4 ..." */
    bytesPerBlock: 4.4,
    /** "... / larger <= 8.5" */
    bytesPerBlockWide: 8.5,
    /**
     * A miss: the least block of a wide pool has 16 bytes, room for size and two links when it is free. So 4
     * bytes cost 12 there; from 8 bytes up the bar holds.
     */
    bytesPerLeastBlockWide: 12.1,
    /** "control area of a pool (directory row, lock, lists included) <= max(128 bytes, 2 %)" */
    controlBytes: (heapBytes: number): number => Math.max(128, 0.02 * heapBytes),
    /** "headers, any alloc or dealloc, any load up to 100k blocks: <= 8 loop steps, <= 64 words touched" */
    steps: 8,
    words: 64,
    /** Section 5: "an alloc that would otherwise fail may settle at most 16 deferred blocks (<= 512 words, counted apart)" */
    settleWords: 512,
    /** "lean bundle (KB = 1024 bytes), each built alone with core and devices: headers <= 3.0" */
    leanBytes: 3072,
    /** A miss: 2.2 times the bar, see DESIGN.md. */
    leanBytesGate: 6810,
  },
  records: {
    /** "{t: u32, v: i16} x 1000 in <= 6.25 KB all included" */
    thousandRowsBytes: 6400,
    /** "<= 2.8 K lean bundle for records with queue", core and devices included */
    leanBytes: 2867,
    /** A miss: 2.2 times the bar, 1.5 KB of it core, heap and devices; see DESIGN.md. */
    leanBytesGate: 6150,
  },
  tables: {
    /** "the same: tables, with their table, generations and pins <= 1.17; stretch 1.15" */
    heapPerPeak: 1.17,
    /** "bytes per block ... tables <= 6", the control area apart */
    bytesPerBlock: 6,
    /** Image header, row, control words and sentinels. */
    controlBytes: 16 + 54 + 4,
    /** "<= 1.0 byte moved per byte allocated at the smallest heap", each of the five traces */
    movedPerByte: 1,
    /** "the same, when no compaction runs": as headers, <= 64 words touched */
    words: 64,
  },
  paging: {
    /** Issue "paging": "write amplification <= 2.5 at half full and >= 16 pages per commit (<= 4 at 4)" */
    writeAmplification16: 2.5,
    writeAmplification4: 4,
    /** "data wear max - min <= 16" */
    wearSpread: 16,
    /** "Delta roots so that a one-page commit costs <= 0.1 root erases on average" */
    rootErasesPerCommit: 0.1,
    /** "lean bundle ... paging <= 6.0" */
    leanBytes: 6144,
    /** A miss, see DESIGN.md. */
    leanBytesGate: 17100,
  },
  eviction: {
    /** "SIEVE geomean <= 1.0 x LRU's misses and <= .93 x its write-backs at 4 to 64 frames", at each number of frames. */
    missesPerLru: 1.0,
    writeBacksPerLru: 0.93,
  },
};

/** The geometric mean. */
export function geometricMean(values: number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
