/*
 * Bangle.js apps as they are, as programs: they are left without a reset. The file of an app is the body of a function, so that its variables
 * are local; timers and watches are parameters of that function, and `on` of each emitter is the program's while it is there. What an app adds to
 * `global` goes with it. One app at a time. ES5, on a Bangle.js 2:
 *
 *     var apps = appLoader(ckremm.processes, [Bangle, E, NRF]), pid = apps.start(require('Storage').read('clock.app.js'), 'clock');
 *     apps.leave();                                       // and all that it held is gone
 */
function appLoader(processes, emitters) {
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
    var own = emitter.on;
    var ownRemove = emitter.removeListener;
    var isOwn = false;
    var isOurs = false;
    var heard = [];
    var name;
    for (name in emitter) if (name === 'on') isOwn = true;
    emitter.on = function (event, f) {
      var key;
      if (isOurs) own.call(emitter, event, f);
      else {
        isOurs = true;
        key = sys.on(emitter, event, f);
        isOurs = false;
        heard.push({ event: event, f: f, key: key });
      }
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
      ownRemove.call(emitter, event, f);
    };
    sys.defer(function () {
      if (isOwn) {
        emitter.on = own;
        emitter.removeListener = ownRemove;
      } else {
        delete emitter.on;
        delete emitter.removeListener;
      }
    });
  }

  /* Names that are in `global` itself come in the order in which they were made: an app's are behind one that was made before it. */
  function sweep() {
    var names = [];
    var name;
    for (name in global) if (name === MARK || names.length) names.push(name);
    names.forEach(function (one) {
      delete global[one];
    });
  }

  function program(code) {
    return function (sys) {
      /* What the app calls them by, and their keys: others once an interval was changed. */
      var timers = {};
      var watches = {};
      var intervals = {};
      function held(list, key) {
        return (list[key] = key);
      }
      function due(timeout) {
        delete timers[timeout.key];
        timeout.f(timeout.a);
      }
      global[MARK] = 0;
      sys.defer(sweep);
      if (typeof Bangle !== 'undefined' && Bangle.setUI)
        sys.defer(function () {
          delete Bangle.uiRemove;
          Bangle.setUI();
        });
      emitters.forEach(function (emitter) {
        lend(sys, emitter);
      });
      /* One by one: Espruino does not split a list of names. */
      new Function(
        'setTimeout',
        'setInterval',
        'clearTimeout',
        'clearInterval',
        'changeInterval',
        'setWatch',
        'clearWatch',
        code
      )(
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
