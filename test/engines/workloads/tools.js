/* What every workload uses. Plain ES5, every name defined before it is used; nothing depends on the engine. */
var say = typeof print !== 'undefined' ? print : console.log;
var seed = 20261122;

/* A whole number from 0 to below limit; products stay below 2^31. */
function below(limit) {
  seed = (seed * 1103 + 12345) % 1048573;
  return seed % limit;
}

function sumOf(bytes) {
  var sum = 1;
  var i;
  for (i = 0; i < bytes.length; i++) sum = (sum * 31 + bytes[i]) % 16777213;
  return sum;
}

/* The checked bundle throws where the lean one refuses: the image must be the same all the same. */
function quietly(call, a, b, c, d) {
  try {
    return call(a, b, c, d);
  } catch (refused) {
    return 0;
  }
}

/* What no call takes for a block, a row or a size, on any engine. */
var ODD = [-1, -4, 1.5, 0.25, -2147483648, 4294967297, 1073741825, 1e15, 1e20, -1e20, undefined, null, 'x', '1e3', {}];

/* Every odd argument is refused; `rest` are those after it. */
function oddly(name, call, pool, rest, rest2) {
  var i;
  for (i = 0; i < ODD.length; i++) {
    if (quietly(call, pool, ODD[i], rest, rest2)) say(name + ' takes ' + ODD[i]);
  }
}

function dropAt(list, at) {
  list[at] = list[list.length - 1];
  list.pop();
}
