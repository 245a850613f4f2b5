/** The same calls give the same image, byte for byte, on every engine and in every bundle. */
import { join } from 'node:path';
import { projectFolder } from '../../host/emulator/index.ts';
import { loadTraces } from '../../host/trace/load.ts';
import type { Trace } from '../../host/trace/trace.ts';
import { type Engine, findDuk, isDukRequired, namedEngines, runInRealm, runOn } from './engine.ts';

const STEPS = 1500;
const call = `workload.run(ckremm, ${STEPS});`;
const boards = ['puckjs', 'kaluma-pico', 'host'];
const bundles = boards.flatMap((board) => [[board, 'lean'], [board, 'checked']] as const);
const duk = findDuk();
const named = namedEngines();
const engines: Engine[] = [...(duk && !named.some(({ name }) => name === 'duk') ? [duk] : []), ...named];

/** What the host's lean bundle says in node: every other run must say the same. */
const expected = runInRealm('host', 'lean', call);

if (!duk && !isDukRequired) process.stderr.write('duk is not installed (Debian: duktape), so nothing was run on Duktape\n');
test('duk is there if CKREMM_REQUIRE asks for it', () => {
  expect(duk !== null || !isDukRequired).toBe(true);
});

test('the workload says nothing but its result, and runs out of memory on the way', () => {
  expect(expected).toEqual([expect.stringMatching(/^headers \d+ live \d\d+ no space [1-9]\d+$/)]);
});

test.each(bundles)('node, %s, %s', (board, kind) => {
  expect(runInRealm(board, kind, call)).toEqual(expected);
});

if (engines.length) {
  describe.each(engines.map((engine) => [engine.name, engine] as const))('%s', (_name, engine) => {
    test.each(bundles)('%s, %s', (board, kind) => {
      expect(runOn(engine, board, kind, call)).toEqual(expected);
    });
  });
}

/** The call that replays a trace: its heap is a third larger than its peak. */
function replayCall(trace: Trace): string {
  const operations = Array.from(trace.kinds, (kind, i) => `${'afr'[kind]} ${trace.ids[i]}${kind === 1 ? '' : ` ${trace.bytes[i]}`}`);
  const heapBytes = Math.ceil((trace.peakLiveBytes * 4) / 3 / 4) * 4;
  return `workload.replay(ckremm, '${trace.name}', '${operations.join(',')}', ${heapBytes});`;
}

const traces = loadTraces(join(projectFolder, 'traces'));

if (duk) {
  test.each(traces.map((trace) => [trace.name, trace] as const))('duk: the image after the trace %s is that of node', (name, trace) => {
    const inNode = runInRealm('kaluma-pico', 'lean', replayCall(trace));
    expect(inNode).toEqual([expect.stringMatching(new RegExp(`^${name} \\d+$`))]);
    expect(runOn(duk, 'kaluma-pico', 'lean', replayCall(trace))).toEqual(inNode);
  });
}

describe('engines that are named', () => {
  test('are told by name and path', () => {
    expect(namedEngines(` node=${process.execPath} other=${process.execPath}`)).toEqual([{ name: 'node', path: process.execPath }, { name: 'other', path: process.execPath }]);
    expect(() => namedEngines('duk')).toThrow('"duk" should be name=/path/of/the/engine');
    expect(() => namedEngines('duk=/no/such/engine')).toThrow('there is no engine at /no/such/engine');
  });

  test('can be node itself, without a realm', () => {
    const node = { name: 'node', path: process.execPath };
    expect(runOn(node, 'puckjs', 'lean', call)).toEqual(expected);
  });
});
