/**
 * Functions that only one other leads to are put into that one, where it runs rarely: a function within another takes
 * no variable of RAM on Espruino until the outer one is called, which then makes it (about 30 U for 1,000 letters).
 */
import { dominatorsOf } from './dominators.js';
import { freeUses } from './walk.js';

/** name -> function, of the top level */
const functionsOf = (program) =>
  new Map(program.body.filter(({ type }) => type === 'FunctionDeclaration').map((fn) => [fn.id.name, fn]));

/** Which functions each function uses; those that other statements use are under `program`. */
function usesIn(program, functions) {
  const uses = new Map([[program, new Set()]]);
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

/** All that a call of one of `roots` may lead to, these included. */
function reachedFrom(roots, uses) {
  const reached = new Set(roots);
  for (const fn of reached) for (const used of uses.get(fn)) reached.add(used);
  return reached;
}

/**
 * Puts each function into the nearest one that every way to it leads through and that may hold others.
 * Names of the top level must not be those of local variables.
 * @param {Record<string, any>} program its body is changed in place
 * @param {(fn: Record<string, any>) => boolean} isCold whether others may be made whenever this one is called
 * @param {(fn: Record<string, any>) => boolean} isTight whether it has to do with little memory: nothing is made for it
 */
export function nestFunctions(program, isCold, isTight) {
  const functions = functionsOf(program);
  const uses = usesIn(program, functions);
  const dominators = dominatorsOf(program, (node) => uses.get(node));
  const tight = reachedFrom([...functions.values()].filter(isTight), uses);
  const mayHold = (fn) => isCold(fn) && !tight.has(fn) && !directivesOf(fn).length;
  const homes = new Map();
  for (const fn of functions.values()) {
    if (directivesOf(fn).length || !dominators.has(fn)) continue;
    let home = dominators.get(fn);
    while (home !== program && !mayHold(home)) home = dominators.get(home);
    if (home !== program) homes.set(home, [...(homes.get(home) ?? []), fn]);
  }
  for (const [home, inner] of homes) putInto(home, inner);
  const nested = new Set([...homes.values()].flat());
  program.body = program.body.filter((node) => !nested.has(node));
}
