/*
 * Programs that acquire, give back, send, fail, exit and kill each other, over timers, watches and listeners that the workload makes itself:
 * they take the place of the engine's, so that each engine does the same, at the same moment.
 */
var workloadClock = 0;
var workloadId = 0;
var workloadTimers = {};
var workloadWatches = {};
var Date = {
  now: function () {
    return workloadClock;
  }
};
function workloadStart(f, every, ms, a, b) {
  workloadTimers[++workloadId] = { f: f, every: every, due: workloadClock + (ms < 1 ? 1 : ms), a: a, b: b };
  return workloadId;
}
var setTimeout = function (f, ms, a, b) {
  return workloadStart(f, 0, ms, a, b);
};
var setInterval = function (f, ms, a, b) {
  return workloadStart(f, ms, ms, a, b);
};
var clearTimeout = function (id) {
  delete workloadTimers[id];
};
var setWatch = function (f, pin) {
  workloadWatches[++workloadId] = { f: f, pin: pin };
  return workloadId;
};
var clearWatch = function (id) {
  delete workloadWatches[id];
};

/* A millisecond goes by. */
function workloadPass() {
  workloadClock++;
  Object.keys(workloadTimers).forEach(function (id) {
    var timer = workloadTimers[id];
    if (!timer || timer.due > workloadClock) return;
    if (timer.every) timer.due += timer.every;
    else delete workloadTimers[id];
    timer.f(timer.a, timer.b);
  });
}

function workloadChange(pin) {
  Object.keys(workloadWatches).forEach(function (id) {
    var watch = workloadWatches[id];
    if (watch && watch.pin === pin) watch.f(pin);
  });
}

function workloadEmitter() {
  var listeners = [];
  return {
    on: function (event, f) {
      listeners.push(f);
    },
    removeListener: function (event, f) {
      var at = listeners.indexOf(f);
      if (at >= 0) dropAt(listeners, at);
    },
    emit: function (value) {
      listeners.slice(0).forEach(function (f) {
        f(value);
      });
    },
    count: function () {
      return listeners.length;
    }
  };
}

/* Pools of bytes in the heap, one behind the other in 16 places: what a program writes there is gone with it. */
function workloadMemory() {
  var taken = {};
  return {
    create: function (heap, bytes) {
      var place = 1;
      while (taken[place]) place++;
      if (place > 15 || bytes > 100) return null;
      taken[place] = true;
      return { heap: heap, at: place * 128, place: place };
    },
    destroy: function (pool) {
      var i;
      for (i = 0; i < 100; i++) pool.heap[pool.at + i] = 0;
      delete taken[pool.place];
      return true;
    },
    repair: function () {
      return true;
    },
    count: function () {
      return Object.keys(taken).length;
    }
  };
}

function processesWorkload(library) {
  var processes = library.processes;
  var heap = library.heap.format(new Uint8Array(4096));
  var emitter = workloadEmitter();
  var memory = workloadMemory();
  var pids = [];
  var sum = 0;
  var ended = 0;
  var i;
  function log(what, value) {
    sum = (sum * 31 + what * 7 + value) % 16777213;
  }
  function any() {
    return pids.length ? pids[below(pids.length)] : 1;
  }
  /* One thing that a program may do. */
  function act(sys, n) {
    var kind = below(14);
    var key;
    if (kind === 0) key = sys.setTimeout(act2, below(9), sys);
    else if (kind === 1)
      key = sys.setInterval(
        function () {
          log(1, n);
          if (below(6) === 0) act(sys, n + 1);
        },
        1 + below(9)
      );
    else if (kind === 2)
      key = sys.watch(
        function (pin) {
          log(2, pin);
        },
        below(3),
        { repeat: true }
      );
    else if (kind === 3)
      key = sys.on(emitter, 'news', function (value) {
        log(3, value);
        if (below(9) === 0) act(sys, n + 1);
      });
    else if (kind === 4) log(4, sys.claim(below(3)) ? 1 : library.fault());
    else if (kind === 5)
      sys.defer(function () {
        log(5, n);
      });
    else if (kind === 6)
      sys.receive(function (message, from) {
        log(6, message + from);
      });
    else if (kind === 7) log(7, quietly(processes.send, any(), n, sys.pid) ? 1 : 0);
    else if (kind === 8) sys.bind(act2)(sys);
    else if (kind === 9 && below(3) === 0) sys.exit();
    else if (kind === 10 && below(2) === 0) throw new Error('a failure');
    else if (kind === 11 && below(3) === 0) log(11, quietly(processes.kill, any()) ? 1 : 0);
    else if (kind === 12 && sys.pool) sys.pool.heap[sys.pool.at + below(100)] = n;
    if (key && below(3) === 0) log(13, sys.clear(key) ? 1 : 0);
  }
  function act2(sys) {
    log(0, sys.pid);
    act(sys, 1);
  }
  function program(sys) {
    var n;
    log(14, sys.pid);
    for (n = 0; n < 4; n++) act(sys, n);
  }
  processes.init(heap, {
    memory: memory,
    spare: 100,
    ended: function (pid, name, reason, restarts) {
      ended++;
      log(15, pid * 8 + restarts);
      if (!restarts && pids.indexOf(pid) >= 0) dropAt(pids, pids.indexOf(pid));
    }
  });
  for (i = 0; i < 500; i++) {
    if (pids.length < 6) {
      pids.push(
        processes.spawn(program, {
          bytes: below(2) ? 64 : 0,
          restarts: below(4),
          wait: 1 + below(9),
          calm: 50,
          mail: 3
        })
      );
    }
    workloadPass();
    if (i % 3 === 0) workloadChange(below(3));
    if (i % 5 === 0) emitter.emit(i);
    if (i % 40 === 0) log(16, quietly(processes.kill, any()) ? 1 : 0);
    log(17, processes.list().length);
  }
  i = sumOf(heap);
  processes.list().forEach(function (row) {
    processes.kill(row.pid);
  });
  while (workloadClock < 520) workloadPass();
  return (
    i +
    ' log ' +
    sum +
    ' ended ' +
    ended +
    ' left ' +
    (Object.keys(workloadTimers).length +
      Object.keys(workloadWatches).length +
      emitter.count() +
      memory.count() +
      processes.list().length)
  );
}
