/*
 * Two programs: one leaks until memory runs out, the other blinks and does not notice. Boot code for a Puck.js, sent as it is:
 *
 *     MODULES=processes ./flash.sh puckjs PORT examples/two-programs/programs.js
 */
var processes = require('ckremm').processes;
var blinks = 0;

processes.init(null, {
  ended: function (pid, name, reason, restarts) {
    print(name + ' is over: ' + reason + (restarts ? ', restart ' + restarts : ', given up'));
  }
});
processes.spawn(
  function (sys) {
    sys.setInterval(function () {
      blinks++;
      if (typeof LED1 !== 'undefined') LED1.write(blinks & 1);
    }, 250);
  },
  { name: 'blinker' }
);
processes.spawn(
  function (sys) {
    var kept = [];
    sys.setInterval(function () {
      for (var i = 0; i < 100; i++) kept.push({ at: i });
    }, 50);
  },
  { name: 'leaker', restarts: 2, wait: 200 }
);
