/** From functions of src/ to C: everything they reach, each function once, structs first. */
import { constantsOf } from './constants.js';
import { floatsOf } from './floats.js';
import { emitFunction } from './functions.js';
import { I32 } from './numbers.js';
import { rangesOf } from './ranges.js';
import { declared, typesOf } from './types.js';
import { mainsOf } from './mains.js';
import { typeFor } from './numbers.js';
import { sureOf } from './sure.js';

/**
 * @param {object} program of openProgram
 * @param {object} options
 * @param {object[]} options.entries functions to start from: { file: 'headers/index', name: 'alloc' }; with `isCalled`, from where C does not see it
 * @param {object} options.board figures of board.ts by name
 * @param {object} [options.decided] comparisons that are known in every call
 * @param {object} [options.words] what a union of typed arrays is
 * @param {object} [options.fields] what members hold at most, as { headers_Pool: { end: [0, 16384] } }
 * @param {object} [options.opaque] members that no compiled call looks at, as { records_Pool: ['columns'] }
 * @param {object} [options.links] members that are views of elements of two bytes or four
 * @param {object} [options.sure] elements that lie in each region, as { tables_Pool: { w: [0, 30] }, gc_Gc: { w: ['control', 0, 236] } }
 * @param {object} [options.mains] members whose place a register keeps, as { headers_Pool: ['w', 'u8'] }: of the pool that was described last
 * @param {string[]} [options.held] structs of pools: the one that a call is made on is where a register says, and no function is handed it
 * @param {boolean} [options.isUnique] that what is searched by indexOf has each value once: then it is first looked for beside the last one
 * @param {number} [options.scratchBytes] memory of a call's own, at most
 * @returns {{ code: string, functions: string[] }} C that stands on prelude.h
 */
