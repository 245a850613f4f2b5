/**
 * Routes messages of any length from whoever publishes to whoever subscribed, each in its own time: a slow
 * radio does not hold up a fast display. A message lies once in the heap, however many wait for it, and goes
 * when the last has had it. ES5, for a Raspberry Pi Pico:
 *
 *     var router = messageRouter(ckremm, ckremm.devices.heap(), 8192);
 *     router.subscribe('t/', function (topic, bytes) { Serial1.write(bytes); });
 *     router.publish('t/kitchen', [21, 5]);
 *     setInterval(router.pump, 20);
 */
function messageRouter(ckremm, heap, bytes) {
  var tables = ckremm.tables;
  var pool = tables.create(heap, bytes);
  var subscribers = [];
  var dropped = 0;

  /* A message: how many still wait for it, the length of its topic, the topic, the bytes. */
  function store(topic, data, readers) {
    var message = tables.alloc(pool, 2 + topic.length + data.length);
    var head = [readers, topic.length];
    var i;
    if (!message) return 0;
    for (i = 0; i < topic.length; i++) head.push(topic.charCodeAt(i));
    tables.write(pool, message, head);
    tables.write(pool, message, data, head.length);
    // A block may have a few bytes more than were asked for.
    return { handle: message, end: head.length + data.length };
  }

  function release(message) {
    var at = tables.addrOf(pool, message.handle);
    if (!--heap[at]) tables.dealloc(pool, message.handle);
  }

  function subscribe(prefix, deliver) {
    subscribers.push({ prefix: prefix, deliver: deliver, waiting: [] });
  }

  /* The first of a list. Lists are short; boards' engines differ in what else arrays can do. */
  function take(list) {
    var first = list[0];
    var i;
    for (i = 1; i < list.length; i++) list[i - 1] = list[i];
    list.pop();
    return first;
  }

  /* The oldest message of whoever is furthest behind makes room. */
  function dropOldest() {
    var slowest = subscribers[0];
    var i;
    for (i = 1; i < subscribers.length; i++) {
      if (subscribers[i].waiting.length > slowest.waiting.length) slowest = subscribers[i];
    }
    if (!slowest || !slowest.waiting.length) return false;
    release(take(slowest.waiting));
    dropped++;
    return true;
  }

  /* How many will get it; 0 when nobody subscribed, or it is longer than half the pool. */
  function publish(topic, data) {
    var readers = [];
    var message = 0;
    var i;
    for (i = 0; i < subscribers.length; i++) {
      if (topic.indexOf(subscribers[i].prefix) === 0) readers.push(subscribers[i]);
    }
    if (!readers.length || 2 + topic.length + data.length > bytes >> 1) return 0;
    do message = store(topic, data, readers.length);
    while (!message && dropOldest());
    if (!message) return 0;
    for (i = 0; i < readers.length; i++) readers[i].waiting.push(message);
    return readers.length;
  }

  function topicOf(at) {
    var topic = '';
    var i;
    for (i = 0; i < heap[at + 1]; i++) topic += String.fromCharCode(heap[at + 2 + i]);
    return topic;
  }

  /* One message to each subscriber; it is pinned while it is looked at, and must not be kept. */
  function pump() {
    var i;
    var message;
    var at;
    for (i = 0; i < subscribers.length; i++) {
      message = subscribers[i].waiting.length ? take(subscribers[i].waiting) : 0;
      if (message) {
        at = tables.pin(pool, message.handle);
        subscribers[i].deliver(topicOf(at), heap.subarray(at + 2 + heap[at + 1], at + message.end));
        tables.unpin(pool, message.handle);
        release(message);
      }
    }
  }

  function waiting() {
    var sum = 0;
    var i;
    for (i = 0; i < subscribers.length; i++) sum += subscribers[i].waiting.length;
    return sum;
  }

  return {
    subscribe: subscribe,
    publish: publish,
    pump: pump,
    waiting: waiting,
    pool: pool,
    dropped: function () {
      return dropped;
    }
  };
}

if (typeof module !== 'undefined') module.exports = messageRouter;
