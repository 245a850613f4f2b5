/*
 * Bangle.js apps as they are, as programs: they are left without a reset. The file of an app is the body of a function, so that its variables
 * are local; timers and watches are parameters of that function, and `on` of each emitter is the program's while it is there. What an app adds to
 * `global` goes with it. One app at a time. ES5, on a Bangle.js 2:
 *
 *     var apps = appLoader(ckremm.processes, [Bangle, E, NRF]), pid = apps.start(require('Storage').read('clock.app.js'), 'clock');
 *     apps.leave();                                       // and all that it held is gone
 */
function appLoader(processes, emitters) {
  var PARAMETERS = 'setTimeout,setInterval,clearTimeout,clearInterval,changeInterval,setWatch,clearWatch';
  var MARK = '$app';
  var current = 0;

  /* clearTimeout and the like, of one thing by its number, or of all in `held`. */
  function clearer(sys, held) {
    function clear(key) {
      sys.clear(held[key] || key);
      delete held[key];
    }
    return function (key) {
      if (arguments.length) clear(key);
      else Object.keys(held).forEach(clear);
    };
  }

  /* `on` and `removeListener` of an emitter become the program's; the functions that give them back are its undo. */
  function lend(sys, emitter) {
    var own = { on: emitter.on, removeListener: emitter.removeListener };
    var isOwn = Object.keys(emitter).indexOf('on') >= 0;
    var heard = [];
    var engine = {
      on: function (event, f) {
        own.on.call(emitter, event, f);
      },
      removeListener: function (event, f) {
        own.removeListener.call(emitter, event, f);
      }
    };
    emitter.on = function (event, f) {
      heard.push({ event: event, f: f, key: sys.on(engine, event, f) });
    };
    emitter.removeListener = function (event, f) {
      var i = heard.length;
      while (i-- > 0) {
        if (heard[i].event === event && heard[i].f === f) {
          sys.clear(heard[i].key);
          heard.splice(i, 1);
          return;
        }
      }
      engine.removeListener(event, f);
    };
    sys.defer(function () {
      if (isOwn) emitter.on = own.on;
      else delete emitter.on;
      if (isOwn) emitter.removeListener = own.removeListener;
      else delete emitter.removeListener;
    });
  }

  /* Names of `global` come in the order in which they were made, and pins behind them: an app's are next to one that was made before it. */
  function sweep(count) {
    var names = Object.keys(global);
    var at = names.indexOf(MARK);
    var last = at + names.length - count;
    for (; last >= at && at >= 0; last--) delete global[names[last]];
  }

  function program(code) {
    return function (sys) {
      /* What the app calls them by, and their keys: others once an interval was changed. */
      var timers = {};
      var watches = {};
      var intervals = {};
      var count;
      function held(list, key) {
        return (list[key] = key);
      }
      function due(timeout) {
        delete timers[timeout.key];
        timeout.f(timeout.a);
      }
      global[MARK] = 0;
      count = Object.keys(global).length;
      sys.defer(function () {
        sweep(count);
      });
      if (typeof Bangle !== 'undefined' && Bangle.setUI)
        sys.defer(function () {
          delete Bangle.uiRemove;
          Bangle.setUI();
        });
      emitters.forEach(function (emitter) {
        lend(sys, emitter);
      });
      new Function(PARAMETERS, code)(
        function (f, ms, a) {
          var timeout = { f: f, a: a };
          timeout.key = sys.setTimeout(due, ms || 0, timeout);
          return held(timers, timeout.key);
        },
        function (f, ms) {
          var key = held(timers, sys.setInterval(f, ms));
          intervals[key] = f;
          return key;
        },
        clearer(sys, timers),
        clearer(sys, timers),
        function (key, ms) {
          if (!sys.clear(timers[key])) throw new Error('Unknown Interval');
          timers[key] = sys.setInterval(intervals[key], ms);
        },
        function (f, pin, options) {
          return held(watches, sys.watch(f, pin, options));
        },
        clearer(sys, watches)
      );
    };
  }

  function leave() {
    return !!current && processes.kill(current);
  }

  return {
    leave: leave,
    start: function (code, name) {
      leave();
      current = processes.spawn(program(code), { name: name });
      return current;
    }
  };
}
