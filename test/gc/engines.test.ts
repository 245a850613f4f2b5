/** A heap saved in the middle of a cycle on one engine, and opened on another; and the example, as a person runs it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Engine, findEngines } from '../../host/engines/index.ts';
import { studyGraphs } from '../../host/gc/graphs.ts';
import { renderCollector } from '../../host/report/gc.ts';
import { realmEngine } from '../../host/engines/realm.ts';
import { buildBundles, type Bundles, printedOn } from '../records/bundle.ts';
import { spawnedExampleSays, root } from '../support/project.ts';

const graphs = readFileSync(join(root, 'examples/object-graphs/graphs.js'), 'utf8');
/** Plain ES5: make graphs until a cycle is `phase` (2 marking, 3 sweeping), and print the image; or open an image, go on, and print it then. */
const program = `
function start(phase) {
  var heap = ckremm.heap.format(new Uint8Array(4096));
  var graphs = objectGraphs(ckremm, heap, 4080, 120);
  var region = ckremm.heap.find(heap, 3, 0);
  var i;
  for (i = 0; i < 500 || heap[region + 2] !== phase; i++) {
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
beforeAll(async () => {
  bundles = await buildBundles(['puckjs'], 'gc,tables');
}, 120000);

/** The image that `call` shows on an engine. */
async function on(engine: Engine, call: string): Promise<string> {
  const said = await printedOn(
    engine,
    bundles.file('puckjs', true),
    `${graphs}\n${program}\n${call}`,
    /^(image|refused)/,
  );
  expect(said).toMatch(/^image [\d,]+$/);
  return said.slice('image '.length);
}

describe.each([
  ['marking', 2],
  ['sweeping', 3],
])('saved while %s', (_name, phase) => {
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
  expect(spawnedExampleSays('object-graphs', '60000')).toMatch(
    /^60000 turns on a heap of 16384 bytes, 0 failed\n +units +calls\n[^]*the most in one call: \d\d units, the mean: 1\.\d\d/,
  );
}, 60000);

test('the report draws the pauses, and the heap between cycles', () => {
  const study = studyGraphs(5000);
  const html = renderCollector(study);
  expect(
    study.lastTurns.some(({ isCollecting }) => isCollecting) &&
      study.lastTurns.some(({ isCollecting }) => !isCollecting),
  ).toBe(true);
  expect(html).toMatch(/5,000 turns,\nof which 0 found no room/);
  // A bar for each bin of the histogram.
  expect(html.match(/h\.8V100z/g)).toHaveLength(study.pauses.bins.length);
  expect(html).toMatch(/d="M\d+,0h\d+v16384/);
});
