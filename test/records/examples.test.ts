/** The examples with records and queues: in an emulated board here, and as a person runs them. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Engine, namedEngines, variablesOf } from '../../host/engines/index.ts';
import { exampleSays, root } from '../support/project.ts';
import { buildBundles, type Bundles, printedOn } from './bundle.ts';

let bundles: Bundles;
beforeAll(async () => {
  bundles = await buildBundles(['puckjs', 'esp32']);
}, 120000);

const scriptOf = (path: string): string => readFileSync(join(root, 'examples', path), 'utf8');

test('temperature log: the last 1,440 samples, found again in the heap', () => {
  const { ckremm, run } = bundles.boot('puckjs');
  const temperatureLog = run(`${scriptOf('temperature-log/log.js')} temperatureLog`);
  const heap = ckremm.devices.heap();
  const log = temperatureLog(ckremm, heap);
  for (let minute = 0; minute < 2000; minute++)
    log.add(minute * 60, minute === 700 ? -40.5 : minute === 1999 ? 85 : 20);
  expect({ ...temperatureLog(ckremm, heap).summary() }).toEqual({
    samples: 1440,
    since: 560 * 60,
    least: -40.5,
    mean: 20,
    most: 85,
  });
  expect(heap.length - 8 - ckremm.heap.freeBytes(heap)).toBeLessThan(9000);
});

test('message queue: in order, whole, and what finds no room is refused', () => {
  const { ckremm, run } = bundles.boot('esp32');
  const inbox = run(`${scriptOf('message-queue/messages.js')} messageQueue`)(ckremm, ckremm.devices.heap(), 8);
  const seen: string[] = [];
  for (let i = 0; i < 10; i++) expect(inbox.put(1000 + i, i, 2, [i, i + 1])).toBe(i < 8);
  expect(inbox.put(0, 0, 0, new Uint8Array(13))).toBe(false);
  expect([inbox.waiting(), inbox.dropped()]).toEqual([8, 3]);
  inbox.takeAll((at: number, from: number, kind: number, data: Uint8Array) =>
    seen.push([at, from, kind, data[0], data[1]].join()),
  );
  expect(seen).toEqual(Array.from({ length: 8 }, (_, i) => [1000 + i, i, 2, i, i + 1].join()));
  expect(inbox.waiting()).toBe(0);
});

test.each([
  [
    'temperature-log',
    /^1440 samples since minute 60: 15 to 27 degrees[^]*as records +8,948 bytes\n +as objects +109,421 bytes, 12\.2 times/,
  ],
  [
    'message-queue',
    /^1300 messages sent, 1220 taken, 80 refused[^]*as records +1,256 bytes\n +as objects +9,870 bytes, 7\.9 times/,
  ],
])(
  'node examples/%s/run.mjs',
  async (name, output) => {
    expect(await exampleSays(name)).toMatch(output);
  },
  60000,
);

/** What the engine says that the same objects take, in its variables of `bytes` each; null: it has no fixed number of them, or larger ones than boards have. */
async function measuredOn(
  engine: Engine,
): Promise<{ total: number; bytes: number; samples: number; messages: number } | null> {
  const script = `
    var a, i, b, line = [process.memory().total, process.memory().blocksize];
    function used() { return process.memory().usage; }
    b = used(); a = []; for (i = 0; i < 100; i++) a.push({ t: 1700000000 + i * 60, v: i + 0.5 }); line.push(used() - b);
    a = undefined;
    b = used(); a = []; for (i = 0; i < 64; i++) a.push({ at: 1700000000 + i, from: 3, kind: 1, data: new Uint8Array(12) }); line.push(used() - b);
    say('M' + line.join(','));`;
  const [, text] =
    /M(\d+(?:,\d+){3})/.exec(await printedOn(engine, bundles.file('puckjs', true), script, /M\d+,/)) ?? [];
  const [total, bytes, samples, messages] = text?.split(',').map(Number) ?? [];
  return total && bytes! <= 14
    ? { total, bytes: bytes!, samples: samples! * bytes!, messages: messages! * bytes! }
    : null;
}

const named = namedEngines(process.env.CKREMM_ENGINES ?? '');
if (named.length) {
  test.each(named.map((engine) => [engine.name, engine] as const))(
    '%s: objects take what the examples say, within 2 %, if it is an Espruino',
    async (_name, engine) => {
      if (!(await variablesOf(engine))) return;
      const measured = await measuredOn(engine);
      if (!measured) return;
      const profile = { engine: { name: 'espruino', jsvarCount: measured.total, jsvarBytes: measured.bytes } };
      const program = `import { bytesAsObjects } from ${JSON.stringify(pathToFileURL(join(root, 'examples/temperature-log/board.mjs')).href)};
      const samples = Array.from({ length: 100 }, (_, i) => ({ t: 1700000000 + i * 60, v: i + 0.5 }));
      const messages = Array.from({ length: 64 }, (_, i) => ({ at: 1700000000 + i, from: 3, kind: 1, data: new Uint8Array(12) }));
      console.log([samples, messages].map((objects) => bytesAsObjects(objects, ${JSON.stringify(profile)})).join());`;
      const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
      const [samples, messages] = stdout.split(',').map(Number);
      expect(Math.abs(samples! / measured.samples - 1)).toBeLessThan(0.02);
      expect(Math.abs(messages! / measured.messages - 1)).toBeLessThan(0.02);
    },
  );
}
