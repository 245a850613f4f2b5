/** A weather station as one would write it on a PC: the newest 400 readings as objects, reports that wait to be sent as an array of texts. */
var readings = [];
var outbox = [];

function read(time, tenths) {
  readings.push({ t: time, v: tenths });
  if (readings.length > 400) readings.shift();
}

function report(text) {
  if (outbox.length < 24) outbox.push(text);
}

function send(transmit) {
  if (outbox.length) transmit(outbox.shift());
}

function mean() {
  var sum = 0;
  readings.forEach(function (one) {
    sum += one.v;
  });
  return sum / readings.length;
}
