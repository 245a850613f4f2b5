/// <reference lib="dom" />
/** The page in which programs are tried: see html.ts for what stands in it. */
import { number } from '../report/html.ts';
import { element, readData } from './data.ts';
import { Form } from './form.ts';
import { MOST_SECONDS, startRun } from './frame.ts';
import { HeapView } from './heap-view.ts';
import { History } from './history.ts';
import { showEnd, showResult } from './results.ts';
import { MOST_CHARACTERS, fromFragment, toFragment } from './share.ts';
import { Timeline } from './timeline.ts';
import type { Message } from './types.ts';

const data = readData();
const form = new Form(data);
const view = new HeapView();
const timeline = new Timeline((moment) => view.show(moment));
let end: (() => void) | null = null;

const tell = (sentence: string): void => void (element('status').textContent = sentence);

/** Lets the page draw what it says before it works. */
const drawn = (): Promise<void> => new Promise((done) => setTimeout(done, 30));

async function run(): Promise<void> {
  stop();
  const history = new History();
  const { board, asked } = form;
  setRunning(true);
  tell('Running ...');
  await drawn();
  const close = (sentence: string): void => {
    setRunning(false);
    element('result').hidden = false;
    timeline.open(history);
    tell(sentence);
    showWhere();
  };
  const endedFromOutside = (sentence: string): void => {
    showEnd(sentence);
    close(sentence);
  };
  const onMessage = (message: Message): void => {
    if (message.kind === 'chunk') {
      history.add(message.chunk);
      tell(`Running: ${number(history.total)} steps ...`);
    } else if (message.kind === 'failed') endedFromOutside(`The emulated board failed: ${message.message}`);
    else {
      showResult(message.result, board.title, asked.program);
      close(
        message.result.didRun ? `It ran, in ${number(history.total)} steps.` : 'It did not run; the reasons are below.',
      );
    }
  };
  const late = `The page ended the program after ${MOST_SECONDS} seconds. What it did until then is below; try a shorter board time.`;
  const job = { ...asked, board: board.name, bundle: form.bundle };
  const finish = startRun(data.worker, job, { onMessage, onLate: () => endedFromOutside(late) });
  end = () => {
    finish();
    endedFromOutside('You ended the program. What it did until then is below.');
  };
}

/** Where all stands in one column, what happened is below what one sees. */
function showWhere(): void {
  if (matchMedia('(min-width: 72rem)').matches) return;
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  element('result').scrollIntoView({ behavior: isStill ? 'auto' : 'smooth' });
}

function stop(): void {
  if (isRunning()) end?.();
  end = null;
}

const isRunning = (): boolean => !element<HTMLButtonElement>('stop').disabled;

function setRunning(isNow: boolean): void {
  element<HTMLButtonElement>('stop').disabled = !isNow;
  element('result').setAttribute('aria-busy', String(isNow));
}

async function share(): Promise<void> {
  const fragment = await toFragment(form.asked);
  history.replaceState(null, '', `#${fragment}`);
  const field = element<HTMLInputElement>('link');
  field.value = location.href;
  element('link-line').hidden = false;
  field.select();
  const isLong = location.href.length > MOST_CHARACTERS;
  const isCopied = await navigator.clipboard?.writeText(location.href).then(
    () => true,
    () => false,
  );
  tell(
    `${isCopied ? 'The link is copied' : 'The link is selected: copy it'}${isLong ? `; it is ${number(location.href.length)} characters long, more than some programs take` : ''}.`,
  );
}

async function download(): Promise<void> {
  tell('Making the bundle ...');
  await drawn();
  const { bundle, board, modules } = form;
  const file = board.engine === 'espruino' ? 'ckremm.storage.js' : 'ckremm.min.js';
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bundle], { type: 'text/javascript' }));
  link.download = file;
  link.click();
  const how =
    board.engine === 'espruino'
      ? 'In the Web IDE: the Storage button (four discs), Upload a file, and name it ckremm'
      : 'Put it before your program, in one file';
  tell(`${file} for ${board.title}, ${modules.join(', ') || 'no modules'}: ${number(bundle.length)} bytes. ${how}.`);
}

async function takeShared(): Promise<void> {
  const shared = await fromFragment(location.hash);
  if (!shared) {
    if (location.hash.includes('program=')) tell('The link cannot be read: was it cut off?');
    return;
  }
  form.take(shared);
  tell('This is a program that somebody shared. It runs when you press Run.');
}

/** A defect of the page is told where people look. */
const safely = (work: () => Promise<void>) => () =>
  void work().catch((error: unknown) => {
    setRunning(false);
    tell(`That failed: ${String(error)}`);
  });

element('run').addEventListener('click', safely(run));
element('stop').addEventListener('click', stop);
element('share').addEventListener('click', safely(share));
element('download').addEventListener('click', safely(download));
element('code').addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  safely(run)();
});
addEventListener('hashchange', safely(takeShared));
safely(takeShared)();
