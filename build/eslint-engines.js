/** Lint rules for the engines of boards: what compiles as ES5 and still does not run there. */

/** Scopes of the function that a node is in, from the inside out, the function's own last. */
function scopesWithinFunction(scope) {
  const scopes = [];
  for (let at = scope; at; at = at.upper) {
    scopes.push(at);
    if (at.type === 'function') break;
  }
  return scopes;
}

/** Whether the function uses `name` from outside: MicroQuickJS captures it, and then refuses the catch. */
const isCaptured = (functionScope, name) =>
  functionScope.through.some((reference) => reference.identifier.name === name);

const uniqueCatchNames = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      taken: "catch variable '{{name}}' is already a name here: MicroQuickJS refuses that",
    },
  },
  create(context) {
    const seen = new Map(); // function scope -> names of its catch variables
    return {
      CatchClause(node) {
        if (node.param?.type !== 'Identifier') return;
        const { name } = node.param;
        const scopes = scopesWithinFunction(context.sourceCode.getScope(node));
        const home = scopes.at(-1);
        const names = seen.get(home) ?? new Set();
        const isTaken =
          names.has(name) ||
          (home.type === 'function' && (home.set.has(name) || isCaptured(home, name)));
        if (isTaken) context.report({ node: node.param, messageId: 'taken', data: { name } });
        seen.set(home, names.add(name));
      },
    };
  },
};

export const engines = { rules: { 'unique-catch-names': uniqueCatchNames } };

const restricted = (selector, message) => ({ selector, message });

/** Syntax that an engine refuses or misreads, as selectors of no-restricted-syntax. */
export const engineSyntax = [
  restricted('DoWhileStatement > EmptyStatement.body', 'Espruino cannot parse `do;while(...)`.'),
  restricted(
    'AssignmentExpression[left.property.name="length"]',
    'Espruino throws when a length is assigned.',
  ),
  restricted(
    'CallExpression[callee.property.name=/^(call|apply)$/][callee.object.property.name="slice"]',
    'MicroQuickJS refuses slice.call on what is not an array.',
  ),
  restricted(
    'NewExpression[callee.property.name="bind"], NewExpression > CallExpression.callee > MemberExpression[property.name="bind"], NewExpression > CallExpression.callee > MemberExpression[object.property.name="bind"]',
    'MicroQuickJS cannot construct a bound function.',
  ),
  restricted('Identifier[name=/[^\\x00-\\x7F]/]', 'Espruino reads only ASCII names.'),
];

/** Rules for source and for what is flashed. */
export const engineRules = {
  'engines/unique-catch-names': 'error',
  'no-restricted-syntax': ['error', ...engineSyntax],
  'no-sparse-arrays': 'error', // MicroQuickJS refuses holes
  'no-labels': 'error', // Espruino has none
  'default-case-last': 'error', // Espruino cannot parse a case after it
  // Espruino does not hoist. A function may name a var below it: it is called when both are there.
  'no-use-before-define': ['error', { functions: true, variables: false }],
  'block-scoped-var': 'error', // the same: a var in a branch not taken leaks a global
  'id-denylist': ['error', 'of'], // reserved on Espruino
  'no-restricted-globals': ['error', 'RangeError', 'globalThis', 'Symbol', 'Map', 'Set', 'Promise'],
  'no-restricted-properties': [
    'error',
    ...['freeze', 'seal', 'assign', 'preventExtensions'].map((property) => ({
      object: 'Object',
      property,
    })),
  ],
};
