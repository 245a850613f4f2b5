/* An app as one writes it for a Bangle.js: nothing in it knows that it can be left. */
let seconds = 0;
var face = { colour: 5 };
leaked = [1, 2, 3];

function draw() {
  g.clear();
  g.drawString(seconds, 88, 88);
}

function queueDraw() {
  setTimeout(function () {
    seconds++;
    draw();
    queueDraw();
  }, 1000);
}

Bangle.on('lcdPower', function (isOn) {
  if (isOn) draw();
});
Bangle.on('touch', function (button) {
  face.colour = button;
});
setWatch(
  function () {
    seconds = 0;
    draw();
  },
  BTN1,
  { repeat: true, edge: 'falling' },
);
var blink = setInterval(draw, 250);
changeInterval(blink, 500);
Bangle.setUI('clock');
draw();
queueDraw();
