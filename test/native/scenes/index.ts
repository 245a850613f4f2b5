/** The scenes of all modules with machine code, by a name. */
import { gcScene, tablesScene } from './handles.ts';
import { headersScene } from './headers.ts';
import { pagingScene } from './paging.ts';
import { rowScenes } from './rows.ts';
import type { Scene } from './scene.ts';
import { textScenes } from './texts.ts';

export const SCENES: [string, Scene][] = [
  ['headers', headersScene],
  ['tables', tablesScene],
  ['gc', gcScene],
  ...rowScenes,
  ...textScenes.map(([name, scene]): [string, Scene] => [name, scene]),
  ['paging', pagingScene],
];
