/** Step 2: dist/es becomes the files of a board: checked and readable, lean and minified. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { parse } from 'acorn';
import { minify } from 'terser';
import { bundleTypes } from './bundle-types.js';
import { coldCalls } from './cold-calls.js';
import profiles from './profiles.cjs';
import { nativeFiles } from './native/loader.js';
import { fieldsFromLast } from './tree/fields.js';
import { shrink } from './tree/index.js';
import { withoutLeadingFunctions } from './tree/loops.js';
import { useKnownNames } from './tree/known.js';
import { atStarts, originMark } from './tree/marks.js';
import { withoutPrototypes } from './tree/prototypes.js';
import { rowsToFunctions } from './tree/rows.js';
import { separateScopes } from './tree/scopes.js';

const { alwaysIn, boardConstants, root } = profiles;

/** Rollup's ids of files have the system's separators; here they are compared with `/`. */
const slashed = (path) => path.split(sep).join('/');

const entryId = '\0ckremm';
const namespaceId = '\0namespace:';

/**
 * Terser set so that engines of boards run the result.
 * - hoist_vars, hoist_funs, join_vars: Espruino does not hoist, so every var and function is declared on top; of a module, functions stand
 *   there already, but for those that are made once there is room for them (build/tree/cold.js).
 * - reduce_funcs, inline: a function used once stays a function. Put into its caller as
 *   a literal it would save 1 % of the bytes, but make a closure at every call, and
 *   Espruino re-reads a body's text at every call, the arms not taken included.
 * - directives: "ram" and "jit" are kept.
 * - ie8: a catch variable gets a name of its own, which MicroQuickJS insists on.
 * - `of` is reserved on Espruino; names that the engine knows stay.
 */
const terserOptions = (isScript, fields, kept) => ({
  ecma: 5,
  toplevel: !isScript,
  compress: {
    ecma: 5,
    passes: 3,
    hoist_vars: true,
    hoist_funs: isScript,
    join_vars: false,
    reduce_funcs: false,
    inline: 1,
    keep_fargs: false,
    pure_getters: true,
    directives: false,
  },
  mangle: {
    reserved: ['of', ...kept],
    ie8: true,
    properties: { regex: new RegExp(`^(${fields.join('|')})$`), builtins: true },
  },
  format: { ecma: 5 },
});

/**
 * Constants into the places where they are used, and objects used once into theirs: hoist_vars makes
 * assignments of them, which terser then leaves alone. On Espruino each is two variables of RAM.
 */
const constantsOptions = {
  ecma: 5,
  toplevel: true,
  compress: {
    defaults: false,
    ecma: 5,
    evaluate: true,
    reduce_vars: true,
    reduce_funcs: false,
    unused: true,
    dead_code: true,
    conditionals: true,
    collapse_vars: true,
    if_return: true,
    comparisons: true,
    booleans: true,
    sequences: true,
    side_effects: true,
    directives: false,
  },
  mangle: false,
};

/** Names that a module of dist/es exports. */
const exportsOf = (code) =>
  parse(code, { ecmaVersion: 2015, sourceType: 'module' })
    .body.filter(({ type }) => type === 'ExportNamedDeclaration')
    .flatMap(({ specifiers }) => specifiers.map(({ exported }) => exported.name));

/**
 * The namespace of a module, or only the functions that `wanted` names: in the checked build those of its checked.js, in the lean
 * one those of its index.js. What inspect.js has is in a checked bundle unless functions are named and it is not; in a lean one if named.
 */
function namespaceSource(es, module, isChecked, wanted) {
  const file = (part) => JSON.stringify(`${es}/${module}/${part}.js`);
  const has = (part) => existsSync(`${es}/${module}/${part}.js`);
  const parts = wanted.filter((name) => name.startsWith(`${module}.`)).map((name) => name.split('.')[1]);
  const functions = parts.filter((part) => part !== 'inspect');
  const isWhole = functions.length === 0 || wanted.includes(module);
  if (isChecked && has('checked')) {
    const inspected =
      parts.includes('inspect') && has('inspect') ? exportsOf(readFileSync(`${es}/${module}/inspect.js`, 'utf8')) : [];
    return `export ${isWhole ? '*' : `{ ${[...functions, ...inspected].join(', ')} }`} from ${file('checked')};`;
  }
  return [
    `export ${isWhole ? '*' : `{ ${functions.join(', ')} }`} from ${file('index')};`,
    ...(parts.includes('inspect') ? [`export * from ${file('inspect')};`] : []),
  ].join('\n');
}

function entrySource(es, modules, isChecked) {
  const namespaces = [...alwaysIn.filter((name) => name !== 'core'), ...modules].map(
    (name) => `export * as ${name} from ${JSON.stringify(namespaceId + name)};`,
  );
  const faults = isChecked
    ? `export { fault, faultText } from ${JSON.stringify(`${es}/core/checked.js`)};`
    : `export { fault } from ${JSON.stringify(`${es}/core/faults.js`)};`;
  return [faults, ...namespaces].join('\n');
}

