/**
 * A sensor log that outlives a reboot: samples go to a small heap of their own, and that heap goes to Storage,
 * whole, every so many samples. At boot it is read back and opened: a heap is nothing but its bytes.
 * Two files take turns, so that a reset in the middle of a write leaves the one before. Each save has a number, which tells
 * the later: the clock starts at 0 when power was lost. ES5, for a Puck.js:
 *
 *     var logger = sensorLogger(require("ckremm"), require("Storage"), 240, 60);
 *     setInterval(function () { logger.add(getTime(), E.getTemperature()); }, 60000);
 */
function sensorLogger(ckremm, storage, samples, saveEvery) {
  var queue = ckremm.queue;
  var fields = 't:u32 v:i16';
  var files = ['log.0', 'log.1'];
  var heapBytes = (256 + 7 * samples) & -4;
  // Behind the image: the number of the save in 4 bytes, and in 4 more the sum of all before. Torn or damaged, it has another.
  var sumAt = heapBytes + 4;
  var saves = 0;
  var unsaved = 0;
  var next = 0;
  var kept;
  var heap;
  var log;

  function lastTime(ring) {
    var count = queue.count(ring);
    return count ? queue.get(ring, ((queue.peek(ring) + count - 2) % samples) + 1, 't') : 0;
  }

  /* Numbers of 32 bits, the lowest byte first. */
  function put(bytes, at, value) {
    var i;
    for (i = 0; i < 4; i++) bytes[at + i] = (value >> ((8 * i) & 31)) & 255;
  }

  function take(bytes, at) {
    return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
  }

  function sumOf(bytes) {
    return E.CRC32(bytes.subarray(0, sumAt)) | 0;
  }

  /* What a file holds, or null: no file, torn, or damaged. */
  function load(name) {
    var buffer = storage.readArrayBuffer(name);
    var image = new Uint8Array(heapBytes);
    var bytes;
    var at;
    var ring;
    if (!buffer || buffer.byteLength !== sumAt + 4) return null;
    bytes = new Uint8Array(buffer);
    if (take(bytes, sumAt) !== sumOf(bytes)) return null;
    image.set(bytes.subarray(0, heapBytes));
    at = ckremm.heap.open(image) ? ckremm.heap.find(image, 5, 0) : 0;
    ring = at ? queue.attach(image, at, fields) : null;
    return ring ? { heap: image, log: ring, number: take(bytes, heapBytes) } : null;
  }

  /* The later of the two files; the other is the one to write next. */
  function loadLatest() {
    var first = load(files[0]);
    var second = load(files[1]);
    // The difference, not which is larger: after 2,147,483,647 comes the least there is.
    next = first && (!second || ((first.number - second.number) | 0) > 0) ? 1 : 0;
    return next ? first : second;
  }

  function save() {
    var image = new Uint8Array(sumAt + 4);
    image.set(heap);
    saves = (saves + 1) | 0;
    put(image, heapBytes, saves);
    put(image, sumAt, sumOf(image));
    storage.write(files[next], image);
    next = 1 - next;
    unsaved = 0;
  }

  function add(seconds, value) {
    var row = queue.push(log);
    queue.set(log, row, 't', seconds);
    queue.set(log, row, 'v', Math.round(value * 10));
    if (++unsaved >= saveEvery) save();
  }

  function range() {
    var row = queue.peek(log);
    return { samples: queue.count(log), from: row ? queue.get(log, row, 't') : 0, to: lastTime(log) };
  }

  kept = loadLatest();
  if (kept) {
    heap = kept.heap;
    log = kept.log;
    saves = kept.number;
    kept = null;
  } else {
    heap = ckremm.heap.format(new Uint8Array(heapBytes));
    log = queue.create(heap, fields, samples, true);
  }
  return { add: add, save: save, range: range, heapBytes: heapBytes };
}

if (typeof module !== 'undefined') module.exports = sensorLogger;
