/**
 * node host/engines/quickjs.mjs BUNDLE.js PROGRAM.js RAM_BYTES: QuickJS, which npm gives as a WebAssembly
 * module, runs the bundle, and then the program with RAM_BYTES of memory on top of what it uses by then:
 * the engine and the bundle's code lie in flash on a board.
 */
import { readFileSync } from 'node:fs';
import { getQuickJS } from 'quickjs-emscripten';

/** Above this QuickJS in WebAssembly overruns its host's stack before it notices. */
const STACK_BYTES = 262144;

const [bundleFile, programFile, ramBytes] = process.argv.slice(2);
const runtime = (await getQuickJS()).newRuntime();
runtime.setMaxStackSize(STACK_BYTES);
const context = runtime.newContext();

/** Held back until it is known that the program kept to the board's memory. */
const lines = [];
const print = context.newFunction('print', (text) => void lines.push(context.dump(text)));
context.setProp(context.global, 'print', print);

function evaluate(file) {
  const result = context.evalCode(readFileSync(file, 'utf8'));
  if (!result.error) return result.value.dispose();
  const error = context.dump(result.error);
  // Out of memory leaves no room for an Error object.
  console.log(error === null ? 'out of memory' : `${error.name}: ${error.message}`);
  process.exit(1);
}

/** Bytes in use, and how many allocations they are. */
const usage = () => context.dump(runtime.computeMemoryUsage());

evaluate(bundleFile);
const before = usage();
// In WebAssembly the limit counts 8 bytes for each allocation and refuses a single one that is larger than
// the rest; what is kept in all is looked at when the program has ended.
runtime.setMemoryLimit(8 * before.malloc_count + Number(ramBytes));
evaluate(programFile);
const keptBytes = usage().memory_used_size - before.memory_used_size;
if (keptBytes > Number(ramBytes)) {
  console.log(`out of memory: ${keptBytes} bytes are kept, the board has ${ramBytes}`);
  process.exit(1);
}
console.log(lines.join('\n'));
