/**
 * A bundle with all modules, and out of it one with some: whose exports are left out, and with them what nothing else leads to. What the build
 * makes of those modules alone is a little smaller, as it decides anew what goes into its callers.
 */
import { type Node, childrenOf, isFunction, parsed } from '../support/syntax.ts';
import { type Piece, without } from './pieces.ts';
import { type Binding, type Scope, bindingOf, scopeOf, usesIn } from './scopes.ts';
import { exportIn, listIn, numberIn, partsOf, scriptIn, storeIn } from './shapes.ts';

/** What every bundle has. */
const ALWAYS = ['fault', 'heap', 'devices'];

/** `bundle`, lean and with all modules, with `modules` alone. */
export function trimmed(bundle: string, modules: string[]): string {
  const tree = parsed(bundle)?.tree;
  if (!tree) throw new Error('the bundle is no program');
  return new Trimmer(tree, [...ALWAYS, ...modules]).cut(bundle);
}

class Trimmer {
  readonly #body: Node;
  readonly #wanted: string[];
  readonly #top: Scope;
  readonly #outer: Scope | null;
  /** What is looked at only if its name is used. */
  readonly #deferred = new Map<Node, Binding>();
  readonly #dropped = new Set<Node>();
  /** What becomes a 0. */
  readonly #emptied = new Set<Node>();
  readonly #used = new Set<Binding>();
  readonly #scopes = new Map<Node, Scope>();
  /** Names that the last statement has in a list: they stay as long as something else uses them. */
  #listed: Node[] = [];

  constructor(tree: Node, wanted: string[]) {
    this.#wanted = wanted;
    const script = scriptIn(tree);
    this.#outer = script ? scopeOf(tree, null) : null;
    this.#body = script ?? tree;
    this.#top = scopeOf(this.#body, this.#outer);
    this.#scopes.set(this.#body, this.#top);
  }

  cut(text: string): string {
    const statements = (isFunction(this.#body) ? this.#body.body.body : this.#body.body) as Node[];
    for (const statement of statements) this.#defer(statement);
    this.#dropGroups(statements);
    this.#listed = listIn(this.#body);
    this.#look(this.#body, this.#top);
    const pieces = [
      ...this.#unusedIn(this.#body, this.#top),
      ...this.#listed.filter((name) => this.#isUnused(name)).map((name) => ({ from: name.start, to: name.end })),
    ];
    return without(text, pieces);
  }

  /** Functions and values of the top level: they are worth nothing but to who uses them. */
  #defer(statement: Node): void {
    for (const value of partsOf(statement)) {
      const { target, init } = storeIn(value);
      if (!target) continue;
      const exported = exportIn(target);
      if (exported !== null && !this.#wanted.includes(exported)) this.#dropped.add(value);
      const binding = target.type === 'Identifier' ? this.#top.bindings.get(target.name as string) : undefined;
      if (!binding || !init) continue;
      binding.values.push(init);
      this.#deferred.set(value, binding);
    }
  }

  /** The function that makes cold calls has an arm for each namespace, by number: those that nobody asks for go. */
  #dropGroups(statements: Node[]): void {
    const asked = new Map<string, Set<number>>();
    const groupsIn = (node: Node, isDropped: boolean): void => {
      const gone = isDropped || this.#dropped.has(node);
      if (node.type === 'Property' && node.kind === 'get' && node.key.name === '__proto__') {
        const call = node.value.body.body[0]?.argument as Node | undefined;
        if (call?.type === 'CallExpression' && call.arguments[0]?.type === 'Literal') {
          const name = call.callee.name as string;
          const known = asked.get(name) ?? new Set<number>();
          asked.set(name, known);
          if (!gone) known.add(call.arguments[0].value as number);
        }
      }
      for (const child of childrenOf(node)) groupsIn(child, gone);
    };
    statements.forEach((statement) => groupsIn(statement, false));
    for (const [name, numbers] of asked) {
      const maker = statements.find(({ type, id }) => type === 'FunctionDeclaration' && id.name === name);
      if (maker) this.#dropArms(maker.body as Node, maker.params[0].name as string, numbers);
    }
  }

  #dropArms(node: Node, group: string, numbers: Set<number>): void {
    if (node.type !== 'ConditionalExpression' || numberIn(node.test as Node, group) === null)
      return childrenOf(node).forEach((child) => this.#dropArms(child, group, numbers));
    const left = new Set(numbers);
    let last = node;
    for (
      ;
      last.type === 'ConditionalExpression' && numberIn(last.test as Node, group) !== null;
      last = last.alternate
    ) {
      if (left.delete(numberIn(last.test as Node, group)!)) continue;
      this.#dropped.add(last.test as Node);
      this.#dropped.add(last.consequent as Node);
    }
    // The last arm is that of whichever number was not asked about.
    if (left.size === 0) this.#emptied.add(last);
  }

  /** Goes through what is sure to be used, and from there to all that it uses. */
  #look(node: Node, scope: Scope): void {
    const inner = isFunction(node) && node !== this.#body ? this.#scopeOf(node, scope) : scope;
    usesIn(
      node,
      (name) => !this.#listed.includes(name) && this.#use(name.name as string, inner),
      (child) => {
        if (
          this.#dropped.has(child) ||
          this.#emptied.has(child) ||
          this.#deferred.has(child) ||
          child.type === 'FunctionDeclaration'
        )
          return;
        this.#look(child, inner);
      },
    );
  }

  #scopeOf(fn: Node, outer: Scope): Scope {
    const known = this.#scopes.get(fn) ?? scopeOf(fn, outer);
    this.#scopes.set(fn, known);
    return known;
  }

  #use(name: string, scope: Scope): void {
    const binding = bindingOf(name, scope);
    if (!binding || this.#used.has(binding)) return;
    this.#used.add(binding);
    const home = homeOf(binding, scope);
    for (const value of binding.values) {
      if (value.type === 'Identifier') this.#use(value.name as string, home);
      else this.#look(value, home);
    }
  }

  #isUnused({ name }: Node): boolean {
    const binding = this.#top.bindings.get(name as string);
    return binding !== undefined && !this.#used.has(binding);
  }

  /** Text that goes: what was dropped, and what nothing used, down to the functions within functions. */
  #unusedIn(node: Node, scope: Scope): Piece[] {
    const inner = isFunction(node) && node !== this.#body ? this.#scopeOf(node, scope) : scope;
    const isGone = (child: Node): boolean => {
      if (this.#dropped.has(child)) return true;
      const deferred = this.#deferred.get(child);
      if (deferred) return !this.#used.has(deferred);
      if (child.type === 'FunctionDeclaration') return !this.#used.has(bindingOf(child.id.name as string, inner)!);
      return (
        child.type === 'VariableDeclarator' && !child.init && inner === this.#top && this.#isUnused(child.id as Node)
      );
    };
    return childrenOf(node).flatMap((child) =>
      this.#emptied.has(child)
        ? [{ from: child.start, to: child.end, text: '0' }]
        : isGone(child)
          ? [{ from: child.start, to: child.end }]
          : this.#unusedIn(child, inner),
    );
  }
}

function homeOf(binding: Binding, scope: Scope): Scope {
  for (let at: Scope | null = scope; at; at = at.outer) if (at.bindings.get(binding.name) === binding) return at;
  return scope;
}
