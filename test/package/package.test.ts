/** What npm would publish, installed in an empty folder: its files, its command line, that it takes along no module that was not asked for, and that everything loads it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Plugin, rollup } from 'rollup';
import ts from 'typescript';
import { boot } from '../../host/emulator/index.ts';
import { root } from '../support/project.ts';
import { testCi } from './ci.ts';
import { testLoaders } from './loaders.ts';
import { type Packed, packProject } from './packed.ts';

let packed: Packed;
beforeAll(() => {
  packed = packProject();
}, 120000);
afterAll(() => packed.remove());

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

test('has the library, bundles and profiles of boards, the tools and what they read, and papers', () => {
  const has = (...path: string[]): boolean => existsSync(join(packed.ckremm, ...path));
  for (const path of [
    ['dist', 'es', 'index.d.ts'],
    ['dist', 'cjs', 'lean.js'],
    ['dist', 'puckjs', 'ckremm.storage.js'],
    ['dist', 'kaluma-pico2', 'ckremm.d.ts'],
    ['boards', 'schema.json'],
    ['traces', 'cjson-cmd.txt'],
    ['examples', 'trace-recorder', 'recorder.js'],
    ['docs', 'api.md'],
    ['docs', 'play.html'],
    ['lean', 'headers', 'package.json'],
    ['LICENSE'],
  ])
    expect([path, has(...path)]).toEqual([path, true]);
  for (const path of ['src', 'test', 'node_modules', join('host', 'cli.ts')])
    expect([path, has(path)]).toEqual([path, false]);
});

test('the folders for old loaders are in the list of files, each of them', async () => {
  const { proxies } = (await import('../../build/proxies.js')) as { proxies(): Record<string, string> };
  const tops = Object.keys(proxies()).map((file) => file.split('/')[0]!);
  for (const top of new Set(tops)) expect(manifest.files).toContain(top);
});

describe('the command line', () => {
  test('runs with what is installed, which is a parser', () => {
    expect(Object.keys(manifest.dependencies)).toEqual(['acorn']);
    expect(packed.run('--version')).toBe(`0: ckremm ${manifest.version}\n`);
    const help = packed.run('-h');
    expect(help).toMatch(/^0: [^]* fit [^]* flash /);
    expect(help).not.toMatch(/npm package|bench/);
    expect(packed.run('boards')).toMatch(/^0: board +heap bytes/);
    expect(packed.run('play', '--print')).toBe(`0: ${join(packed.ckremm, 'docs', 'play.html')}\n`);
    // The emulator of its processor is not installed: that board has ES5.
    expect(packed.run('flash', 'sim:puckjs')).toMatch(
      /^0: .*\nits firmware cannot call native code: .*ES5\nfound PUCKJS[^]*arrived whole/,
    );
    const trace = join(packed.ckremm, 'traces', 'cjson-cmd.txt');
    expect(packed.run('fit', '--board', 'PUCKJS', '--trace', trace)).toMatch(/^0: [^]* puckjs +12,288 +fits/);
    expect(packed.run('cost', '--board', 'puckjs')).toMatch(/^0: [^]*headers.alloc/);
  });

  test('says which packages a bundle of other modules needs, and builds one where they are', () => {
    const words = ['cost', '--board', 'puckjs', '--modules', 'records'];
    expect(packed.run(...words)).toBe(
      '2: ckremm: a bundle of modules that you name is built by rollup and terser: `npm install --save-dev rollup@4 terser@5`\n',
    );
    for (const name of ['rollup', 'terser']) packed.install(name);
    expect(packed.run(...words)).toMatch(/^0: [^]*records.alloc/);
    expect(existsSync(join(packed.folder, 'out', 'modules', 'puckjs', 'ckremm.min.js'))).toBe(true);
  });

  test('of what measures the project says that a clone has it', () => {
    expect(packed.run('bench')).toBe(
      '2: ckremm: bench measures ckreMM itself, and works only in a clone of the project\n',
    );
  });
});

test('has every file that README and the pages of docs/ link to, so that links work there as in the repository', () => {
  const pages = [
    'README.md',
    ...readdirSync(join(packed.ckremm, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => `docs/${file}`),
  ];
  expect(pages.length).toBeGreaterThan(30);
  const missing = pages.flatMap((page) =>
    [...readFileSync(join(packed.ckremm, page), 'utf8').matchAll(/\]\(([^)#:\s/][^)#:\s]*)(?:#[^)]*)?\)/g)]
      .map(([, link]) => join(packed.ckremm, dirname(page), link!))
      .filter((file) => !existsSync(file))
      .map((file) => `${page}: ${relative(packed.ckremm, file)}`),
  );
  expect(missing).toEqual([]);
});

test('says where it lives, and where to complain', () => {
  const { homepage, repository, bugs } = JSON.parse(readFileSync(join(packed.ckremm, 'package.json'), 'utf8'));
  expect([homepage, repository.url, bugs]).toEqual([
    expect.stringContaining('ckremm'),
    expect.stringContaining('ckremm.git'),
    expect.stringContaining('/issues'),
  ]);
});

test('publint finds nothing', () => {
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'publint', 'src', 'cli.js'), '--strict', '--pack', 'false', packed.ckremm],
    { encoding: 'utf8' },
  );
  expect([status, stdout]).toEqual([0, expect.stringContaining('All good!')]);
});

const withoutComments = (code: string): string =>
  ts.transpileModule(code, { compilerOptions: { removeComments: true, target: ts.ScriptTarget.ES2022 } }).outputText;

/** Modules of the package that a program takes along, and how many bytes of code these are. */
async function bundleOf(source: string): Promise<{ modules: string[]; bytes: number; code: string }> {
  const entry = join(packed.folder, 'entry.mjs');
  writeFileSync(entry, source);
  const { exports, sideEffects } = manifest;
  /** As bundlers find packages, and heed what package.json says of side effects. */
  const resolve: Plugin = {
    name: 'package',
    resolveId: (id, importer) =>
      id === entry
        ? null
        : {
            id: id.startsWith('ckremm')
              ? join(packed.ckremm, exports[id.replace('ckremm', '.')].import.default)
              : join(dirname(importer!), id),
            moduleSideEffects: sideEffects,
          },
  };
  const bundle = await rollup({ input: entry, plugins: [resolve] });
  const {
    output: [chunk],
  } = await bundle.generate({ format: 'es' });
  const taken = Object.entries(chunk.modules).filter(([, { renderedLength }]) => renderedLength > 0);
  const es = join(packed.ckremm, 'dist', 'es');
  const modules = taken.filter(([id]) => id.startsWith(es)).map(([id]) => id.slice(es.length + 1).replace(/\/.*/, ''));
  return { modules: [...new Set(modules)].sort(), bytes: withoutComments(chunk.code).length, code: chunk.code };
}

