/**
 * The self-test of a board: the rows of selftest-rows.ts on the library that it has, on the same in ES5 where that one is native, and on this computer. What
 * differs is told; and all of it in one line, with times, for who collects such lines.
 */
import { crc32 } from 'node:zlib';
import { UserError } from '../support/errors.ts';
import type { Bundle } from './bundle.ts';
import type { Dialog } from './dialog.ts';
import { answers, ask, command, interrupt } from './prompt.ts';
import { HEAP_BYTES, POOL, ROWS, TIMED } from './selftest-rows.ts';

export interface Tested {
  rows: number;
  /** What differs, a line each. */
  different: string[];
  line: string;
}

/** Two states on the board: `n` of what require gives, `e` of ES5 where that is another. */
const BEGIN = `(function(K){$t={n:{K:K}};$t.w=K.devices.native?K.devices.native():"-";\
if($t.w==="")$t.e={K:require("ckremm.es5")};\
$t.a=function(f,m){var r=[],k,s,v;for(k in $t)if((k==="n"||k==="e")){s=$t[k];if(!s.h)s.h=s.K.devices.heap(0,${HEAP_BYTES});v=f(s.K,s.K[m],s);r.push(v===undefined?null:v)}return r};\
return $t.w})(require("ckremm"))`;

const asFunction = (code: string): string => `function(K,M,s){return (${code})}`;

/** What the same rows give here, in ES5. */
function expectedHere(ckremm: any, modules: string[]): { values: unknown[]; heap: Uint8Array } {
  const state: any = { h: ckremm.devices.heap(0, HEAP_BYTES) };
  const values = ROWS.filter(({ module }) => modules.includes(module)).map(({ module, code }) =>
    (new Function('K', 'M', 's', `return (${code})`) as (...of: unknown[]) => unknown)(ckremm, ckremm[module], state),
  );
  return { values, heap: state.h };
}

const shown = (value: unknown): string => JSON.stringify(value) ?? 'undefined';

/** Milliseconds a turn, native and ES5. */
async function timeOn(dialog: Dialog, { module, code, times }: (typeof TIMED)[number]): Promise<number[] | undefined> {
  const loop = `function(K,M,s){${POOL[module]};var i=${times},t=getTime();while(i--){${code}}t=getTime()-t;M.destroy(s.p);return t*1000/${times}}`;
  return (await ask(dialog, `$t.a(${loop},"${module}")`)) as number[] | undefined;
}

/** Runs all rows of the modules that the board has. Throws a UserError when it does not answer. */
export async function selftest(
  dialog: Dialog,
  port: string,
  board: string,
  { ckremm, modules }: Bundle,
): Promise<Tested> {
  const stopped = (): UserError =>
    new UserError(`the board at ${port} stopped answering in the middle of its self-test`);
  // Without the program, whose heap it would be.
  await interrupt(dialog);
  await command(dialog, 'reset()');
  if (!(await answers(dialog))) throw stopped();
  const identity = (await ask(dialog, 'process.env.BOARD+" "+process.env.VERSION')) as string | undefined;
  const why = (await ask(dialog, BEGIN)) as string | undefined;
  if (why === undefined) throw stopped();
  const rows = ROWS.filter(({ module }) => modules.includes(module));
  const { values, heap } = expectedHere(ckremm, modules);
  const different: string[] = [];
  for (const [i, { module, code }] of rows.entries()) {
    const got = (await ask(dialog, `$t.a(${asFunction(code)},"${module}")`)) as unknown[] | undefined;
    if (!got) throw stopped();
    const wanted = shown(values[i] ?? null);
    if (got.some((one) => shown(one) !== wanted))
      different.push(`${module} ${code}: ${got.map(shown).join(', in ES5 ')}; here ${wanted}`);
  }
  const sums = (await ask(dialog, '$t.a(function(K,M,s){return E.CRC32(s.h)>>>0},"heap")')) as number[] | undefined;
  const sum = crc32(heap);
  if (sums?.some((one) => one !== sum))
    different.push(`the heap: ${sums.map((one) => one.toString(16)).join(', in ES5 ')}; here ${sum.toString(16)}`);
  const times = [];
  for (const timed of TIMED.filter(({ module }) => modules.includes(module))) {
    const got = await timeOn(dialog, timed);
    if (got) times.push(`${timed.module} ${timed.what} ${got.map((ms) => ms.toFixed(2)).join(' / ')} ms`);
  }
  await ask(dialog, '(delete global.$t,1)');
  const total = rows.length + 1;
  const native = why === '' ? 'native / ES5' : `ES5 (${why === '-' ? 'as it was sent' : why})`;
  const line = `selftest ${board}, ${identity}, ${native}: ${total - different.length} of ${total} rows the same; ${times.join('; ')}; heap ${sum.toString(16)}`;
  return { rows: total, different, line };
}