const constantsSource = (constants) =>
  Object.entries(constants)
    .map(([name, value]) => `export var ${name} = ${JSON.stringify(value)};`)
    .join('\n');

/** The directives that a function is to have. */
function startOf(file, name, marked) {
  const [module, part] = file.split('/');
  const directives = ['checked', 'inspect'].includes(part)
    ? []
    : marked.filter((one) => one.module === module && one.function === name);
  return directives.map(({ directive }) => `"${directive}";`).join('');
}

/**
 * Makes up the entry and the namespaces, and puts the board's figures in place of src/board.ts.
 * @param {(origin: string) => string} textFor what stands at the start of each function, before its directives
 */
function boardPlugin(profile, es, isChecked, textFor) {
  const modules = [...new Set(profile.modules.map((name) => name.split('.')[0]))];
  return {
    name: 'board',
    resolveId: (id) =>
      id === entryId || id.startsWith(namespaceId) ? { id, moduleSideEffects: id === entryId } : null,
    load(id) {
      if (id === entryId) return entrySource(es, modules, isChecked);
      if (slashed(id) === `${es}/board.js`) return constantsSource(boardConstants(profile));
      if (id.startsWith(namespaceId))
        return namespaceSource(es, id.slice(namespaceId.length), isChecked, profile.modules);
      return null;
    },
    transform(code, id) {
      const path = slashed(id);
      if (!path.startsWith(`${es}/`)) return null;
      const file = path.slice(es.length + 1, -'.js'.length);
      return atStarts(code, (name) => startOf(file, name, profile.marked) + textFor(`${file}.${name}`));
    },
    // The library is made of ES modules, a bundle is a script: Node tells by the nearest package.json.
    generateBundle({ file }) {
      const library = slashed(relative(resolve(dirname(file)), resolve(es, '..', 'cjs')));
      this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "commonjs" }\n' });
      this.emitFile({
        type: 'asset',
        fileName: basename(file).replace(/\.js$/, '.d.ts'),
        source: bundleTypes(
          profile.modules,
          alwaysIn.filter((name) => name !== 'core'),
          isChecked,
          library,
        ),
      });
    },
    renderChunk: (code) => withoutPrototypes(code),
  };
}

let fields;

/** Names of fields to shorten: build/private-fields.js found them when the library was compiled. */
function privateFields(es) {
  fields ??= JSON.parse(readFileSync(join(es, 'private-fields.json'), 'utf8'));
  return fields;
}

/** How often each function is entered: see host/cost/heat.ts. */
const readHeat = () => JSON.parse(readFileSync(join(root, 'build', 'heat.json'), 'utf8'));

/** A module as a script: it defines `ckremm`, and is a module as well where there are such. */
function asScript(program) {
  const script = parse(
    "var ckremm=function(exports){return exports}({});if(typeof module!=='undefined')module.exports=ckremm;",
    { ecmaVersion: 5 },
  );
  script.body[0].declarations[0].init.callee.body.body.unshift(...program.body);
  return script;
}

/**
 * Letters that a function may make a bundle longer by, once it stands in each of its callers. In Espruino's Storage they are
 * flash, and 6 variables of RAM or more are won; engines that compile the script at the start have them in RAM.
 */
const MOST_LONGER = 350;
const MOST_LONGER_SCRIPT = 50;

/** What is the same of the lean bundles of a board, made once: it takes as long as the rest of one. */
function constantsFolder() {
  let known = { code: '', folded: '' };
  return async (code) => {
    if (known.code !== code) known = { code, folded: (await minify(code, constantsOptions)).code };
    return known.folded;
  };
}

/** @param {(code: string) => Promise<string>} fold */
const minifier = ({ engine }, isScript, fold, library) => ({
  name: 'terser',
  renderChunk: async (code) => {
    const program = parse(await fold(code), { ecmaVersion: 5 });
    if (isScript) shrink(program, readHeat(), MOST_LONGER_SCRIPT);
    else shrink(program, readHeat(), MOST_LONGER, coldCalls);
    const isKaluma = engine.name === 'kaluma';
    const kept = isKaluma ? useKnownNames(program, privateFields(library)) : [];
    if (isKaluma) separateScopes(program);
    if (engine.name === 'espruino') fieldsFromLast(program);
    const options = { ...terserOptions(isScript, privateFields(library), kept), parse: { spidermonkey: true } };
    const { code: minified } = await minify(isScript ? asScript(program) : program, options);
    return { code: `${withoutLeadingFunctions(minified)}\n`, map: null };
  },
});

