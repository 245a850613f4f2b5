/** Step 3, once more: the emulated boards of dist/tools as CommonJS, and the types of both. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import profiles from './profiles.cjs';

const { root } = profiles;
const FOLDER = 'host/public';

/** From the source alone, as all its exports say their types. */
function declarationsOf(name) {
  const file = join(root, FOLDER, `${name}.ts`);
  const { outputText, diagnostics = [] } = ts.transpileDeclaration(readFileSync(file, 'utf8'), {
    fileName: file,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ES2022,
      strict: true,
      isolatedDeclarations: true,
      rewriteRelativeImportExtensions: true,
    },
    reportDiagnostics: true,
  });
  for (const { messageText } of diagnostics)
    throw new Error(`${file}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  return outputText;
}

const types = {
  name: 'types',
  // Where a page is imitated, as Jest's jsdom does, there is a `document` that knows nothing of files.
  resolveImportMeta: (property) => (property === 'url' ? "require('node:url').pathToFileURL(__filename).href" : null),
  generateBundle() {
    for (const name of ['index', 'types'])
      this.emitFile({
        type: 'asset',
        fileName: `${name}.d.ts`,
        source: declarationsOf(name).replace(/'(\.\/\w+)\.ts'/g, "'$1.js'"),
      });
  },
};

/** @param {string} out the folder that `tools` put tools/ into */
export function emulator(out) {
  return {
    input: resolve(out, 'tools', FOLDER, 'index.js'),
    external: /^(node:|acorn$|[a-z@])/,
    plugins: [types],
    output: { file: `${out}/cjs/emulator/index.js`, format: 'cjs', inlineDynamicImports: true },
  };
}
