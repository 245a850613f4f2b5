/**
 * Step 3: host/ and its own copy of src/ (with the host's constants) become ES2022
 * modules in dist/tools; other files of host/ are copied. Types are checked by
 * `npm run lint`, not here: that takes seconds, and this runs before `npm start`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import profiles from './profiles.cjs';

const { root } = profiles;
const entryId = '\0tools';

const compilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ES2022,
  isolatedModules: true, // keeps const enums as objects, which the copy of src/ exports
  rewriteRelativeImportExtensions: true,
};

/** Files of host/ and src/, named from the root. host/run.mjs is what runs the result. */
function sources() {
  const all = ['host', 'src'].flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true, recursive: true }),
  );
  const files = all
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
  // Programs of boards are no part of the tools: the page that shows them is made of the sources.
  const programs = join('host', 'play', 'programs');
  return files.filter((file) => file !== join('host', 'run.mjs') && !file.startsWith(programs));
}

function transpile(file) {
  const { outputText, diagnostics } = ts.transpileModule(readFileSync(join(root, file), 'utf8'), {
    fileName: file,
    compilerOptions,
    reportDiagnostics: true,
  });
  for (const { messageText, start, file: source } of diagnostics) {
    const line = source.getLineAndCharacterOfPosition(start).line + 1;
    throw new Error(`${file}:${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  }
  return outputText;
}

/** What users import, and its types, which are given away with it. */
export const PUBLIC = { entry: 'host/public/index.ts', types: 'host/program/types.ts' };

/** The types of a file whose exports all say theirs: no other file has to be read. */
function declarationsOf(file) {
  const { outputText, diagnostics } = ts.transpileDeclaration(readFileSync(join(root, file), 'utf8'), {
    fileName: file,
    compilerOptions: { ...compilerOptions, strict: true, isolatedDeclarations: true },
    reportDiagnostics: true,
  });
  for (const { messageText } of diagnostics)
    throw new Error(`${file}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  return outputText.replace(/'(\.[\w./]+)\.ts'/g, "'$1.js'");
}

const emitted = (file) => {
  const fileName = file.split(sep).join('/');
  return file.endsWith('.ts')
    ? { fileName: fileName.replace(/\.ts$/, '.js'), source: transpile(file) }
    : { fileName, source: readFileSync(join(root, file)) };
};

/** Rollup wants an input; the files themselves are emitted one by one, as they are. */
export function tools(out) {
  return {
    input: entryId,
    plugins: [
      {
        name: 'tools',
        resolveId: (id) => (id === entryId ? id : null),
        load: (id) => (id === entryId ? 'export {};' : null),
        generateBundle(_options, bundle) {
          for (const name of Object.keys(bundle)) delete bundle[name];
          for (const file of sources()) this.emitFile({ type: 'asset', ...emitted(file) });
          for (const file of Object.values(PUBLIC))
            this.emitFile({
              type: 'asset',
              fileName: file.replace(/\.ts$/, '.d.ts'),
              source: declarationsOf(file),
            });
        },
      },
    ],
    output: { dir: `${out}/tools`, format: 'es' },
    onwarn: () => {}, // the made-up entry is empty
  };
}
