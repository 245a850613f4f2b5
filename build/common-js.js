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

/** @param {string} out the folder that `library` put es/ into */
export function commonJs(out) {
  const es = resolve(out, 'es');
  return {
    input: entryFiles().map((file) => join(es, file.replace(/\.ts$/, '.js'))),
    treeshake: false,
    plugins: [declarations(es)],
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
