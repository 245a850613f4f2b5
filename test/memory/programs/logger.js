// The data of all three loggers: 700 samples, 140 texts of 5 to 27 letters.
var seed = 1;
function below(n) {
  seed = (seed * 16807) % 2147483647;
  return seed % n;
}
tell();
for (var i = 0; i < 700; i++) {
  log.sample(i * 10, 200 + below(50));
  if (i % 5 == 0) {
    var text = 'adv' + i + ':';
    for (var k = below(20); k > 0; k--) text += 'x';
    log.message(text);
  }
  if (i == 200) tell();
}
print(log.report());
tell();
