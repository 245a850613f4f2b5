/** Nodes that passes over a syntax tree make. */

export const nameNode = (name) => ({ type: 'Identifier', name });
export const doing = (expression) => ({ type: 'ExpressionStatement', expression });
export const assigning = (name, right) =>
  doing({ type: 'AssignmentExpression', operator: '=', left: nameNode(name), right });
export const returning = (argument) => ({ type: 'ReturnStatement', argument });
export const leaving = () => ({ type: 'BreakStatement', label: null });
export const not = (argument) => ({ type: 'UnaryExpression', operator: '!', prefix: true, argument });
export const choice = (test, consequent, alternate = null) => ({ type: 'IfStatement', test, consequent, alternate });

/** The statements of a block, or the one statement that it is. */
export const listOf = (node) => (!node ? [] : node.type === 'BlockStatement' ? node.body : [node]);
export const blockOf = (body) =>
  body.length === 1 && body[0].type !== 'VariableDeclaration' ? body[0] : { type: 'BlockStatement', body };

/** Whether it is a constant, `void 0` and `-1` included. */
export const constantNode = ({ type, argument }) =>
  type === 'Literal' || (type === 'UnaryExpression' && argument.type === 'Literal');
