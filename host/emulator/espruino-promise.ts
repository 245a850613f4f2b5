/**
 * Promises as Espruino has them: what waits for one is called at the end of the pass, with events, so that the clock of the board knows of it. One that
 * is refused while nobody listens is an error that nobody caught.
 */
import type { Realm } from './realm.ts';

const PROMISE = `(function (defer) {
  var states = new WeakMap();
  function Promise(executor) {
    if (typeof executor !== 'function') throw new TypeError('Executor function required in Promise constructor');
    var promise = this, isSettled = false;
    states.set(promise, { is: '', value: undefined, waiting: [], isHeard: false });
    function once(is) {
      return function (value) {
        if (isSettled) return;
        isSettled = true;
        settle(promise, is, value);
      };
    }
    try { executor(once('kept'), once('broken')); } catch (error) { once('broken')(error); }
  }
  function settle(promise, is, value) {
    if (is === 'kept' && value && typeof value.then === 'function') {
      value.then(function (v) { settle(promise, 'kept', v); }, function (e) { settle(promise, 'broken', e); });
      return;
    }
    var state = states.get(promise);
    state.is = is;
    state.value = value;
    defer(function () {
      if (is === 'broken' && !state.isHeard) throw value;
      state.waiting.splice(0).forEach(function (call) { call(); });
    });
  }
  function hear(promise, f, is, done, failed) {
    states.get(promise).waiting.push(function () {
      var state = states.get(promise);
      if (state.is !== is) return;
      if (typeof f !== 'function') return (is === 'kept' ? done : failed)(state.value);
      var value;
      try { value = f(state.value); } catch (error) { return failed(error); }
      done(value);
    });
  }
  Promise.prototype.then = function (kept, broken) {
    var promise = this, state = states.get(promise);
    state.isHeard = true;
    return new Promise(function (done, failed) {
      hear(promise, kept, 'kept', done, failed);
      hear(promise, broken, 'broken', done, failed);
      if (state.is !== '') defer(function () { state.waiting.splice(0).forEach(function (call) { call(); }); });
    });
  };
  Promise.prototype['catch'] = function (broken) { return this.then(undefined, broken); };
  Promise.resolve = function (value) { return new Promise(function (done) { done(value); }); };
  Promise.reject = function (value) { return new Promise(function (done, failed) { failed(value); }); };
  Promise.all = function (promises) {
    return new Promise(function (done, failed) {
      var values = [], left = promises.length;
      if (left === 0) done(values);
      promises.forEach(function (promise, i) {
        Promise.resolve(promise).then(function (value) {
          values[i] = value;
          if (--left === 0) done(values);
        }, failed);
      });
    });
  };
  return Promise;
})`;

/** The class, made while the realm still has what it stands on; `defer` calls a function at the end of the pass. */
export const espruinoPromise = ({ run }: Realm, defer: (call: () => unknown) => void): object =>
  run(PROMISE)(defer) as object;
