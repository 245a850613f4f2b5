// A fast reader and a slow one; messages of 1 to 60 bytes.
var router = messageRouter(ckremm, ckremm.devices.heap(0, 3072), 2560),
  seen = { display: 0, radio: 0 };
tell();
router.subscribe('t/', function (topic, bytes) {
  seen.display += bytes.length;
});
router.subscribe('', function (topic, bytes) {
  seen.radio += bytes.length;
});
for (var i = 0; i < 120; i++) {
  router.publish(i % 3 ? 't/room' + (i % 7) : 'button', new Uint8Array(1 + ((i * 37) % 60)));
  if (i % 3 == 1) router.pump();
  if (i == 60) tell();
}
print(router.waiting(), router.dropped(), seen.display);
tell();
