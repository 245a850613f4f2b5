/** The same calls give the same image, byte for byte, on every engine that npm and Debian give, from every kind of bundle. */
import { readFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { projectFolder, readBoard } from '../../host/emulator/index.ts';
import {
  builtTargets,
  countFunctions,
  differenceOn,
  expectedOf,
  findEngines,
  flashRunnerOf,
  namedEngines,
  outcomeOn,
  variablesOf,
  workloadModules,
} from '../../host/engines/index.ts';
import { realmEngine } from '../../host/engines/realm.ts';
import { loadTraces } from '../../host/trace/load.ts';
import type { Trace } from '../../host/trace/trace.ts';

const { engines, missing } = findEngines();
/** Of Bangle.js 2 only the bundle for Storage: it has "ram" in it, which must do nothing elsewhere. */
const targets = [
  ...builtTargets(['puckjs', 'kaluma-pico', 'host']),
  ...builtTargets(['banglejs2']).filter(({ kind }) => kind === 'storage'),
];
const cells = targets.flatMap((target) =>
  target.modules.map((module) => [`${target.title}, ${target.kind}: ${module}`, target, module] as const),
);

test('every module has a workload, but workers, for the host alone, and stores, which need the flash of their engine', () => {
  expect(workloadModules()).toEqual(
    readBoard('host')
      .modules.filter((module) => module !== 'sync' && module !== 'stores')
      .sort(),
  );
});

test.each(workloadModules())(
  'the workload of %s says one line, its result, and runs out of space on the way',
  async (module) => {
    // What has no space of its own is to leave nothing behind.
    const end = module === 'processes' ? 'left 0' : '(no space|full) [1-9]\\d*';
    expect(await expectedOf(module)).toEqual([expect.stringMatching(new RegExp(`^${module} \\d+ .*${end}$`))]);
  },
);

describe.each(engines.map((engine) => [engine.name, engine] as const))('%s', (_name, engine) => {
  test.each(cells)('%s', async (_title, target, module) => {
    expect(await differenceOn(engine, target, module)).toBe('');
  });
});

/** The program that replays a trace: its heap is a third larger than its peak. */
function replayProgram(trace: Trace): string {
  const text = (file: string): string => readFileSync(join(projectFolder, 'test', 'engines', file), 'utf8');
  const operations = Array.from(
    trace.kinds,
    (kind, i) => `${'afr'[kind]} ${trace.ids[i]}${kind === 1 ? '' : ` ${trace.bytes[i]}`}`,
  );
  const heapBytes = Math.ceil((trace.peakLiveBytes * 4) / 3 / 4) * 4;
  return [
    text('workloads/tools.js'),
    text('replay.js'),
    `replay(ckremm, '${trace.name}', '${operations.join(',')}', ${heapBytes});`,
  ].join('\n');
}

const traces = loadTraces(join(projectFolder, 'traces'));
const duktape = engines.find(({ name }) => name === 'duktape');

if (duktape) {
  test.each(traces.map((trace) => [trace.name, trace] as const))(
    'duktape: the image after the trace %s is that of node',
    async (name, trace) => {
      const script = {
        board: readBoard('kaluma-pico'),
        bundleFile: join(projectFolder, 'dist', 'kaluma-pico', 'ckremm.min.js'),
        program: replayProgram(trace),
      };
      const inNode = await realmEngine.run(script);
      expect(inNode).toEqual([expect.stringMatching(new RegExp(`^${name} \\d+$`))]);
      expect(await duktape.run(script)).toEqual(inNode);
    },
  );
}

// The reporter tells what is skipped.
for (const line of missing) test.skip(line, () => {});

describe('engines of the user', () => {
  test('are told by name and path', () => {
    expect(namedEngines(` node=${process.execPath} other=${process.execPath}`).map(({ name }) => name)).toEqual([
      'node',
      'other',
    ]);
    expect(() => namedEngines('duk')).toThrow('"duk" should be name=/path/of/the/engine');
    expect(() => namedEngines("arm='qemu")).toThrow("there is no engine at 'qemu");
    expect(() => namedEngines("arm='no-such-program /path'")).toThrow('there is no engine at no-such-program');
    expect(() => namedEngines('duk=/no/such/engine')).toThrow('there is no engine at /no/such/engine');
  });

  test('can be node itself, without a realm', async () => {
    const [node] = namedEngines(`node=${process.execPath}`);
    expect(await differenceOn(node!, targets[0]!, 'headers')).toBe('');
  });

  test('may be a command with arguments, found on the path: an ARM build under qemu', async () => {
    const { dir, base } = parse(process.execPath);
    const [arm, other] = namedEngines(`arm='${base} --stack-size=900' other="${process.execPath}"`, dir);
    expect([arm!.name, other!.name]).toEqual(['arm', 'other']);
    expect(
      await differenceOn(
        { ...arm!, run: namedEngines(`arm='${process.execPath} --stack-size=900'`)[0]!.run },
        targets[0]!,
        'headers',
      ),
    ).toBe('');
  });

  test('that are required and not there are refused, with what to do', () => {
    expect(() => findEngines({ PATH: '', CKREMM_REQUIRE: 'duk' })).toThrow(
      'CKREMM_REQUIRE asks for duktape, which is not there: apt-get install duktape',
    );
    expect(() => findEngines({ PATH: '', CKREMM_REQUIRE: 'mqjs' })).toThrow(
      'name it, CKREMM_ENGINES="mqjs=/path/of/the/engine"',
    );
  });

  test('that are optional and not there are told in a line', () => {
    expect(findEngines({ PATH: '' }).missing).toEqual([
      'duktape is not there, so nothing runs on it: apt-get install duktape',
    ]);
  });
});

test('an engine that says something else, or nothing, is seen', async () => {
  const [mute] = namedEngines('mute=/bin/true');
  expect(await differenceOn(mute!, targets[0]!, 'headers')).toBe('mute did not finish: it said nothing');
  const liar = { name: 'liar', run: () => Promise.resolve(['headers 1']) };
  expect(await differenceOn(liar, targets[0]!, 'headers')).toMatch(/^it said "headers 1", not "headers \d+ /);
});

describe('an engine without room for a bundle as text', () => {
  const full = { name: 'full', run: () => Promise.reject(new Error('OUT OF MEMORY')) };
  const target = targets[0]!;

  test('runs it from flash, where it has that', async () => {
    const runFromFlash = (): Promise<string[]> => expectedOf('headers');
    expect(await outcomeOn({ ...full, runFromFlash }, target, 'headers')).toEqual({ result: 'flash', difference: '' });
  });

  test('else with that module alone; what differs there is a failure, what has no room there is not called a success', async () => {
    const small = {
      name: 'small',
      run: ({ bundleFile }: { bundleFile: string }) =>
        bundleFile.includes('only-headers') ? expectedOf('headers') : full.run(),
    };
    expect(await outcomeOn(small, target, 'headers')).toEqual({ result: 'alone', difference: '' });
    expect(await outcomeOn(full, target, 'headers')).toEqual({ result: 'no room', difference: 'OUT OF MEMORY' });
    const liar = { ...full, runFromFlash: () => Promise.resolve(['headers 1']) };
    expect((await outcomeOn(liar, target, 'headers')).result).toBe('differs');
  }, 60000);
});

describe('an engine with flash is known by asking it, whatever it is called', () => {
  const engineOf = (bytes: number) =>
    namedEngines(
      `anything='${process.execPath} ${join(projectFolder, 'test', 'engines', 'small-flash.mjs')} ${bytes}'`,
    )[0]!;
  const target = builtTargets(['esp8266']).find(({ kind }) => kind === 'storage')!;

  test('the bundle that is no text for it runs from its flash', async () => {
    expect(await outcomeOn(engineOf(50000), target, 'headers')).toEqual({ result: 'flash', difference: '' });
  });

  test('a bundle that its flash has no room for is told as such, and not as another heap', async () => {
    const { result, difference } = await outcomeOn(engineOf(5000), target, 'headers');
    expect([result, difference]).toEqual([
      'no room',
      expect.stringMatching(/^no room in flash: ckremm: .*Unable to find or create file/),
    ]);
  }, 60000);

  test('its variables are told, and those of others are not', async () => {
    expect(await variablesOf(engineOf(5000))).toEqual({ variables: 3000, variableBytes: 12 });
    const [node] = namedEngines(`espruino=${process.execPath}`);
    expect([await variablesOf(node!), await flashRunnerOf(node!)]).toEqual([null, null]);
  });
});

test('what a bundle costs on Espruino is counted by functions and parameters', () => {
  expect(
    countFunctions('var a=1;function b(n,r){return n}exports.c=function(){return a},exports.d={e:function(n){}};'),
  ).toEqual({ functions: 3, parameters: 3 });
});
