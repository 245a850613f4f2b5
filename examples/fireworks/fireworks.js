/**
 * Fireworks for a watch: hundreds of sparks, each a row of records in place of an object. ES5, for Bangle.js 2:
 *
 *     var show = fireworks(ckremm, ckremm.devices.heap(), 400);
 *     setInterval(function () {
 *       g.clear();
 *       show.step();
 *       show.draw(g);
 *       if (Math.random() < 0.1) show.burst(20 + Math.random() * 136, 30 + Math.random() * 60, 40, Math.random);
 *     }, 50);
 */
function fireworks(ckremm, heap, most) {
  var records = ckremm.records;
  var sparks = records.create(heap, 'x:i16 y:i16 dx:i8 dy:i8 life:u8', most);
  // Columns are typed arrays, indexed with the row; positions are in sixteenths of a pixel.
  var x = records.column(sparks, 'x');
  var y = records.column(sparks, 'y');
  var dx = records.column(sparks, 'dx');
  var dy = records.column(sparks, 'dy');
  var life = records.column(sparks, 'life');

  /* Sparks from one place; random() is from 0 to below 1. Returns how many there was room for. */
  function burst(atX, atY, count, random) {
    var made = 0;
    var row;
    while (made < count && (row = records.alloc(sparks))) {
      x[row] = atX * 16;
      y[row] = atY * 16;
      dx[row] = random() * 100 - 50;
      dy[row] = random() * 100 - 70;
      life[row] = 10 + random() * 20;
      made++;
    }
    return made;
  }

  /* All sparks a frame further; those that are out go back. */
  function step() {
    var row = records.next(sparks, 0);
    while (row) {
      x[row] += dx[row];
      y[row] += dy[row];
      dy[row] += 2;
      if (!--life[row]) records.dealloc(sparks, row);
      row = records.next(sparks, row);
    }
    return records.count(sparks);
  }

  function draw(g) {
    var row;
    for (row = records.next(sparks, 0); row; row = records.next(sparks, row))
      g.setPixel(x[row] >> 4, y[row] >> 4, life[row]);
  }

  return { burst: burst, step: step, draw: draw, pool: sparks };
}

if (typeof module !== 'undefined') module.exports = fireworks;
