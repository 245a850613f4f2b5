// Samples as objects, until the memory is full: each comes with a text and a number that is no whole one.
var all = [];
tell();
for (var i = 0; i < 100000; i++) {
  all.push({ at: i * 1000, text: 'sample ' + i, value: i / 3 });
  if (i % 100 === 99) tell();
}
