/** Functions: what the emission of one needs to know, and its text. */
import ts from 'typescript';
import { asObject, condition, effect, value } from './expressions.js';
import { as, literal, number, typeFor } from './numbers.js';
import { block } from './statements.js';
import { isAssignment, isStep } from './subset.js';
import { declared } from './types.js';
import { isScratch, links, scratch } from './views.js';

/** Names that mean something else in C. */
const TAKEN =
  /^([ui](8|16|32|64)|short|long|double|float|register|int|char|signed|unsigned|auto|struct|union|volatile|inline|goto|out|scratch)$/;

/** The calls that stand for what C has beside the functions: where a fault goes. */
const INTRINSICS = {
  // A fault that concerns no heap has no place.
  'core/faults.refuse': ([heap, reason]) => (heap === '0' ? literal(0) : number(`refuse_(${heap}, ${reason})`, 0, 0, 'i32')),
  'core/faults.fault': ([heap]) => number(`fault_(${heap})`, 0, 255, 'i32'),
};

/** Whether a function hands on an object that it, or a call in it, makes: then it gets a place for it. */
export function makesObject(unit, declaration, seen = new Set()) {
  if (unit.types.returnOf(declaration).kind !== 'struct' || seen.has(declaration)) return false;
  seen.add(declaration);
  return !!(function find(node) {
    if (ts.isObjectLiteralExpression(node)) return true;
    const callee = ts.isCallExpression(node) ? unit.program.calleeOf(node) : undefined;
    if (callee && makesObject(unit, callee, seen)) return true;
    return ts.forEachChild(node, (child) => find(child) || undefined);
  })(declaration.body);
}

/** Whether a function reads members of a parameter, and does nothing else with it. */
function isReadOnly(program, parameter) {
  const symbol = program.symbolOf(parameter.name);
  return !(function find(node) {
    if (ts.isIdentifier(node) && node !== parameter.name && program.symbolOf(node) === symbol) {
      const { parent } = node;
      const isMember = ts.isPropertyAccessExpression(parent) && parent.expression === node;
      const isStored = isMember && ((isAssignment(parent.parent) && parent.parent.left === parent) || isStep(parent.parent));
      if (!isMember || isStored) return true;
    }
    return ts.forEachChild(node, (child) => find(child) || undefined);
  })(parameter.parent.body);
}

/** The symbol under which the range of a function's result is kept. */
const resultOf = (declaration) => declaration;