describe('a program that imports one module takes along what it stands on, and no other', () => {
  test.each([
    ['headers', 'ckremm/lean', ['board.js', 'core', 'headers', 'heap'], 40000],
    ['headers', 'ckremm', ['board.js', 'core', 'headers', 'heap'], 50000],
    ['tables', 'ckremm', ['board.js', 'core', 'heap', 'tables'], 70000],
    ['records', 'ckremm/lean', ['board.js', 'core', 'heap', 'records'], 23000],
  ])('%s of %s', async (module, from, modules, mostBytes) => {
    const found = await bundleOf(`import { ${module} } from '${from}';\nglobalThis.kept = ${module};\n`);
    expect(found.modules).toEqual(modules);
    expect(found.bytes).toBeLessThanOrEqual(mostBytes);
    expect(found.bytes).toBeGreaterThan(mostBytes / 2);
  });

  test.each(['ckremm/lean', 'ckremm'])('of two calls of %s, no more than these need', async (from) => {
    const whole = await bundleOf(`import { headers } from '${from}';\nglobalThis.kept = headers;\n`);
    const part = await bundleOf(
      `import { headers } from '${from}';\nglobalThis.kept = [headers.create, headers.alloc];\n`,
    );
    expect(part.bytes).toBeLessThan(0.7 * whole.bytes);
  });
});

describe('bundled with a program for a board, the library of PCs is refused there, and told why', () => {
  test.each(['puckjs', 'kaluma-pico'])('%s', async (board) => {
    const { code } = await bundleOf(
      "import { heap } from 'ckremm/lean';\nglobalThis.image = heap.format(new Uint8Array(4096));\n",
    );
    const { run } = boot(board, { bundleFile: null });
    const program = `(function (globalThis) {${code}\n})(this);`;
    expect(() => run(program)).toThrow(
      "on a board use the board's own bundle: import 'ckremm/boards/NAME/ckremm.min.js'",
    );
    expect(() => boot('host', { bundleFile: null }).run(program)).not.toThrow();
  });
});

describe('loads', () => testLoaders(() => packed));

describe('docs/ci.md', () => testCi(() => packed));
