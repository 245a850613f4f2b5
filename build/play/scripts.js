/** The two scripts of the page, each one text: that of the worker, which has the tools and the files they read, and that of the page itself. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { rollup } from 'rollup';
import { minify } from 'terser';
import profiles from '../profiles.cjs';
import { apart, globalsIn } from './apart.js';
import { realmTables } from './apart-realm.js';

const { root } = profiles;
const tools = join(root, 'dist', 'tools', 'host');

/** Files that the tools read. */
function filesOfTools() {
  const named = [
    'dist/es/es5.json',
    ...['espruino', 'jerryscript', 'native'].map((name) => `host/cost/measured/${name}.json`),
  ];
  const boards = readdirSync(join(root, 'boards'), { recursive: true, encoding: 'utf8' });
  const all = [...boards.filter((name) => name.endsWith('.json')).map((name) => `boards/${name}`), ...named];
  return Object.fromEntries(
    all.map((name) => [name.split(sep).join('/'), JSON.stringify(JSON.parse(readFileSync(join(root, name), 'utf8')))]),
  );
}

/** In place of what Node brings: host/play/node. */
const inPages = {
  name: 'in-pages',
  resolveId(id) {
    if (id.startsWith('node:')) return join(tools, 'play', 'node', `${id.slice('node:'.length)}.js`);
    return id === 'acorn' ? join(root, 'node_modules', 'acorn', 'dist', 'acorn.mjs') : null;
  },
  transform: (code) =>
    /\bBuffer\b/.test(code) && !/(import|class) .*\bBuffer\b/.test(code)
      ? { code: `import { Buffer } from 'node:buffer';\n${code}`, map: null }
      : null,
  resolveImportMeta: (property) => (property === 'url' ? '"/ckremm/host/page.js"' : null),
};

async function bundled(entry) {
  const bundle = await rollup({
    input: join(tools, 'play', entry),
    plugins: [inPages],
    shimMissingExports: true,
    onwarn: () => {},
  });
  const { output } = await bundle.generate({ format: 'es' });
  await bundle.close();
  return output[0].code.replace(/^export \{.*$/gm, '');
}

const minified = async (code) =>
  (await minify(code, { ecma: 2020, compress: { passes: 2, keep_fargs: false }, mangle: true })).code;

/** The tools in a worker, with their own built-ins and the files that they read. */
function workerScript(code) {
  const own = apart(code);
  return `(function(){
const {${globalsIn(own).join(',')}} = globalThis;
const {$get,$call,$may,$mayGet} = (${realmTables.toString()})();
const PROJECT_FILES = ${JSON.stringify(filesOfTools())};
${own}
})();`;
}

const pageScript = (code) => `(function(){\nconst process = undefined;\n${code}\n})();`;

/** What the scripts are made of, and the page around them: text that is the same on each Node. Takes two seconds. */
export async function sources() {
  const page = await bundled('page.js');
  if (page.includes('PROJECT_FILES'))
    throw new Error('host/play/page.ts leads to files that read the project: only the worker has it');
  return { worker: await bundled('worker.js'), page, html: await bundled('html.js') };
}

/** The scripts, minified. */
export const scriptsOf = async ({ worker, page }) => ({
  worker: await minified(workerScript(worker)),
  page: await minified(pageScript(page)),
});
