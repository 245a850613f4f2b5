/** Jest runs TypeScript as CommonJS, file by file; types are checked by `npm run lint`. */
const ts = require('typescript');

const compilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  esModuleInterop: true,
  isolatedModules: true,
  inlineSourceMap: true,
  inlineSources: true,
};

/** CommonJS has no import.meta; where a file is, it knows all the same. */
const importMeta = (code) => code.replaceAll('import.meta.url', "require('node:url').pathToFileURL(__filename).href");

module.exports = {
  process: (source, fileName) => ({
    code: importMeta(ts.transpileModule(source, { fileName, compilerOptions }).outputText),
  }),
};
