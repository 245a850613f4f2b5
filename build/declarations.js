/**
 * The types of the checked layer. A checked call is declared as `var alloc: typeof lean.alloc`, and an editor shows nothing but its type
 * then. So dist/es/MODULE/checked.d.ts exports the declaration of the lean call itself: with the names of its parameters, and its comment.
 */
import ts from 'typescript';

/** The name of `import * as name from '...'`. */
const namespaceIn = (node) => {
  const bindings = ts.isImportDeclaration(node) && node.importClause?.namedBindings;
  return bindings && ts.isNamespaceImport(bindings) ? bindings.name.text : undefined;
};

/** What a statement exports of another module: {module, name} where it is `declare var name: typeof namespace.call`, else null. */
function inheritedBy(node, modules) {
  const { name, type } = (ts.isVariableStatement(node) && node.declarationList.declarations[0]) || {};
  if (!type || !ts.isTypeQueryNode(type) || !ts.isQualifiedName(type.exprName)) return null;
  const { left, right } = type.exprName;
  return modules.has(left.text)
    ? { module: modules.get(left.text), name: right.text === name.text ? name.text : `${right.text} as ${name.text}` }
    : null;
}

/** @param {string} text of a .d.ts; it stays as it is where nothing in it is declared like that */
export function withInherited(text) {
  const { statements } = ts.createSourceFile('checked.d.ts', text, ts.ScriptTarget.ES2022, true);
  const modules = new Map(statements.filter(namespaceIn).map((node) => [namespaceIn(node), node.moduleSpecifier.text]));
  const found = statements.map((node) => inheritedBy(node, modules));
  if (!found.some(Boolean)) return text;
  const [header] = ts.getLeadingCommentRanges(text, 0) ?? [];
  const kept = statements
    .filter((node, i) => !found[i] && !namespaceIn(node))
    .map((node) => text.slice(Math.max(node.pos, header?.end ?? 0), node.end).trim());
  const exported = [...new Set(modules.values())].map(
    (module) =>
      `export { ${found
        .filter((one) => one?.module === module)
        .map(({ name }) => name)
        .join(', ')} } from '${module}';`,
  );
  return [...(header ? [text.slice(header.pos, header.end)] : []), ...kept, ...exported, ''].join('\n');
}

/** Step 1 ends with it: see build/library.js. */
export const inheritedDeclarations = {
  name: 'inherited-declarations',
  generateBundle(_options, bundle) {
    for (const asset of Object.values(bundle))
      if (/checked.*\.d\.ts$/.test(asset.fileName)) asset.source = withInherited(String(asset.source));
  },
};
