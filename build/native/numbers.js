/**
 * Numbers in C: what an expression may be, as an interval, and which C type holds it. The interval is what JavaScript's value can be,
 * so that a sum which can pass 2^31 is computed in 64 bits where that shows, and in 32 where only its low bits count.
 */

export const I32 = [-0x80000000, 0x7fffffff];
export const U32 = [0, 0xffffffff];

const fits = ([least, most], lo, hi) => lo >= least && hi <= most;

/** The C type for an interval. */
export const typeFor = (lo, hi) => (fits(I32, lo, hi) ? 'i32' : fits(U32, lo, hi) ? 'u32' : 'i64');

/** A number: its text in C, the C type the text has, and its interval. */
export const number = (c, lo, hi, type = typeFor(lo, hi)) => ({ kind: 'number', c, lo, hi, type });

export const truth = (c) => ({ kind: 'bool', c, lo: 0, hi: 1, type: 'i32' });

export function literal(value) {
  if (typeof value === 'boolean') return truth(value ? '1' : '0');
  // -2147483648 is no literal of C: the minus comes after.
  if (value === I32[0]) return number('(-2147483647 - 1)', value, value);
  return number(value > I32[1] ? `${value}u` : value < 0 ? `(${value})` : `${value}`, value, value);
}

/** What is known of a sum or product beside its text, unless that was made another since: a text of its low bits, of 32-bit operations alone; and its terms. */
const wordsOf = ({ c, words }) => (words?.of === c ? words : {});

/** The text as another type. To a narrower one it takes the low bits, as JavaScript's bit operators do. */
export function as(type, value) {
  if (value.type === type) return value.c;
  return `(${type})(${(type !== 'i64' && wordsOf(value).low) || value.c})`;
}

/** A number with its text within another, as in `({ i32 t = 1; ...; })`. */
export function within(value, around) {
  const { low } = wordsOf(value);
  const c = around(value.c);
  return { ...value, c, words: low && { of: c, low: around(low) } };
}

/** The low 32 bits, with and without a sign. */
export const signed = (value) => as('i32', value);
export const unsigned = (value) => as('u32', value);

/**
 * A text of `type`, which is that of the interval or wider, as a number of the interval. A sum of numbers with a sign is none
 * without, however large: what it is put into stays one with a sign.
 */
const narrowed = (c, type, lo, hi, isSigned = false) => {
  const narrow = isSigned && typeFor(lo, hi) === 'u32' ? 'i64' : typeFor(lo, hi);
  return { ...number(narrow === type ? `(${c})` : `(${narrow})(${c})`, lo, hi, narrow), isUnsigned: !isSigned };
};
/** A number that is computed in 64 bits, with what gives its low bits, and with its terms. */
export const inWords = (value, low, terms) => ({ ...value, words: { of: value.c, low, terms } });
const areSigned = (a, b) => a.type !== 'u32' && b.type !== 'u32';

/** What a number is the sum of: pairs of a sign and a number. */
const termsOf = (value) => wordsOf(value).terms ?? [[1, value]];
const negated = (terms) => terms.map(([sign, value]) => [-sign, value]);

/** A sum with each of its terms changed, as into a variable; null: it is none. */
export function ofTerms(value, change) {
  const { terms } = wordsOf(value);
  if (!terms) return null;
  return terms.map(([sign, term]) => [sign, change(term)]).reduce((sum, [sign, term]) => additive(sign > 0 ? '+' : '-', sum, term), literal(0));
}

/** Sum or difference. With `low`, only its low 32 bits count. */
function additive(symbol, a, b, low) {
  const [lo, hi] = symbol === '+' ? [a.lo + b.lo, a.hi + b.hi] : [a.lo - b.hi, a.hi - b.lo];
  const type = typeFor(lo, hi);
  if (type === a.type && type === b.type && type === 'i32') return number(`(${a.c} ${symbol} ${b.c})`, lo, hi);
  const bits = `(i32)(${unsigned(a)} ${symbol} ${unsigned(b)})`;
  if (low) return number(bits, ...I32);
  const terms = [...termsOf(a), ...(symbol === '+' ? termsOf(b) : negated(termsOf(b)))];
  return inWords(narrowed(`${as('i64', a)} ${symbol} ${as('i64', b)}`, 'i64', lo, hi, areSigned(a, b)), bits, terms);
}

/** Product; null when it may be more than a number of JavaScript holds exactly. */
function product(a, b, low) {
  const corners = [a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi];
  const [lo, hi] = [Math.min(...corners), Math.max(...corners)];
  if (Math.max(-lo, hi) > Number.MAX_SAFE_INTEGER) return null;
  if (typeFor(lo, hi) === 'i32' && a.type === 'i32' && b.type === 'i32') return number(`(${a.c} * ${b.c})`, lo, hi);
  const bits = `(i32)(${unsigned(a)} * ${unsigned(b)})`;
  if (low) return number(bits, ...I32);
  return inWords(narrowed(`mul_i64_(${a.c}, ${b.c})`, 'i64', lo, hi, areSigned(a, b)), bits);
}

/** The least 2^k - 1 that is not below `value`. */
const mask = (value) => 2 ** Math.ceil(Math.log2(value + 1)) - 1;

