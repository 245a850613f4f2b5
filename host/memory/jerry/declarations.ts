/** What a program, a function or a block declares, and does before its first statement: js-scanner-util.c, js-parser.c. */
import type { Node } from '../../support/syntax.ts';
import type { FunctionCompiler } from './compiler.ts';
import type { Literal } from './code.ts';
import { EXTENDED } from './part.ts';
import type { Block } from './scopes.ts';

/** A program's variables are properties of the global object, or of its own; each is looked for first. */
export function declareGlobals(of: FunctionCompiler): void {
  const { code, block } = of;
  const all = [...block.variables.values()];
  for (const { name } of all) code.emit('plain', 1, [of.name(name)]);
  for (const { name, kind } of all)
    code.emit('plain', 1, [...(kind === 'function' ? [laterOf(of, block, name)] : []), of.name(name)]);
  code.flush();
}

/** Parameters come in registers, from where those go that functions look at. */
export function declareParameters(of: FunctionCompiler): void {
  const { code, block, node } = of;
  const params = node.params as Node[];
  for (let i = 0; i < params.length; i++) of.register();
  params.forEach((param, i) => {
    if (param.type !== 'Identifier') return;
    const variable = block.variables.get(String(param.name))!;
    if (!variable.isCaptured) variable.register = i;
    else code.emit('plain', 1, [{ kind: 'register', index: i }, of.name(variable.name)]);
  });
  params.forEach((param, i) => {
    if (param.type !== 'Identifier') complexParameter(of, param, i);
  });
  if (node.generator) {
    code.emit('plain', EXTENDED);
    code.emit('plain');
  }
  if (node.async) code.branch(EXTENDED);
  declareIn(of, block);
}

/** One with a value for when it is not given, one that is taken apart, or `...rest`. */
function complexParameter(of: FunctionCompiler, param: Node, i: number): void {
  const { block, code, expressions } = of;
  for (const variable of block.variables.values())
    if (variable.kind === 'argument' && variable.register < 0 && !variable.isCaptured)
      variable.register = of.register().index;
  const target = (param.type === 'RestElement' ? param.argument : (param.left ?? param)) as Node;
  if (param.type === 'RestElement') code.emit('plain', EXTENDED);
  else code.emit('push', 1, [{ kind: 'register', index: i }]);
  if (param.type === 'AssignmentPattern') {
    const skip = code.branch(EXTENDED);
    expressions.value(param.right as Node);
    code.land(skip);
  }
  if (target.type === 'Identifier') code.emit('done', 1, [of.place(String(target.name))]);
  else expressions.patterns.bind(target, true);
}

/** What a block, or function, has declared is there from its start on. */
export function declareIn(of: FunctionCompiler, block: Block): void {
  const { code } = of;
  for (const variable of block.variables.values()) {
    const { name, kind, isCaptured, isEarly } = variable;
    if (!isCaptured && variable.register < 0) variable.register = of.register().index;
    if (kind === 'arguments') code.emit('plain', EXTENDED, [of.place(name)]);
    else if (kind === 'function') code.emit('plain', 1, [laterOf(of, block, name), of.place(name)]);
    else if (isCaptured && kind !== 'argument' && (kind !== 'let' || isEarly)) code.emit('plain', 1, [of.name(name)]);
    else if (isCaptured) of.name(name);
  }
  code.flush();
}

/** The entry of a function that is compiled when its statement is come to: of several of a name the last. */
const laterOf = (of: FunctionCompiler, block: Block, name: string): Literal =>
  of.functionLiteral(block.functions.findLast(({ id }) => id.name === name)!);
