/**
 * What the tools in a worker ask for their built-ins: see apart.js. This is source text, put in front of them there, and runs before anything
 * of the realm is changed.
 */
export function realmTables() {
  const { apply, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
  const views = getPrototypeOf(Uint8Array);
  const kinds = [Object, Function, Array, String, Number, Boolean, Date, RegExp, Error, ArrayBuffer, views];
  const arrays = [Uint8Array, Uint16Array, Uint32Array, Int8Array, Int16Array, Int32Array, Float32Array];
  const owners = [...kinds, ...arrays].flatMap((kind) => [kind, kind.prototype]).concat(Math, JSON);
  const tables = new Map();
  for (const owner of owners) {
    const table = Object.create(null);
    for (const key of ownKeys(owner)) if (typeof key === 'string') table[key] = getOwnPropertyDescriptor(owner, key);
    tables.set(owner, table);
  }
  const tableOf = tables.get.bind(tables);
  const prototypes = {
    string: String.prototype,
    number: Number.prototype,
    boolean: Boolean.prototype,
    symbol: Symbol.prototype,
  };
  const get = (object, name) => {
    let owner = prototypes[typeof object];
    if (owner === undefined) {
      // What has no such property fails as it would.
      if (object === null || object === undefined) return object[name];
      owner = object;
    }
    for (; owner !== null; owner = getPrototypeOf(owner)) {
      const found = tableOf(owner)?.[name] ?? getOwnPropertyDescriptor(owner, name);
      if (found) return found.get ? apply(found.get, object, []) : found.value;
    }
    return undefined;
  };
  const call = (object, name, ...values) => {
    const work = get(object, name);
    if (typeof work !== 'function') throw new TypeError(name + ' is not a function');
    return apply(work, object, values);
  };
  const isAbsent = (object) => object === null || object === undefined;
  return {
    $get: get,
    $call: call,
    $mayGet: (object, name) => (isAbsent(object) ? undefined : get(object, name)),
    $may(object, name, values) {
      const work = isAbsent(object) ? undefined : get(object, name);
      return isAbsent(work) ? undefined : apply(work, object, values());
    },
  };
}
