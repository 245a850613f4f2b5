/** The cost of calls, counted: every call is there, the counts are the same each time, the weights follow from what was measured. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CountingBoard } from '../../host/cost/count.ts';
import { agreementOf, estimate, fitWeights, leftOut } from '../../host/cost/fit.ts';
import { type EngineKind, calibrationOf, modelOf } from '../../host/cost/model.ts';
import { SCENES } from '../../host/cost/scenes.ts';
import { boardNames, readBoard } from '../../host/emulator/index.ts';
import { ckremm } from '../host/command-line.ts';
import { buildBundles } from '../support/project.ts';

const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
const bundleFile = join(folder, 'puckjs', 'ckremm.min.js');
const MODULES = ['headers', 'tables', 'records', 'queue', 'messages', 'strings', 'gc', 'paging', 'processes'];

beforeAll(async () => {
  const all = MODULES.flatMap((name) =>
    ['queue', 'strings', 'processes'].includes(name) ? [name] : [name, `${name}.inspect`],
  );
  await buildBundles({
    boards: ['puckjs'],
    modules: `${all.join()},queue.inspect`,
    out: folder,
    kinds: ['ckremm.min.js'],
  });
}, 120000);
afterAll(() => rmSync(folder, { recursive: true }));

const boardOf = (): CountingBoard => new CountingBoard('puckjs', { bundleFile });

test("every public function of every module has a scene, or is another module's", () => {
  const { ckremm: library } = boardOf().board;
  const covered = new Set(
    SCENES.flatMap(({ call }) => {
      const [module, names] = call.split('.');
      return names.split(' + ').map((name) => library[module][name] as unknown);
    }),
  );
  const missing = ['heap', ...MODULES].flatMap((module) =>
    Object.keys(library[module])
      .filter((name) => typeof library[module][name] === 'function' && !covered.has(library[module][name]))
      .map((name) => `${module}.${name}`),
  );
  expect(missing).toEqual([]);
});

describe.each(SCENES.map((scene) => [`${scene.call}, ${scene.what}`, scene] as const))('%s', (_name, scene) => {
  test('is counted, and refused only where it says so', () => {
    const board = boardOf();
    const first = board.count(scene);
    const fault = board.board.ckremm.fault() as number;
    expect(Object.values(first.counts).every((count) => Number.isFinite(count) && count > -1e-6)).toBe(true);
    expect(first.counts.tokens).toBeGreaterThan(2);
    // A scene that fills its pool ends in "no space".
    expect(fault === 0).toBe(!scene.what.startsWith('refused') && !scene.setup.includes('while(A('));
  });
});

test('a scene counted twice, on boards of their own, counts the same', () => {
  // Every eighth: a boot takes its time.
  for (const scene of SCENES.filter((_, nth) => nth % 8 === 0))
    expect(boardOf().count(scene)).toEqual(boardOf().count(scene));
});

describe.each(['espruino', 'jerryscript'] as EngineKind[])('weights of %s', (engine) => {
  const { rows, weights, agreement } = calibrationOf(engine);

  test('are those that the measured scenes give', () => {
    expect(fitWeights(rows, engine)).toEqual(weights);
    expect(agreementOf(leftOut(rows))).toEqual(agreement);
  });

  test('tell calls of modules that had no part in the fit', () => {
    expect(agreement.scenes).toBeGreaterThanOrEqual(30);
    expect(agreement.r2).toBeGreaterThan(0.98);
    expect(agreement.medianError).toBeLessThan(0.15);
    expect(agreement.worstFactor).toBeLessThan(2);
  });

  test('tell all scenes that were measured', () => {
    for (const row of rows)
      if (row.units > 10)
        expect(Math.abs(Math.log(estimate(weights, row.counts) / row.units))).toBeLessThan(Math.log(2.5));
  });
});

test('every board but the host has a model, and no error band is narrower than its clock', () => {
  for (const name of boardNames().filter((board) => board !== 'host'))
    expect(modelOf(readBoard(name))!.errorShare).toBeGreaterThanOrEqual(0.3);
  expect(modelOf(readBoard('host'))).toBe(null);
});

describe('ckremm cost', () => {
  test("--json has a row for each call of the board's bundle", async () => {
    const { code, out } = await ckremm('cost', '--board', 'espruino-pico', '--json');
    expect(code).toBe(0);
    const rows = JSON.parse(out) as Record<string, number | string>[];
    expect([...new Set(rows.map(({ call }) => String(call).split('.')[0]))]).toEqual(['heap', 'headers']);
    for (const row of rows) {
      expect(Object.keys(row)).toEqual([
        'board',
        'call',
        'case',
        'units',
        'microseconds',
        'microsecondsLow',
        'microsecondsHigh',
        'words',
        'steps',
        'moves',
        'cut',
        'refused',
        'isNative',
      ]);
      expect(row.microsecondsLow).toBeLessThan(row.microseconds as number);
      expect(row.microsecondsHigh).toBeGreaterThan(row.microseconds as number);
    }
  });

  test('where misses of the flash cache were measured the time is a range up to them', async () => {
    const rows = JSON.parse((await ckremm('cost', '--board', 'pico', '--json')).out) as Record<string, number>[];
    const { callMicroseconds, callMicrosecondsMost } = readBoard('pico');
    const { errorShare } = modelOf(readBoard('pico'))!;
    for (const row of rows)
      expect(row.microsecondsHigh! / row.microseconds!).toBeCloseTo(
        (callMicrosecondsMost! / callMicroseconds) * (1 + errorShare),
        1,
      );
    const { out } = await ckremm('cost', '--board', 'pico');
    expect(out).toMatch(/^call +case +U +us from +to +words$/m);
    expect(out).toMatch(/about 45 us on pico.*[^]*with misses of the flash cache, when an empty call takes 85 us/);
    expect((await ckremm('cost', '--board', 'puckjs')).out).toMatch(/^call +case +U +us +from +to +words$/m);
  }, 60000);

  test('the table says what its figures are worth', async () => {
    const { code, out } = await ckremm('cost', '--board', 'kaluma-pico', '--modules', 'records');
    expect(code).toBe(0);
    expect(out).toMatch(/records\.get +by number +\d/);
    expect(out).toMatch(/JerryScript 2\.4[\s\S]*nine in ten within \d+ %[\s\S]*\+-\d+ %/);
  }, 60000);

  test.each([
    [['--board', 'host'], /host runs compiled code.*puckjs/],
    [['--board', 'nonesuch'], /unknown board 'nonesuch'.*puckjs/],
    [['--board', 'puckjs', '--modules', 'nonesuch'], /--modules.*nonesuch/],
    [[], /--board B is missing/],
  ])(
    '%j is answered in one line',
    async (args, words) => {
      const { code, complaint } = await ckremm('cost', ...args);
      expect(code).toBe(2);
      expect(complaint).toMatch(words);
    },
    60000,
  );
});
