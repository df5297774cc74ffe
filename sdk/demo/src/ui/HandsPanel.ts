import type { RemoteParticipant, Room, TrackSource } from '@banyan/sdk';
import { h, show } from './dom.js';

const EVERYTHING: readonly TrackSource[] = ['microphone', 'camera', 'screen', 'screen-audio'];

/** Who asks to speak, in the order of asking; an administrator lets them. */
export class HandsPanel {
  readonly element = h('aside', { class: 'hands', 'aria-label': 'Raised hands' });
  readonly #room: Room;
  readonly #onProblem: (error: unknown) => void;

  constructor(room: Room, onProblem: (error: unknown) => void) {
    this.#room = room;
    this.#onProblem = onProblem;
    this.update();
  }

  update(): void {
    const hands = this.#room.local.grants.admin ? raisedHands(this.#room.participants.values()) : [];
    this.element.replaceChildren(...hands.map((participant) => this.#row(participant)));
    show(this.element, hands.length > 0);
  }

  #row({ identity, displayName }: RemoteParticipant): HTMLElement {
    const onclick = (): void => {
      this.#room.moderation.promote(identity, EVERYTHING).catch(this.#onProblem);
    };
    return h('p', {}, `${displayName} `, h('button', { class: 'small', type: 'button', onclick }, 'Let speak'));
  }
}

/** The one that has been up longest first. */
export function raisedHands<Person extends Pick<RemoteParticipant, 'handRaisedAt'>>(
  people: Iterable<Person>,
): Person[] {
  return [...people]
    .filter(({ handRaisedAt }) => handRaisedAt !== undefined)
    .sort((one, other) => Number(one.handRaisedAt) - Number(other.handRaisedAt));
}
