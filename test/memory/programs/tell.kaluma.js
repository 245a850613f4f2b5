// Each figure of a recording is a line of this kind.
function tell() {
  var usage = process.memoryUsage();
  print('free ' + (usage.heapTotal - usage.heapUsed));
}
