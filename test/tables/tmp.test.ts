import { randomFrom } from '../support/random.ts';
import { Model, poolOf, tables } from './support.ts';
test('x', () => {
  const [bytes, most, seed, ops] = JSON.parse(process.env.X!);
  const pool = poolOf(bytes);
  const random = randomFrom(seed);
  const model = new Model(pool, random, eval(most));
  let last = '';
  for (const name of ['alloc','dealloc','resize','pin','unpin','write','read','copy','clean','misuse','reorder'] as const) {
    const f = (model as any)[name].bind(model); (model as any)[name] = (...a: any[]) => { last = name + ' ' + a.join(); return f(...a); };
  }
  for (let n = 0; n < ops; n++) {
    const before = pool.u8.slice();
    try { model.step(); const why = tables.check(pool); if (why) throw new Error(why);
      for (const b of model.blocks) (model as any).verify(b);
    } catch (e) { console.log(n, last, (e as Error).message, [...new Uint16Array(before.buffer, pool.base, 140)].join(' '), '\n', [...pool.w.subarray(0,140)].join(' '), model.blocks.length, JSON.stringify(tables.stats(pool))); return; }
  }
});
