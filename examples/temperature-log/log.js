/**
 * A log of the last 24 hours: a sample a minute, its time in seconds and its temperature in tenths
 * of a degree. A ring: the 1,441st sample overwrites the first. ES5, for the board's prompt:
 *
 *     var log = temperatureLog(ckremm, ckremm.devices.heap());
 *     setInterval(function () { log.add(getTime(), E.getTemperature()); }, 60000);
 *     log.summary();
 */
function temperatureLog(ckremm, heap) {
  var queue = ckremm.queue;
  // After a reset the log may still be there: its image is all there is to it.
  var found = ckremm.heap.find(heap, 5, 0);
  var log = found ? queue.attach(heap, found, 't:u32 v:i16') : queue.create(heap, 't:u32 v:i16', 1440, true);
  if (!log) return null;
  // Columns are typed arrays, indexed with the row: the cheapest way to a field.
  var t = queue.column(log, 't');
  var v = queue.column(log, 'v');

  function add(seconds, degrees) {
    var row = queue.push(log);
    t[row] = seconds;
    v[row] = Math.round(degrees * 10);
    return row;
  }

  function summary() {
    var count = queue.count(log);
    var row = queue.peek(log);
    var oldest = t[row];
    var least = 1e9;
    var most = -1e9;
    var sum = 0;
    var i;
    for (i = 0; i < count; i++) {
      if (v[row] < least) least = v[row];
      if (v[row] > most) most = v[row];
      sum += v[row];
      row = row < 1440 ? row + 1 : 1;
    }
    return { samples: count, since: oldest, least: least / 10, mean: Math.round(sum / count) / 10, most: most / 10 };
  }

  return { add: add, summary: summary, pool: log };
}

if (typeof module !== 'undefined') module.exports = temperatureLog;
