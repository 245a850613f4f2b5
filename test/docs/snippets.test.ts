/** Every piece of code in README.md and docs/ runs as it stands: on a simulated board with the lean and the checked library, TypeScript on Node. */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { shownResult } from '../../host/sim/values.ts';
import type { Bundles } from '../records/bundle.ts';
import { codeBlocks } from '../support/fences.ts';
import { root } from '../support/project.ts';
import { userFolder } from '../support/user.ts';
import { BUILDS, type Watch, buildAll, start, storageWith } from './board.ts';

/** Its programs and commands are followed by test/package/ci.ts, on the packed package. */
const PACKED = 'ci.md';
const PAGES = [
  'README.md',
  ...['docs', 'docs/modules'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith('.md') && file !== PACKED)
      .map((file) => `${folder}/${file}`),
  ),
];
const BOARD = 'pico';
/** What a page says before: the library and its heap. A piece that takes them itself runs without. */
const BEFORE = 'var ckremm = require("ckremm"), heap = ckremm.devices.heap();';
/** As on Kaluma, where nothing is to be required. */
const AS_GLOBAL = 'var ckremm = require("ckremm");';

let bundles: Bundles;
beforeAll(async () => {
  bundles = await buildAll([BOARD]);
}, 120000);

/** Types the lines of a piece that shows a prompt, and compares what it answers with the lines that say so. */
function typeSession({ board }: Watch, code: string): void {
  let answer = '';
  for (const line of code.trimEnd().split('\n')) {
    if (line.startsWith('>')) answer = shownResult(board.run(line.slice(1)));
    else expect(answer).toBe(line);
  }
}

const isSession = (code: string): boolean => code.startsWith('>');
const takesHeap = (code: string): boolean => /(var|let) (ckremm|heap) = /.test(code);
/** It shows what a refused call returns, on purpose; the checked library throws an Error there. */
const isRefused = (code: string): boolean => /^>ckremm\.fault\(\)/m.test(code);
const pieces = PAGES.flatMap((page) => codeBlocks(page).map((code, at) => [`${page}, ${at + 1}`, code] as const));

test('there are pieces to run, and none in a language that is not', () => {
  expect(pieces.length).toBeGreaterThanOrEqual(10);
  const languages = PAGES.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/^ *```(\w+)$/gm)].map(([, language]) => language),
  );
  // C, and what it prints, is compiled and run by test/native/compiled.test.ts.
  expect([...new Set(languages)].sort()).toEqual(['c', 'js', 'json', 'text', 'ts']);
  for (const text of PAGES.flatMap((page) => codeBlocks(page, 'json'))) expect(() => JSON.parse(text)).not.toThrow();
});

describe.each(BUILDS)('%s', (build) => {
  test.each(pieces.filter(([, code]) => build === 'lean' || !isRefused(code)))('%s', (_title, code) => {
    const watch = start(BOARD, storageWith(bundles, BOARD, build));
    try {
      if (!takesHeap(code)) watch.board.run(BEFORE);
      else if (!code.includes('require("ckremm")')) watch.board.run(AS_GLOBAL);
      if (isSession(code)) typeSession(watch, code);
      else watch.board.run(code);
      // What pages print is a complaint, the bytes of a heap, or why there is no native code.
      const whyNot = watch.board.run('require("ckremm").devices.native()');
      expect(watch.said.filter((line) => !/^\d+:[\w+/=]+$/.test(line) && line !== whyNot)).toEqual([]);
      if (!isRefused(code)) expect(watch.board.run('require("ckremm").fault()')).toBe(0);
    } finally {
      watch.board.close();
    }
  });
});

const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  strict: true,
  skipDefaultLibCheck: true,
  types: [],
  preserveSymlinks: true,
};

/** Compiles files of which all but `changing` stay what they are: those are read once. */
function hostBut(changing: string): ts.CompilerHost {
  const host = ts.createCompilerHost(OPTIONS);
  const read = host.getSourceFile;
  const known = new Map<string, ts.SourceFile | undefined>();
  host.getSourceFile = (name, ...how) => {
    if (name === changing) return read(name, ...how);
    if (!known.has(name)) known.set(name, read(name, ...how));
    return known.get(name);
  };
  return host;
}

describe('TypeScript', () => {
  const programs = PAGES.flatMap((page) =>
    codeBlocks(page, 'ts').map((code, at) => [`${page}, ${at + 1}`, code] as const),
  );
  const { folder, remove } = userFolder();
  const file = join(folder, 'program.mts');
  const host = hostBut(file);
  afterAll(remove);

  test('there are programs', () => expect(programs.length).toBeGreaterThan(0));

  test.each(programs.flatMap(([title, code]) => ['ckremm', 'ckremm/lean'].map((from) => [title, from, code] as const)))(
    '%s from %s compiles under strict, and runs',
    (_title, from, code) => {
      writeFileSync(file, code.replace("from 'ckremm'", `from '${from}'`));
      const program = ts.createProgram([file], { ...OPTIONS, outDir: folder }, host);
      expect(
        ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
      ).toEqual([]);
      writeFileSync(
        join(folder, 'program.mjs'),
        ts.transpileModule(readFileSync(file, 'utf8'), {
          compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
        }).outputText,
      );
      const { status, stderr } = spawnSync(process.execPath, [join(folder, 'program.mjs')], { encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
    },
    60000,
  );
});
