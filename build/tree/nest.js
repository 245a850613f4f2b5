/**
 * Functions that only one other leads to are put into that one, where it runs rarely: a function within another takes
 * no variable of RAM on Espruino until the outer one is called, which then makes it (about 30 U for 1,000 letters).
 */
import { dominatorsOf } from './dominators.js';
import { lengthOf } from './text.js';
import { copyOf, freeUses } from './walk.js';

/** name -> function, of the top level */
const functionsOf = (program) =>
  new Map(program.body.filter(({ type }) => type === 'FunctionDeclaration').map((fn) => [fn.id.name, fn]));

/** Which functions each function uses; those that other statements use, and those that are kept, are under `program`. */
function usesIn(program, functions, isKept) {
  const uses = new Map([[program, new Set([...functions.values()].filter(isKept))]]);
  for (const fn of functions.values()) uses.set(fn, new Set());
  for (const statement of program.body) {
    const user = uses.get(statement) ?? uses.get(program);
    freeUses(statement, ({ name }) => {
      if (functions.has(name)) user.add(functions.get(name));
    });
  }
  return uses;
}

const directivesOf = ({ body }) => body.body.filter(({ directive }) => directive);

/** Puts functions behind the directives of another, in the order in which they stood. */
function putInto(outer, inner) {
  const { length } = directivesOf(outer);
  outer.body.body.splice(length, 0, ...inner);
}

/**
 * Puts each function into the nearest one that every way to it leads through and that may hold others.
 * Names of the top level must not be those of local variables.
 * @param {Record<string, any>} program its body is changed in place
 * @param {(fn: Record<string, any>) => boolean} isCold whether others may be made whenever this one is called
 * @param {(fn: Record<string, any>) => boolean} isKept whether it stays where it is
 */
export function nestFunctions(program, isCold, isKept = () => false) {
  const functions = functionsOf(program);
  const uses = usesIn(program, functions, isKept);
  const dominators = dominatorsOf(program, (node) => uses.get(node));
  const mayHold = (fn) => isCold(fn) && !directivesOf(fn).length;
  const homes = new Map();
  for (const fn of functions.values()) {
    if (directivesOf(fn).length || !dominators.has(fn) || isKept(fn)) continue;
    let home = dominators.get(fn);
    while (home !== program && !mayHold(home)) home = dominators.get(home);
    if (home !== program) homes.set(home, [...(homes.get(home) ?? []), fn]);
  }
  for (const [home, inner] of homes) putInto(home, inner);
  const nested = new Set([...homes.values()].flat());
  program.body = program.body.filter((node) => !nested.has(node));
}

/** name -> the statements of the top level that use that function, itself included */
function usersIn(program, functions) {
  const users = new Map([...functions.keys()].map((name) => [name, new Set()]));
  for (const statement of program.body) freeUses(statement, ({ name }) => users.get(name)?.add(statement));
  return users;
}

/**
 * Puts a function into each of those that use it, where all of them may hold others and the copies are not too long.
 * @param {Record<string, any>} program its body is changed in place
 * @param {(fn: Record<string, any>) => boolean} mayHold
 * @param {number} mostLonger letters that one function may add
 * @param {(fn: Record<string, any>) => boolean} isKept whether it stays where it is
 */
export function nestCopies(program, mayHold, mostLonger, isKept = () => false) {
  for (let isDone = false; !isDone;) {
    isDone = true;
    const functions = functionsOf(program);
    const users = usersIn(program, functions);
    for (const [name, fn] of functions) {
      const holders = [...users.get(name)];
      const isFit =
        holders.length &&
        !directivesOf(fn).length &&
        !isKept(fn) &&
        holders.every(
          (one) => one !== fn && one.type === 'FunctionDeclaration' && mayHold(one) && !directivesOf(one).length,
        ) &&
        (holders.length - 1) * lengthOf(fn) <= mostLonger;
      if (!isFit) continue;
      for (const holder of holders) putInto(holder, [copyOf(fn)]);
      program.body = program.body.filter((node) => node !== fn);
      isDone = false;
      break;
    }
  }
}
