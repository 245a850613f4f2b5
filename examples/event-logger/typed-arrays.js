/** The same logger with two typed arrays as a ring, and an array of texts. */
function eventLogger() {
  var times = new Uint32Array(600);
  var values = new Int16Array(600);
  var texts = [];
  var next = 0;
  var count = 0;
  return {
    sample: function (time, value) {
      times[next] = time;
      values[next] = value;
      next = (next + 1) % 600;
      if (count < 600) count++;
    },
    message: function (text) {
      texts.push(text);
      if (texts.length > 60) texts.shift();
    },
    report: function () {
      var sum = 0;
      var i;
      for (i = 0; i < count; i++) sum += values[i];
      return count + ' ' + (sum / count).toFixed(2) + ' ' + texts.length + ' ' + texts[texts.length - 1];
    }
  };
}

if (typeof module !== 'undefined') module.exports = eventLogger;
