/**
 * npm run builtins -- CLONE [BOARD,...]
 *
 * Records in boards/builtins what the engines of boards have. Engines are named as for `npm run engines`: one called `espruino` (its Linux build), or by
 * the name of a board with Espruino, is asked for features of the language, and each name that the clone's tables tell of is looked for on it, and those that
 * only other engines have; any other, such as `kaluma` or `jerryscript-3`, is asked for all it has, and recorded under its name. CLONE is one of
 * Espruino, with the boards that it has (the RP2040 came after 2v29): names of these boards, or all, are read from it.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { boardNames, projectFolder, readBoard } from '../boards/board.ts';
import { namedEngines } from './find.ts';
import type { Engine } from './engine.ts';
import { capture } from '../support/capture.ts';
import { espruinoNames } from '../builtins/espruino-names.ts';
import { type FeatureName, featureNames, featureProbe } from '../builtins/features.ts';
import { type Names, common, joined, without } from '../builtins/names.ts';
import { checkProbes, linesOf, walkProbe } from '../builtins/probe.ts';
import type { Recorded } from '../builtins/recorded.ts';

const FOLDER = join(projectFolder, 'boards', 'builtins');
/** Names of ours that a program of this file leaves on the engine. */
const OURS = /^(skipped|each|walk|all|TypedArray|__has)$/;

const fileOf = (name: string): string => join(FOLDER, `${name}.json`);
const known = (name: string): Recorded =>
  existsSync(fileOf(name))
    ? (JSON.parse(readFileSync(fileOf(name), 'utf8')) as Recorded)
    : { engine: name[0]!.toUpperCase() + name.slice(1), sources: {}, features: {} as Recorded['features'], names: {} };

function write(name: string, recorded: Recorded): void {
  writeFileSync(fileOf(name), `${JSON.stringify(recorded, null, 2)}\n`);
  console.log(`wrote ${fileOf(name)}`);
}

async function featuresOf(engine: Engine): Promise<Recorded['features']> {
  const answers = new Map(
    linesOf(await engine.ask!(featureProbe()), 'feature').map(([name, has]) => [name!, has === '1']),
  );
  const unanswered = featureNames.filter((name) => !answers.has(name));
  if (unanswered.length > 0) throw new Error(`${engine.name} did not answer for ${unanswered.join('; ')}`);
  return Object.fromEntries(featureNames.map((name) => [name, answers.get(name)!])) as Record<FeatureName, boolean>;
}

async function walked(engine: Engine): Promise<Names> {
  const found: Record<string, string[]> = {};
  for (const [owner, name, kind] of linesOf(await engine.ask!(walkProbe()), 'name'))
    if (!OURS.test(name!)) (found[owner!] ??= []).push(name! + kind!);
  const names = Object.fromEntries(Object.entries(found).map(([owner, list]) => [owner, [...new Set(list)].join(' ')]));
  return without(names, {});
}

const has = (names: Names, owner: string, name: string): boolean =>
  names[owner]?.split(' ').some((one) => one.replace(/[=(].*/, '') === name) === true;

/** Variables without a value on an engine that nothing was done with. */
const EMPTY: Names = { globals: 'arguments' };

/** Looks for what the tables tell, says what is missing, and returns what is there beside it. */
async function foundBeside(engine: Engine, told: Names, elsewhere: Names): Promise<Names> {
  const lacking = without(elsewhere, told);
  const found: Record<string, string[]> = {};
  let asked = 0;
  for (const probe of checkProbes(joined(told, lacking)))
    for (const [owner, name, type] of linesOf(await engine.ask!(probe), 'type')) {
      asked++;
      if (!has(told, owner!, name!) && type !== 'undefined') (found[owner!] ??= []).push(nameAs(owner!, name!, type!));
      if (has(told, owner!, name!) && type === 'undefined' && !has(EMPTY, owner!, name!))
        console.log(`${engine.name} has no ${owner} ${name}, which the tables tell of`);
    }
  const beside = Object.fromEntries(Object.entries(found).map(([owner, list]) => [owner, list.join(' ')]));
  console.log(`${engine.name}: asked for ${asked} names; beside the tables it has ${JSON.stringify(beside)}`);
  return beside;
}

/** What a build says of itself. */
const buildOf = async (engine: Engine): Promise<string> =>
  linesOf(await engine.ask!(WHO), 'who')
    .map((fields) => fields.join(' '))
    .join();
const WHO = `var e = typeof process === 'object' || typeof process === 'function' ? process : {}, v = e.env || {};
print('who\\t' + [v.BOARD || e.arch || 'JerryScript', v.VERSION || e.version || '', v.GIT_COMMIT || ''].join('\\t'));`;

const nameAs = (owner: string, name: string, type: string): string =>
  type !== 'function' ? `${name}=` : owner === 'globals' && !/^[A-Z]/.test(name) ? `${name}()` : name;

const add = (names: Names, others: Names): Names => joined(names, without(others, names));

async function recordEspruino(clone: string, boards: string[], engines: Engine[]): Promise<void> {
  const recorded = known('espruino');
  const perBoard = Object.fromEntries(
    Object.entries(recorded.boards ?? {}).map(([name, names]) => [name, joined(recorded.names, names)]),
  );
  const commit = (await capture('git', ['-C', clone, 'describe', '--tags', '--always'])).text.trim();
  for (const name of boards) {
    const firmware = readBoard(name).link!.firmware!.find((one) => existsSync(join(clone, 'boards', `${one}.py`)));
    if (!firmware) continue;
    perBoard[name] = espruinoNames(clone, firmware);
    recorded.sources[name] = `${firmware}, from the tables that its source, ${commit}, makes for it`;
  }
  for (const engine of engines) {
    recorded.features = await featuresOf(engine);
    recorded.sources.features = `asked of ${await buildOf(engine)}`;
    const told = perBoard[engine.name] ?? espruinoNames(clone, 'LINUX');
    recorded.beside = await foundBeside(engine, told, known('kaluma').names);
  }
  for (const name of boards) if (perBoard[name]) perBoard[name] = add(perBoard[name], recorded.beside ?? {});
  const names = common(Object.values(perBoard));
  const own = Object.keys(perBoard).sort();
  write('espruino', {
    ...recorded,
    names,
    boards: Object.fromEntries(own.map((name) => [name, without(perBoard[name]!, names)])),
  });
}

async function main([clone, list]: string[]): Promise<void> {
  const engines = namedEngines(process.env.CKREMM_ENGINES ?? '');
  const espruinos = boardNames().filter((name) => readBoard(name).engine.name === 'espruino');
  const isEspruino = ({ name }: Engine): boolean => name === 'espruino' || espruinos.includes(name);
  for (const engine of engines.filter((one) => !isEspruino(one))) {
    const recorded = known(engine.name);
    recorded.sources.all = `asked of ${await buildOf(engine)}`;
    write(engine.name, { ...recorded, features: await featuresOf(engine), names: await walked(engine) });
  }
  if (clone) await recordEspruino(clone, list?.split(',') ?? espruinos, engines.filter(isEspruino));
}

await main(process.argv.slice(2));
