/** What a collector did in a program: the object graphs of the example, run by the host's lean bundle. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attach } from '../../src/gc/index.ts';
import { stats } from '../../src/gc/inspect.ts';
import { find } from '../../src/heap/index.ts';
import { Kind } from '../../src/heap/layout.ts';
import { boot, projectFolder } from '../emulator/index.ts';
import { type Pauses, histogramOf } from './pauses.ts';

export interface GraphsStudy {
  heapBytes: number;
  turns: number;
  /** Turns for which there was no room. */
  failed: number;
  pauses: Pauses;
  /** The last turns: bytes of all objects, unreachable ones included, and whether a cycle was under way. */
  lastTurns: { usedBytes: number; isCollecting: boolean; units: number }[];
  /** The heap after the last turn. */
  heap: Uint8Array;
}

export const GRAPHS_HEAP_BYTES = 16384;
const OBJECTS = 640;
const LAST_TURNS = 1200;

/** The example's graphs over a new heap, and the collector behind them as the host's library sees it. */
function newGraphs() {
  const { ckremm, run } = boot('host');
  const source = readFileSync(join(projectFolder, 'examples', 'object-graphs', 'graphs.js'), 'utf8');
  const heap = ckremm.heap.format(run(`new Uint8Array(${GRAPHS_HEAP_BYTES})`));
  const graphs = run(`${source} objectGraphs`)(ckremm, heap, ckremm.heap.freeBytes(heap), OBJECTS);
  const image = new Uint8Array(heap.buffer, heap.byteOffset, heap.length);
  const inspected = attach(image, find(image, Kind.Gc, 0));
  if (!inspected) throw new Error("the host's library cannot open the collector the bundle has made");
  return { graphs, inspected, image };
}

/** `turns` turns of examples/object-graphs/graphs.js on a heap of 16 KB: the units of collecting in each, and the heap in the last ones. */
export function studyGraphs(turns: number): GraphsStudy {
  const { graphs, inspected, image } = newGraphs();
  const units = new Uint32Array(turns);
  const lastTurns: GraphsStudy['lastTurns'] = [];
  let failed = 0;
  let seed = 1;
  for (let turn = 0; turn < turns; turn++) {
    seed = (seed * 1103 + 12345) % 1048573;
    const before = stats(inspected).workUnits;
    if (!graphs.turn(seed % graphs.documents, turn & 255)) failed++;
    const { workUnits: after, usedBytes, phase } = stats(inspected);
    units[turn] = after - before;
    if (turn >= turns - LAST_TURNS)
      lastTurns.push({ usedBytes, isCollecting: phase !== 'idle', units: after - before });
  }
  return {
    heapBytes: GRAPHS_HEAP_BYTES,
    turns,
    failed,
    pauses: histogramOf(units),
    lastTurns,
    heap: new Uint8Array(image),
  };
}
