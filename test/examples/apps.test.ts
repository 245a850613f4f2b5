/** The example programs: on emulated boards here, on the engines of CKREMM_ENGINES too, and as a person runs them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { readBoard } from '../../host/emulator/index.ts';
import { type Engine, findEngines, flashRunnerOf, variablesOf } from '../../host/engines/index.ts';
import { BoardStorage, SimulatedBoard } from '../../host/sim/index.ts';
import { crc32 } from '../../src/core/crc32.ts';
import * as checked from '../../src/index.ts';
import * as lean from '../../src/lean.ts';
import { buildBundles, type Bundles } from '../records/bundle.ts';
import { exampleSays, root } from '../support/project.ts';

let bundles: Bundles;
beforeAll(async () => {
  bundles = await buildBundles(['puckjs', 'banglejs2'], 'records,queue,messages');
}, 120000);

const scriptOf = (path: string): string => readFileSync(join(root, 'examples', path), 'utf8');

/** Each prints what it did; the same on every engine. */
const programs = {
  'message-router': `
var router = messageRouter(ckremm, ckremm.heap.format(new Uint8Array(4096)), 600);
var fast = [], slow = [], data = [], i;
router.subscribe('t/', function (topic, bytes) { fast.push(topic + bytes.length + ':' + bytes[0]); });
router.subscribe('', function (topic, bytes) { slow.push(topic); });
say(router.publish('x', [1]) + ' ' + router.publish('t/a', [7, 8, 9]) + ' ' + router.publish('t/b', new Uint8Array(1000)));
router.pump(); router.pump();
say(fast.join() + ' ' + slow.join() + ' waiting ' + router.waiting() + ' dropped ' + router.dropped());
for (i = 0; i < 40; i++) router.publish('t/' + i, [i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i]);
say('waiting ' + (router.waiting() > 20) + ' dropped ' + (router.dropped() > 10));
while (router.waiting()) router.pump();
say(fast[fast.length - 1] + ' whole ' + (ckremm.tables.alloc(router.pool, 300) > 0));`,
  fireworks: `
var show = fireworks(ckremm, ckremm.heap.format(new Uint8Array(4096)), 100), lit = 0, frame;
function half() { return 0.5; }
say(show.burst(88, 60, 70, half) + ' ' + show.burst(88, 60, 70, half));
for (frame = 0; frame < 19; frame++) show.step();
show.draw({ setPixel: function (x, y, colour) { lit++; if (lit === 1) say(x + ',' + y + ',' + colour); } });
say(lit + ' ' + show.step() + ' ' + show.burst(1, 1, 200, half));`,
  // Espruino's own sum; elsewhere one that notices as much of what is done here.
  'sensor-logger': `
if (typeof E === 'undefined') var E = { CRC32: function (bytes) {
  var sum = 1, i;
  for (i = 0; i < bytes.length; i++) sum = (sum * 31 + bytes[i]) % 16777213;
  return sum;
} };
var kept = {}, logger, i;
var storage = {
  readArrayBuffer: function (name) { return kept[name] ? kept[name].buffer : undefined; },
  write: function (name, bytes) { kept[name] = new Uint8Array(bytes); }
};
logger = sensorLogger(ckremm, storage, 20, 10);
for (i = 1; i <= 35; i++) logger.add(i * 60, i / 2);
logger = sensorLogger(ckremm, storage, 20, 10);
i = logger.range();
say(i.samples + ' ' + i.from + ' ' + i.to);
kept['log.0'][kept['log.0'].length - 1] = 255;
i = sensorLogger(ckremm, storage, 20, 10).range();
say(i.samples + ' ' + i.from + ' ' + i.to);
kept['log.1'][3] = 7;
say(sensorLogger(ckremm, storage, 20, 10).range().samples);`,
  // The data of loggerWithObjects, below.
  'event-logger': `
var log = eventLogger(ckremm, ckremm.heap.format(new Uint8Array(6428))), seed = 1, i, text, k;
function next(n) { seed = (seed * 16807) % 2147483647; return seed % n; }
for (i = 0; i < 700; i++) {
  log.sample(i * 10, 200 + next(50));
  if (i % 5 === 0) {
    text = 'adv' + i + ':';
    for (k = 20 + next(41) - text.length; k > 0; k--) text += 'x';
    log.message(text);
  }
}
say(log.report());
say(log.take());
say('in less: ' + eventLogger(ckremm, ckremm.heap.format(new Uint8Array(6424))));`,
};

