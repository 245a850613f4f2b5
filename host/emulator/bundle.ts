/** The library's text, as it is flashed, and how a board runs it. */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type BoardProfile, projectFolder } from '../boards/board.ts';
import type { BootOptions } from './boot.ts';
import { instrumentLoops } from './loops.ts';
import type { Realm } from './realm.ts';

export interface Bundle {
  file: string;
  source: string;
}
const bundles = new Map<string, Bundle>();

/** The one that was asked for; each file is read once. */
export function readBundle(board: BoardProfile, { bundleFile, lean = true, countSteps = false }: BootOptions): Bundle {
  if (bundleFile === null) return { file: 'no bundle', source: '' };
  const file = bundleFile ?? join(projectFolder, 'dist', board.board, lean ? 'ckremm.min.js' : 'ckremm.js');
  const key = `${file} ${countSteps}`;
  const known = bundles.get(key);
  if (known) return known;
  if (!existsSync(file)) throw new Error(`no bundle ${relative(projectFolder, file)}: run \`npm run build\` first`);
  const source = readFileSync(file, 'utf8');
  const bundle = { file, source: countSteps ? instrumentLoops(source) : source };
  bundles.set(key, bundle);
  return bundle;
}

/** Runs the bundle as the board would. Kaluma parses programs as strict code. */
export function load(realm: Realm, { engine }: BoardProfile, { file, source }: Bundle, { asModule }: BootOptions): any {
  if (asModule) {
    const module = realm.copyOf({ exports: {} });
    realm.run(`(function (exports, module) {${source}\n})`, file)(module.exports, module);
    return module.exports;
  }
  realm.run(engine.name === 'kaluma' ? `'use strict';${source}` : source, file);
  return realm.global.ckremm;
}
