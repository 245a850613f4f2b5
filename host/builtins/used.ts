/** Which features of the language a program uses, and where, found on its tree of syntax. */
import { type Node, childrenOf, isFunction } from '../support/syntax.ts';
import { earlyFunctions } from './early.ts';
import type { FeatureName } from './features.ts';
import { featuresOfPattern } from './pattern.ts';

export interface Use {
  feature: FeatureName;
  /** Where in the text. */
  at: number;
}

/** All uses, in the order of the text. */
export function usesIn(tree: Node, source: string): Use[] {
  const uses: Use[] = [];
  const visit = (node: Node, parent: Node | null): void => {
    for (const feature of featuresAt(node, parent, source)) uses.push({ feature, at: node.start });
    for (const child of childrenOf(node)) visit(child, node);
  };
  visit(tree, null);
  for (const at of earlyFunctions(tree)) uses.push({ feature: 'functions used before their declaration', at });
  return uses.sort((a, b) => a.at - b.at);
}

type Rule = (node: Node, parent: Node | null, source: string) => (FeatureName | false | undefined)[];

function featuresAt(node: Node, parent: Node | null, source: string): FeatureName[] {
  const rule = Object.hasOwn(RULES, node.type) ? RULES[node.type]! : undefined;
  return (rule?.(node, parent, source) ?? []).filter((name): name is FeatureName => typeof name === 'string');
}

const isStatic = ({ static: is }: Node): boolean => is === true;
const isAccessor = ({ kind }: Node): boolean => kind === 'get' || kind === 'set';
/** Whether a pattern is a parameter, or part of one. */
const isParameter = (node: Node, parent: Node | null): boolean =>
  parent !== null && isFunction(parent) && (parent.params as Node[]).includes(node);

const functionRule: Rule = (node) => [
  node.generator && 'generators',
  node.async && 'async functions',
  node.type === 'ArrowFunctionExpression' && 'arrow functions',
];
const classRule: Rule = ({ type, superClass }) => [
  'classes',
  type === 'ClassExpression' && 'class expressions',
  superClass && 'derived classes',
];
const memberRule: Rule = (node) => [
  node.computed && 'computed names in classes',
  isAccessor(node) && 'getters and setters of classes',
  node.type === 'MethodDefinition' && isStatic(node) && 'static methods of classes',
  node.type === 'PropertyDefinition' && (isStatic(node) ? 'static fields of classes' : 'fields of classes'),
];
const patternRule: Rule = (node, parent) => [isParameter(node, parent) ? 'destructuring parameters' : 'destructuring'];
const SPREADS: Record<string, FeatureName> = {
  CallExpression: 'spread arguments',
  NewExpression: 'spread arguments',
  ArrayExpression: 'spread in arrays',
  ObjectExpression: 'spread in objects',
};
const OPERATORS: Record<string, FeatureName> = {
  '**': 'the operator **',
  '**=': 'the operator **=',
  '??': 'the operator ??',
  '??=': 'the operator ??=',
  '||=': 'the operator ||=',
  '&&=': 'the operator &&=',
};
const operatorRule: Rule = ({ operator }) => [OPERATORS[operator as string]];

const RULES: Record<string, Rule> = {
  VariableDeclaration: ({ kind }) => [(kind === 'let' || kind === 'const') && kind],
  FunctionDeclaration: functionRule,
  FunctionExpression: functionRule,
  ArrowFunctionExpression: functionRule,
  ClassDeclaration: classRule,
  ClassExpression: classRule,
  MethodDefinition: memberRule,
  PropertyDefinition: memberRule,
  PrivateIdentifier: () => ['private names of classes'],
  StaticBlock: () => ['static blocks of classes'],
  TemplateLiteral: () => ['template literals'],
  TaggedTemplateExpression: () => ['tagged templates'],
  ForOfStatement: (node) => [node.await ? 'for await loops' : 'for-of loops'],
  AwaitExpression: () => ['async functions'],
  SpreadElement: (_node, parent) => [SPREADS[parent!.type]],
  RestElement: (node, parent) => [isParameter(node, parent) ? 'rest parameters' : 'destructuring'],
  AssignmentPattern: (node, parent) => [isParameter(node, parent) ? 'default parameters' : 'destructuring'],
  ObjectPattern: patternRule,
  ArrayPattern: patternRule,
  Property: (node, parent) =>
    parent!.type === 'ObjectPattern'
      ? []
      : [
          isAccessor(node) && 'getters and setters of objects',
          node.shorthand && 'shorthand properties',
          node.method && 'shorthand methods',
          node.computed && 'computed property names',
          !node.computed && !node.shorthand && nameOf(node.key as Node) === '__proto__' && '__proto__ in objects',
        ],
  BinaryExpression: operatorRule,
  AssignmentExpression: operatorRule,
  LogicalExpression: operatorRule,
  ChainExpression: () => ['optional chaining'],
  LabeledStatement: () => ['labels'],
  SwitchStatement: ({ cases }) => [(cases as Node[]).slice(0, -1).some(({ test }) => !test) && 'case after default'],
  DoWhileStatement: ({ body }) => [(body as Node).type === 'EmptyStatement' && 'do without a body'],
  CatchClause: ({ param }) => [!param && 'catch without a variable'],
  MetaProperty: ({ meta }) => [(meta as Node).name === 'new' && 'new.target'],
  WithStatement: () => ['with'],
  ArrayExpression: ({ elements }) => [(elements as unknown[]).includes(null) && 'holes in arrays'],
  Identifier: ({ name }) => [/[^\x20-\x7e]/.test(name as string) && 'names outside ASCII'],
  Literal: literalRule,
};

const nameOf = ({ name, value }: Node): unknown => name ?? value;

function literalRule(node: Node, _parent: Node | null, source: string): (FeatureName | false)[] {
  const raw = source.slice(node.start, node.end);
  if (node.regex) return featuresOfPattern(node.regex.pattern as string, node.regex.flags as string);
  if (typeof node.value === 'string') return [/(?<!\\)(?:\\\\)*\\u\{/.test(raw) && 'code points in texts'];
  if (node.bigint) return ['BigInt'];
  if (typeof node.value !== 'number') return [];
  return [
    raw.includes('_') && 'separators in numbers',
    /^0b/i.test(raw) && 'binary numbers',
    /^0o/i.test(raw) && 'octal numbers',
  ];
}
