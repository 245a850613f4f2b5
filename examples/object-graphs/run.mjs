/**
 * node examples/object-graphs/run.mjs [turns] [file.html]: a million turns on a heap of 16 KB, none of
 * which fails; how many units of collecting each one did, as a histogram, which file.html gets as a picture.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const tools = new URL('../../dist/tools/host/', import.meta.url);
if (!existsSync(tools)) throw new Error('no dist/tools: run `npm run build` first');
const { boot } = await import(new URL('emulator/index.js', tools));
const { histogramOf, renderPauses, pausesInWords } = await import(new URL('report/pauses.js', tools));

const turns = Number(process.argv[2] ?? 1000000);
const HEAP_BYTES = 16384;
// The units done are in the collector's region, the third kind: word 26 of src/gc/layout.ts.
const GC = 3;
const UNITS_BYTE = 52;
const { ckremm, run } = boot('host');
const objectGraphs = run(`${readFileSync(new URL('graphs.js', import.meta.url), 'utf8')} objectGraphs`);
const heap = ckremm.heap.format(run(`new Uint8Array(${HEAP_BYTES})`));
const graphs = objectGraphs(ckremm, heap, ckremm.heap.freeBytes(heap), 640);
const units = new Uint32Array(heap.buffer, ckremm.heap.find(heap, GC, 0) + UNITS_BYTE, 1);

const pauses = [];
let failed = 0;
let seed = 1;
for (let i = 0; i < turns; i++) {
  seed = (seed * 1103 + 12345) % 1048573;
  const before = units[0];
  if (!graphs.turn(seed % graphs.documents, i & 255)) failed++;
  pauses.push((units[0] - before) >>> 0);
}
const histogram = histogramOf(pauses);
console.log(`${turns} turns on a heap of ${HEAP_BYTES} bytes, ${failed} failed`);
console.log(pausesInWords(histogram));
if (process.argv[3]) writeFileSync(process.argv[3], renderPauses('Object graphs', histogram));
if (failed) process.exitCode = 1;