/** What the event logger is to say after the same data: the newest 600 samples and 60 texts, in arrays. */
function loggerWithObjects(): string[] {
  const samples: number[] = [];
  const texts: string[] = [];
  let seed = 1;
  const next = (n: number): number => (seed = (seed * 16807) % 2147483647) % n;
  for (let i = 0; i < 700; i++) {
    samples.push(200 + next(50));
    if (i % 5 === 0) texts.push(`adv${i}:`.padEnd(20 + next(41), 'x'));
  }
  const kept = samples.slice(-600);
  const mean = kept.reduce((sum, value) => sum + value, 0) / 600;
  return [`600 ${mean.toFixed(2)} 60 ${texts.at(-1)}`, texts.at(-60)!, 'in less: null'];
}
const files = {
  'message-router': 'router.js',
  fireworks: 'fireworks.js',
  'sensor-logger': 'logger.js',
  'event-logger': 'logger.js',
};
const said = {
  'message-router': ['1 2 0', 't/a3:7 x,t/a waiting 0 dropped 0', 'waiting true dropped true', 't/3916:39 whole true'],
  fireworks: ['70 30', '88,57,1', '100 0 100'],
  'sensor-logger': ['20 660 1800', '20 60 1200', '0'],
  'event-logger': loggerWithObjects(),
};

type Name = keyof typeof programs;
const names = Object.keys(programs) as Name[];
const boards = {
  'message-router': 'pico',
  fireworks: 'banglejs2',
  'sensor-logger': 'puckjs',
  'event-logger': 'puckjs',
};
/** An Espruino with fewer variables than the board is not asked to hold what that holds. */
const isTooSmall = async (engine: Engine, name: Name): Promise<boolean> =>
  ((await variablesOf(engine))?.variables ?? Infinity) < (readBoard(boards[name]).engine.jsvarCount ?? 0);
const cells = findEngines().engines.flatMap((engine) => names.map((name) => [engine.name, name, engine] as const));

test.each(cells)(
  '%s runs %s, where it is as large as the board',
  async (_engine, name, engine) => {
    if (await isTooSmall(engine, name)) return;
    const board = boards[name];
    const bundleFile =
      name === 'message-router' ? join(root, 'dist', board, 'ckremm.min.js') : bundles.file(board, true);
    const program = [
      'var say = typeof print !== "undefined" ? print : console.log;',
      scriptOf(`${name}/${files[name]}`),
      'say("begin");',
      programs[name],
      'say("done");',
    ].join('\n');
    // Where the engine has flash the bundle lies there, as on a board.
    const run = (await flashRunnerOf(engine)) ?? engine.run;
    expect(await run({ board: readBoard(board), bundleFile, program })).toEqual(said[name]);
  },
  60000,
);

test('the sensor log is there again after a reset, and after one in the middle of a write', () => {
  const storage = new BoardStorage(40960);
  storage.write('ckremm', readFileSync(bundles.file('puckjs', true)));
  storage.write('logger', Buffer.from(scriptOf('sensor-logger/logger.js')));
  storage.write(
    '.bootcde',
    Buffer.from('var logger = require("logger")(require("ckremm"), require("Storage"), 240, 60);'),
  );
  const puck = new SimulatedBoard('puckjs', storage);
  for (let i = 1; i <= 150; i++) puck.run(`logger.add(${i * 60}, 20)`);
  puck.powerOn();
  expect(puck.run('JSON.stringify(logger.range())')).toBe('{"samples":120,"from":60,"to":7200}');
  const whole = storage.read('log.0')!;
  storage.write('log.0', whole.slice(0, 500), 0, whole.length);
  puck.powerOn();
  expect([60, 120]).toContain(puck.run('logger.range().samples'));
});

