/**
 * Dates as Espruino has them: the time is that of the board, which starts in 1970, and of its zone, E.setTimeZone, whatever the time and the zone of the
 * PC are.
 */
import type { Realm } from './realm.ts';

/** Evaluated while the realm still has the calls that boards lack. */
const DATE = `(function () {
  var Native = Date, members = Native.prototype, parse = Native.parse, UTC = Native.UTC, minutes = 0;
  var getTime = members.getTime, setTime = members.setTime, iso = members.toISOString;
  var DAYS = 'Sun Mon Tue Wed Thu Fri Sat'.split(' '), MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
  function BoardDate(year, month, day, hours, minute, seconds, milliseconds) {
    if (arguments.length === 0) return new Native(BoardDate.now());
    if (arguments.length === 1) {
      if (typeof year === 'object') throw new TypeError('Variables of type Object are not supported in date constructor');
      return new Native(typeof year === 'string' ? BoardDate.parse(year) : +year);
    }
    // Without a day it is day 0: the last of the month before.
    return new Native(UTC(year, month, day || 0, hours || 0, minute || 0, seconds || 0, milliseconds || 0) - minutes * 60000);
  }
  /** A date whose fields of UTC are those of the board's zone. */
  function local(date) { return new Native(getTime.call(date) + minutes * 60000); }
  function hide(object, name, value) { Object.defineProperty(object, name, { value: value, writable: true, configurable: true }); }
  'FullYear Month Date Hours Minutes Seconds Milliseconds Day'.split(' ').forEach(function (field) {
    var get = members['getUTC' + field], set = members['setUTC' + field];
    hide(members, 'get' + field, function () { return get.call(local(this)); });
    if (set) hide(members, 'set' + field, function () {
      var date = local(this);
      set.apply(date, arguments);
      return setTime.call(this, getTime.call(date) - minutes * 60000);
    });
  });
  function two(number) { return (number < 10 ? '0' : '') + number; }
  function zone() {
    var size = Math.abs(minutes);
    return (minutes < 0 ? '-' : '+') + two(Math.floor(size / 60)) + two(size % 60);
  }
  hide(members, 'getTimezoneOffset', function () { return -minutes; });
  hide(members, 'toLocalISOString', function () { return iso.call(local(this)).replace('Z', zone()); });
  hide(members, 'toString', function () {
    return DAYS[this.getDay()] + ' ' + MONTHS[this.getMonth()] + ' ' + this.getDate() + ' ' + this.getFullYear() + ' ' +
      [this.getHours(), this.getMinutes(), this.getSeconds()].map(two).join(':') + ' GMT' + zone();
  });
  BoardDate.parse = function (text) {
    var isOfZone = /(Z|GMT|UTC|[+-]\\d\\d:?\\d\\d)$/.test(text);
    return isOfZone ? parse(text) : parse(text + (/T/.test(text) ? 'Z' : ' UTC')) - minutes * 60000;
  };
  BoardDate.prototype = members;
  hide(members, 'constructor', BoardDate);
  hide(BoardDate, 'name', 'Date');
  return { Date: BoardDate, setTimeZone: function (hours) { minutes = Math.round(hours * 60); } };
})()`;

/** The constructor, and the call that sets the zone. */
export const espruinoDate = ({ run }: Realm): { Date: any; setTimeZone: object } =>
  run(DATE) as { Date: any; setTimeZone: object };
