/** A heap saved in the middle of a cycle on one engine, and opened on another; and the example, as a person runs it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, findEngines } from '../../host/engines/index.ts';
import { realmEngine } from '../../host/engines/realm.ts';
import { buildBundles, type Bundles, printedOn } from '../records/bundle.ts';
import { root } from '../support/project.ts';

const graphs = readFileSync(join(root, 'examples/object-graphs/graphs.js'), 'utf8');
/** Plain ES5: make graphs until a cycle is `phase` (2 marking, 3 sweeping), and print the image; or open an image, go on, and print it then. */
const program = `
function start(phase) {
  var heap = ckremm.heap.format(new Uint8Array(4096));
  var graphs = objectGraphs(ckremm, heap, 4088, 120);
  var region = ckremm.heap.find(heap, 3, 0);
  var i;
  for (i = 0; i < 500 || heap[region] !== phase; i++) {
    graphs.turn(i * 7 % 5, i & 255);
    ckremm.gc.step(graphs.gc, 1);
  }
  return heap;
}
function goOn(bytes) {
  var heap = ckremm.heap.open(new Uint8Array(bytes));
  var gc = heap && ckremm.gc.attach(heap, ckremm.heap.find(heap, 3, 0));
  var i;
  if (!gc) return say('refused');
  for (i = 0; i < 100; i++) {
    ckremm.gc.alloc(gc, 1, 16);
    ckremm.gc.step(gc, 1);
  }
  ckremm.gc.collect(gc);
  return heap;
}
function show(heap) {
  var text = '';
  var i;
  for (i = 0; i < heap.length; i++) text += (i ? ',' : '') + heap[i];
  say('image ' + text);
}
`;

let bundles: Bundles;
beforeAll(() => {
  bundles = buildBundles(['puckjs'], 'gc,tables');
}, 120000);
afterAll(() => bundles.remove());

/** The image that `call` shows on an engine. */
async function on(engine: Engine, call: string): Promise<string> {
  const said = await printedOn(engine, bundles.file('puckjs', true), `${graphs}\n${program}\n${call}`, /^(image|refused)/);
  expect(said).toMatch(/^image [\d,]+$/);
  return said.slice('image '.length);
}

describe.each([['marking', 2], ['sweeping', 3]])('saved while %s', (_name, phase) => {
  test('the cycle goes on in another realm and on every engine, and the image is the same wherever it does', async () => {
    const image = await on(realmEngine, `show(start(${phase}));`);
    const end = await on(realmEngine, `show(goOn([${image}]));`);
    expect(end).not.toBe(image);
    for (const engine of findEngines().engines) {
      expect(await on(engine, `show(start(${phase}));`)).toBe(image);
      expect(await on(engine, `show(goOn([${image}]));`)).toBe(end);
    }
  }, 120000);
});

test('node examples/object-graphs/run.mjs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  const page = join(folder, 'pauses.html');
  const { stdout, stderr } = spawnSync(process.execPath, [join(root, 'examples/object-graphs/run.mjs'), '60000', page], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^60000 turns on a heap of 16384 bytes, 0 failed\n +units +calls\n[^]*the most in one call: \d\d units, the mean: 1\.\d\d/);
  expect(readFileSync(page, 'utf8')).toMatch(/^<figure aria-label="Object graphs"><svg [^]*<rect [^]*the most in one call[^]*<\/figure>\n$/);
  rmSync(folder, { recursive: true });
}, 60000);
