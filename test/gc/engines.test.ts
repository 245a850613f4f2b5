/** A heap saved in the middle of a cycle on one engine, and opened on another; and the example, as a person runs it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDuk, namedEngines } from '../engines/engine.ts';
import { buildBundles, type Bundles } from '../records/bundle.ts';
import { root } from '../support/project.ts';

const graphs = readFileSync(join(root, 'examples/object-graphs/graphs.js'), 'utf8');
const duk = findDuk();
const engines = [...(duk ? [duk] : []), ...namedEngines()];

/** Plain ES5: make graphs until a cycle is `phase` (2 marking, 3 sweeping), and print the image; or open an image, go on, and print it then. */
const program = `
var say = typeof print !== 'undefined' ? print : console.log;
function begin(phase) {
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

function imageFrom(text: string): string {
  const found = /image ([\d,]+)/.exec(text);
  if (!found) throw new Error(text.slice(-300));
  return found[1];
}

/** The image that `call` shows in node, in a realm with what all boards' engines have. */
function inNode(call: string): string {
  const { run, output } = bundles.boot('puckjs');
  run(`${graphs}\n${program}\n${call}`);
  return imageFrom(output.join('\n'));
}

function on(path: string, call: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  try {
    const file = join(folder, 'script.js');
    writeFileSync(file, `${readFileSync(bundles.file('puckjs', true), 'utf8')}\n${graphs}\n${program}\n${call}\n`);
    return imageFrom(spawnSync(path, [file], { encoding: 'utf8', input: '', timeout: 120000 }).stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each([['marking', 2], ['sweeping', 3]])('saved while %s', (_name, phase) => {
  test('the cycle goes on in another realm, and the image is the same wherever it does', () => {
    const image = inNode(`show(begin(${phase}));`);
    const end = inNode(`show(goOn([${image}]));`);
    expect(end).not.toBe(image);
    for (const { path } of engines) {
      expect(on(path, `show(begin(${phase}));`)).toBe(image);
      expect(on(path, `show(goOn([${image}]));`)).toBe(end);
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
