/*
 * A logger that fails now and then, and is started again each time: what it had committed is there, what it had not is gone, and the pager
 * comes back with the program that made it. ES5, for the board's prompt:
 *
 *     var store = ckremm.stores.usual();
 *     supervisedLogger(ckremm, ckremm.devices.heap(), store, function () { return E.getTemperature(); });
 */
function supervisedLogger(ckremm, heap, store, sample) {
  var paging = ckremm.paging;
  var processes = ckremm.processes;
  var BATCH = 10;

  /* Address 0: how many samples there are, then the samples, hundredths of a degree. */
  function logger(sys) {
    var pager = paging.create(heap, 3000, store, 16);
    var count = pager ? paging.read32(pager, 0) : 0;
    if (!pager) throw new Error('no pager, fault ' + ckremm.fault());
    sys.defer(function () {
      paging.destroy(pager);
    });
    sys.setInterval(function () {
      paging.write16(pager, 4 + 2 * count, Math.round(sample() * 100));
      count++;
      paging.write32(pager, 0, count);
      if (count % BATCH === 0 && !paging.commit(pager)) throw new Error('no commit, fault ' + ckremm.fault());
    }, 1000);
  }

  processes.init(null, {
    ended: function (pid, name, reason, restarts) {
      print(name + ' is over: ' + reason + ', restart ' + restarts);
    }
  });
  return processes.spawn(logger, { name: 'logger', restarts: Infinity, wait: 500 });
}
