/** Shapes of load in which other allocators were denser than headers: the smallest heap of headers over that of the densest of them, a model of which no byte of control is counted. */
import { smallestHeapOf } from '../replay/assess.ts';
import { poolNamed } from '../replay/pools.ts';
import { smallestHeapBytes } from '../replay/smallest.ts';
import { type Operation, type Shape, operationsOf, traceOf } from './loads.ts';
import { once } from './once.ts';

const SHAPES = {
  /** Three sessions with buffers of 4 to 13 KB at a time, and stragglers of 84 bytes that each leaves. */
  tlsSessions(alloc, free, below) {
    const left: number[] = [];
    for (let i = 0; i < 120; i++) {
      const buffers = [0, 1, 2].map(() => alloc(4000 + below(9000)));
      const small = Array.from({ length: 20 }, () => alloc(24 + below(200)));
      left.push(alloc(84));
      while (buffers.length) {
        free(buffers.splice(below(buffers.length), 1)[0]!);
        if (below(2)) left.push(alloc(84));
      }
      small.forEach(free);
      while (left.length > 25) free(left.splice(below(left.length), 1)[0]!);
    }
  },
  /** A new picture before the old one goes, nearly as large, and small blocks that stay a while. */
  doubleBuffer(alloc, free, below) {
    let old = alloc(3000);
    const tiny: number[] = [];
    for (let i = 0; i < 300; i++) {
      const next = alloc(2800 + below(500));
      free(old);
      old = next;
      tiny.push(alloc(20 + below(30)));
      if (tiny.length > 30) free(tiny.splice(below(30), 1)[0]!);
    }
  },
  /** Documents of many small nodes, freed in the order they came, with one block that outlives each. */
  jsonNodes(alloc, free, below) {
    const stay: number[] = [];
    for (let i = 0; i < 60; i++) {
      const nodes = Array.from({ length: 80 + below(60) }, () => alloc(8 + 4 * below(6)));
      const body = alloc(600 + below(1500));
      nodes.forEach(free);
      free(body);
      stay.push(alloc(40 + below(100)));
      if (stay.length > 20) free(stay.shift()!);
    }
  },
} satisfies Record<string, Shape>;

export type ShapeName = keyof typeof SHAPES;

/** An allocator over a list of blocks in order of address: bytes of header, what sizes are multiples of, and whether it takes the tightest hole or the first. */
interface Peer {
  header: number;
  align: number;
  least: number;
  isBest: boolean;
}

/** FreeRTOS's heap_4; umm_malloc; best fit with headers of 2 bytes. */
const PEERS: Peer[] = [
  { header: 8, align: 8, least: 16, isBest: false },
  { header: 4, align: 8, least: 8, isBest: true },
  { header: 2, align: 4, least: 8, isBest: true },
];

/** Whether a load fits in so many bytes. Places are kept in order: [address, bytes, id], where -1 is a hole. */
function fits({ header, align, least, isBest }: Peer, operations: Operation[], heapBytes: number): boolean {
  const blocks: { bytes: number; id: number }[] = [{ bytes: heapBytes - (heapBytes % align), id: -1 }];
  for (const [, id, bytes] of operations) {
    if (bytes === undefined) {
      release(blocks, id);
      continue;
    }
    const needed = Math.max(least, Math.ceil((bytes + header) / align) * align);
    let hole = -1;
    for (let i = 0; i < blocks.length; i++) {
      if (blocks[i]!.id !== -1 || blocks[i]!.bytes < needed) continue;
      if (hole < 0 || blocks[i]!.bytes < blocks[hole]!.bytes) hole = i;
      if (!isBest) break;
    }
    if (hole < 0) return false;
    const block = blocks[hole]!;
    if (block.bytes - needed >= least) {
      blocks.splice(hole + 1, 0, { bytes: block.bytes - needed, id: -1 });
      block.bytes = needed;
    }
    block.id = id;
  }
  return true;
}

/** Frees a block and merges it with the holes beside it. */
function release(blocks: { bytes: number; id: number }[], id: number): void {
  const at = blocks.findIndex((block) => block.id === id);
  const block = blocks[at]!;
  block.id = -1;
  if (blocks[at + 1]?.id === -1) block.bytes += blocks.splice(at + 1, 1)[0]!.bytes;
  if (blocks[at - 1]?.id === -1) {
    blocks[at - 1]!.bytes += block.bytes;
    blocks.splice(at, 1);
  }
}

/** The smallest heap of headers over the smallest of the densest peer. */
export const overPeers = once((name: ShapeName): number => {
  const operations = operationsOf(SHAPES[name], 1);
  const trace = traceOf(operations, name);
  const { smallestHeapBytes: ours, peakLiveBytes } = smallestHeapOf(poolNamed('headers'), trace);
  const peers = PEERS.map((peer) => smallestHeapBytes(peakLiveBytes, (heapBytes) => fits(peer, operations, heapBytes)));
  return ours / Math.min(...peers);
});
