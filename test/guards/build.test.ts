/** Faults planted in a copy of the project stop its build, with a message for people. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { boardNames, readBoard } from '../../host/emulator/index.ts';
import { build, copyProject, root } from '../support/project.ts';

let project: ReturnType<typeof copyProject>;
beforeAll(() => {
  project = copyProject();
});
afterAll(() => project.remove());

const inProject = (file: string): string => join(project.folder, file);

async function withChange(file: string, change: () => void, check: () => Promise<void>): Promise<void> {
  const before = readFileSync(inProject(file));
  change();
  try {
    await check();
  } finally {
    writeFileSync(inProject(file), before);
  }
}

test('npm run build, as a person starts it: the line alone, and exit code 2', () => {
  const rollup = join(root, 'node_modules', 'rollup', 'dist', 'bin', 'rollup');
  const { status, stdout, stderr } = spawnSync(process.execPath, [rollup, '-c', '--silent', '--configBoard', 'esp99'], {
    cwd: project.folder,
    encoding: 'utf8',
  });
  expect([status, stdout, stderr]).toEqual([2, '', expect.stringMatching(/^no board "esp99"; boards are [^\n]*\n$/)]);
});

test('an unknown board: one line, with the list', async () => {
  const { status, stderr } = await build(project.folder, '--configBoard', 'esp99');
  expect(status).toBe(2);
  expect(stderr).toMatch(/^no board "esp99"; boards are banglejs2, esp32, .*puckjs\n$/);
});

test('an unknown module: one line, with the list', async () => {
  const { status, stderr } = await build(
    project.folder,
    '--configBoard',
    'esp32',
    '--configModules',
    'headers,nonsense',
  );
  expect(status).toBe(2);
  expect(stderr).toMatch(
    /^--configModules: entry\.1 is "nonsense"; expected a module of src\/: [^\n]*headers[^\n]*\n$/,
  );
});

test('a wrong profile: one line with path, value and expectation', async () => {
  const set = (): void =>
    writeFileSync(
      inProject('boards/esp32.json'),
      readFileSync(inProject('boards/esp32.json'), 'utf8').replace('"heapCount": 2', '"heapCount": 0'),
    );
  await withChange('boards/esp32.json', set, async () => {
    const { status, stderr } = await build(project.folder);
    expect(status).toBe(2);
    expect(stderr).toBe('boards/esp32.json: heapCount is 0; expected at least 1\n');
  });
});

test('a profile that is not JSON: its name', async () => {
  await withChange(
    'boards/pico.json',
    () => writeFileSync(inProject('boards/pico.json'), '{ "board": '),
    async () => {
      expect((await build(project.folder, '--configBoard', 'pico')).stderr).toMatch(
        /^boards\/pico\.json is not JSON: /,
      );
    },
  );
});

test.each([
  ['a missing built-in', 'export const planted = Math.clz32(1);', /'clz32' does not exist/],
  [
    'a TypeScript helper',
    'export function planted(a: number[]): number[] { return [...a, 1]; }',
    /needs a TypeScript helper/,
  ],
])('%s in src/ stops the build', async (_what, text, message) => {
  await withChange(
    'src/index.ts',
    () => appendFileSync(inProject('src/index.ts'), `\n${text}\n`),
    async () => {
      const { status, stderr } = await build(project.folder, '--configBoard', 'esp32');
      expect(status).not.toBe(0);
      expect(stderr).toMatch(message);
    },
  );
});

test('one board goes where it is told, with the modules it is told', async () => {
  const { status, stderr } = await build(
    project.folder,
    '--configBoard',
    'puckjs',
    '--configModules',
    'headers',
    '--configOut',
    'elsewhere',
  );
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: expect.stringMatching(/^elsewhere.puckjs.ckremm\.storage\.js: [^]*headers\n$/),
  });
  expect(existsSync(inProject('elsewhere/puckjs/ckremm.min.js'))).toBe(true);
  // The compiled library alone, in both forms.
  expect(readdirSync(inProject('dist'))).toEqual(['cjs', 'es']);
});

test('bundles of other modules than the profile has never take the place of those in dist/', async () => {
  const { status, stderr } = await build(
    project.folder,
    '--configBoard',
    'puckjs',
    '--configModules',
    'headers.create',
  );
  // Variables are counted by the tools, which this folder does not have.
  expect([status, stderr]).toEqual([
    0,
    expect.stringMatching(
      /^bundles of your own choice go to out.custom.\nout.custom.puckjs.ckremm\.storage\.js: [1-9][\d,]+ bytes, native. [1-9][\d,]+, headers\n$/,
    ),
  ]);
  expect(existsSync(inProject('out/custom/puckjs/ckremm.storage.js'))).toBe(true);
  expect(readdirSync(inProject('dist'))).toEqual(['cjs', 'es']);
});

test('where nothing can be written: one line', async () => {
  writeFileSync(inProject('full'), '');
  const { status, stderr } = await build(project.folder, '--configBoard', 'puckjs', '--configOut', 'full/out');
  expect([status, stderr]).toEqual([2, 'cannot write to full/out/: a file is in the way\n']);
});

test.each([
  [['--configBoard'], '--configBoard needs a value, for example --configBoard puckjs\n'],
  [
    ['--configModules', '--configBoard', 'puckjs'],
    '--configModules needs a value, for example --configModules headers,tables\n',
  ],
  [
    ['--configBord', 'puckjs'],
    'no option --configBord; options are --configBoard, --configModules, --configOut, --configRam, --configJit, --configNative\n',
  ],
  [
    ['--configBoard', 'puckjs', '--configJit', 'headers'],
    '--configJit: "headers" is a whole module; name functions of it, such as headers.create\n',
  ],
  [
    ['--configBoard', 'pico', '--configJit', 'headers.alloc'],
    '--configJit: pico does not know "jit"; name a board that does with --configBoard\n',
  ],
  [
    ['--configBoard', 'kaluma-pico', '--configRam', 'headers.alloc'],
    '--configRam: kaluma-pico does not know "ram"; name a board that does with --configBoard\n',
  ],
])('%j: one line', async (args, line) => {
  const { status, stderr } = await build(project.folder, ...args);
  expect({ status, stderr }).toEqual({ status: 2, stderr: line });
});

test('"ram" and "jit" are the first token of the functions that are to have them, minified or not', async () => {
  const { stderr } = await build(
    project.folder,
    '--configBoard',
    'puckjs',
    '--configJit',
    'headers.alloc',
    '--configRam',
    'headers.dealloc,headers.view',
    '--configOut',
    'marked',
  );
  expect(stderr).toMatch(/^marked.puckjs.ckremm\.storage\.js: [^\n]*\n$/);
  for (const file of ['ckremm.storage.js', 'ckremm.min.js']) {
    const text = readFileSync(inProject(`marked/puckjs/${file}`), 'utf8');
    expect(text.match(/function *\w*\([^)]*\) *\{ *"jit";/g)).toHaveLength(1);
    expect(text.match(/function *\w*\([^)]*\) *\{ *"ram";/g)).toHaveLength(2);
  }
});

test.each(boardNames())(
  '%s: the bundles have the directives of its profile, each as the first token of a body, and no others',
  (name) => {
    const { directives, engine, modules } = readBoard(name);
    for (const file of ['ckremm.js', 'ckremm.min.js', ...(engine.name === 'espruino' ? ['ckremm.storage.js'] : [])]) {
      const text = readFileSync(join(root, 'dist', name, file), 'utf8');
      for (const directive of ['ram', 'jit'] as const) {
        const wanted = (directives?.[directive] ?? []).filter((entry) => modules.includes(entry.split('.')[0]!));
        expect(text.match(new RegExp(`function *[\\w$]*\\([^)]*\\) *\\{\\s*"${directive}";`, 'g')) ?? []).toHaveLength(
          wanted.length,
        );
        expect(text.split(`"${directive}"`)).toHaveLength(wanted.length + 1);
      }
    }
  },
);
