/** What a bundle of modules that somebody chose takes of its board: bytes of its files, and variables of an Espruino while nobody calls it. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import profiles from './profiles.cjs';

const { root } = profiles;

const bytesOf = (path) =>
  statSync(path).isDirectory()
    ? readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0)
    : statSync(path).size;

const number = (value) => value.toLocaleString('en-US');

/** The emulated board that counts variables is part of the tools, which `npm run build` makes; a clone in which it never ran has bytes alone. */
async function idleInWords(profile, file, hasNative) {
  const tool = join(root, 'dist', 'tools', 'host', 'program', 'idle.js');
  if (!existsSync(tool)) return '';
  const { idleInWords } = await import(pathToFileURL(tool).href);
  return idleInWords(profile.board, file, hasNative);
}

/** A line of what was made for a board in `folder`. */
async function takesInWords(profile, folder) {
  const name = profile.engine.name === 'espruino' ? 'ckremm.storage.js' : 'ckremm.min.js';
  const [file, native] = [join(folder, profile.board, name), join(folder, profile.board, 'native')];
  const hasNative = existsSync(native);
  const modules = [...new Set(profile.modules.map((module) => module.split('.')[0]))].sort().join(', ');
  const files = [
    `${relative(root, file)}: ${number(bytesOf(file))} bytes`,
    ...(hasNative ? [`native/ ${number(bytesOf(native))}`] : []),
    modules,
  ];
  return files.join(', ') + (await idleInWords(profile, file, hasNative));
}

/** The steps that make a board's bundles, of which the last one says what they take. */
export function withTakes(steps, profile, folder, say) {
  const last = steps[steps.length - 1];
  const plugin = {
    name: 'takes',
    async closeBundle() {
      say(await takesInWords(profile, folder));
    },
  };
  return [...steps.slice(0, -1), { ...last, plugins: [...last.plugins, plugin] }];
}
