/** Compiles a program as JerryScript 2.4 does, for the sizes: what each of its functions takes of the engine's heap, and its literals. */
import { type Node, isFunction } from '../../support/syntax.ts';
import { Code, type Literal } from './code.ts';
import { declareGlobals, declareParameters } from './declarations.ts';
import { Expressions } from './expressions.ts';
import { type Block, Scopes, type Variable } from './scopes.ts';
import { Statements } from './statements.ts';

/** A function of a text, or the text itself. */
export interface Compiled {
  /** Of its byte code, with the table of its literals. */
  bytes: number;
  /** Variables that functions in it look at: each call of it keeps these in the heap. */
  captured: string[];
  /** A call of it has a scope in the heap, with or without variables. */
  hasScope: boolean;
  isArrow: boolean;
  usesArguments: boolean;
  inner: Compiled[];
  node: Node;
}

export interface CompiledText {
  program: Compiled;
  /** The functions in the order of the text. */
  functions: Map<Node, Compiled>;
  /** Texts that the engine keeps for ever: names and strings; and numbers that are none of its small integers. */
  texts: Set<string>;
  numbers: Set<number>;
}

export function compile(tree: Node, source: string): CompiledText {
  const context = new Context(tree, source);
  const program = new FunctionCompiler(context, tree).compile();
  return { program, functions: context.functions, texts: context.texts, numbers: context.numbers };
}

/** What functions of a text have in common. */
export class Context {
  readonly scopes: Scopes;
  readonly functions = new Map<Node, Compiled>();
  readonly texts = new Set<string>();
  readonly numbers = new Set<number>();
  /** The line that was written down last, by whichever function. */
  lastLine = 0;
  readonly #lineStarts: number[] = [0];

  constructor(tree: Node, source: string) {
    this.scopes = new Scopes(tree);
    for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) this.#lineStarts.push(at + 1);
  }

  lineOf(position: number): number {
    let low = 0;
    let high = this.#lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#lineStarts[middle]! <= position) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}

/** Words that follow the code: the name; of one with default values how many arguments it has. */
const NAME_WORDS = 1;

export class FunctionCompiler {
  readonly code = new Code();
  readonly context: Context;
  readonly node: Node;
  readonly block: Block;
  readonly isProgram: boolean;
  /** What a method is: 'constructor', 'derived' of a class that extends another, ''. */
  readonly constructs: '' | 'constructor' | 'derived';
  readonly inner: Compiled[] = [];
  readonly expressions: Expressions;
  readonly statements: Statements;
  /** Where names are looked for. */
  scope: Block;
  /** The next free register. */
  next = 0;
  /** Of the code of its regular expressions. */
  regexpBytes = 0;

  constructor(context: Context, node: Node, constructs: '' | 'constructor' | 'derived' = '') {
    this.context = context;
    this.node = node;
    this.constructs = constructs;
    this.block = context.scopes.of(node)!;
    this.scope = this.block;
    this.isProgram = node.type === 'Program';
    this.expressions = new Expressions(this);
    this.statements = new Statements(this);
  }

  compile(): Compiled {
    const { block, code, node } = this;
    if (this.isProgram) declareGlobals(this);
    else declareParameters(this);
    if (this.constructs === 'constructor') code.emit('plain', 2);
    this.#body();
    const captured = [...block.variables.values()].filter((one) => one.isCaptured).map(({ name }) => name);
    const hasDefault = isFunction(node) && (node.params as Node[]).some(({ type }) => type === 'AssignmentPattern');
    const words = (this.constructs ? 0 : NAME_WORDS) + Number(hasDefault);
    code.registers = Math.max(code.registers, this.next);
    const compiled = {
      bytes: code.bytes(words) + this.regexpBytes,
      captured: this.isProgram ? [] : captured,
      hasScope: captured.length > 0 || this.constructs !== '' || block.hasEval,
      isArrow: block.isArrow,
      usesArguments: block.variables.get('arguments')?.kind === 'arguments',
      inner: this.inner,
      node,
    };
    this.context.functions.set(node, compiled);
    return compiled;
  }

  #body(): void {
    const { code, node } = this;
    const body = this.isProgram ? node : (node.body as Node);
    if (!this.isProgram && body.type !== 'BlockStatement') {
      this.expressions.value(body);
      if (code.is('push', 1)) code.become('return', 1);
      else code.emit('return');
      return code.flush();
    }
    this.context.lastLine = 0;
    this.statements.all(body.body as Node[]);
  }

  /** A name of the table, which stays in the engine for ever. */
  name(text: string): Literal {
    this.context.texts.add(text);
    return this.code.literal('name', text);
  }

  text(text: string): Literal {
    this.context.texts.add(text);
    return this.code.literal('text', text);
  }

  /** Where a variable is: in a register, or looked for by its name. */
  place(name: string): Literal {
    const variable = this.find(name);
    return variable && variable.register >= 0 ? { kind: 'register', index: variable.register } : this.name(name);
  }

  find(name: string): Variable | null {
    for (let at: Block | null = this.scope; at && at.owner === this.block; at = at.outer) {
      const found = at.variables.get(name);
      if (found) return found;
    }
    return null;
  }

  register(): Literal {
    const index = this.next++;
    this.code.registers = Math.max(this.code.registers, this.next);
    return { kind: 'register', index };
  }

  /** Compiles a function in this one, for which there is an entry already or not. */
  function(node: Node, literal?: Literal, constructs: '' | 'constructor' | 'derived' = ''): Literal {
    const entry = literal ?? this.functionLiteral(node);
    this.code.flush();
    this.inner.push(new FunctionCompiler(this.context, node, constructs).compile());
    return entry;
  }

  functionLiteral(node: Node): Literal {
    return this.code.literal('function', node.start);
  }
}
