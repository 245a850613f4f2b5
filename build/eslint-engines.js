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
        const isTaken = names.has(name) || (home.type === 'function' && (home.set.has(name) || isCaptured(home, name)));
        if (isTaken) context.report({ node: node.param, messageId: 'taken', data: { name } });
        seen.set(home, names.add(name));
      },
    };
  },
};

/** Counts that are below 32 by what they are: binary logarithms of the bytes of a granule, at most 12. */
const boundedCounts = ['log', 'logOf(pool)', 'logOf(gc.tables)', 'shiftOf(pool)', 'pool.log', 'pool.placeLog'];

/** The value of a literal that is a shift count on every engine, else NaN. */
const literalCount = (node) =>
  node.type === 'Literal' && Number.isInteger(node.value) && node.value >= 0 && node.value < 32 ? node.value : NaN;

const isMasked = ({ type, operator, left, right }) =>
  type === 'BinaryExpression' && operator === '&' && [left, right].some((mask) => !Number.isNaN(literalCount(mask)));

/** `Header.SizeShift`: constants of an enum have capitals, variables have not. */
const isConstant = ({ type, computed, object, property }) =>
  type === 'MemberExpression' && !computed && [object, property].every(({ name }) => /^[A-Z]/.test(name ?? ''));

/** Whether a shift count is from 0 to 31 whatever the heap holds. */
function isBoundedCount(node, textOf) {
  if (!Number.isNaN(literalCount(node)) || isConstant(node) || isMasked(node)) return true;
  // Granules have 4 bytes or more: their logarithm less 1 or 2 is one of a smaller unit.
  const isLess = node.type === 'BinaryExpression' && node.operator === '-';
  const count = isLess && literalCount(node.right) <= 2 ? node.left : node;
  return boundedCounts.includes(textOf(count));
}

/**
 * Espruino on ARM does not mask shift counts: 1 << 33 and 1 << -2 are 0 there. So a count is a literal below 32, a constant of an
 * enum, masked (`& 31` or less), or one of boundedCounts.
 */
const boundedShift = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      unbounded:
        'Espruino on ARM does not mask shift counts: write `({{count}}) & 31`, or a constant; see boundedCounts in build/eslint-engines.js',
    },
  },
  create(context) {
    const textOf = (node) => context.sourceCode.getText(node);
    const requireBounded = ({ operator, right }) => {
      if (!/^(<<|>>>?)=?$/.test(operator) || isBoundedCount(right, textOf)) return;
      context.report({ node: right, messageId: 'unbounded', data: { count: textOf(right) } });
    };
    return { BinaryExpression: requireBounded, AssignmentExpression: requireBounded };
  },
};

/** Espruino makes a function when it comes to it: what runs in the same function before that does not find it. */
const functionsFirst = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { early: "function '{{name}}' is used before it is made: Espruino does not hoist" },
  },
  create(context) {
    const isEarly = ({ identifier, from }, { scope, defs }) =>
      from.variableScope === scope.variableScope && identifier.range[0] < defs[0].name.range[0];
    return {
      FunctionDeclaration(node) {
        const [variable] = context.sourceCode.getDeclaredVariables(node);
        for (const reference of variable.references.filter((one) => isEarly(one, variable)))
          context.report({ node: reference.identifier, messageId: 'early', data: { name: variable.name } });
      },
    };
  },
};

export const engines = {
  rules: { 'unique-catch-names': uniqueCatchNames, 'bounded-shift': boundedShift, 'functions-first': functionsFirst },
};

const restricted = (selector, message) => ({ selector, message });

/** Syntax that an engine refuses or misreads, as selectors of no-restricted-syntax. */
export const engineSyntax = [
  restricted('NewExpression[callee.name="Date"]', 'No board needs a date: Date.now() alone is there.'),
  restricted('DoWhileStatement > EmptyStatement.body', 'Espruino cannot parse `do;while(...)`.'),
  restricted('AssignmentExpression[left.property.name="length"]', 'Espruino throws when a length is assigned.'),
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
  // Espruino does not hoist. A function may name a var or a function below it: it is called when both are there.
  'no-use-before-define': ['error', { functions: false, variables: false }],
  'engines/functions-first': 'error',
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
