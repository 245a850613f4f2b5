// Menus of a watch: classes, closures, texts, JSON, listeners and timers, without a library.
class Item {
  constructor(title, value) {
    this.title = title;
    this.value = value;
    this.history = [];
  }
  set(value) {
    this.history.push({ from: this.value, to: value, at: this.history.length * 1.5 });
    if (this.history.length > 6) this.history.splice(0, 1);
    this.value = value;
  }
  text() {
    return this.title + ': ' + this.value;
  }
}
var settings = JSON.parse(
  '{"brightness":0.5,"units":"metric","alarms":[{"hour":6,"minute":30,"on":true},{"hour":7,"minute":0,"on":false}]}',
);
var menus = {},
  lines = [],
  names = ['clock', 'alarm', 'display', 'bluetooth', 'about'];
function counter(step) {
  var count = 0;
  return function (times) {
    count += step * times;
    return count;
  };
}
tell();
names.forEach(function (name, i) {
  menus[name] = { items: [], open: counter(i + 1), close: counter(0.5) };
  for (var k = 0; k < 4; k++) menus[name].items.push(new Item(name + ' item ' + k, k * 1000));
});
tell();
for (var round = 0; round < 30; round++) {
  var menu = menus[names[round % names.length]];
  menu.open(round);
  menu.close(1);
  menu.items[round % 4].set(round * 300 - 500);
  lines.push(menu.items[round % 4].text());
  if (lines.length > 12) lines.shift();
}
settings.alarms.push({ hour: 8, minute: 15, on: true });
settings.brightness = settings.brightness / 2;
var saved = JSON.stringify(settings);
if (typeof E !== 'undefined')
  E.on('menu', function (name) {
    lines.push(name);
  });
print(saved.length, lines[0], menus.about.open(0));
tell();
