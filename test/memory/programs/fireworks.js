// Bursts of sparks until some have gone out.
var show = fireworks(ckremm, ckremm.devices.heap(0, 3000), 200),
  seed = 1,
  most = 0;
function random() {
  seed = (seed * 1103 + 12345) % 1048573;
  return seed / 1048573;
}
tell();
for (var frame = 0; frame < 40; frame++) {
  if (frame % 8 === 0) show.burst(88, 60, 40, random);
  most = Math.max(most, show.step());
}
print(most);
tell();
