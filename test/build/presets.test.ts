/** Named sets of calls: each makes a bundle that runs the kind of program it is for. */
import { chosenModules, PRESETS } from '../../build/index.js';
import { buildBundles } from '../records/bundle.ts';

const names = Object.keys(PRESETS);

test('a set stands for its calls, also beside modules, and none comes twice', () => {
  expect(chosenModules('logger')).toEqual(PRESETS.logger.modules);
  const both = chosenModules('headers,logger,queue.push')!;
  expect(both.slice(0, 2)).toEqual(['headers', 'queue.create']);
  expect(new Set(both).size).toBe(both.length);
});

test('a name that is neither is refused with both kinds of names', () => {
  expect(() => chosenModules('headers,loger')).toThrow(
    /entry\.1 is "loger"; expected a module of src\/.*or a set: logger, router, ui/,
  );
});

/** What the kind of program does, in short. */
const PROGRAMS: Record<string, string> = {
  logger: `var q = ckremm.queue.create(heap, 't:u32 v:i16', 3, true), v = ckremm.queue.column(q, 'v'), i;
    for (i = 0; i < 5; i++) v[ckremm.queue.push(q)] = i;
    var m = ckremm.messages.create(heap, 100, true); ckremm.messages.push(m, 'late');
    v[ckremm.queue.peek(q)] + ckremm.messages.text(m)`,
  router: `var t = ckremm.tables.create(heap, 1000), h = ckremm.tables.alloc(t, 40), at = ckremm.tables.pin(t, h);
    heap[at] = 7; var seen = ckremm.tables.view(t, h)[0]; ckremm.tables.unpin(t, h); seen + String(ckremm.tables.dealloc(t, h))`,
  ui: `var r = ckremm.records.create(heap, 'x:i16 y:i16', 9), x = ckremm.records.column(r, 'x'), t = ckremm.tables.create(heap, 400);
    x[ckremm.records.alloc(r)] = 5; x[ckremm.records.next(r, 0)] + ckremm.strings.text(t, ckremm.strings.alloc(t, 'OK'))`,
};
const SAID: Record<string, string> = { logger: '2late', router: '7true', ui: '5OK' };

test.each(names)(
  '%s runs its kind of program on each board that is meant',
  async (name) => {
    for (const board of ['puckjs', 'kaluma-pico']) {
      const bundles = await buildBundles([board], name);
      const emulated = bundles.boot(board);
      expect(emulated.run(`var heap = ckremm.devices.heap(0, 4096); ${PROGRAMS[name]}`)).toBe(SAID[name]);
    }
  },
  60000,
);
