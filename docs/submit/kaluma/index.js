// The newest 600 samples of the Pico's temperature sensor. ckremm is a global: it is flashed in front of this file.
var heap = ckremm.devices.heap(0, 8192);
var queue = ckremm.queue;
var log = queue.create(heap, 't:u32 v:i16', 600, true);
var times = queue.column(log, 't');
var values = queue.column(log, 'v');

function sample() {
  var row = queue.push(log);
  times[row] = Date.now() / 1000;
  // Volts of the sensor on ADC4, as the data sheet of the RP2040 has it: 0.706 V at 27 degrees, 1.721 mV less for each.
  values[row] = (27 - (analogRead(30) * 3.3 - 0.706) / 0.001721) * 10;
}

setInterval(sample, 1000);
setInterval(function () {
  console.log(queue.count(log) + ' samples, the newest ' + values[queue.count(log)] / 10);
}, 60000);
