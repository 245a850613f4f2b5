/** Step 1, once more: dist/es as CommonJS, for what cannot load ES modules: Jest as it is, browserify, older Node. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { entryFiles } from './library.js';

/** The nearest package.json says what the files are, to Node.js, TypeScript and bundlers. */
const MANIFEST = '{ "type": "commonjs", "sideEffects": false }\n';

const slashed = (path) => path.split(sep).join('/');

/** The declarations serve both: TypeScript goes by the package.json beside them. */
const declarations = (es) => ({
  name: 'declarations',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'package.json', source: MANIFEST });
    for (const file of readdirSync(es, { recursive: true, encoding: 'utf8' }))
      if (file.endsWith('.d.ts'))
        this.emitFile({ type: 'asset', fileName: slashed(file), source: readFileSync(join(es, file)) });
  },
});

/**
 * What an engine of a board brings (Storage, flash) is nowhere else: a bundler would look for it in vain, and Node.js has an fs that
 * is not Kaluma's. In ES modules there is no `require`, and the stores are refused: so they are here.
 */
const withoutEngines = {
  name: 'without-engines',
  renderChunk(code, { fileName }) {
    if (!fileName.startsWith('stores/')) return null;
    const changed = code.replace(/(?<=[=(] ?)require\(('(?:Storage|Flash|flash|fs)')\)/g, 'moduleOfEngine($1)');
    return changed === code
      ? null
      : {
          code: `${changed}\nfunction moduleOfEngine(name) {\n    throw new Error('only boards have ' + name);\n}\n`,
          map: null,
        };
  },
};

/** @param {string} out the folder that `library` put es/ into */
export function commonJs(out) {
  const es = resolve(out, 'es');
  return {
    input: entryFiles().map((file) => join(es, file.replace(/\.ts$/, '.js'))),
    treeshake: false,
    plugins: [declarations(es), withoutEngines],
    output: {
      dir: `${out}/cjs`,
      format: 'cjs',
      generatedCode: 'es5',
      preserveModules: true,
      preserveModulesRoot: es,
      externalLiveBindings: false,
      freeze: false,
      entryFileNames: ({ facadeModuleId }) => slashed(relative(es, facadeModuleId)),
    },
  };
}
