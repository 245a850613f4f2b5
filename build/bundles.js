/** Step 2: dist/es becomes the files of a board: checked and readable, lean and minified. */
import { existsSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { minify } from 'terser';
import profiles from './profiles.cjs';

const { alwaysIn, boardConstants } = profiles;

/** Rollup's ids of files have the system's separators; here they are compared with `/`. */
const slashed = (path) => path.split(sep).join('/');

const entryId = '\0ckremm';
const namespaceId = '\0namespace:';

/** The fields of pool objects are nobody's but ours: short names are fewer bytes and fewer JsVars. */
const poolFields =
  /^(base|end|low|slot|head|live|mask|cols|link|wide|stage|stageBytes|unit|image|imageAt|imageBytes|rootCount|slotSectors|wear|sectorCount|hash|mostChanged|pageCount|frameCount|pageSize|span|first|slots|proven|references|changed|pageOf|crcs|frameOf|flags|order|frame|words|isProven|isBlank|epoch|seen|lastRow|lastTurn|epochs|blank|watch|serial|near|writable|start|stamp)$/;

/**
 * Terser set so that engines of boards run the result.
 * - hoist_vars, hoist_funs, join_vars: Espruino does not hoist, so every var and function is declared on top.
 * - reduce_funcs, inline: a function used once stays a function. Put into its caller as
 *   a literal it would save 1 % of the bytes, but make a closure at every call, and
 *   Espruino re-reads a body's text at every call, the arms not taken included.
 * - directives: "ram" and "jit" are kept.
 * - ie8: a catch variable gets a name of its own, which MicroQuickJS insists on.
 * - `of` is reserved on Espruino.
 */
const terserOptions = (isScript) => ({
  ecma: 5,
  toplevel: !isScript,
  compress: {
    ecma: 5,
    passes: 3,
    hoist_vars: true,
    hoist_funs: true,
    join_vars: false,
    reduce_funcs: false,
    inline: 1,
    keep_fargs: false,
    pure_getters: true,
    directives: false,
  },
  mangle: { reserved: ['of'], ie8: true, properties: { regex: poolFields, builtins: true } },
  format: { ecma: 5 },
});

/**
 * Constants into the places where they are used, and objects used once into theirs: hoist_vars makes
 * assignments of them, which terser then leaves alone. On Espruino each is two variables of RAM.
 */
const constantsOptions = (isScript) => ({
  ecma: 5,
  toplevel: !isScript,
  compress: {
    defaults: false,
    ecma: 5,
    evaluate: true,
    reduce_vars: true,
    reduce_funcs: false,
    unused: true,
    directives: false,
  },
  mangle: false,
});

/**
 * The namespace of a module. The checked build takes its checked.js, which exports all; the lean
 * one its index.js, or only the functions that `wanted` names, and inspect.js if that is named.
 */
function namespaceSource(es, module, isChecked, wanted) {
  const file = (part) => JSON.stringify(`${es}/${module}/${part}.js`);
  const has = (part) => existsSync(`${es}/${module}/${part}.js`);
  const parts = wanted.filter((name) => name.startsWith(`${module}.`)).map((name) => name.split('.')[1]);
  const functions = parts.filter((part) => part !== 'inspect');
  if (isChecked && has('checked')) return `export * from ${file('checked')};`;
  const isWhole = functions.length === 0 || wanted.includes(module);
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

/** Puts "ram" or "jit" at the start of the functions that are to have it: it must be the first token of a body. */
function markFunctions(code, marked) {
  return marked.reduce(
    (text, { function: name, directive }) =>
      text.replace(new RegExp(`(\\bfunction ${name}\\([^)]*\\) \\{)`), `$1 "${directive}";`),
    code,
  );
}

/** Makes up the entry and the namespaces, and puts the board's figures in place of src/board.ts. */
function boardPlugin(profile, es, isChecked) {
  const modules = [...new Set(profile.modules.map((name) => name.split('.')[0]))];
  return {
    name: 'board',
    resolveId: (id) =>
      id === entryId || id.startsWith(namespaceId)
        ? { id, moduleSideEffects: id === entryId }
        : null,
    load(id) {
      if (id === entryId) return entrySource(es, modules, isChecked);
      if (slashed(id) === `${es}/board.js`) return constantsSource(boardConstants(profile));
      if (id.startsWith(namespaceId))
        return namespaceSource(
          es,
          id.slice(namespaceId.length),
          isChecked,
          profile.modules,
        );
      return null;
    },
    transform: (code, id) =>
      markFunctions(code, profile.marked.filter(({ module }) =>
        slashed(id).startsWith(`${es}/${module}/`) && !/\/(checked|inspect)\.js$/.test(slashed(id)))),
    // The library is made of ES modules, a bundle is a script: Node tells by the nearest package.json.
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "commonjs" }\n' });
    },
    // A namespace needs no null prototype: 15 bytes each, and Duktape lists it as a key.
    renderChunk: (code) => code.replace(/^\s*__proto__: null,\n/gm, ''),
  };
}

