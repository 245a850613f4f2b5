/** How long an expression is once it is minified, about: names of variables take one letter. */
import { childrenOf } from './walk.js';

const OWN = {
  Identifier: () => 1,
  Literal: ({ raw, value }) => (raw ?? String(value)).length,
  MemberExpression: ({ computed, property }) => (computed ? 2 : property.name.length),
  CallExpression: ({ arguments: values }) => 2 + Math.max(0, values.length - 1),
  NewExpression: ({ arguments: values }) => 6 + Math.max(0, values.length - 1),
  ConditionalExpression: () => 2,
};

/** @returns {number} letters */
export const lengthOf = (node) =>
  (OWN[node.type]?.(node) ?? node.operator?.length ?? 1) +
  childrenOf(node).reduce((sum, child) => sum + lengthOf(child), 0);
