/** What all three loggers are fed with, behind each: 700 samples and 140 texts of 20 to 60 letters, of which 600 and 60 are kept. */
var log = typeof ckremm === 'undefined' ? eventLogger() : eventLogger(ckremm, ckremm.devices.heap(0, 6428));
(function () {
  var seed = 1;
  var i;
  var text;
  var letters;
  function below(most) {
    seed = (seed * 16807) % 2147483647;
    return seed % most;
  }
  for (i = 0; i < 700; i++) {
    log.sample(i * 10, 200 + below(50));
    if (i % 5 === 0) {
      text = 'adv' + i + ':';
      for (letters = 20 + below(41) - text.length; letters > 0; letters--) text += 'x';
      log.message(text);
    }
  }
})();
print(log.report(), 'and', process.memory().free, 'free');
