/** What all four are fed with: 500 readings, and 24 reports that wait. */
(function () {
  var i;
  for (i = 0; i < 500; i++) read(i * 60, 200 + (i % 50));
  for (i = 0; i < 24; i++) report('station 7, minute ' + i + ': 21.' + (i % 10) + ' degrees');
})();
print(mean(), process.memory().free);
send(print);