/** The checked bundle stays readable, but its comments would fill the flash of a small board. */
const commentRemover = {
  name: 'comments',
  renderChunk: async (code) => {
    const program = rowsToFunctions(parse(code, { ecmaVersion: 5 }));
    const format = { ecma: 5, beautify: true, indent_level: 2, comments: false };
    const { code: readable } = await minify(program, {
      parse: { spidermonkey: true },
      ecma: 5,
      compress: false,
      mangle: false,
      format,
    });
    return { code: `${readable}\n`, map: null };
  },
};

/** Names that each module of a bundle has, in their order. */
function namesOf(es, wanted) {
  const all = (module, part) =>
    existsSync(`${es}/${module}/${part}.js`) ? exportsOf(readFileSync(`${es}/${module}/${part}.js`, 'utf8')) : [];
  return Object.fromEntries(
    [...new Set(wanted.map((name) => name.split('.')[0]))].map((module) => {
      const parts = wanted.filter((name) => name.startsWith(`${module}.`)).map((name) => name.split('.')[1]);
      const functions = parts.filter((part) => part !== 'inspect');
      const isWhole = functions.length === 0 || wanted.includes(module);
      return [
        module,
        [...(isWhole ? all(module, 'index') : functions), ...(parts.includes('inspect') ? all(module, 'inspect') : [])],
      ];
    }),
  );
}

/** Beside the bundle for Storage: the files of a board that runs native code; where there are none, none of an earlier build. */
const nativeEmitter = (profile, es) => ({
  name: 'native-code',
  async generateBundle({ file, dir }, bundle) {
    const [{ code }] = Object.values(bundle);
    const files = profile.native ? await nativeFiles(profile, code, namesOf(es, profile.modules)) : {};
    for (const [name, source] of Object.entries(files))
      this.emitFile({ type: 'asset', fileName: `native/${name}`, source });
    if (!Object.keys(files).length) rmSync(join(dir ?? dirname(file), 'native'), { recursive: true, force: true });
  },
});

/** What differs between the files of a board. */
const CHECKED = { file: 'ckremm.js' };
const LEAN = { file: 'ckremm.min.js', isScript: true };
/**
 * The lean bundle for Espruino Storage, without a function around it: each function of a module costs
 * 3 variables of RAM less there, since it need not remember a second scope. Only `require` can load it.
 */
const STORAGE = { file: 'ckremm.storage.js', isScript: false };

/** How rollup makes files of a board: those of `outputs`, [file, whether it is a script, plugins] each, of one tree of modules. */
function configurationOf(profile, library, isChecked, textFor, outputs) {
  const es = slashed(resolve(library));
  return {
    input: entryId,
    treeshake: { moduleSideEffects: (id) => id === entryId },
    plugins: [boardPlugin(profile, es, isChecked, textFor)],
    output: outputs.map(([file, isScript, plugins]) => ({
      file,
      format: isScript ? 'iife' : 'cjs',
      name: 'ckremm',
      generatedCode: 'es5',
      esModule: false,
      externalLiveBindings: false,
      freeze: false, // Espruino has no Object.freeze
      strict: false,
      indent: '  ',
      footer: isScript ? "if (typeof module !== 'undefined') module.exports = ckremm;" : '',
      plugins,
    })),
    onwarn(warning) {
      throw new Error(`${profile.board}: ${warning.message}`);
    },
  };
}

/** The lean bundle, not minified: what minifies it makes a script of it, or none. */
function leanOutput(profile, folder, { file, isScript }, fold, library) {
  return [
    `${folder}/${file}`,
    false,
    [
      minifier(profile, isScript, fold, library),
      ...(isScript ? [] : [nativeEmitter(profile, slashed(resolve(library)))]),
    ],
  ];
}

/**
 * The lean bundle, not minified, that calls `__enter(origin)` at the start of each function.
 * @param {string} library the folder of ES5 modules that it is made of
 * @param {Set<string>} origins where all functions of its modules are put
 */
export const countedBundle = (profile, library, file, origins) =>
  configurationOf(profile, library, false, (origin) => `__enter("${[origin, origins.add(origin)][0]}");`, [
    [file, true, []],
  ]);

/**
 * The bundles of a board, into out/BOARD.
 * @param {string} library the folder of ES5 modules that they are made of
 * @param {string[]} [kinds] names of files, without them all
 */
export function boardBundles(profile, out, library = `${out}/es`, kinds = undefined) {
  const folder = `${out}/${profile.board}`;
  const isWanted = ({ file }) => !kinds || kinds.includes(file);
  const lean = (profile.engine.name === 'espruino' ? [LEAN, STORAGE] : [LEAN]).filter(isWanted);
  const fold = constantsFolder();
  const configurations = [
    configurationOf(
      profile,
      library,
      true,
      () => '',
      [CHECKED].filter(isWanted).map(({ file }) => [`${folder}/${file}`, true, [commentRemover]]),
    ),
    configurationOf(
      profile,
      library,
      false,
      originMark,
      lean.map((kind) => leanOutput(profile, folder, kind, fold, library)),
    ),
  ];
  return configurations.filter(({ output }) => output.length > 0);
}
