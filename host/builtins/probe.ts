/** Programs that ask an engine what it has. Each prints lines of fields with tabs between, which `linesOf` reads, whatever the engine's console adds. */
import { type Names, ownersOf } from './names.ts';

/** An engine with Object.getOwnPropertyNames that tells built-ins, too, is asked for all it has: JerryScript, and Kaluma with its modules. */
export const walkProbe = (): string => `
var skipped = ['length', 'name', 'prototype', 'arguments', 'caller', 'constructor'];
function each(owner, object) {
  Object.getOwnPropertyNames(object).forEach(function (name) {
    if (skipped.indexOf(name) >= 0 && !(owner.charAt(owner.length - 1) === '#' && name === 'length')) return;
    var how = Object.getOwnPropertyDescriptor(object, name), value = how && how.get ? null : object[name];
    print('name\\t' + owner + '\\t' + name + '\\t' + (typeof value === 'function' ? '' : '='));
  });
}
function walk(owner, value) {
  if (typeof value === 'function') {
    each(owner, value);
    if (value.prototype) {
      if (/^[A-Z]/.test(owner.slice(owner.lastIndexOf('.') + 1))) print('name\\t' + owner + '\\tnew\\t');
      each(owner + '#', value.prototype);
    }
  } else if (typeof value === 'object' && value !== null) each(owner, value);
}
var all = globalThis, TypedArray = Object.getPrototypeOf(Uint8Array);
Object.getOwnPropertyNames(all).forEach(function (name) {
  if (name === 'skipped' || name === 'each' || name === 'walk' || name === 'all' || name === 'TypedArray') return;
  var value = all[name];
  print('name\\tglobals\\t' + name + '\\t' + (typeof value === 'function' ? '()' : '='));
  if (value !== all) walk(name, value);
});
each('ArrayBufferView', TypedArray);
each('ArrayBufferView#', TypedArray.prototype);
if (typeof process === 'object' && process.builtin_modules) process.builtin_modules.forEach(function (module) {
  var has;
  try { has = require(module); } catch (e) { return; }
  print('name\\tmodules\\t' + module + '\\t');
  walk('require(' + module + ')', has);
  for (var name in has) if (typeof has[name] === 'function' && has[name].prototype) walk('require(' + module + ').' + name, has[name]);
});
print('done');`;

/** An instance, to look at the members of a class: Espruino tells no names of most prototypes. */
const INSTANCES: Record<string, string> = {
  Array: '[]',
  ArrayBuffer: 'new ArrayBuffer(4)',
  ArrayBufferView: 'new Uint8Array(4)',
  DataView: 'new DataView(new ArrayBuffer(8))',
  Date: 'new Date()',
  Error: 'new Error("x")',
  Function: 'eval',
  I2C: 'I2C1',
  Number: '(1.5)',
  Object: '({})',
  Pin: 'D0',
  Promise: 'Promise.resolve(1)',
  RegExp: '/a/',
  SPI: 'SPI1',
  Serial: 'Serial1',
  String: '"ab"',
};

/** So many questions in one program: a board of 2,600 variables has room for it. */
const PIECE = 80;

/** Programs that ask an Espruino for the typeof of each name of `names`, which its own source tells or which it should lack: `type`, owner, name and that. */
export function checkProbes(names: Names): string[] {
  const questions = ownersOf(names).flatMap(({ owner, members }) => {
    const holder = holderOf(owner);
    const asked = members.filter(({ name }) => holder !== undefined && name !== 'new');
    return asked.map(({ name }) => `t(${[owner, holder!, name].map((text) => JSON.stringify(text)).join(', ')});`);
  });
  const pieces = Array.from({ length: Math.ceil(questions.length / PIECE) }, (_, i) =>
    questions.slice(i * PIECE, (i + 1) * PIECE),
  );
  return pieces.map((some) => `${ASK_TYPE}\n${some.join('\n')}`);
}

const ASK_TYPE = `function t(owner, holder, name) {
  var type = "undefined";
  try { type = eval("typeof " + holder + name); } catch (e) {}
  print("type\\t" + owner + "\\t" + name + "\\t" + type);
}`;

/** What stands before a name; undefined where nothing is at hand that has it. */
function holderOf(owner: string): string | undefined {
  if (owner === 'globals' || owner === 'pins') return '';
  if (owner === 'modules') return undefined;
  const holder = owner.endsWith('#')
    ? INSTANCES[owner.slice(0, -1)]
    : owner.replace(/^require\((.*)\)$/, 'require("$1")');
  return holder && `${holder}.`;
}

/** The fields of each line that begins with `kind`. */
export const linesOf = (output: string, kind: string): string[][] =>
  output
    .replace(/\r/g, '')
    .split('\n')
    .map((line) => line.replace(/^[>\s\x08]+/, '').split('\t'))
    .filter(([first]) => first === kind)
    .map(([, ...fields]) => fields);
