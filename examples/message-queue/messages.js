/**
 * Messages between event handlers: the radio's handler appends and returns at once, the program
 * takes them when it has time. First in, first out; a full queue refuses, and that is counted.
 * ES5, for the board's prompt:
 *
 *     var inbox = messageQueue(ckremm, ckremm.devices.heap(), 64);
 *     radio.on('data', function (from, bytes) { inbox.put(getTime(), from, 1, bytes); });
 *     setInterval(function () { inbox.takeAll(handle); }, 100);
 */
function messageQueue(ckremm, heap, most) {
  var queue = ckremm.queue;
  var inbox = queue.create(heap, 'at:u32 from:u8 kind:u8 data:bytes:12', most);
  if (!inbox) return null;
  // Fields by number, from 1 in declared order, are the fast way through get and set.
  var AT = 1;
  var FROM = 2;
  var KIND = 3;
  var DATA = 4;
  var dropped = 0;

  /** Whether there was room; `bytes` are at most 12. */
  function put(at, from, kind, bytes) {
    var row = bytes.length > 12 ? 0 : queue.push(inbox);
    if (!row) {
      dropped++;
      return false;
    }
    queue.set(inbox, row, AT, at);
    queue.set(inbox, row, FROM, from);
    queue.set(inbox, row, KIND, kind);
    return queue.set(inbox, row, DATA, bytes);
  }

  /** Call handle(at, from, kind, data) for each message; `data` is a view that is good until then. */
  function takeAll(handle) {
    var taken = 0;
    var row = queue.peek(inbox);
    for (; row; row = queue.peek(inbox)) {
      handle(
        queue.get(inbox, row, AT),
        queue.get(inbox, row, FROM),
        queue.get(inbox, row, KIND),
        queue.get(inbox, row, DATA)
      );
      queue.shift(inbox);
      taken++;
    }
    return taken;
  }

  return {
    put: put,
    takeAll: takeAll,
    pool: inbox,
    waiting: function () {
      return queue.count(inbox);
    },
    dropped: function () {
      return dropped;
    }
  };
}

if (typeof module !== 'undefined') module.exports = messageQueue;
