/**
 * The newest 24 hours of a sensor, a sample a minute, in flash: six bytes each, the minute (u32) and the
 * value (i16), in a ring of 1,440. Samples wait in page frames; a commit makes all since the last one
 * durable, or none. After a reset the log is as of the last commit. ES5, for the board's prompt:
 *
 *     var log = logger(ckremm, ckremm.devices.heap(), ckremm.stores.usual(9), 60);
 *     setInterval(function () { log.add(Math.round(getTime() / 60), E.getTemperature() * 10); }, 60000);
 */
function logger(ckremm, heap, store, batch) {
  var paging = ckremm.paging;
  var SAMPLES = 1440;
  var SAMPLE_BYTES = 6;
  // How many samples there ever were, behind the ring.
  var COUNT_AT = SAMPLES * SAMPLE_BYTES;
  var pager = store && paging.create(heap, 3072, store, Math.ceil((COUNT_AT + 4) / 256));
  if (!pager) return null;
  var waiting = 0;

  /** The count goes last: a sample that was refused halfway is not counted. */
  function put(minute, value) {
    var count = paging.read32(pager, COUNT_AT);
    var at = (count % SAMPLES) * SAMPLE_BYTES;
    return (
      paging.write32(pager, at, minute) &&
      paging.write16(pager, at + 4, value & 65535) &&
      paging.write32(pager, COUNT_AT, count + 1)
    );
  }

  function save() {
    if (!paging.commit(pager)) return false;
    waiting = 0;
    return true;
  }

  /** Keep a sample. Returns false when it could not be kept, or the commit that was due failed. */
  function add(minute, value) {
    // A transaction that fills the flash is over before its batch is.
    if (!put(minute, value) && !(save() && put(minute, value))) return false;
    waiting++;
    return waiting < batch || save();
  }

  /** Call visit(minute, value) for each sample, the oldest first. Returns how many there are. */
  function each(visit) {
    var count = paging.read32(pager, COUNT_AT);
    var i = Math.max(0, count - SAMPLES);
    var at, value;
    for (; i < count; i++) {
      at = (i % SAMPLES) * SAMPLE_BYTES;
      value = paging.read16(pager, at + 4);
      visit(paging.read32(pager, at), value > 32767 ? value - 65536 : value);
    }
    return Math.min(count, SAMPLES);
  }

  /** Samples that a power cut now would lose. */
  function unsaved() {
    return waiting;
  }

  return { add: add, save: save, each: each, unsaved: unsaved, pager: pager };
}

if (typeof module !== 'undefined') module.exports = logger;
