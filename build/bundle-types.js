/** Types of a board's bundle, for programs that import it: those of the library, of the modules that it has. */

/** The type of a module of a bundle for which its profile names `parts` of it: functions, and 'inspect'. */
function typeOf(module, parts, isWhole, isChecked, library) {
  const all = `typeof library.${module}`;
  const functions = parts.filter((part) => part !== 'inspect');
  const taken = isWhole ? all : `Pick<${all}, ${functions.map((name) => `'${name}'`).join(' | ')}>`;
  const isInspected = parts.includes('inspect') && !(isChecked && isWhole);
  return isInspected ? `${taken} & typeof import('${library}/${module}/inspect.js')` : taken;
}

/**
 * The text of a .d.ts.
 * @param {string[]} wanted modules and functions, as a profile has them
 * @param {string[]} always modules that every bundle has
 * @param {string} library path from the bundle to the library as CommonJS
 */
export function bundleTypes(wanted, always, isChecked, library) {
  const names = [...new Set([...always, ...wanted.map((name) => name.split('.')[0])])];
  const partsOf = (module) => wanted.filter((name) => name.startsWith(`${module}.`)).map((name) => name.split('.')[1]);
  const isWhole = (module) =>
    always.includes(module) || wanted.includes(module) || partsOf(module).every((part) => part === 'inspect');
  const lines = names.map(
    (module) => `  ${module}: ${typeOf(module, partsOf(module), isWhole(module), isChecked, library)};`,
  );
  const own = isChecked ? ['fault', 'faultText'] : ['fault'];
  return [
    `import * as library from '${library}/${isChecked ? 'index' : 'lean'}.js';`,
    'declare const ckremm: {',
    ...own.map((name) => `  ${name}: typeof library.${name};`),
    ...lines,
    '};',
    'export = ckremm;',
    'export as namespace ckremm;',
    '',
  ].join('\n');
}
