/**
 * node examples/object-graphs/run.mjs [turns]: a million turns on a heap of 16 KB, none of which fails; how
 * many units of collecting each one did, as a histogram. `npm start` draws it in its report.
 */
import { existsSync } from 'node:fs';

const tools = new URL('../../dist/tools/host/', import.meta.url);
if (!existsSync(tools)) throw new Error('no dist/tools: run `npm run build` first');
const { studyGraphs } = await import(new URL('gc/graphs.js', tools));
const { pausesInWords } = await import(new URL('report/pauses.js', tools));

const { turns, heapBytes, failed, pauses } = studyGraphs(Number(process.argv[2] ?? 1000000));
console.log(`${turns} turns on a heap of ${heapBytes} bytes, ${failed} failed`);
console.log(pausesInWords(pauses));
if (failed) process.exitCode = 1;
