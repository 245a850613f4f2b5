/** Strings in the bundles that boards get: the same bytes on every engine. */
import { buildBundles, type Bundles, engines, printedOn } from '../records/bundle.ts';

let bundles: Bundles;
beforeAll(() => {
  bundles = buildBundles(['puckjs', 'kaluma-pico'], 'strings');
}, 120000);
afterAll(() => bundles.remove());

/** ES5, no engine's own names: fills an image, and returns its checksum and one of what was read. */
const workload = `
function workload(ckremm, image) {
  var S = ckremm.strings, u = ckremm.heap.format(image), p = S.create(u, ckremm.heap.freeBytes(u)), seed = 4711, sum = 7;
  var live = [], i, j, h, n, text, found;
  function below(limit) { seed = (seed * 75 + 74) % 65537; return seed % limit; }
  function note(value) { sum = (sum * 31 + value) % 16777213; }
  for (i = 0; i < 800; i++) {
    text = '';
    for (j = below(below(4) ? 30 : 140); j; j--) text += String.fromCharCode(below(3) ? 97 + below(3) : below(256));
    n = below(8);
    h = live.length ? live[below(live.length)] : 0;
    if (n < 3) { h = S.alloc(p, text); if (h) live.push(h); }
    else if (n < 4 && h) note(S.append(p, h, text) ? 1 : 0);
    else if (n < 5 && h) note(S.set(p, h, live[below(live.length)]) ? 1 : 0);
    else if (n < 6 && live.length > 5) { S.dealloc(p, live[0]); live[0] = live.pop(); note(S.length(p, h) + 1); }
    else if (h) {
      note((S.compare(p, h, text) > 0 ? 1 : 0) + (S.compare(p, h, live[0]) < 0 ? 2 : 0) + (S.equals(p, h, S.text(p, live[0])) ? 4 : 0));
      found = S.text(p, h);
      for (j = 0; j < found.length; j++) note(found.charCodeAt(j));
      if (found) note(S.bytes(p, h)[found.length >> 1]);
    }
  }
  for (i = 0; i < image.length; i++) note(image[i]);
  return [sum, live.length, S.alloc(p, null), ckremm.fault()].join();
}`;

function inRealm(board: string): string {
  const { ckremm, run, newHeap } = bundles.boot(board, { strictStores: true });
  return run(`${workload} workload`)(ckremm, newHeap(4096));
}

test('the image and what is read have the same bytes in every realm and on every engine', () => {
  const expected = inRealm('puckjs');
  expect(expected).toMatch(/^\d+,\d\d+,0,2$/);
  expect(inRealm('kaluma-pico')).toBe(expected);
  for (const engine of engines) {
    const printed = printedOn(engine, bundles.file('puckjs', true), `${workload}\nprint(workload(ckremm, new Uint8Array(4096)));`, /^\d+(,\d+){3}/);
    expect(`${engine.name}: ${printed}`).toBe(`${engine.name}: ${expected}`);
  }
});
