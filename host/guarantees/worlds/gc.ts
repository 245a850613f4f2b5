/** A collector with as many objects as a small program has. */
import { Kind } from '../../../src/heap/layout.ts';
import { FIRST, type Probe, type World, poolProbes, some } from '../world.ts';

const OBJECTS = 500;
const BYTES = 20000;
const ROOTS = 8;

export const GC: World = {
  name: 'gc',
  module: 'gc',
  needs: 'create attach defineType alloc setRef getRef setRoot getRoot step pin open weak',
  pool: `up to ${OBJECTS} objects of 8 to 40 bytes in 19.5 KB`,
  heapBytes: BYTES + 64,
  go({ library: { gc }, heap }, words) {
    const pool = gc.create(heap, BYTES, OBJECTS);
    gc.defineType(pool, [0, 1]);
    gc.defineType(pool, 1);
    // Lists and trees under roots; what falls off is garbage until a cycle finds it.
    while (!words.isEmpty) {
      const word = words.next();
      const root = 1 + ((word >>> 3) % ROOTS);
      const kind = word & 7;
      if (kind === 0) gc.setRoot(pool, root, 0);
      else if (kind === 1) gc.step(pool, 1 + ((word >>> 8) % 40));
      else {
        // Each word is a few objects, so that a way fills the pool.
        for (let n = 0; n < 4; n++) {
          const object = gc.alloc(pool, 1, 8 + ((word >>> (8 + n)) % 33));
          if (!object) break;
          gc.setRef(pool, object, 0, gc.getRoot(pool, root));
          if (kind > 5) gc.setRef(pool, object, 1, gc.getRoot(pool, 1 + ((word >>> 12) % ROOTS)));
          gc.setRoot(pool, root, object);
        }
      }
    }
    const live: number[] = [];
    for (let root = 1; root <= ROOTS; root++)
      for (let object = gc.getRoot(pool, root), n = 0; object && n < 20; object = gc.getRef(pool, object, 0), n++)
        live.push(object);
    return { live };
  },
  attach: ({ library, heap }) => library.gc.attach(heap, FIRST),
  probes(place, pool, { live }) {
    const { gc } = place.library;
    const objects = some(live, 4);
    let fresh = 0;
    let scope = 0;
    let weak = 0;
    const usual = (call: string, what: string, run: () => unknown, before?: () => void): Probe => ({
      call,
      what,
      run,
      isUsual: true,
      ...(before && { before }),
    });
    return [
      ...[8, 12, 40].map((bytes) => usual('alloc', `${bytes} bytes`, () => gc.alloc(pool, 1, bytes))),
      ...[200, 1500, 6000].map((bytes): Probe => ({
        call: 'alloc',
        what: `${bytes} bytes`,
        run: () => gc.alloc(pool, 1, bytes),
      })),
      ...objects.flatMap((object, i) => [
        usual('setRef', '', () => gc.setRef(pool, object, 1, objects[0])),
        usual('getRef', '', () => gc.getRef(pool, object, 0)),
        usual('setRoot', '', () => gc.setRoot(pool, 9, object)),
        usual('pin', '', () => gc.pin(pool, object)),
        usual(
          'unpin',
          '',
          () => gc.unpin(pool, object),
          () => gc.pin(pool, object),
        ),
        usual('weak', '', () => gc.weak(pool, object)),
        usual(
          'hold',
          '',
          () => gc.hold(pool, object),
          () => gc.open(pool),
        ),
        usual('getRoot', '', () => gc.getRoot(pool, 1 + i)),
      ]),
      // What is made in the middle of a cycle is black: to refer from there tells the collector.
      {
        call: 'setRef',
        what: 'of an object that is marked',
        run: () => gc.setRef(pool, fresh, 0, objects[0]),
        before: () => {
          gc.step(pool, 1);
          fresh = gc.alloc(pool, 1, 12);
        },
      },
      usual(
        'close',
        '',
        () => gc.close(pool, scope),
        () => (scope = gc.open(pool)),
      ),
      {
        call: 'close',
        what: 'and one is kept',
        run: () => gc.close(pool, scope, objects[0]),
        before: () => {
          gc.open(pool);
          scope = gc.open(pool);
        },
      },
      usual(
        'deref',
        '',
        () => gc.deref(pool, weak),
        () => (weak = gc.weak(pool, objects[0])),
      ),
      usual(
        'dropWeak',
        '',
        () => gc.dropWeak(pool, weak),
        () => (weak = gc.weak(pool, objects[0])),
      ),
      usual('defineType', 'two references', () => gc.defineType(pool, [0, 1])),
      {
        call: 'runFinalizers',
        what: 'one object',
        run: () => gc.runFinalizers(pool, 1, () => undefined),
        before: () => {
          gc.alloc(pool, gc.defineType(pool, [0], true), 12);
          gc.collect(pool);
        },
        isLong: true,
        isUsual: true,
      },
      usual('open', '', () => gc.open(pool)),
      usual('step', '1 unit', () => gc.step(pool, 1)),
      { call: 'step', what: '8 units', run: () => gc.step(pool, 8) },
      { call: 'collect', what: '', run: () => gc.collect(pool), isLong: true, isUsual: true },
      ...poolProbes(
        gc,
        place,
        pool,
        () => gc.create(place.heap, BYTES, OBJECTS),
        () => void (place.raw[FIRST] = 1),
      ),
    ];
  },
  places({ library: { heap: image, tables }, heap }, _, { live }) {
    const pool = tables.attach(heap, image.find(heap, Kind.Tables, 0));
    return pool ? live.map((handle) => tables.addrOf(pool, handle) as number) : [];
  },
};
