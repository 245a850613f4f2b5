/** What runs as in a process of its own, and is in this one: see importOutside in environment.cjs. */
import { fileURLToPath } from 'node:url';

let runs = 0;

/** Runs a script with these arguments; all that it prints. What it loads is loaded once. Throws where it ends with an exit code. */
export async function printedBy(url, args) {
  const { log, error } = console;
  const { argv } = process;
  let text = '';
  console.log = console.error = (...values) => void (text += `${values.join(' ')}\n`);
  process.argv = [argv[0], fileURLToPath(url), ...args];
  try {
    await import(new URL(`?${++runs}`, url).href);
    if (process.exitCode) throw new Error(`exit code ${process.exitCode}: ${text}`);
    return text;
  } finally {
    Object.assign(console, { log, error });
    Object.assign(process, { argv, exitCode: undefined });
  }
}
