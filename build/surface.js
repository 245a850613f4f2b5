/**
 * What boards/es5.d.ts lists, as data: {globals, statics, members}. The emulated
 * board deletes the rest, so compiler and tests share one truth.
 */
import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** Interfaces of the file by name: {members, extends, prototype: name of the instance's interface}. */
function readInterface(node) {
  const named = node.members.filter((member) => member.name);
  const prototype = named.find((member) => member.name.text === 'prototype');
  const types = node.heritageClauses?.flatMap((clause) => clause.types.map((type) => type.expression.text)) ?? [];
  return {
    members: named.map((member) => member.name.text),
    extends: types,
    prototype: prototype && nameOfType(prototype.type),
  };
}

/** `Uint8Array` for that type, `Array` for `any[]`, nothing for the `any` of a function's own prototype. */
function nameOfType(type) {
  return ts.isArrayTypeNode(type) ? 'Array' : type.typeName?.text;
}

function allMembers(interfaces, name) {
  const found = interfaces[name];
  return found ? [...found.extends.flatMap((base) => allMembers(interfaces, base)), ...found.members] : [];
}

/** Where a global is a constructor, `members` are those of its instances. */
export function surfaceOf(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2015, true);
  const interfaces = {};
  const surface = { globals: [], statics: {}, members: {} };
  for (const node of source.statements) {
    if (ts.isInterfaceDeclaration(node)) interfaces[node.name.text] = readInterface(node);
    if (ts.isFunctionDeclaration(node)) surface.globals.push(node.name.text);
  }
  for (const node of source.statements.filter(ts.isVariableStatement)) {
    const { name, type } = node.declarationList.declarations[0];
    surface.globals.push(name.text);
    if (!ts.isTypeReferenceNode(type)) continue;
    const { prototype } = interfaces[type.typeName.text];
    surface.statics[name.text] = allMembers(interfaces, type.typeName.text);
    if (prototype) surface.members[name.text] = [...new Set(['constructor', ...allMembers(interfaces, prototype)])];
  }
  return surface;
}
