/**
 * Cold calls: functions of a bundle for Espruino's Storage that are made when they are called. There a getter `__proto__` is asked for each
 * name that an object does not have; here a proxy does as much around the bundle's namespaces.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { coldCalls, coldFailures } from '../../build/cold-calls.js';
import { Fault } from '../../src/names.ts';
import { projectFolder } from '../../host/emulator/index.ts';
import { buildBundles } from '../support/project.ts';

const MODULES = 'headers,tables,records,queue,strings,gc,paging,stores';
const OUT = 'out/test/cold';
/** Whether the engine is one on which such a getter is a prototype. */
const PROBE = /\{get __proto__\(\)\{return\{a:1\}\}\}\.a/;

let text: string;
beforeAll(async () => {
  await buildBundles({ boards: ['puckjs'], modules: MODULES, out: OUT, kinds: ['ckremm.storage.js'] });
  text = readFileSync(join(projectFolder, OUT, 'puckjs', 'ckremm.storage.js'), 'latin1');
}, 60000);

/** The bundle as Espruino has it, with so many variables free; `made` counts how often calls were made. */
function onEspruino(): { ckremm: any; engine: { free: number; made: number } } {
  const engine = { free: 5000, made: 0 };
  const process = { memory: () => ({ free: engine.free, blocksize: 13 }) };
  const exports: Record<string, any> = {};
  expect(text).toMatch(PROBE);
  vm.runInNewContext(text.replace(PROBE, '1'), { exports, process });
  const asThere = (space: object): any => {
    const calls = Object.getOwnPropertyDescriptor(space, '__proto__')?.get;
    return new Proxy(space, {
      get: (own: any, name) =>
        name === '__proto__' || Object.hasOwn(own, name) ? own[name] : (engine.made++, calls?.())?.[name],
    });
  };
  const ckremm = Object.fromEntries(
    Object.entries(exports).map(([name, space]) => [name, typeof space === 'object' ? asThere(space) : space]),
  );
  return { ckremm, engine };
}

/** The bundle on an engine on which a getter is no prototype. */
function elsewhere(): any {
  const exports: Record<string, any> = {};
  vm.runInNewContext(text, { exports });
  return exports;
}

const VALUES: Record<string, unknown> = { zero: 0, no: false, none: null, text: 'no room for the call' };

test('what is refused gives the failure value of its type', () => {
  const es = join(projectFolder, 'dist', 'es');
  for (const [call, kind] of coldFailures()) {
    const [module, name] = call.split('.') as [string, string];
    // A namesake of the checked module gives the same, one that only machine code has a number: the first that is found is the public one's.
    const others = ['checked.d.ts', 'declare.d.ts'];
    const on: Record<string, string[]> = { queue: ['records'], strings: ['tables'] };
    const types = [module, ...(on[module] ?? [])]
      .flatMap((folder) =>
        readdirSync(join(es, folder))
          .filter((file) => file.endsWith('.d.ts') && !others.includes(file))
          .map((file) => join(folder, file)),
      )
      .map((file) => readFileSync(join(es, file), 'utf8'))
      .join('\n');
    const type = new RegExp(`function ${name}\\([^;]*\\): ([^;(]+);`).exec(types)?.[1];
    const isOf: Record<string, RegExp> = {
      zero: /^number$/,
      no: /^(boolean|void)$/,
      none: /\| null$|^Stats$|^string$|^void$/,
      text: /^string$/,
    };
    expect([call, type]).toEqual([call, expect.stringMatching(isOf[kind])]);
  }
  expect(coldCalls.fault).toBe(Fault.NoRoom);
});

test('idle, a namespace has none of them; called, they work and are made anew each time', () => {
  const { ckremm, engine } = onEspruino();
  for (const call of coldFailures().keys()) {
    const [module, name] = call.split('.') as [string, string];
    expect([call, Object.hasOwn(ckremm[module], name)]).toEqual([call, false]);
  }
  const heap = ckremm.heap.format(new Uint8Array(4096));
  const pool = ckremm.headers.create(heap, 2048);
  expect(engine.made).toBe(2);
  const block = ckremm.headers.alloc(pool, 100);
  expect(block).toBeGreaterThan(0);
  expect(ckremm.headers.dealloc(pool, block)).toBe(true);
  expect(engine.made).toBe(2);
  expect(ckremm.headers.attach(heap, ckremm.heap.find(heap, 1, 0))).not.toBeNull();
  expect(engine.made).toBe(4);
  expect(ckremm.headers.nothingOfThatName).toBeUndefined();
});

test('elsewhere they are all there from the start, like the others', () => {
  const ckremm = elsewhere();
  for (const [call, kind] of coldFailures()) {
    const [module, name] = call.split('.') as [string, string];
    // What inspect.js has is not in this bundle.
    if (kind === 'text' || /stats|walk|sectors$|lifetimeDays|declaration|layout/.test(name)) continue;
    expect([call, typeof ckremm[module][name]]).toEqual([call, 'function']);
  }
  expect(Object.hasOwn(ckremm.headers, '__proto__')).toBe(false);
  expect(ckremm.devices.board).toBe('puckjs');
});