describe('of the two files of the sensor log the later save is read', () => {
  const sensorLogger = runInNewContext(`${scriptOf('sensor-logger/logger.js')}; sensorLogger`, {
    E: { CRC32: (bytes: Uint8Array) => crc32(bytes, 0, bytes.length) >>> 0 },
  }) as any;
  /** Storage of so many files that are written whole. */
  const storageOf = (kept: Map<string, Uint8Array>) => ({
    readArrayBuffer: (name: string) => kept.get(name)?.slice().buffer,
    write: (name: string, bytes: Uint8Array) => void kept.set(name, bytes.slice()),
  });
  const rangeOf = (kept: Map<string, Uint8Array>) => sensorLogger(lean, storageOf(kept), 20, 5).range();

  test('also when the clock began again at 0, as it does when power was lost', () => {
    const kept = new Map<string, Uint8Array>();
    for (let life = 0, samples = 0; life < 5; life++) {
      const logger = sensorLogger(lean, storageOf(kept), 20, 5);
      for (let i = 1; i <= 5; i++) logger.add(i * 60 + (life === 0 ? 1700000000 : 10 * life), 20 + life);
      samples = Math.min(20, samples + 5);
      expect({ life, ...rangeOf(kept) }).toMatchObject({
        life,
        samples,
        to: 300 + (life === 0 ? 1700000000 : 10 * life),
      });
    }
  });

  test.each([
    ['lean', lean],
    ['checked', checked],
  ])('any byte of both files may be damaged: what is left is read, or a new log begun, %s', (_build, library) => {
    const whole = new Map<string, Uint8Array>();
    const logger = sensorLogger(library, storageOf(whole), 20, 5);
    for (let i = 1; i <= 10; i++) logger.add(i, 1);
    for (let at = 0; at < whole.get('log.0')!.length; at++) {
      for (const bits of [255, 1, 128]) {
        const kept = new Map(
          [...whole].map(([name, bytes]) => [name, bytes.map((byte, i) => (i === at ? byte ^ bits : byte))]),
        );
        const again = sensorLogger(library, storageOf(kept), 20, 5);
        for (let i = 1; i <= 5; i++) again.add(i, 1);
        expect([5, 10, 15]).toContain(sensorLogger(library, storageOf(kept), 20, 5).range().samples);
      }
    }
  });

  test('also where numbers start again', () => {
    const kept = new Map<string, Uint8Array>();
    const logger = sensorLogger(lean, storageOf(kept), 20, 5);
    for (let i = 1; i <= 5; i++) logger.add(i, 1);
    const file = kept.get('log.0')!;
    file.set([255, 255, 255, 127], file.length - 8);
    new DataView(file.buffer).setUint32(file.length - 4, crc32(file, 0, file.length - 4), true);
    for (let save = 1; save <= 3; save++) {
      const next = sensorLogger(lean, storageOf(kept), 20, 5);
      for (let i = 1; i <= 5; i++) next.add(save, 1);
      expect(rangeOf(kept).to).toBe(save);
    }
  });
});

test.each([
  ['message-router', /500 messages of 1 to 90 bytes[^]*in one piece again/],
  ['fireworks', /as objects +39,214 bytes/],
  ['event-logger', /^600 samples, on average 224\.58, and 6\d texts, the newest adv695:, in 6428 bytes/],
  ['sensor-logger', /after a reset: 120 samples[^]*after another: 240 samples/],
])(
  'node examples/%s/run.mjs',
  async (name, output) => {
    expect(await exampleSays(name)).toMatch(output);
  },
  60000,
);
