import { join, type PublishRequest, type Room } from '@banyan/sdk';
import { requestAccess, type Access } from './access.js';
import { readParameters } from './parameters.js';
import type { BanyanTest } from './probe/BanyanTest.js';
import { DeviceSources, FakeSources } from './sources.js';
import { endScreen } from './ui/Banner.js';
import { CallPage } from './ui/CallPage.js';
import { explain } from './ui/explain.js';
import { h } from './ui/dom.js';
import { JoinPage, type JoinChoice } from './ui/joinPage.js';
import './style.css';

const parameters = readParameters(location.search);
const sources = parameters.fake ? new FakeSources(parameters) : new DeviceSources();
const app = document.querySelector<HTMLElement>('#app')!;
// What only tests and benchmarks use is loaded only for them.
const probe: Promise<BanyanTest | undefined> = parameters.test
  ? import('./probe/BanyanTest.js').then(({ BanyanTest }) => new BanyanTest(parameters))
  : Promise.resolve(undefined);

async function enter({ name, room, publish }: JoinChoice): Promise<Room> {
  const test = await probe;
  test?.onJoining();
  // Asked for again when the SDK has to join anew: the first may have expired by then.
  const newAccess = (identity?: string): Promise<Access> =>
    requestAccess(room, name, parameters.node, identity, parameters.role);
  const given = { token: parameters.token, room, identity: '', url: parameters.node || location.origin };
  const access = parameters.token ? given : await newAccess();
  let unused: string | undefined = access.token;
  const token = async (): Promise<string> => {
    const first = unused;
    unused = undefined;
    return first ?? (parameters.token || (await newAccess(access.identity)).token);
  };
  const { loudest, lastSpeakers } = parameters;
  // A viewer has nothing to show before somebody lets them.
  const first = parameters.role === 'viewer' ? [] : publish;
  return join({ url: access.url, token, room: access.room, displayName: name, publish: first, loudest, lastSpeakers });
}

async function showCall(room: Room): Promise<void> {
  const page = new CallPage(room, sources);
  app.replaceChildren(page.element);
  document.title = `${room.name} · Banyan`;
  (await probe)?.onJoined(room, page);
  room.on('stateChanged', (state) => {
    if (state !== 'left' && state !== 'failed') return;
    page.close();
    if (state === 'left') leaveTo();
  });
  room.on('failed', (error) => app.replaceChildren(endScreen(explain(error), () => location.reload())));
}

function leaveTo(): void {
  const again = (): void => {
    const link = new URL(location.href);
    link.searchParams.delete('autojoin');
    location.assign(link);
  };
  app.replaceChildren(endScreen({ title: 'You left the call', advice: 'You can come back at any time.' }, again));
}

function showJoinPage(): void {
  const page = new JoinPage(parameters, sources, (choice) => {
    enter(choice)
      .then((room) => {
        page.close();
        return showCall(room);
      })
      .catch((error: unknown) => page.showError(error));
  });
  app.replaceChildren(page.element);
}

async function autojoin(): Promise<void> {
  app.replaceChildren(h('main', { class: 'ended' }, h('p', { class: 'muted', role: 'status' }, 'Joining…')));
  const name = parameters.name || (parameters.fake ? `Fake ${parameters.participant}` : 'Guest');
  const publish: PublishRequest[] = [];
  if (parameters.publishAudio) publish.push(await sources.microphone(''));
  if (parameters.publishVideo) publish.push(await sources.camera(''));
  await showCall(await enter({ name, room: parameters.room || 'lobby', publish }));
}

if (parameters.autojoin) {
  autojoin().catch((error: unknown) => {
    void probe.then((test) => test?.onJoinFailed(error));
    app.replaceChildren(endScreen(explain(error), () => location.reload()));
  });
} else {
  showJoinPage();
}
