/** The same logger with an object for each sample, as one would write it on a PC. On a Puck.js it runs out of memory. */
function eventLogger() {
  var samples = [];
  var texts = [];
  return {
    sample: function (time, value) {
      samples.push({ t: time, v: value });
      if (samples.length > 600) samples.shift();
    },
    message: function (text) {
      texts.push(text);
      if (texts.length > 60) texts.shift();
    },
    report: function () {
      var sum = 0;
      samples.forEach(function (one) {
        sum += one.v;
      });
      return (
        samples.length + ' ' + (sum / samples.length).toFixed(2) + ' ' + texts.length + ' ' + texts[texts.length - 1]
      );
    }
  };
}

if (typeof module !== 'undefined') module.exports = eventLogger;
