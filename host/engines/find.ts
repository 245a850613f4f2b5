/** Which engines there are: node and QuickJS always, Duktape where it is installed, and those the user names. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../support/errors.ts';
import type { Engine } from './engine.ts';
import { type Command, programEngine } from './program.ts';
import { quickjsEngine } from './quickjs.ts';
import { realmEngine } from './realm.ts';

export interface FoundEngines {
  engines: Engine[];
  /** A line for each optional engine that is not there. */
  missing: string[];
}

/** name=value, blanks between; a value with blanks in it stands in quotes, 'so' or "so". */
const ENTRY = /([^\s=]*)=(?:'([^']*)'|"([^"]*)"|(\S*))(?=\s|$)|(\S+)/g;

/** CKREMM_ENGINES="espruino=/path jerry=/path arm='qemu-arm /path'": each a program, or a command with arguments. */
export function namedCommands(
  text: string,
  path: string = process.env.PATH ?? '',
): { name: string; command: Command }[] {
  return [...text.matchAll(ENTRY)].map(([entry, name, ...values]) => {
    const value = values.slice(0, 3).find((one) => one !== undefined) ?? '';
    if (!name || !value)
      throw new UserError(`CKREMM_ENGINES: "${entry}" should be name=/path/of/the/engine, or name='command /path'`);
    const command = existsSync(value) ? [value] : value.split(/\s+/).filter(Boolean);
    if (!existsSync(command[0]!) && (command[0]!.includes('/') || !onPath(command[0]!, path)))
      throw new UserError(`CKREMM_ENGINES: there is no engine at ${command[0]!}`);
    return { name, command };
  });
}

/** The same as engines of the user. */
export const namedEngines = (text: string, path?: string): Engine[] =>
  namedCommands(text, path).map(({ name, command }) => programEngine(name, command));

export const onPath = (program: string, path: string): string | undefined =>
  path
    .split(':')
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file));

/** What CKREMM_REQUIRE may list beside engines: what the tests of pages run in, and what native code is made with and run by. */
const OTHER_PROGRAMS = ['chromium', 'gcc-arm-none-eabi', 'qemu-user', 'gcc'];

/** What CKREMM_REQUIRE lists: engines, and other programs. */
export const requiredOf = (environment: NodeJS.ProcessEnv): string[] =>
  (environment.CKREMM_REQUIRE ?? '').split(/[\s,]+/).filter(Boolean);

/** Debian's package is duktape, its program duk: a requirement may name either. */
const packageOf = (name: string): string => (name === 'duk' ? 'duktape' : name);

/**
 * All engines of this machine. CKREMM_REQUIRE lists those that must be among them: one that is not is a
 * UserError, and other engines that are not there are told in `missing`.
 */
export function findEngines(environment: NodeJS.ProcessEnv = process.env): FoundEngines {
  const named = namedEngines(environment.CKREMM_ENGINES ?? '', environment.PATH);
  const duk = onPath('duk', environment.PATH ?? '');
  const isNamed = (name: string): boolean => named.some((engine) => packageOf(engine.name) === name);
  const installed = duk && !isNamed('duktape') ? [programEngine('duktape', [duk])] : [];
  const engines = [realmEngine, quickjsEngine, ...installed, ...named];
  for (const name of requiredOf(environment)
    .map(packageOf)
    .filter((one) => !OTHER_PROGRAMS.includes(one))) {
    if (!engines.some((engine) => packageOf(engine.name) === name))
      throw new UserError(`CKREMM_REQUIRE asks for ${name}, which is not there: ${howToGet(name)}`);
  }
  const hasDuktape = duk !== undefined || isNamed('duktape');
  return {
    engines,
    missing: hasDuktape ? [] : [`duktape is not there, so nothing runs on it: ${howToGet('duktape')}`],
  };
}

const howToGet = (name: string): string =>
  name === 'duktape' ? 'apt-get install duktape' : `name it, CKREMM_ENGINES="${name}=/path/of/the/engine"`;
