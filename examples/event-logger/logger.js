/**
 * The newest 600 samples of a sensor and the newest 60 texts of a log, in one heap of 6,428 bytes that is taken at boot. With an object for each
 * sample this program runs a Puck.js out of memory. A text is one call: the ring gives up the oldest ones for it. ES5, as
 * boot code of a Puck.js:
 *
 *     var ckremm = require("ckremm"), log = eventLogger(ckremm, ckremm.devices.heap(0, 6428));
 *     setInterval(function () { log.sample(getTime(), E.getTemperature() * 10); }, 60000);
 *     NRF.on("connect", function (address) { log.message("connected: " + address); });
 */
function eventLogger(ckremm, heap) {
  var queue = ckremm.queue;
  var messages = ckremm.messages;
  var samples = queue.create(heap, 't:u32 v:i16', 600, true);
  // 60 texts of 40 letters, which are 2 bytes more each, and what the ring loses at its end; longer ones are fewer.
  var texts = samples && messages.create(heap, 2640, true);
  var times = texts && queue.column(samples, 't');
  var values = texts && queue.column(samples, 'v');
  var last = '';
  if (!texts) return null;

  return {
    sample: function (time, value) {
      var row = queue.push(samples);
      times[row] = time;
      values[row] = value;
    },

    message: function (text) {
      messages.push(texts, (last = text));
    },

    /** How many samples there are and their mean, how many texts, and the newest of them. */
    report: function () {
      var count = queue.count(samples);
      var sum = 0;
      var row;
      for (row = 1; row <= count; row++) sum += values[row];
      return count + ' ' + (sum / count).toFixed(2) + ' ' + messages.count(texts) + ' ' + last;
    },

    /** The oldest text, taken off; null when there is none. */
    take: function () {
      var text = messages.text(texts);
      if (text !== null) messages.shift(texts);
      return text;
    }
  };
}

if (typeof module !== 'undefined') module.exports = eventLogger;
