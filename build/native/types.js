/** What TypeScript's types are in C: a kind for each, and structs for the interfaces of pool objects. */
import ts from 'typescript';

/** Typed arrays by the C type of an element, and what an element can be. */
export const ELEMENTS = {
  Uint8Array: 'u8',
  Int8Array: 'i8',
  Uint16Array: 'u16',
  Int16Array: 'i16',
  Uint32Array: 'u32',
  Int32Array: 'i32',
};

export const RANGES = {
  u8: [0, 0xff],
  i8: [-0x80, 0x7f],
  u16: [0, 0xffff],
  i16: [-0x8000, 0x7fff],
  u32: [0, 0xffffffff],
  i32: [-0x80000000, 0x7fffffff],
};

const NOTHING = ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void;

/**
 * Types of one program.
 * @param {object} program of openProgram
 * @param {object} options `words`: what a union of typed arrays is in this build, as { 'Uint16Array|Uint32Array': 'u16' };
 *   `opaque`: members that no compiled call looks at, by struct
 */
export function typesOf(program, { words = {}, opaque = {} }) {
  const { checker, fileOf, stop } = program;
  const structs = new Map();

  function ofUnion(type, node) {
    const parts = type.types.filter((part) => !(part.flags & NOTHING));
    const names = [...new Set(parts.map((part) => part.symbol?.name))].sort().join('|');
    if (words[names]) return { kind: 'array', element: words[names] };
    const found = parts.map((part) => ofType(part, node));
    // `false | Pool`: the object, or nothing.
    const [first = { kind: 'none' }] = found.filter((one) => one.kind !== 'bool').concat(found);
    if (found.some((one) => one.kind !== 'bool' && (one.kind !== first.kind || one.struct !== first.struct)))
      stop(node, `a union of ${checker.typeToString(type)}`);
    return first;
  }

  /** The struct of an interface, each member once. */
  function structOf(declaration) {
    const name = `${fileOf(declaration).split('/')[0]}_${declaration.name.text}`;
    if (!structs.has(name)) {
      structs.set(name, []);
      structs.set(
        name,
        declaration.members
          .filter((member) => !opaque[name]?.includes(member.name.text))
          .map((member) => ({ name: member.name.text, symbol: member.symbol, ...of(member.name) })),
      );
    }
    return name;
  }

  function ofType(type, node) {
    if (type.flags & ts.TypeFlags.BooleanLike) return { kind: 'bool' };
    if (type.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.EnumLike)) return { kind: 'number' };
    if (type.flags & NOTHING) return { kind: 'none' };
    if (type.isUnion()) return ofUnion(type, node);
    const element = ELEMENTS[type.symbol?.name];
    if (element) return { kind: 'array', element };
    const declaration = type.symbol?.declarations?.[0];
    if (declaration && ts.isInterfaceDeclaration(declaration) && !declaration.getSourceFile().isDeclarationFile)
      return { kind: 'struct', struct: structOf(declaration) };
    if (type.getCallSignatures().length) return { kind: 'function' };
    return stop(node, `no such type in C: ${checker.typeToString(type)}`);
  }

  function of(node) {
    return ofType(checker.getTypeAtLocation(node), node);
  }

  const returnOf = (declaration) =>
    ofType(checker.getReturnTypeOfSignature(checker.getSignatureFromDeclaration(declaration)), declaration);

  /** Whether a declaration or an expression is a function, which no C code is given. */
  const isFunction = (node) =>
    checker.getTypeAtLocation(node).getNonNullableType().getCallSignatures().length > 0;

  return { of, ofType, returnOf, isFunction, structs };
}

/** Of a kind: how C declares it. */
export function declared({ kind, element, struct }, number = 'i32') {
  if (kind === 'number') return number;
  if (kind === 'bool') return 'i32';
  if (kind === 'array') return `${element} *`;
  if (kind === 'scratch') return 'struct scratch *';
  if (kind === 'links') return 'struct links';
  if (kind === 'struct') return `struct ${struct} *`;
  return 'void';
}
