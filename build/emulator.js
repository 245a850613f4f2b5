/** Step 3, once more: the emulated boards of dist/tools as CommonJS, and the types of both. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PUBLIC } from './tools.js';

const typesIn = (folder) => ({
  name: 'types',
  // Where a page is imitated, as Jest's jsdom does, there is a `document` that knows nothing of files.
  resolveImportMeta: (property) => (property === 'url' ? "require('node:url').pathToFileURL(__filename).href" : null),
  generateBundle() {
    for (const fileName of readdirSync(folder).filter((name) => name.endsWith('.d.ts')))
      this.emitFile({ type: 'asset', fileName, source: readFileSync(join(folder, fileName)) });
  },
});

/** @param {string} out the folder that `tools` put tools/ into */
export function emulator(out) {
  const folder = resolve(out, 'tools', PUBLIC);
  return {
    input: join(folder, 'index.js'),
    external: /^(node:|acorn$|[a-z@])/,
    plugins: [typesIn(folder)],
    output: { file: `${out}/cjs/emulator/index.js`, format: 'cjs', inlineDynamicImports: true },
  };
}
