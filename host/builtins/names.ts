/**
 * Names of what an engine has, as boards/builtins keeps them: owner -> names, blanks between. `Array` has what the constructor has, `new` among it
 * where it constructs; `Array#` what instances have; `require(Storage)` what a module has; `globals`, `pins` and `modules` what they say. `name=` is no
 * function: of globals, `LED1=D5` is a pin, and `Serial1=Serial` an instance of a class; a global function is `print()`.
 */
export type Names = Record<string, string>;

export interface Member {
  name: string;
  isFunction: boolean;
  /** What it is an instance of, or its pin. */
  is: string;
}

export const membersOf = (names: string | undefined): Member[] => (names ? names.split(' ').map(memberOf) : []);

function memberOf(text: string): Member {
  const [name, is] = text.split('=');
  return { name: name!.replace('()', ''), isFunction: is === undefined, is: is ?? '' };
}

export const ownersOf = (names: Names): { owner: string; members: Member[] }[] =>
  Object.entries(names).map(([owner, list]) => ({ owner, members: membersOf(list) }));

/** All of both, owner by owner. */
export function joined(one: Names, other: Names): Names {
  const result: Names = { ...one };
  for (const [owner, list] of Object.entries(other)) result[owner] = result[owner] ? `${result[owner]} ${list}` : list;
  return result;
}

/** What all of `some` have. */
export function common([first, ...others]: Names[]): Names {
  const isInAll = (owner: string, name: string): boolean =>
    others.every((names) => names[owner]?.split(' ').includes(name));
  return selected(first!, isInAll);
}

/** What `names` has beside `others`. */
export const without = (names: Names, others: Names): Names =>
  selected(names, (owner, name) => !others[owner]?.split(' ').includes(name));

function selected(names: Names, isTaken: (owner: string, name: string) => boolean): Names {
  const result: Names = {};
  for (const owner of Object.keys(names).sort()) {
    const taken = names[owner]!.split(' ').filter((name) => isTaken(owner, name));
    if (taken.length > 0) result[owner] = taken.sort(byNumber).join(' ');
  }
  return result;
}

/** D2 before D10. */
const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
