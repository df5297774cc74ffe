import { Emitter } from './events.js';
import type { LocalTrack } from './rtc/LocalTrack.js';
import type { TrackKind, TrackSource } from './session/model.js';

/** What a publication asks of its owner. @internal */
export interface PublicationOwner {
  setMuted(track: LocalTrack, muted: boolean): Promise<void>;
  replaceTrack(track: LocalTrack, mediaTrack: MediaStreamTrack): Promise<void>;
  unpublish(publication: Publication): Promise<void>;
}

export interface PublicationEvents {
  /** Muted or not, or sent from another device. */
  changed: Publication;
}

/** A track of our own that others can have. */
export class Publication extends Emitter<PublicationEvents> {
  readonly #track: LocalTrack;
  readonly #owner: PublicationOwner;

  /** @internal */
  constructor(track: LocalTrack, owner: PublicationOwner) {
    super();
    this.#track = track;
    this.#owner = owner;
  }

  /** The node's name for it; a new one after a rejoin, and empty while it is not published. */
  get id(): string {
    return this.#track.trackId;
  }

  get source(): TrackSource {
    return this.#track.source;
  }

  get kind(): TrackKind {
    return this.#track.kind;
  }

  get name(): string {
    return this.#track.name;
  }

  get muted(): boolean {
    return this.#track.muted;
  }

  /** What is sent, for a preview; undefined while a camera is off. */
  get mediaTrack(): MediaStreamTrack | undefined {
    return this.#track.mediaTrack ?? undefined;
  }

  /** @internal */
  get localTrack(): LocalTrack {
    return this.#track;
  }

  /** Sends silence, or no picture, and says so to the others; a camera that the SDK opened is let go meanwhile. */
  async setMuted(muted: boolean): Promise<void> {
    if (muted === this.#track.muted) return;
    await this.#owner.setMuted(this.#track, muted);
    this.emit('changed', this);
  }

  /** Sends something else in its place; nobody has to subscribe anew. */
  async replaceTrack(mediaTrack: MediaStreamTrack): Promise<void> {
    await this.#owner.replaceTrack(this.#track, mediaTrack);
    this.emit('changed', this);
  }

  unpublish(): Promise<void> {
    return this.#owner.unpublish(this);
  }
}