describe('without room', () => {
  const scene = () => {
    const { ckremm, engine } = onEspruino();
    const heap = ckremm.heap.format(new Uint8Array(16384));
    const pools: Record<string, any> = {
      headers: ckremm.headers.create(heap, 1024),
      tables: ckremm.tables.create(heap, 1024),
      records: ckremm.records.create(heap, 't:u32 v:i16', 20),
      queue: ckremm.queue.create(heap, 't:u32 v:i16', 20),
      strings: ckremm.tables.create(heap, 1024),
      gc: ckremm.gc.create(heap, 2048, 20),
    };
    for (const pool of Object.values(pools)) expect(pool).not.toBeNull();
    return { ckremm, engine, heap, pools };
  };

  test('each gives its failure value and the fault, and changes nothing else', () => {
    const { ckremm, engine, heap, pools } = scene();
    for (const [call, kind] of coldFailures()) {
      const [module, name] = call.split('.') as [string, string];
      const isOfHeap = ['create', 'attach', 'repairAt', 'find', 'freeBytes', 'open', 'format'].includes(name);
      engine.free = 5000;
      if (ckremm[module][name] === undefined) continue;
      engine.free = 60;
      const before = Uint8Array.from(heap);
      const result = ckremm[module][name](isOfHeap ? heap : pools[module], 24);
      expect([call, result, ckremm.fault()]).toEqual([call, VALUES[kind], Fault.NoRoom]);
      if (module !== 'devices' && module !== 'stores' && (isOfHeap || pools[module]))
        expect([call, ckremm.fault(heap)]).toEqual([call, Fault.NoRoom]);
      before[8] = heap[8]!;
      expect([call, heap]).toEqual([call, before]);
    }
  });

  test('what a program needs when memory is short works', () => {
    const { ckremm, engine, pools } = scene();
    const { headers, tables, records, queue, strings, gc } = ckremm;
    const block = headers.alloc(pools.headers, 40);
    const handle = tables.alloc(pools.tables, 40);
    const row = records.alloc(pools.records);
    const text = strings.alloc(pools.strings, 'word');
    expect(queue.push(pools.queue)).toBe(1);
    engine.free = 0;
    const made = engine.made;
    expect(headers.dealloc(pools.headers, block)).toBe(true);
    expect(headers.alloc(pools.headers, 8)).toBeGreaterThan(0);
    expect(tables.dealloc(pools.tables, handle)).toBe(true);
    expect(records.dealloc(pools.records, row)).toBe(true);
    expect(strings.dealloc(pools.strings, text)).toBe(true);
    expect(queue.shift(pools.queue)).toBe(1);
    for (const [space, pool] of [
      [headers, 'headers'],
      [tables, 'tables'],
    ] as const)
      expect(space.reorder(pools[pool])).toBe(true);
    for (const [space, pool] of [
      [headers, 'headers'],
      [tables, 'tables'],
      [records, 'records'],
      [queue, 'queue'],
      [strings, 'strings'],
      [gc, 'gc'],
    ] as const) {
      expect([pool, space.repair(pools[pool])]).toEqual([pool, true]);
      expect([pool, space.destroy(pools[pool])]).toEqual([pool, true]);
    }
    expect(engine.made).toBe(made);
    expect(ckremm.fault()).toBe(Fault.None);
  });
});

test('what others inherit from has a valueOf: Espruino looks for one in the condition of ?: and in comparisons, and would make the calls for it', async () => {
  const out = 'out/test/cold-inherited';
  await buildBundles({ boards: ['puckjs'], modules: 'processes', out, kinds: ['ckremm.storage.js'] });
  const bundle = readFileSync(join(projectFolder, out, 'puckjs', 'ckremm.storage.js'), 'latin1');
  const due: (() => void)[] = [];
  const lives: any[] = [];
  const exports: Record<string, any> = {};
  const setTimeout = (f: any, _ms: number, a: any) => due.push(() => f(a));
  const TheirObject = Object.assign(Object.create(Object), {
    setPrototypeOf: (life: object, calls: object) => (lives.push(calls), Object.setPrototypeOf(life, calls)),
  });
  const E = { on: () => undefined };
  vm.runInNewContext(bundle.replace(PROBE, '1'), { exports, setTimeout, E, Object: TheirObject });
  expect(bundle).toMatch(PROBE);
  const made = Object.getOwnPropertyDescriptor(exports.processes, '__proto__')!.get!();
  expect(made.init(null)).toBe(true);
  expect(exports.processes.spawn(() => undefined)).toBe(1);
  due.forEach((turn) => turn());
  expect(lives).toHaveLength(1);
  const [calls] = lives;
  expect(typeof Object.getOwnPropertyDescriptor(calls, '__proto__')?.get).toBe('function');
  expect([Object.hasOwn(calls, 'valueOf'), calls.valueOf]).toEqual([true, 0]);
}, 60000);
