// Each figure of a recording is a line of this kind.
function tell() {
  print('free ' + process.memory().free);
}
