/** Step 3, once more: the emulated boards of dist/tools as CommonJS, and the types of both. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PUBLIC } from './tools.js';

const declarations = (tools, file) => readFileSync(join(tools, file.replace(/\.ts$/, '.d.ts')), 'utf8');

const typesIn = (tools) => ({
  name: 'types',
  // Where a page is imitated, as Jest's jsdom does, there is a `document` that knows nothing of files.
  resolveImportMeta: (property) => (property === 'url' ? "require('node:url').pathToFileURL(__filename).href" : null),
  generateBundle() {
    const put = (fileName, source) => this.emitFile({ type: 'asset', fileName, source });
    put('types.d.ts', declarations(tools, PUBLIC.types));
    put('index.d.ts', declarations(tools, PUBLIC.entry).replaceAll("'../program/types.js'", "'./types.js'"));
  },
});

/** @param {string} out the folder that `tools` put tools/ into */
export function emulator(out) {
  const folder = resolve(out, 'tools');
  return {
    input: join(folder, PUBLIC.entry.replace(/\.ts$/, '.js')),
    external: /^(node:|acorn$|[a-z@])/,
    plugins: [typesIn(folder)],
    output: { file: `${out}/cjs/emulator/index.js`, format: 'cjs', inlineDynamicImports: true },
  };
}
