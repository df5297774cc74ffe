import type { MediaState, RoomState } from '@banyan/sdk';
import { h, show } from './dom.js';
import type { Explanation } from './explain.js';

/** Says above the call what is wrong with it, and what one can do. */
export class Banner {
  readonly element = h('div', { class: 'banner', role: 'status', 'aria-live': 'polite', hidden: true });

  #quality = '';

  onState(state: RoomState, mediaState: MediaState): void {
    if (state === 'reconnecting')
      this.#tell('busy', 'Reconnecting…', 'You stay in the call: picture and sound may go on.');
    else if (state === 'connecting') this.#tell('busy', 'Connecting…', '');
    else if (mediaState === 'interrupted') {
      this.#tell('busy', 'Picture and sound are interrupted', 'Looking for another way to the server…');
    } else if (mediaState === 'connecting') this.#tell('busy', 'Connecting picture and sound…', '');
    else if (this.#quality !== '') this.#tell('problem', 'The connection is weak', this.#quality);
    else show(this.element, false);
  }

  /** What to say of the own connection while nothing else is to be said; empty: nothing. */
  onQuality(text: string): void {
    this.#quality = text;
  }

  onWarning({ title, advice }: Explanation): void {
    this.#tell('problem', title, advice);
  }

  /** The browser plays no sound before a click. */
  onPlaybackBlocked(play: () => void): void {
    const button = h('button', { class: 'small', type: 'button', onclick: play }, 'Turn the sound on');
    this.#tell('problem', 'The browser holds the sound back', '', button);
  }

  hide(): void {
    show(this.element, false);
  }

  #tell(look: 'busy' | 'problem', title: string, advice: string, action?: HTMLElement): void {
    this.element.className = `banner ${look}`;
    this.element.replaceChildren(
      ...(look === 'busy' ? [h('span', { class: 'spinner', 'aria-hidden': 'true' })] : []),
      h('strong', {}, title),
      ...(advice === '' ? [] : [h('span', {}, advice)]),
      ...(action ? [action] : []),
    );
    show(this.element, true);
  }
}

/** The end of a call that nobody wanted to end. */
export function endScreen({ title, advice }: Explanation, again: () => void): HTMLElement {
  const button = h('button', { class: 'primary', type: 'button', onclick: again }, 'Join again');
  return h(
    'main',
    { class: 'ended' },
    h('div', { class: 'ended-card', role: 'alert' }, h('h1', {}, title), h('p', { class: 'muted' }, advice), button),
  );
}
