/**
 * Which fields the build shortens: those of the interfaces that src/ tags `@internal`, as a pool is opaque. A name that anything
 * public has as well (another interface, an option, an exported name, a built-in) stays as it is, wherever it stands.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import profiles from './profiles.cjs';
import { surfaceOf } from './surface.js';

const { root } = profiles;

const isInternal = (node) => ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal');

const isExported = (node) => node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

const namesIn = (members) => members.filter(({ name }) => name).map(({ name }) => name.text);

/** Names that others know by that statement or type; what is exported is known where it stands in the entry file of a module. */
function publicNames(node, isEntry) {
  if (ts.isInterfaceDeclaration(node)) return isInternal(node) ? [] : namesIn(node.members);
  if (ts.isTypeLiteralNode(node)) return namesIn(node.members);
  if (!isEntry) return [];
  if (ts.isFunctionDeclaration(node)) return isExported(node) ? [node.name.text] : [];
  if (ts.isVariableStatement(node) && isExported(node)) return namesIn(node.declarationList.declarations);
  return ts.isNamespaceExport(node) || ts.isExportSpecifier(node) ? [node.name.text] : [];
}

const ENTRY = /(^|[\\/])(index|inspect|checked|lean)\.ts$/;

/** @param {Map<string, string>} texts of modules by path; @returns {{fields: Set<string>, taken: Set<string>}} */
export function fieldsOf(texts) {
  const fields = new Set();
  const taken = new Set();
  const visit = (node, isEntry) => {
    if (ts.isInterfaceDeclaration(node) && isInternal(node)) for (const name of namesIn(node.members)) fields.add(name);
    for (const name of publicNames(node, isEntry)) taken.add(name);
    ts.forEachChild(node, (child) => visit(child, isEntry));
  };
  for (const [path, text] of texts)
    visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true), ENTRY.test(path));
  return { fields, taken };
}

/** Names of src/ to shorten, sorted. The build puts them into dist/es/private-fields.json: bundles are made where there are no sources, too. */
export function findPrivateFields() {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const { fields, taken } = fieldsOf(
    new Map(files.map((file) => [file, readFileSync(join(root, 'src', file), 'utf8')])),
  );
  // The heap of a pool: whoever holds a pool of any kind may want to look at it.
  taken.add('u8');
  const { globals, statics, members } = surfaceOf(join(root, 'boards', 'es5.d.ts'));
  for (const name of [...globals, ...Object.values(statics).flat(), ...Object.values(members).flat()]) taken.add(name);
  return [...fields].filter((name) => !taken.has(name)).sort();
}
