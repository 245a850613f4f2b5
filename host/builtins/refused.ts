/** What of the language a program uses that the engine of its board has not: said when it is loaded, with file and line. */
import type { BoardProfile } from '../boards/board.ts';
import { parsed } from '../support/syntax.ts';
import type { FeatureName } from './features.ts';
import { builtinsOf } from './recorded.ts';
import { usesIn } from './used.ts';

/** A sentence for each feature that is not there, for its first use: 'Espruino has no BigInt: app.js line 3'. Empty for a text that is no program at all. */
export function refusedIn(source: string, fileName: string, board: BoardProfile): string[] {
  const builtins = builtinsOf(board);
  const program = builtins && parsed(source);
  if (!program) return [];
  const told = new Set<FeatureName>();
  return usesIn(program.tree, source).flatMap(({ feature, at }) => {
    if (builtins.features[feature] || told.has(feature)) return [];
    told.add(feature);
    return [`${builtins.engine} has no ${feature}: ${fileName} line ${source.slice(0, at).split('\n').length}`];
  });
}
