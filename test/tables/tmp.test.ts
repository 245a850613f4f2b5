import { randomFrom } from '../support/random.ts';
import { Model, poolOf, tables } from './support.ts';
test('x', () => {
  const [bytes, most, seed, ops] = JSON.parse(process.env.X!);
  const pool = poolOf(bytes);
  const random = randomFrom(seed);
  const rz = tables.resize; (tables as any).resize = (p: any, h: number, b: number) => { last = 'resize ' + [h, h & 65535, b, tables.sizeOf(p, h)].join(); return rz(p, h, b); };
  const model = new Model(pool, random, eval(most));
  let last = '';
  for (const name of ['alloc','dealloc','resize','pin','unpin','write','read','copy','clean','misuse','reorder'] as const) {
    
  }
  for (let n = 0; n < ops; n++) {
    const before = pool.u8.slice();
    try { model.step(); const why = tables.check(pool); if (why) throw new Error(why);
      for (const b of model.blocks) (model as any).verify(b);
    } catch (e) { console.log(n, last, (e as Error).message, [...new Uint16Array(before.buffer, pool.base, pool.end+1)].join(' '), '\n', [...pool.w.subarray(0,140)].join(' '), model.blocks.length, JSON.stringify(tables.stats(pool))); return; }
  }
});