/** Writes each namespace where it is exported: on Espruino the variable in between is one of RAM. */
function namespacesInPlace(code) {
  const literals = new Map();
  const rest = code.replace(/^var (_namespace_\w+) = (\{[^}]*\});\n/gm, (_whole, name, literal) => {
    literals.set(name, literal);
    return '';
  });
  const isUsedElsewhere = /\b_namespace_\w+(?!\w*;)/.test(rest);
  return isUsedElsewhere ? code : rest.replace(/= (_namespace_\w+);?$/gm, (_whole, name) => `= ${literals.get(name)};`);
}

const minifier = (isScript) => ({
  name: 'terser',
  renderChunk: async (code) => {
    const folded = await minify(isScript ? code : namespacesInPlace(code), constantsOptions(isScript));
    const { code: minified } = await minify(folded.code, terserOptions(isScript));
    return { code: `${minified}\n`, map: null };
  },
});

/** The checked bundle stays readable, but its comments would fill the flash of a small board. */
const commentRemover = {
  name: 'comments',
  renderChunk: async (code) => ({
    code: (await minify(code, { ecma: 5, compress: false, mangle: false, format: { ecma: 5, beautify: true, indent_level: 2, comments: false } })).code + '\n',
    map: null,
  }),
};

/** What differs between the files of a board. */
const CHECKED = { file: 'ckremm.js', isChecked: true, isScript: true };
const LEAN = { file: 'ckremm.min.js', isChecked: false, isScript: true };
/**
 * The lean bundle for Espruino Storage, without a function around it: each function of a module costs
 * 3 variables of RAM less there, since it need not remember a second scope. Only `require` can load it.
 */
const STORAGE = { file: 'ckremm.storage.js', isChecked: false, isScript: false };

function bundle(profile, out, { file, isChecked, isScript }) {
  const es = slashed(resolve(out, 'es'));
  return {
    input: entryId,
    treeshake: { moduleSideEffects: (id) => id === entryId },
    plugins: [boardPlugin(profile, es, isChecked)],
    output: {
      file: `${out}/${profile.board}/${file}`,
      format: isScript ? 'iife' : 'cjs',
      name: 'ckremm',
      generatedCode: 'es5',
      esModule: false,
      externalLiveBindings: false,
      freeze: false, // Espruino has no Object.freeze
      strict: false,
      indent: '  ',
      footer: isScript ? "if (typeof module !== 'undefined') module.exports = ckremm;" : '',
      plugins: [isChecked ? commentRemover : minifier(isScript)],
    },
    onwarn(warning) {
      throw new Error(`${profile.board}: ${warning.message}`);
    },
  };
}

/** The bundles of a board. */
export function boardBundles(profile, out) {
  const kinds = profile.engine.name === 'espruino' ? [CHECKED, LEAN, STORAGE] : [CHECKED, LEAN];
  return kinds.map((kind) => bundle(profile, out, kind));
}
