/**
 * Every way to load the package, as `npm pack` makes it. Node.js, Jest, TypeScript and a script tag run here; of bundlers it is tested
 * what they go by: the fields of package.json, folders for those that know no `exports`, and CommonJS that asks for nothing.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import ts from 'typescript';
import { root } from '../support/project.ts';
import { type Packed, requireByFolder } from './packed.ts';

/** `get` gives the package, once the tests run. */
export function testLoaders(get: () => Packed): void {
  let packed: Packed;
  beforeAll(() => {
    packed = get();
  });

  const write = (name: string, text: string): string => {
    writeFileSync(join(packed.folder, name), text);
    return join(packed.folder, name);
  };

  /** What each program below does; it must come to the same in all. */
  const PROGRAM = `
const image = heap.format(new Uint8Array(4096));
const pool = create(image, 1024);
const address = alloc(pool, 20);
let threw = false;
try { headers.dealloc(pool, 3); } catch { threw = true; }
console.log([address > 0, threw, lean.headers.dealloc(pool, 3), lean.fault() === Fault.BadAddress, check(pool), board.devices.board].join());
`;
  const SAYS = '0: true,true,false,true,,puckjs\n';
  const FROM: [names: string, path: string][] = [
    ['{ heap, headers, Fault }', 'ckremm'],
    ['{ create }', 'ckremm/headers'],
    ['{ alloc }', 'ckremm/lean/headers'],
    ['{ check }', 'ckremm/lean/headers/inspect'],
  ];

  test('as ES modules', () => {
    const imports = FROM.map(([names, path]) => `import ${names} from '${path}';`).join('\n');
    const more = "import * as lean from 'ckremm/lean';\nimport board from 'ckremm/boards/puckjs/ckremm.min.js';\n";
    expect(packed.node(write('program.mjs', imports + more + PROGRAM))).toBe(SAYS);
  });

  test('as CommonJS', () => {
    const imports = FROM.map(([names, path]) => `const ${names} = require('${path}');`).join('\n');
    const more = "const lean = require('ckremm/lean'), board = require('ckremm/boards/puckjs/ckremm.min.js');\n";
    expect(packed.node(write('program.cjs', imports + more + PROGRAM))).toBe(SAYS);
  });

  test('as a script, which defines ckremm', () => {
    const script = readFileSync(join(packed.ckremm, 'dist', 'host', 'ckremm.min.js'), 'utf8');
    const page: Record<string, any> = { Uint8Array, Uint16Array, Uint32Array, Int32Array, Float32Array };
    runInNewContext(script, page);
    expect(page.ckremm.headers.create(page.ckremm.heap.format(new Uint8Array(4096)), 1024)).not.toBeNull();
  });

  test('both in one program, on one heap: the pool of one is the pool of the other', () => {
    const program = `
import { createRequire } from 'node:module';
import * as es from 'ckremm';
const cjs = createRequire(process.cwd() + '/program.cjs')('ckremm');
if (es.headers === cjs.headers) throw new Error('one copy');
const image = es.heap.format(new Uint8Array(4096));
const pool = es.headers.create(image, 1024);
const a = es.headers.alloc(pool, 20), b = cjs.headers.alloc(pool, 20);
const other = cjs.headers.attach(cjs.heap.open(image), es.heap.find(image, es.Kind.Headers, 0));
console.log(a !== b, cjs.headers.dealloc(other, a), es.headers.dealloc(pool, b), es.headers.check(pool) + cjs.headers.check(other));
es.headers.destroy(pool);
let refused = 0;
try { cjs.headers.alloc(other, 20); } catch { refused++; }
try { cjs.headers.alloc(pool, 20); } catch { refused++; }
console.log(refused, cjs.headers.create(image, 2000) !== null, es.fault(image) === cjs.fault(image));
`;
    expect(packed.node(write('two.mjs', program))).toBe('0: true true true \n2 true true\n');
  });

  test('in Jest as it is, the emulated boards, too', () => {
    mkdirSync(join(packed.folder, 'jest'));
    write('jest/package.json', '{}');
    write(
      'jest/program.test.js',
      `const { heap, headers } = require('ckremm');
const { boot } = require('ckremm/emulator');
test('library', () => expect(headers.create(heap.format(new Uint8Array(4096)), 1024)).toBeTruthy());
test('board', () => {
  const { ckremm, run, output, advance } = boot('PUCKJS');
  run('var n = 0; setInterval(function () { console.log(++n); }, 100);');
  advance(250);
  expect([output, ckremm.devices.board]).toEqual([['1', '2'], 'puckjs']);
});
`,
    );
    const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
    const { status, stderr } = spawnSync(process.execPath, [jest, '--rootDir', join(packed.folder, 'jest'), '-i'], {
      cwd: join(packed.folder, 'jest'),
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect([status, stderr]).toEqual([0, expect.stringMatching(/Tests: +2 passed, 2 total/)]);
  }, 60000);

  describe('by folders, as browserify, Parcel and webpack 4 do', () => {
    const foldersBelow = (folder: string): string[] =>
      readdirSync(join(packed.ckremm, folder), { withFileTypes: true, recursive: true })
        .filter(({ name }) => name === 'package.json')
        .map(({ parentPath }) =>
          parentPath
            .slice(packed.ckremm.length + 1)
            .split('\\')
            .join('/'),
        );
    const modules = (): string[] => [...foldersBelow('lean'), ...readdirSync(packed.ckremm).flatMap(foldersOf)];
    const foldersOf = (name: string): string[] =>
      !/\.|^(lean|dist|docs|build|boards|host|native|traces|examples|LICENSE)$/.test(name) ? foldersBelow(name) : [];

    test('they lead where `exports` lead, CommonJS and ES modules alike', () => {
      const byFolder = requireByFolder(packed);
      const all = modules();
      expect(all).toEqual(
        expect.arrayContaining(['lean', 'lean/headers', 'lean/tables/inspect', 'records', 'devices', 'emulator']),
      );
      for (const name of all) {
        const found = byFolder.resolve(join(packed.ckremm, name));
        expect([name, found]).toEqual([name, byFolder.resolve(`ckremm/${name}`)]);
        expect(Object.keys(byFolder(found) as object).length).toBeGreaterThan(0);
        const { module, types } = JSON.parse(readFileSync(join(packed.ckremm, name, 'package.json'), 'utf8')) as Record<
          string,
          string
        >;
        for (const file of [module, types])
          if (file) expect(() => readFileSync(join(packed.ckremm, name, file))).not.toThrow();
        if (module) expect(module.replace('/es/', '/cjs/')).toBe(types!.replace(/\.d\.ts$/, '.js'));
      }
      expect(byFolder(join(packed.ckremm, 'boards', 'puckjs', 'ckremm.min.js')).devices.board).toBe('puckjs');
    });

    test('and CommonJS asks for nothing but files of its own, and the parser', () => {
      const cjs = join(packed.ckremm, 'dist', 'cjs');
      for (const { name, parentPath } of readdirSync(cjs, { withFileTypes: true, recursive: true })) {
        if (!name.endsWith('.js')) continue;
        const text = ts.transpileModule(readFileSync(join(parentPath, name), 'utf8'), {
          compilerOptions: { removeComments: true, allowJs: true, target: ts.ScriptTarget.ES2022 },
        }).outputText;
        // Not what a message says in a template, nor the name of a call; an emulated Kaluma asks its own realm for its storage.
        const asked = [...text.matchAll(/(?<!['"])\brequire\(['"]([^'"$]+)['"]\)/g)].map(([, module]) => module!);
        const others = asked.filter((module) => !module.startsWith('.'));
        expect([name, others.filter((module) => !/^node:|^acorn$|^storage$/.test(module))]).toEqual([name, []]);
        if (!parentPath.endsWith('emulator')) expect([name, others]).toEqual([name, []]);
        expect([name, /\bimport\.meta\b|^await /m.test(text)]).toEqual([name, false]);
      }
    });
  });

  const CONSUMER = `
import { Fault, fault, faultText, headers, heap, records, tables } from 'ckremm';
import { gc } from 'ckremm/lean';
import { create, type Pool } from 'ckremm/headers';
import { alloc } from 'ckremm/lean/headers';
import { stats } from 'ckremm/lean/headers/inspect';
import { boot, type Board } from 'ckremm/emulator';
import board = require('ckremm/boards/puckjs/ckremm.min.js');
const image: Uint8Array = heap.format(new Uint8Array(4096))!;
const pool: Pool | null = create(image, 1024);
const address: number = headers.alloc(pool!, 20) + alloc(pool!, 20);
const free: number = stats(pool!).freeBytes;
const value: number | Uint8Array | null = records.get(records.create(image, 't:u32', 10)!, 1, 't');
const text: string = faultText(fault());
const isFull: boolean = fault() === Fault.NoSpace;
gc.create(image, 1024, 20);
tables.reorder(tables.attach(image, 16)!, 100);
const puck: Board = boot('puckjs', { checked: true });
const size: number = board.devices.heapBytes + board.headers.alloc(board.headers.attach(image, 24)!, 1);
// @ts-expect-error an address is a number
headers.alloc(pool!, '20');
// @ts-expect-error there is no such call
headers.free(pool!, address);
// @ts-expect-error the bundle of a Puck.js has no tables
board.tables;
export const all = [free, value, text, isFull, puck.output, size];
`;

  describe('types resolve and hold under strict', () => {
    const { ModuleKind, ModuleResolutionKind } = ts;
    test.each<[string, ts.ModuleKind, ts.ModuleResolutionKind, string]>([
      ['node10', ModuleKind.CommonJS, ModuleResolutionKind.Node10, 'consumer.ts'],
      ['node16, CommonJS', ModuleKind.Node16, ModuleResolutionKind.Node16, 'consumer.cts'],
      ['node16, ES modules', ModuleKind.Node16, ModuleResolutionKind.Node16, 'consumer.mts'],
      ['bundler', ModuleKind.ESNext, ModuleResolutionKind.Bundler, 'consumer.ts'],
    ])('%s', (name, module, moduleResolution, fileName) => {
      const isModule = /ES modules|bundler/.test(name);
      const file = write(
        fileName,
        isModule ? CONSUMER.replace(/import board = require\((.*?)\)/, 'import board from $1') : CONSUMER,
      );
      const program = ts.createProgram([file], {
        module,
        moduleResolution,
        target: ts.ScriptTarget.ES2022,
        lib: ['lib.es2022.d.ts'],
        ignoreDeprecations: '6.0',
        esModuleInterop: true,
        strict: true,
        noEmit: true,
        types: [],
        skipLibCheck: false,
      });
      const said = ts
        .getPreEmitDiagnostics(program)
        .map(
          ({ file: where, messageText }) =>
            `${where?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
        );
      expect(said).toEqual([]);
    });
  });

  describe('the path says what misuse does', () => {
    test.each([
      ['ckremm', 'throws'],
      ['ckremm/headers', 'throws'],
      ['ckremm/boards/host/ckremm.js', 'throws'],
      ['ckremm/lean', 'returns'],
      ['ckremm/lean/headers', 'returns'],
      ['ckremm/boards/host/ckremm.min.js', 'returns'],
    ])('%s %s', (path, does) => {
      const load = requireByFolder(packed);
      const found = load(path) as Record<string, any>;
      const headers = (found.headers ?? found) as Record<string, any>;
      const { heap } = load('ckremm/lean') as { heap: Record<string, any> };
      const pool: unknown = headers.create(heap.format(new Uint8Array(4096)), 1024);
      const misuse = (): unknown => headers.dealloc(pool, 3);
      if (does === 'throws') expect(misuse).toThrow('no block starts at that address');
      else expect(misuse()).toBe(false);
    });
  });
}
