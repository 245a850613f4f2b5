/** The checked layer: each row of its tables names its own call, and a board's bundle has plain functions in their place, those that were asked for. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'acorn';
import ts from 'typescript';
import { rowsToFunctions } from '../../build/tree/rows.js';
import { buildBundles, root } from '../support/project.ts';

const src = join(root, 'src');
const files = readdirSync(src, { recursive: true })
  .map((name) => String(name).replace(/\\/g, '/'))
  .filter((name) => /^(?!core)\w+\/checked\.ts$|\/checked\/(?!require)\w+\.ts$/.test(name));

/** `export var name = checked(lean.name, 'module.name(...)', ...)` of a file. */
function rowsOf(file: string): { name: string; lean: string; call: string }[] {
  const source = ts.createSourceFile(file, readFileSync(join(src, file), 'utf8'), ts.ScriptTarget.ES2022, true);
  return source.statements.flatMap((node) => {
    const declaration = ts.isVariableStatement(node) ? node.declarationList.declarations[0]! : undefined;
    const made = declaration?.initializer;
    if (!made || !ts.isCallExpression(made) || made.expression.getText() !== 'checked') return [];
    return [
      {
        name: declaration.name.getText(),
        lean: (declaration.type ?? made.arguments[0]!).getText().replace('typeof ', ''),
        call: (made.arguments[1] as ts.StringLiteral).text,
      },
    ];
  });
}

test('the tables are there', () => {
  expect(files.length).toBe(16);
  expect(files.flatMap(rowsOf).length).toBeGreaterThan(160);
});

test.each(files)('%s: each row is of the lean call of its name, and tells that name', (file) => {
  const module = file.replace(/(\/checked)?\.ts$/, '').replace('/checked/', '.');
  for (const { name, lean, call } of rowsOf(file))
    expect([lean.split('.')[1], call.split('(')[0]]).toEqual([name, `${module}.${name}`]);
});

/** Functions that `text`, in a function as bundles are, has then: name/parameters/arguments of what it returns the call of. */
function functionsOf(text: string): string[] {
  const program = parse(`var library = (function () { ${text} return row; })();`, { ecmaVersion: 5 });
  const list = (rowsToFunctions(program) as any).body[0].declarations[0].init.callee.body.body as any[];
  return list
    .filter(({ type }) => type === 'FunctionDeclaration')
    .map(({ id, params, body }) => `${id.name}/${params.length}/${body.body[0]?.argument?.arguments?.length ?? ''}`);
}

const RUN = 'function run(lean, call, wanted, a, b, c, own) { return lean(a, b, c); }';
const MAKER =
  'function checked(lean, call, wanted, own) { return function (a, b, c) { return run(lean, call, wanted, a, b, c, own); }; }';

test.each([
  [
    'a row: as many parameters as the lean call has',
    `${RUN} ${MAKER} function two(x, y) {} var row = checked(two, "two", "w");`,
    ['run/7/3', 'two/2/', 'row/2/5'],
  ],
  [
    'what is left out in the middle is 0',
    `${RUN} ${MAKER} function one(x) {} var row = checked(one, "one");`,
    ['run/7/3', 'one/1/', 'row/1/4'],
  ],
  [
    'something behind the parameters: all of them',
    `${RUN} ${MAKER} function one(x) {} var row = checked(one, "one", "w", run);`,
    ['run/7/3', 'one/1/', 'row/3/7'],
  ],
  [
    'a lean call that is not in sight',
    `${RUN} ${MAKER} var row = checked(far.one, "one", "w");`,
    ['run/7/3', 'row/3/6'],
  ],
  [
    'a maker that is needed otherwise stays',
    `${RUN} ${MAKER} function one(x) {} var row = checked(one, "one"); var other = checked;`,
    ['run/7/3', 'checked/4/', 'one/1/', 'row/1/4'],
  ],
  [
    'what does more than hand on is no maker',
    `${RUN} function checked(lean) { return function (a) { return run(lean, a, 1); }; } var row = checked(run);`,
    ['run/7/3', 'checked/1/'],
  ],
])('%s', (_what, text, names) => {
  expect(functionsOf(text)).toEqual(names);
});

describe('a bundle', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  // A board without native code, whose cold calls need attach besides.
  const bundleOf = async (modules: string): Promise<{ ckremm: any; text: string }> => {
    await buildBundles({ boards: ['esp32'], out: join(folder, modules), modules, kinds: ['ckremm.js'] });
    const text = readFileSync(join(folder, modules, 'esp32', 'ckremm.js'), 'utf8');
    return { text, ckremm: new Function(`${text}; return ckremm;`)() };
  };

  test('of two calls has these, checked, and no closure for them', async () => {
    const { ckremm, text } = await bundleOf('headers.create,headers.alloc');
    expect(Object.keys(ckremm.headers).sort()).toEqual(['alloc', 'create']);
    expect(text).toMatch(/function alloc\(a, b\) \{\s+return run\(/);
    expect(text).not.toMatch(/return function|headers\.dealloc|= checked\(/);
    const pool = ckremm.headers.create(ckremm.heap.format(new Uint8Array(1024)), 512);
    expect(ckremm.headers.alloc(pool, 20)).toBeGreaterThan(0);
    expect(() => ckremm.headers.alloc(pool, 0.5)).toThrow(
      'headers.alloc(0.5): bad argument: bytes must be a whole number from 1 up',
    );
  });

  test('of a call and inspect has stats, walk and check beside it', async () => {
    expect(Object.keys((await bundleOf('headers.create,headers.inspect')).ckremm.headers).sort()).toEqual([
      'check',
      'create',
      'stats',
      'walk',
    ]);
  });
});
