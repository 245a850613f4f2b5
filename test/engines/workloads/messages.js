/* All calls of messages on a heap of 4 KB: a ring that refuses when it is full, and one that overwrites; text, bytes, and bytes of the ring. */
function messagesWorkload(library) {
  var messages = library.messages;
  var heap = library.heap.format(new Uint8Array(4096));
  var inbox = messages.create(heap, 700);
  var log = messages.create(heap, 500, true);
  var texts = [
    '',
    'a',
    'warm',
    'a sample of 23 letters.',
    'the longest text of them all, which the ring has to give up several others for'
  ];
  var refused = 0;
  var sum = 0;
  var i;
  var text;
  var taken;
  var bytes;
  for (i = 0; i < 900; i++) {
    text = texts[below(5)];
    if (!messages.push(log, i + ' ' + text)) say('a ring that overwrites refused');
    bytes = new Uint8Array(below(40));
    if (bytes.length) bytes[bytes.length - 1] = i;
    if (below(100) < 55) {
      if (!messages.push(inbox, below(2) ? bytes : text)) refused++;
    } else {
      text = messages.text(inbox);
      taken = messages.shift(inbox);
      if ((text === null) !== (taken === null) || (taken && text.length !== taken.length))
        say('shift took another message than text saw');
      if (taken && taken.length) sum = (sum * 31 + taken[taken.length - 1] + taken.length) % 16777213;
    }
    // What the ring itself holds goes to its end.
    if (i % 7 === 0 && messages.count(log) > 1 && !messages.push(log, messages.peek(log)))
      say('bytes of the ring were refused');
    if (i % 90 === 0) {
      oddly('attach', messages.attach, heap);
      if (quietly(messages.push, inbox, [1, 256]) || quietly(messages.push, inbox, 7)) say('no bytes were taken');
    }
    if (i === 500 && !messages.clear(inbox)) say('clear refused');
  }
  inbox = messages.attach(library.heap.open(heap), library.heap.find(heap, 8, 0));
  log = messages.attach(heap, library.heap.find(heap, 8, 1));
  if (!inbox || !log) return 'the image is not sound: fault ' + library.fault();
  return (
    sumOf(heap) +
    ' values ' +
    sum +
    ' waiting ' +
    messages.count(inbox) +
    ' and ' +
    messages.count(log) +
    ' full ' +
    refused
  );
}
