/** What was recorded of the engines of boards: boards/builtins, see record.ts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BoardProfile, projectFolder } from '../boards/board.ts';
import type { FeatureName } from './features.ts';
import { type Names, joined } from './names.ts';

export interface Recorded {
  /** As it is called in messages: "Espruino". */
  engine: string;
  /** Which builds were asked. */
  sources: Record<string, string>;
  features: Record<FeatureName, boolean>;
  /** What all boards have that are recorded here, */
  names: Names;
  /** and what each has besides. */
  boards?: Record<string, Names>;
  /** What builds that were asked have beside what their tables tell of: all boards have it. */
  beside?: Names;
}

export interface Builtins {
  engine: string;
  features: Record<FeatureName, boolean>;
  names: Names;
}

const files = new Map<string, Recorded>();
const builtins = new Map<string, Builtins>();

/** What the engine of a board has; null for the host, which is a PC. Read once. */
export function builtinsOf({ board, engine }: BoardProfile): Builtins | null {
  if (engine.name === 'host') return null;
  const known = builtins.get(board);
  if (known) return known;
  const recorded = recordedIn(engine.name);
  const own = recorded.boards?.[board];
  if (recorded.boards && !own)
    throw new Error(`boards/builtins/${engine.name}.json does not know ${board}: npm run builtins`);
  const found = { engine: recorded.engine, features: recorded.features, names: joined(recorded.names, own ?? {}) };
  builtins.set(board, found);
  return found;
}

export function recordedIn(name: string): Recorded {
  const known = files.get(name);
  if (known) return known;
  const file = join(projectFolder, 'boards', 'builtins', `${name}.json`);
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded;
  files.set(name, recorded);
  return recorded;
}
