/** `ckremm flash`, in this process, and flash.sh, which does the same: what is said, and the exit code. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../host/cli.ts';
import { boardNames, projectFolder, readBoard } from '../../host/emulator/index.ts';
import { BoardStorage } from '../../host/sim/index.ts';
import { ROWS } from '../../host/upload/selftest-rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'ckremm # '));
const sim = join(folder, 'sim');
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  process.env.FLASH_SIM = sim;
});
afterEach(() => {
  for (const name of ['FLASH_SIM', 'FLASH_DRY_RUN', 'MODULES']) delete process.env[name];
});

/** `exit code: all that was said`. */
async function flash(...words: string[]): Promise<string> {
  let said = '';
  const note = (...values: unknown[]): void => void (said += `${values.join(' ')}\n`);
  const { log, error } = console;
  Object.assign(console, { log: note, error: note });
  process.exitCode = 0;
  try {
    await main(['flash', ...words]);
    await new Promise((resolve) => setImmediate(resolve)); // the simulated board is written to its file
    return `${process.exitCode}: ${said.trim()}`;
  } finally {
    process.exitCode = 0;
    Object.assign(console, { log, error });
  }
}

const fileOf = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const APP =
  'var H = require("ckremm").headers, pool = H.create(require("ckremm").devices.heap(), 2048);\nprint("• booted: " + (H.alloc(pool, 20) > 0));\n';

test.each([
  [[], /^2: ckremm: which board\? usage: .*; boards are .*puckjs$/],
  [['toaster'], /^2: ckremm: no board "toaster"; boards are .*puckjs$/],
  [['sim:toaster'], /^2: ckremm: no board "toaster"/],
  [['host', 'COM3'], /^2: ckremm: no board "host"/],
  [['puckjs'], /^2: ckremm: no port given for puckjs: .*sim:puckjs simulates one\)$/],
  [['sim:puckjs', 'no-such-app.mjs'], /^2: ckremm: there is no file no-such-app\.mjs$/],
  [['puckjs', 'COM3', 'a.js', 'b.js'], /^2: ckremm: flash: unexpected 'b\.js'; see ckremm flash --help$/],
  [['sim:puckjs', '--modules', 'nonsense'], /^2: ckremm: --configModules: entry\.0 is "nonsense"; expected .*headers/],
  [['--list'], /^0: boards are banglejs2 .*puckjs\n(ports are|no board)/],
])(
  '%j: one line',
  async (words, line) => {
    expect(await flash(...words)).toMatch(line);
  },
  120000,
);

test.each(boardNames().filter((name) => name !== 'host'))(
  'sim:%s: a program is there, and the second time is not sent again',
  async (name) => {
    const isKaluma = readBoard(name).engine.name === 'kaluma';
    const app = fileOf('app.js', isKaluma ? APP.replaceAll('require("ckremm")', 'ckremm') : APP);
    const first = await flash(`sim:${name}`, app);
    expect(first).toMatch(
      /^0: dist.+: [\d,]+ bytes, headers.*\n[^]*arrived whole: starting it\n[^]*the board said:\n +• booted: true/,
    );
    const second = await flash(`sim:${name}`, app);
    expect(second).toMatch(isKaluma ? /• booted: true/ : /are there already\nstarting it\n[^]*• booted: true/);
    expect(readdirSync(sim)).toContain(`${name}.json`);
  },
);

test('exit codes: a program that fails, and one that could not be sent', async () => {
  expect(await flash('sim:puckjs', fileOf('bad.js', 'foo();'))).toMatch(
    /^1: [^]*\nckremm: .*bad\.js: Uncaught ReferenceError: foo is not defined$/,
  );
  expect(await flash('sim:kaluma-pico', fileOf('bad.js', 'foo();'))).toMatch(
    /^1: [^]*\nckremm: .*bad\.js: Uncaught ReferenceError/,
  );
  expect(await flash('sim:puckjs', fileOf('needs.js', 'require("one"); require("two");'))).toMatch(
    /^2: [^]*ckremm: the program requires one and two, which the board does not have/,
  );
  expect(await flash('sim:puckjs', fileOf('uses.js', 'ckremm.tables.create(1); ckremm.queue.push(1);'))).toMatch(
    /^2: ckremm: .*uses\.js uses ckremm\.tables\.create and ckremm\.queue\.push, which are not .*--modules=headers,tables,queue/,
  );
  expect(await flash('sim:kaluma-pico', fileOf('app.js', APP))).toMatch(
    /^2: [^]*ckremm: .*app\.js requires "ckremm": on Kaluma the library is the global ckremm/,
  );
});

