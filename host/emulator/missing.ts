/**
 * What a board's engine has and the simulation has not: it is there, as on the board, and says so by name when it is used. "undefined is not a
 * function" would be wrong, and tell nobody where to look.
 */
import { type Member, type Names, membersOf } from '../builtins/names.ts';
import type { Realm } from './realm.ts';

/**
 * Left out on purpose: the loader of native code asks for it, and goes on without; a simulated board has it where this computer can run such code.
 */
const ABSENT = ['E.nativeCall'];

/** Adds to the realm of `board` a stand-in for each of `names` that it has not. Modules are not looked at: see `fillModule`. */
export function addMissing(realm: Realm, board: string, names: Names): void {
  const { global } = realm;
  const standIn = standIns(realm, board);
  const globals = membersOf(names.globals);
  for (const member of globals) {
    const { name } = member;
    if (name in global) continue;
    if (isObject(names, name)) define(global, name, realm.copyOf({}));
    else if (member.isFunction) define(global, name, standIn.called(name));
    else standIn(global, name, name);
  }
  for (const owner of Object.keys(names)) {
    const [name, part] = owner.split('#');
    const object = name === 'ArrayBufferView' ? undefined : global[name!];
    if (!globals.some((member) => member.name === name) || !object) continue;
    const holder = part === undefined ? object : object.prototype;
    if (holder) fill(holder, part === undefined ? `${name}.` : `${name}.prototype.`, membersOf(names[owner]), standIn);
  }
}

export const hasModule = (names: Names, module: string): boolean =>
  membersOf(names.modules).some(({ name }) => name === module);

/** Fills up a module of the engine of which there is `has`; returns that. */
export function fillModule(realm: Realm, board: string, names: Names, module: string, has: object): object {
  const owner = `require(${module})`;
  fill(has, `require("${module}").`, membersOf(names[owner]), standIns(realm, board));
  for (const inner of Object.keys(names)) {
    const [of, part] = inner.slice(owner.length + 1).split('#');
    const prototype =
      inner.startsWith(`${owner}.`) && part !== undefined && (has as Record<string, any>)[of!]?.prototype;
    if (prototype) fill(prototype, `${of}.prototype.`, membersOf(names[inner]), standIns(realm, board));
  }
  return has;
}

function fill(holder: object, path: string, members: Member[], standIn: StandIn): void {
  for (const member of members)
    if (member.name !== 'new' && !(member.name in holder) && !ABSENT.includes(path + member.name))
      if (member.isFunction) define(holder, member.name, standIn.called(path + member.name));
      else standIn(holder, member.name, path + member.name);
}

/** Neither a function nor a class, but what has functions: NRF, Bangle. */
const isObject = (names: Names, name: string): boolean =>
  name in names && !/\bnew\b/.test(names[name]!) && !(`${name}#` in names);

/** As built-ins are: no loop over the names of an object meets them. */
const define = (object: object, name: string, value: unknown): void =>
  void Object.defineProperty(object, name, { value, writable: true, configurable: true, enumerable: false });

interface StandIn {
  /** A value, of `path`, that says so when it is read, and can be replaced. */
  (object: object, name: string, path: string): void;
  /** A function that says so when it is called. */
  called(path: string): object;
}

/** Of each realm, by its global object: a script that is run within another one would let promises go on. */
const made = new WeakMap<object, StandIn>();

function standIns({ global, run }: Realm, board: string): StandIn {
  const known = made.get(global);
  if (known) return known;
  const fail = (path: string): never => {
    throw new global.Error(`${board} has ${path}, but the simulation does not`);
  };
  const called = run('(function (fail) { return function (path) { return function () { fail(path); }; }; })')(fail);
  const asValue = (object: object, name: string, path: string): void =>
    void Object.defineProperty(object, name, {
      get: () => fail(path),
      set: (value: unknown) => define(object, name, value),
      configurable: true,
      enumerable: false,
    });
  const standIn = Object.assign(asValue, { called: (path: string) => called(path) as object });
  made.set(global, standIn);
  return standIn;
}