/** All that statements and expressions of one function ask. */
export function contextOf(unit, declaration) {
  const { program, types, known, ranges, floats, overrides } = unit;
  const fn = { ...unit, declaration, symbolOf: program.symbolOf, stop: program.stop };
  const isOut = makesObject(unit, declaration);
  const returns = types.returnOf(declaration);
  const isHeld = ({ struct }) => unit.held.includes(struct);
  const out = isHeld(returns) ? `${returns.struct}_` : 'out';
  let made = 0;
  return Object.assign(fn, {
    known,
    value: (node, low) => value(fn, node, low),
    condition: (node) => condition(fn, node),
    effect: (node) => effect(fn, node),
    temporary: () => `t${unit.count()}`,
    local: (name) => (TAKEN.test(name) || /^t\d+$/.test(name) || name.endsWith('_') ? `${name}_` : name),
    typeOf: (node) => overrides.get(program.symbolOf(node)) ?? types.of(node),
    numberType: (symbol) => typeFor(ranges.of(symbol).lo, ranges.of(symbol).hi),
    numberIn: (symbol, c) => number(c, ranges.of(symbol).lo, ranges.of(symbol).hi),
    isHeld,
    isGlobal: (one) => ts.isSourceFile(one.parent.parent.parent),
    isHeap: (node) => /(^|\.)(heap|u8)$/.test(node.getText()),
    isScratch,
    scratch: (symbol, name, node) => scratch(fn, symbol, name, node),

    /** The members of an object literal put into a place, one by one, in JavaScript's order; an object in it has its place in the struct. */
    members(place, type, node) {
      let main = '';
      const stores = node.properties.map((property) => {
        const name = property.name.text;
        const member = type.getProperty(name);
        const kind = overrides.get(member) ?? types.of(property.name);
        if (kind.kind === 'links')
          return ['at', 'width'].map((part) => `${place}${name}.${part} = ${links(fn, property.initializer, part)}; `).join('');
        fn.place = kind.kind === 'struct' && !isHeld(kind) ? `&${place}${name}_here` : null;
        const given = value(fn, property.initializer);
        fn.place = null;
        // All that are such views lie at one place.
        if (fn.mains.isMember(member)) main = `main_(${place}${name}); `;
        return `${place}${name} = ${fn.stored(member, given, property, kind)}; `;
      });
      return stores.join('') + main;
    },

    /** `var tally: Tally = { ... }`: an object of this call, on its stack. */
    object(name, node) {
      const { struct } = fn.typeOf(name);
      if (!struct) return fn.stop(node, 'an object has a declared type');
      const c = fn.local(name.text);
      const stores = fn.members(`${c}_here.`, program.checker.getTypeAtLocation(name), node);
      return `struct ${struct} ${c}_here, *${c} = &${c}_here; ${stores}`;
    },
    floatBits: (node) => floats.read(node, declaration.body),
    isFloatStore: floats.isStore,
    floatStore: floats.store,

    /** The text of what is put into a variable or member. */
    stored(symbol, given, node, type) {
      if (type.kind === 'struct' && given.kind === 'struct' && type.struct !== given.struct) fn.stop(node, 'an object of another type');
      if (type.kind === 'array') fn.mains.put(symbol, given);
      if (type.kind !== 'number') return given.c;
      if (!given.type) return fn.stop(node, 'no number');
      ranges.put(symbol, given, node);
      return as(fn.numberType(symbol), given);
    },

    /** An argument, in the type of its parameter. */
    argument(parameter, given, node) {
      const symbol = program.symbolOf(parameter.name);
      if (given.kind === 'scratch') overrides.set(symbol, { kind: 'scratch', element: given.element });
      const type = fn.typeOf(parameter.name);
      if (isHeld(type) && given.struct === type.struct) return { ...given, isHeld: true };
      if (type.kind === 'struct' && given.kind === 'struct' && type.struct !== given.struct) return fn.part(parameter, given, node);
      if (type.kind === 'scratch' && given.kind !== 'scratch') fn.stop(node, 'memory of a call and of the heap in one parameter');
      return { ...given, c: fn.stored(symbol, given, node, type), type: type.kind === 'number' ? fn.numberType(symbol) : given.type };
    },

    /** An object as a parameter that has some of its members: a copy of those, where they are only read. */
    part(parameter, given, node) {
      const { struct } = fn.typeOf(parameter.name);
      const own = types.structs.get(given.struct);
      if (!/^[\w>-]+$/.test(given.c) || !isReadOnly(program, parameter)) return fn.stop(node, 'an object of another type');
      const c = fn.temporary();
      fn.places.push(`struct ${struct} ${c};`);
      const stores = types.structs.get(struct).map(({ symbol, name, ...kind }) => {
        const member = own.find((one) => one.name === name);
        if (!member || member.kind !== kind.kind || member.element !== kind.element) return fn.stop(node, `an object without ${name}`);
        const text = `${given.c}->${name}`;
        const value = kind.kind === 'number' ? fn.numberIn(member.symbol, text) : { ...kind, c: text };
        return `${c}.${name} = ${fn.stored(symbol, value, node, kind)}`;
      });
      return { ...given, struct, c: `(${[...stores, `&${c}`].join(', ')})` };
    },

    /** A call of a function of the sources. */
    callOf(callee, texts, node) {
      const name = `${program.fileOf(callee)}.${callee.name.text}`;
      if (INTRINSICS[name]) return INTRINSICS[name](texts);
      const result = types.returnOf(callee);
      if (makesObject(unit, callee) && !isHeld(result)) {
        // Into the place of who asked; or into one here.
        const isOwn = isOut && result.struct === returns.struct;
        texts = [...texts, fn.place ?? (isOwn ? 'out' : `&made${made}_`)];
        if (!isOwn && !fn.place) fn.places.push(`struct ${result.struct} made${made++}_;`);
      }
      const c = `${unit.need(callee, node)}(${texts.join(', ')})`;
      if (result.kind === 'number') return fn.numberIn(resultOf(callee), c);
      if (result.kind === 'array') return { ...result, c, isMain: fn.mains.has(callee) };
      return result.kind === 'bool' ? { kind: 'bool', c, lo: 0, hi: 1, type: 'i32' } : { ...result, c };
    },
    places: [],
    place: null,

    /** An object literal that is handed back, put where the caller wants it. */
    made(node) {
      const { struct } = types.ofType(unit.program.checker.getContextualType(node).getNonNullableType(), node);
      if (!isOut || struct !== returns.struct) return fn.stop(node, 'an object that is not handed back');
      const type = unit.program.checker.getContextualType(node).getNonNullableType();
      return { kind: 'struct', struct, c: `({ ${fn.members(`${out}->`, type, node)}${fn.starts(struct)}${out}; })` };
    },

    /** return, in the type of the function. */
    giveBack(node) {
      if (!node.expression) return returns.kind === 'none' ? 'return' : 'return 0';
      if (returns.kind === 'bool') return `return ${condition(fn, node.expression)}`;
      const given = value(fn, node.expression);
      if (returns.kind === 'none') return `${given.c}; return`;
      if (returns.kind === 'array') fn.mains.put(declaration, given);
      if (returns.kind !== 'number') return `return ${asObject(given)}`;
      if (!given.type) return fn.stop(node, 'no number');
      ranges.put(resultOf(declaration), given, node);
      return `return ${as(fn.numberType(resultOf(declaration)), given)}`;
    },
  });
}

/** The C of a function: its head, and its body. */
export function emitFunction(unit, declaration) {
  const fn = contextOf(unit, declaration);
  const { program, types } = unit;
  const returns = types.returnOf(declaration);
  const body = block(fn, declaration.body, 1);
  const parameters = declaration.parameters
    .filter((one) => !types.isFunction(one) && !fn.isHeld(fn.typeOf(one.name)))
    .map((one) => `${declared(fn.typeOf(one.name), fn.numberType(program.symbolOf(one.name)))} ${fn.local(one.name.text)}`);
  if (makesObject(unit, declaration) && !fn.isHeld(returns)) parameters.push(`struct ${returns.struct} *out`);
  const result = declared(returns, fn.numberType(resultOf(declaration)));
  const places = [...fn.places, ...(unit.floats.uses(declaration.body) ? ['u32 float_ = 0;'] : [])];
  return {
    head: `static ${result} ${program.functionName(declaration)}(${parameters.join(', ') || 'void'})`,
    body: `{\n${places.map((one) => `  ${one}\n`).join('')}${body}}`,
  };
}

