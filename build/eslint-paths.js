/** Lint rules for any machine: what works here and fails on Windows, or in a folder called `c# & co`. */

const restricted = (selector, message) => ({ selector, message });
const started = '[callee.name=/^(spawn|execFile)(Sync)?$/]';

/** An argument of import() that is a URL for certain: a name, `x.href`, `new URL(...)`, a data: text. */
const url = [
  '[source.type="Literal"]',
  '[source.type="MemberExpression"][source.property.name="href"]',
  '[source.type="NewExpression"][source.callee.name="URL"]',
  '[source.type="TSAsExpression"][source.expression.callee.name="URL"]',
  '[source.type="TemplateLiteral"][source.quasis.0.value.raw=/^data:/]',
];

/** Selectors of no-restricted-syntax. */
export const pathSyntax = [
  restricted(
    `ImportExpression:not(${url.join(', ')})`,
    'import() takes a URL, not a path: pathToFileURL(path).href, or new URL(..., import.meta.url).href.',
  ),
  restricted(
    'MemberExpression[property.name="pathname"][object.type="NewExpression"], VariableDeclarator[init.type="MemberExpression"][init.property.name="pathname"]',
    'The pathname of a URL is no path (%20, /C:/): use fileURLToPath.',
  ),
  restricted(
    'TemplateLiteral[quasis.0.value.raw=/^file:/][expressions.length>0]',
    'A path is no part of a URL (#, ?, %): use pathToFileURL.',
  ),
  restricted(
    'CallExpression[callee.name=/^exec(Sync)?$/], CallExpression[callee.object.name=/^(child_process|childProcess)$/][callee.property.name=/^exec(Sync)?$/]',
    'No lines for a shell: spawn a program with a list of arguments.',
  ),
  restricted(
    'Property[key.name="shell"]:not([value.value=false])',
    'No shell: it takes words and paths apart, another way on each system.',
  ),
  restricted(
    `CallExpression${started}[arguments.0.value=/^(sh|bash|cmd|cmd\\.exe|powershell)$/]`,
    'No shell: spawn the program itself.',
  ),
  restricted(
    `CallExpression${started}[arguments.0.value=/^(npm|npx)$/]`,
    'On Windows npm is a batch file, which only a shell starts: run its script with process.execPath.',
  ),
];
