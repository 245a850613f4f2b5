/**
 * A worker of the stress and kill tests. It takes, fills, checks and gives back blocks of a shared headers
 * pool and rows, and sends and receives messages. What it has stands in its ledger, in shared memory:
 * after a kill its successor goes on with it, contents included.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { fault, sync } from '../../dist/es/lean.js';
import { wordsFrom } from '../../dist/tools/host/support/random.js';

const { heap, owner, locks, ledger, counts, nth: self, stop, places, operations, seed } = workerData;

/** Words of the ledger a thing takes: name, bytes, pattern. */
const WIDTH = 3;
const kinds = Object.keys(locks);
const guards = {};
for (const kind of kinds) {
  guards[kind] = sync[kind].attach(heap, locks[kind], owner);
  if (!guards[kind]) throw new Error(`worker ${owner} cannot attach ${kind}: fault ${fault()}`);
}

const nextWord = wordsFrom(seed);
const below = (limit) => nextWord() % limit;

function fail(text) {
  throw new Error(`worker ${owner}: ${text} (fault ${fault()})`);
}

/** A fault that only a full pool may give. */
function mustBeFull(what) {
  if (fault() !== 1) fail(`${what} refused`);
}

const blocks = {
  headers: {
    take: (bytes) => sync.headers.alloc(guards.headers, bytes) || mustBeFull('headers.alloc') || 0,
    give: (address) => sync.headers.dealloc(guards.headers, address) || fail(`dealloc(${address})`),
    resize: (address, bytes) =>
      sync.headers.resize(guards.headers, address, bytes) || mustBeFull('headers.resize') || 0,
    fill: (address, bytes, pattern) => heap.fill(pattern, address, address + bytes),
    verify(address, bytes, pattern) {
      for (let i = 0; i < bytes; i++)
        if (heap[address + i] !== pattern) fail(`block ${address}: byte ${i} is ${heap[address + i]}, not ${pattern}`);
    },
  },
  tables: {
    take: (bytes) => sync.tables.alloc(guards.tables, bytes) || mustBeFull('tables.alloc') || 0,
    give: (handle) => sync.tables.dealloc(guards.tables, handle) || fail(`dealloc(${handle})`),
    resize: (handle, bytes) => sync.tables.resize(guards.tables, handle, bytes) || mustBeFull('tables.resize') || 0,
    fill: (handle, bytes, pattern) =>
      sync.tables.write(guards.tables, handle, new Uint8Array(bytes).fill(pattern)) || fail(`write(${handle})`),
    verify(handle, bytes, pattern) {
      const found = new Uint8Array(bytes);
      if (!sync.tables.read(guards.tables, handle, found)) fail(`read(${handle})`);
      const wrong = found.findIndex((byte) => byte !== pattern);
      if (wrong >= 0) fail(`block of handle ${handle}: byte ${wrong} is ${found[wrong]}, not ${pattern}`);
    },
  },
  records: {
    take: () => sync.records.alloc(guards.records) || mustBeFull('records.alloc') || 0,
    give: (row) => sync.records.dealloc(guards.records, row) || fail(`records.dealloc(${row})`),
    resize: (row) => row,
    fill: (row, _bytes, pattern) => sync.records.set(guards.records, row, 1, pattern * 257) || fail(`set(${row})`),
    verify(row, _bytes, pattern) {
      const found = sync.records.get(guards.records, row, 1);
      if (found !== pattern * 257) fail(`row ${row} has ${found}, not ${pattern * 257}`);
    },
  },
};

/** The ledger's place `nth` of a kind; a thing is there when its name is not 0, which is stored last. */
function step(kind, nth) {
  const at = (kinds.indexOf(kind) * places + nth) * WIDTH;
  const { take, give, resize, fill, verify } = blocks[kind];
  const name = ledger[at];
  const bytes = 1 + below(below(8) ? 60 : 400);
  const pattern = 2 + 2 * below(126);
  if (name) verify(name, ledger[at + 1], ledger[at + 2]);
  if (name && below(5)) {
    ledger[at] = 0;
    give(name);
    return;
  }
  ledger[at] = 0;
  const taken = name ? resize(name, bytes) : take(bytes);
  if (!taken) {
    ledger[at] = name;
    return;
  }
  if (name) verify(taken, Math.min(bytes, ledger[at + 1]), ledger[at + 2]);
  fill(taken, bytes, pattern);
  ledger[at + 1] = bytes;
  ledger[at + 2] = pattern;
  ledger[at] = taken;
}

/** A message is worker, number and a text that follows from them: half of one would show. */
function message() {
  const number = below(65536);
  const text = new Uint8Array(8).fill((owner * 31 + number) & 255);
  if (below(2)) {
    if (!sync.queue.send(guards.queue, [owner, number, text])) mustBeFull('send');
    return;
  }
  const found = sync.queue.receive(guards.queue);
  if (!found) return;
  if (found[2].some((byte) => byte !== ((found[0] * 31 + found[1]) & 255))) fail(`half a message: ${found}`);
}

// All begin at once, but for the successors of killed ones.
Atomics.add(stop, 1, 1);
Atomics.notify(stop, 1);
for (let ready; (ready = Atomics.load(stop, 1)) < stop[2];) Atomics.wait(stop, 1, ready, 50);

let longestMilliseconds = 0;
let done = 0;
for (; done < operations && !Atomics.load(stop, 0); done++) {
  const kind = kinds[below(kinds.length)];
  const began = done & 15 ? 0 : performance.now();
  if (kind === 'queue') message();
  else step(kind, below(places));
  if (began) longestMilliseconds = Math.max(longestMilliseconds, performance.now() - began);
  counts[self]++;
}
parentPort.postMessage({ longestMilliseconds });
