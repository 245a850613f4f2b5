/**
 * node dist/tools/host/bench/jerry.js /path/of/jerry
 *
 * headers and tables beside @thi.ng/malloc on a JerryScript of 32 bits: 200 live blocks of 8 to 512 bytes in 40 KB,
 * small ones the most, one replaced at a time. Instructions under valgrind, so the ratio is the same on any machine.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rollup } from 'rollup';
import ts from 'typescript';
import { countInstructions } from '../cost/instructions.ts';
import { projectFolder } from '../emulator/index.ts';
import { ALLOC } from '../trace/trace.ts';
import { syntheticLoad } from './loads.ts';

const HEAP_BYTES = 40960;
const LIVE_BLOCKS = 200;
/** Replacements that are counted: from the first to below the second. */
const TURNS = [100, 400];

/** The bench's power-law load: the blocks that stay live, then replaced ones, as [id, bytes ...]. */
function scene(): string {
  const { kinds, ids, bytes } = syntheticLoad('powerlaw', 'random', LIVE_BLOCKS);
  const allocs = Array.from(kinds)
    .flatMap((kind, i) => (kind === ALLOC ? [ids[i], bytes[i]] : []))
    .slice(0, 2 * (LIVE_BLOCKS + TURNS[1]));
  return `(function(){var i,id,live=[],load=${JSON.stringify(allocs)},m=make(new Uint8Array(${HEAP_BYTES})),A=m.alloc,D=m.free;
for(i=0;i<2*(${LIVE_BLOCKS}+TURNS);i+=2){id=load[i];if(live[id])D(live[id]);live[id]=A(load[i+1]);if(!live[id])throw new Error("refused at "+i);}
print("done");})();`;
}

const OURS = (module: string): string =>
  `function make(u){var h=ckremm.heap.format(u),M=ckremm.${module},p=M.create(h,ckremm.heap.freeBytes(h)),a=M.alloc,d=M.dealloc;` +
  'return {alloc:function(b){return a(p,b);},free:function(x){return d(p,x);}};}';
const THING =
  'function make(u){var p=new thing.MemPool({buf:u.buffer});return {alloc:function(b){return p.malloc(b);},free:function(x){return p.free(x);}};}';

/** @thi.ng/malloc as one script, for an engine without modules. */
async function thingScript(): Promise<string> {
  const require = createRequire(import.meta.url);
  // Its dependencies are ES modules beside it.
  const resolve = (id: string, from: string): string => createRequire(from).resolve(id);
  const bundle = await rollup({
    input: require.resolve('@thi.ng/malloc'),
    onwarn: () => {},
    plugins: [{ name: 'node', resolveId: (id, from) => (from ? resolve(id, from) : null) }],
  });
  const { output } = await bundle.generate({ format: 'iife', name: 'thing' });
  // JerryScript 2.4 has no `?.` and no class fields.
  return ts.transpileModule(output[0].code, { compilerOptions: { target: ts.ScriptTarget.ES2015 } }).outputText;
}

function instructions(engine: string, folder: string, text: string, turns: number): Promise<number> {
  const file = join(folder, 'run.js');
  writeFileSync(file, text.replace('TURNS', String(turns)));
  return countInstructions(engine, file);
}

const [engine] = process.argv.slice(2);
if (!engine) throw new Error('name the engine: node dist/tools/host/bench/jerry.js /path/of/jerry');
const folder = mkdtempSync(join(tmpdir(), 'ckremm-jerry-'));
try {
  const bundle = readFileSync(join(projectFolder, 'dist', 'kaluma-pico', 'ckremm.min.js'), 'utf8');
  const programs = {
    headers: bundle + OURS('headers'),
    tables: bundle + OURS('tables'),
    '@thi.ng/malloc': (await thingScript()) + THING,
  };
  const costs: [string, number][] = [];
  for (const [name, program] of Object.entries(programs)) {
    const text = `${program}\n${scene()}`;
    const from = await instructions(engine, folder, text, TURNS[0]);
    costs.push([name, ((await instructions(engine, folder, text, TURNS[1])) - from) / (TURNS[1] - TURNS[0])]);
  }
  const reference = costs[costs.length - 1][1];
  for (const [name, cost] of costs)
    console.log(`${name}: ${Math.round(cost)} instructions a turn, ${(reference / cost).toFixed(1)} x @thi.ng/malloc`);
} finally {
  rmSync(folder, { recursive: true });
}