function bitwise(symbol, a, b) {
  const c = `(${signed(a)} ${symbol} ${signed(b)})`;
  const inside = [a, b].filter(({ lo, hi }) => lo >= 0 && hi <= I32[1]);
  if (symbol === '&' && inside.length) return number(c, 0, Math.min(...inside.map(({ hi }) => hi)), 'i32');
  if (inside.length === 2) return number(c, 0, mask(Math.max(a.hi, b.hi)), 'i32');
  return number(c, ...I32);
}

/** A shift by a count whose low 5 bits count. */
function shift(symbol, a, b) {
  const isFixed = b.lo === b.hi;
  const fixed = b.lo & 31;
  const count = isFixed ? String(fixed) : b.lo >= 0 && b.hi < 32 ? b.c : `(${signed(b)} & 31)`;
  const isInside = a.lo >= I32[0] && a.hi <= I32[1];
  if (symbol === '<<') {
    const [lo, hi] = [a.lo * 2 ** fixed, a.hi * 2 ** fixed];
    const c = `(i32)(${unsigned(a)} << ${count})`;
    return isFixed && isInside && typeFor(lo, hi) === 'i32' ? number(c, lo, hi) : number(c, ...I32);
  }
  if (symbol === '>>') {
    const c = `(${signed(a)} >> ${count})`;
    if (!isInside) return number(c, isFixed ? I32[0] >> fixed : I32[0], isFixed ? I32[1] >> fixed : I32[1], 'i32');
    return isFixed ? number(c, a.lo >> fixed, a.hi >> fixed) : number(c, Math.min(a.lo, 0), Math.max(a.hi, -1), 'i32');
  }
  const isCounted = a.lo >= 0 && a.hi <= U32[1];
  const most = isCounted ? a.hi : U32[1];
  const hi = isFixed ? Math.floor(most / 2 ** fixed) : most;
  return narrowed(`${unsigned(a)} >> ${count}`, 'u32', 0, hi);
}

/** An operator of JavaScript on two whole numbers; null where the result may be none. */
export function operate(symbol, a, b, low) {
  if (symbol === '+' || symbol === '-') return additive(symbol, a, b, low);
  if (symbol === '*') return product(a, b, low);
  if (symbol === '&' || symbol === '|' || symbol === '^') return bitwise(symbol, a, b);
  if (symbol === '<<' || symbol === '>>' || symbol === '>>>') return shift(symbol, a, b);
  return null;
}

const SYMBOLS = { '===': '==', '!==': '!=' };

/** The interval of a sum. */
const intervalOf = (terms) =>
  terms.reduce(([lo, hi], [sign, value]) => (sign > 0 ? [lo + value.lo, hi + value.hi] : [lo - value.hi, hi - value.lo]), [0, 0]);

/** The low bits of a sum, as a text without a sign. */
const bitsOf = (terms) => terms.map(([sign, value]) => `${sign > 0 ? '+' : '-'} ${unsigned(value)}`).join(' ').replace(/^\+ /, '') || '0u';

/**
 * A comparison of sums of more than 32 bits without 64: of their low bits, where no two values that differ have the same; or with one term on one side and all others on
 * the other, where those together have 32 bits. Null: there is no such way.
 */
function compareInWords(symbol, a, b) {
  const terms = [...termsOf(a), ...negated(termsOf(b))];
  const [least, most] = intervalOf(terms);
  const sign = SYMBOLS[symbol] ?? symbol;
  if (symbol in SYMBOLS && least > -1 - U32[1] && most < 1 + U32[1]) return truth(`(${bitsOf(terms)} ${sign} 0)`);
  for (const term of terms) {
    const others = terms.filter((one) => one !== term);
    const rest = term[0] > 0 ? negated(others) : others;
    const [lo, hi] = intervalOf(rest);
    const type = term[1].type;
    if (!(type === 'i32' && fits(I32, lo, hi)) && !(type === 'u32' && fits(U32, lo, hi))) continue;
    const [alone, sum] = [term[1].c, `(${type})(${bitsOf(rest)})`];
    return truth(term[0] > 0 ? `(${alone} ${sign} ${sum})` : `(${sum} ${sign} ${alone})`);
  }
  return null;
}

/** A comparison, in the narrowest type that has both sides. */
export function compare(symbol, a, b) {
  const type = typeFor(Math.min(a.lo, b.lo), Math.max(a.hi, b.hi));
  const common = a.type === b.type ? a.type : type === 'i32' || type === 'u32' ? type : 'i64';
  const found = common === 'i64' ? compareInWords(symbol, a, b) : null;
  return found ?? truth(`(${as(common, a)} ${SYMBOLS[symbol] ?? symbol} ${as(common, b)})`);
}

/** The interval, and the type, that has both. */
export function join(a, b) {
  const [lo, hi] = [Math.min(a.lo, b.lo), Math.max(a.hi, b.hi)];
  const type = typeFor(lo, hi) === 'u32' && areSigned(a, b) ? 'i64' : typeFor(lo, hi);
  return { lo, hi, type, isUnsigned: a.isUnsigned || b.isUnsigned };
}