test('a watch: an app beside its own boot code, which only --boot replaces, aloud', async () => {
  const file = join(sim, 'banglejs2.json');
  mkdirSync(sim, { recursive: true });
  writeFileSync(file, JSON.stringify({ '.bootcde': Buffer.from('print("clock")').toString('base64') }));
  const boot = (): string => Buffer.from(new BoardStorage(1 << 20, file).read('.bootcde')!).toString();
  expect(await flash('sim:banglejs2', fileOf('my app.js', APP))).toMatch(
    /^0: [^]*becomes the app "myapp" in the launcher \(--boot makes it the boot code\)\n/,
  );
  expect(boot()).toBe('print("clock")');
  expect(await flash('sim:banglejs2', fileOf('my app.js', APP), '--boot')).toMatch(
    /replaces the boot code of the Bangle\.js 2, .*: there is no clock, launcher or widget until "Bootloader" is installed again/,
  );
  expect(boot()).toBe(APP);
});

test('says what it would send', async () => {
  process.env.FLASH_DRY_RUN = '1';
  const app = fileOf('app.js', APP);
  expect(await flash('sim:puckjs', app)).toMatch(
    new RegExp(
      `would write ckremm, [\\d,]+ bytes, to sim:puckjs\nwould write \\.bootcde, ${Buffer.byteLength(APP)} bytes, to sim:puckjs$`,
    ),
  );
  expect(await flash('sim:kaluma-pico', fileOf('k.js', 'print(1)'))).toMatch(
    /would write [\d,]+ bytes to sim:kaluma-pico$/,
  );
});

test('a simulated board that cannot be kept, or whose file is damaged: one line', async () => {
  mkdirSync(sim, { recursive: true });
  writeFileSync(join(sim, 'pico.json'), '{');
  expect(await flash('sim:pico')).toMatch(
    /^2: [^]*ckremm: the simulated board is kept in .*pico\.json, which cannot be used: it is damaged; delete it for a new one$/,
  );
  process.env.FLASH_SIM = fileOf('a-file', '');
  expect(await flash('sim:puckjs')).toMatch(
    /^2: [^]*ckremm: cannot write to .*a-file: a file of that name is in the way; the simulated board is kept there; FLASH_SIM=FOLDER names another place$/,
  );
});

const isPosix = process.platform !== 'win32';
const isRoot = isPosix && process.getuid!() === 0;
const NOBODY = 65534;

(isRoot ? test : test.skip)(
  'another user, who may not write here: one line, and with a folder of their own it works',
  () => {
    const readable = mkdtempSync(join(tmpdir(), 'ckremm-'));
    chmodSync(readable, 0o755);
    const run = (...words: string[]): string => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [join(projectFolder, 'host', 'run.mjs'), 'flash', ...words],
        {
          uid: NOBODY,
          gid: NOBODY,
          encoding: 'utf8',
          cwd: readable,
          env: { ...process.env, FLASH_SIM: join(readable, 'sim'), HOME: readable },
        },
      );
      return `${status}: ${stderr.trim()} ${stdout.trim()}`;
    };
    expect(run('sim:puckjs')).toMatch(
      /^2: ckremm: cannot write to .*sim: permission denied; the simulated board is kept there; FLASH_SIM=FOLDER names another place dist/,
    );
    expect(run('sim:puckjs', '--modules', 'headers')).toMatch(
      /^2: ckremm: cannot write to .*out\/flash\/puckjs: permission denied; a bundle is built there/,
    );
    mkdirSync(join(readable, 'sim'));
    chmodSync(join(readable, 'sim'), 0o777);
    expect(run('sim:puckjs')).toMatch(/^0: /);
    rmSync(readable, { recursive: true });
  },
  120000,
);

(isPosix ? test : test.skip)(
  'flash.sh is the same, from elsewhere and through links',
  () => {
    symlinkSync(join(projectFolder, 'flash.sh'), join(folder, 'one'));
    mkdirSync(join(folder, 'in'));
    symlinkSync('../one', join(folder, 'in', 'two'));
    fileOf('app.js', APP);
    const { status, stdout, stderr } = spawnSync(join(folder, 'in', 'two'), ['sim:puckjs', 'app.js'], {
      encoding: 'utf8',
      cwd: folder,
      env: { ...process.env, FLASH_SIM: sim },
    });
    expect(`${status}: ${stderr}${stdout}`).toMatch(/^0: dist.puckjs.ckremm\.storage\.js/);
  },
  120000,
);