export function emit(program, { entries, board, decided, words, opaque, links = {}, fields = {}, sure = {}, mains = {}, held = [], isUnique = false, scratchBytes = 512 }) {
  const types = typesOf(program, { words, opaque });
  const ranges = rangesOf(program.stop);
  let needed = [];
  let done = new Map();
  let temporaries = 0;
  let current;
  const callers = new Map();
  const overrides = new Map();
  const known = constantsOf(program, types, { board, decided });
  const unit = {
    program,
    types,
    ranges,
    overrides,
    scratchBytes,
    isUnique,
    held,
    /** C that sets those members of a pool, when all others are. */
    starts: (struct) =>
      types.structs
        .get(struct)
        .map(({ name }) => startOf(struct, name))
        .map((start) => (start ? `${start.c} = ${start.value}; ` : ''))
        .join(''),
    known,
    sure: sureOf(program, known),
    mains: mainsOf(ranges),
    floats: floatsOf(program),
    count: () => temporaries++,
    need(declaration, call) {
      const name = program.functionName(declaration);
      if (call) requireEnd(declaration, call);
      if (!done.has(name)) {
        done.set(name, null);
        needed.push(declaration);
      }
      return name;
    },
  };
  /** A function that calls itself, by whatever way, would need a stack that nobody can bound. */
  function requireEnd(declaration, call) {
    const path = [declaration];
    callers.set(declaration, (callers.get(declaration) ?? new Set()).add(current));
    for (const at of path)
      for (const caller of callers.get(at) ?? []) {
        if (caller === declaration) program.stop(call, 'calls itself');
        if (!path.includes(caller)) path.push(caller);
      }
  }
  const starts = entries.map(({ file, name }) => program.exported(file, name));
  // Whoever calls from outside may give any number of 32 bits.
  for (const start of starts)
    for (const parameter of start.parameters)
      if (types.isFunction(parameter)) continue;
      else if (types.of(parameter.name).kind === 'array') unit.mains.put(program.symbolOf(parameter.name), {});
      else if (types.of(parameter.name).kind === 'number')
        ranges.put(program.symbolOf(parameter.name), { lo: I32[0], hi: I32[1], type: 'i32' }, parameter);

  /** Of an array of a held pool: the member that says where its control words begin, and what it is. */
  function startOf(struct, name) {
    const [from] = sure[struct]?.[name] ?? [];
    if (!held.includes(struct) || typeof from !== 'string') return undefined;
    return { c: `${struct}_->${name}_${from}_`, member: `${name}_${from}_`, value: `${struct}_->${name} + ${struct}_->${from}` };
  }

  /** What the wrapper has checked of a pool object. */
  function fixFields() {
    for (const [struct, members] of types.structs)
      for (const { name, symbol } of members) {
        const [from, least, most] = [undefined, ...(sure[struct]?.[name] ?? [])].slice(-3);
        if (most !== undefined) unit.sure.add(symbol, members.find((one) => one.name === from)?.symbol, least, most, startOf(struct, name)?.c);
        if (mains[struct]?.includes(name)) unit.mains.add(symbol);
        if (fields[struct]?.[name]) ranges.fix(symbol, fields[struct][name]);
        if (links[struct]?.includes(name)) overrides.set(symbol, { kind: 'links' });
      }
  }

  ranges.fixpoint(() => {
    needed = [];
    done = new Map();
    temporaries = 0;
    starts.forEach((start) => unit.need(start));
    while (needed.length) {
      const declaration = needed.shift();
      fixFields();
      current = declaration;
      done.set(program.functionName(declaration), emitFunction(unit, declaration));
    }
  });

  const member = (one) => {
    const { lo, hi } = ranges.of(one.symbol);
    const here = one.kind === 'struct' && !held.includes(one.struct) ? `  struct ${one.struct} ${one.name}_here;\n` : '';
    const type = declared(overrides.get(one.symbol) ?? one, typeFor(lo, hi));
    const start = startOf(one.of, one.name);
    return `${here}  ${type} ${one.name};${start ? `\n  ${type} ${start.member};` : ''}`;
  };
  // Those first that stand in others.
  const sorted = [];
  const sort = (name) => {
    if (sorted.some(([other]) => other === name)) return;
    types.structs.get(name).forEach(({ struct }) => struct && sort(struct));
    sorted.push([name, types.structs.get(name)]);
  };
  [...types.structs.keys()].forEach(sort);
  // A held one lies where the one does in which it is.
  const inner = (members) => members.filter(({ struct }) => held.includes(struct)).map(({ struct }) => `  struct ${struct} ${struct}_here;\n`);
  const structs = sorted.map(([name, members]) => `struct ${name} {\n${inner(members).join('')}${members.map((one) => member({ ...one, of: name })).join('\n')}\n};`);
  const places = sorted.filter(([name]) => held.includes(name)).map(([name]) => `#define ${name}_ ((struct ${name} *)pool_)`);
  const called = new Set(entries.filter(({ isCalled }) => isCalled).map(({ file, name }) => program.functionName(program.exported(file, name))));
  const heads = [...done].map(([name, { head }]) => `${called.has(name) ? 'CALLED ' : ''}${head};`);
  const bodies = [...done.values()].map(({ head, body }) => `${head} ${body}`);
  return {
    code: [...[...types.structs.keys()].map((name) => `struct ${name};`), ...structs, ...places, '', ...heads, '', ...bodies].join('\n'),
    functions: [...done.keys()].sort(),
    nameOf: (file, name) => program.functionName(program.exported(file, name)),
    arityOf: (file, name) =>
      program.exported(file, name).parameters.filter((one) => !types.isFunction(one)).length,
    callbacksOf: (file, name) => program.exported(file, name).parameters.filter((one) => types.isFunction(one)).length,
    isVoid: (file, name) => types.returnOf(program.exported(file, name)).kind === 'none',
    isBoolean: (file, name) => types.returnOf(program.exported(file, name)).kind === 'bool',
  };
}