test('a folder whose name is no URL: bundles are built there, and sent', () => {
  const odd = join(folder, isPosix ? 'c# 100%41? ü' : 'c# 100%41 ü');
  for (const part of [
    'boards',
    'build',
    'src',
    'host',
    'native',
    join('dist', 'tools'),
    join('dist', 'es', 'es5.json'),
    'package.json',
    'rollup.config.js',
    'tsconfig.json',
  ])
    cpSync(join(projectFolder, part), join(odd, part), { recursive: true, preserveTimestamps: true });
  utimesSync(join(odd, 'dist', 'tools', 'host', 'cli.js'), new Date(), new Date()); // folders got the time of the copy
  symlinkSync(join(projectFolder, 'node_modules'), join(odd, 'node_modules'), 'junction');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(odd, 'host', 'run.mjs'), 'flash', 'sim:puckjs', fileOf('app.js', APP)],
    { encoding: 'utf8', env: { ...process.env, FLASH_SIM: '' } },
  );
  expect(`${status}: ${stderr}${stdout}`).toMatch(
    /^0: dist.puckjs.ckremm\.storage\.js: 1\d,\d+ bytes, headers\n[^]*booted: true/,
  );
}, 120000);

test('what a test starts never builds: dist/ that is older than its sources is an error', () => {
  const old = join(folder, 'old');
  for (const part of ['package.json', join('host', 'run.mjs'), 'src', join('dist', 'tools', 'host', 'cli.js')])
    cpSync(join(projectFolder, part), join(old, part), { recursive: true });
  utimesSync(join(old, 'dist', 'tools', 'host', 'cli.js'), 0, 0);
  for (const part of ['boards', 'build', 'rollup.config.js', 'tsconfig.json'])
    symlinkSync(join(projectFolder, part), join(old, part));
  const { status, stderr } = spawnSync(process.execPath, [join(old, 'host', 'run.mjs'), 'boards'], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([2, 'ckremm: dist/ is older than its sources: run `npm run build` first\n']);
});

test('the package says which Node.js the tools need, as host/run.mjs does', () => {
  const { engines } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  const oldest = /const OLDEST = \{ 20: (\d+), 22: (\d+) \}/.exec(
    readFileSync(join(projectFolder, 'host', 'run.mjs'), 'utf8'),
  )!;
  expect(engines.node).toBe(`^20.${oldest[1]}.0 || >=22.${oldest[2]}.0`);
});

test('an older Node.js is told in one line', () => {
  const pretend = fileOf('old.cjs', "Object.defineProperty(process.versions, 'node', { value: '20.14.0' });");
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--require', pretend, join(projectFolder, 'host', 'run.mjs'), 'boards'],
    { encoding: 'utf8' },
  );
  expect([status, stderr]).toEqual([
    2,
    'ckremm: Node.js 20.14.0 is too old: the tools need 20.15 or 22.2, or a later line\n',
  ]);
});

test('--selftest runs the rows on native code and in ES5, and says it in one line; --configNative off sends ES5', async () => {
  const app = fileOf('app.js', APP);
  process.env.FLASH_SIM = join(folder, 'selftest');
  expect(await flash('sim:puckjs', app, '--selftest')).toMatch(
    /^0: [^]*\nselftest puckjs, \S+ \S+, native \/ ES5: (\d+) of \1 rows the same; headers pair of 16 [\d.]+ \/ [\d.]+ ms; .*heap [\da-f]+\n/,
  );
  const files = (): string[] =>
    Object.keys(JSON.parse(readFileSync(join(folder, 'selftest', 'puckjs.json'), 'utf8'))).sort();
  expect(files()).toEqual(['.bootcde', 'ckremm', 'ckremm.bin', 'ckremm.es5']);
  expect(await flash('sim:puckjs', app, '--selftest', '--configNative', 'off')).toMatch(
    /^0: [^]*\nselftest puckjs, .*, ES5 \(this board has no native code\): (\d+) of \1 rows the same; headers pair of 16 [\d.]+ ms; /,
  );
  expect(files()).toEqual(['.bootcde', 'ckremm']);
  expect(await flash('sim:puckjs', app, '--configNative', 'of')).toBe(
    '2: ckremm: --configNative is "of"; it is on or off',
  );
  expect(await flash('sim:kaluma-pico', app, '--selftest')).toMatch(/^2: [^]*--selftest is for boards with Espruino/);
}, 120000);

test('--selftest names each row that differs, and the exit code is 1', async () => {
  process.env.FLASH_SIM = join(folder, 'differs');
  const row = ROWS.find((one) => one.code === 'M.sizeOf(s.p,s.a[0])')!;
  const { code } = row;
  // What the computer expects is not what the board has.
  row.code = `process.env.BOARD ? -1 : ${code}`;
  try {
    expect(await flash('sim:puckjs', '--selftest')).toMatch(
      /^1: [^]*\nheaders .*: -1, in ES5 -1; here \d+\n[^]*\nckremm: puckjs: 1 rows differ$/,
    );
  } finally {
    row.code = code;
  }
}, 120000);
