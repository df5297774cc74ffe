import { Emitter } from './events.js';
import {
  captureCamera,
  captureMicrophone,
  captureScreen,
  type CameraOptions,
  type MicrophoneOptions,
  type ScreenOptions,
} from './media/capture.js';
import { Publication, type PublicationOwner } from './Publication.js';
import { LocalTrack, type LocalTrackOptions, type PublishedSource } from './rtc/LocalTrack.js';
import type { CallSession } from './session/CallSession.js';
import { NO_GRANTS, type Grants } from './session/grants.js';
import type { TrackSource } from './session/model.js';
import type { Joined } from './signal/gen/banyan/signal/v1/signal_pb.js';

export interface LocalParticipantEvents {
  publicationAdded: Publication;
  publicationRemoved: Publication;
  publicationChanged: Publication;
  speakingChanged: boolean;
  /** It was raised or is down, be it that one may speak now. */
  handChanged: boolean;
}

/** Oneself: what is published, and how. */
export class LocalParticipant extends Emitter<LocalParticipantEvents> {
  readonly #session: CallSession;
  readonly #publications = new Map<string, Publication>();
  readonly #owner: PublicationOwner = {
    setMuted: (track, muted) => this.#setMuted(track, muted),
    replaceTrack: (track, mediaTrack) => this.#replaceTrack(track, mediaTrack),
    unpublish: (publication) => this.unpublish(publication),
  };
  #id = '';
  #identity = '';
  #displayName: string;
  #isSpeaking = false;
  #isHandRaised = false;
  #grants = NO_GRANTS;

  /** @internal */
  constructor(session: CallSession, displayName: string) {
    super();
    this.#session = session;
    this.#displayName = displayName;
    for (const track of session.tracks) this.#add(track);
  }

  /** Of this join; another one after a rejoin. */
  get id(): string {
    return this.#id;
  }

  get identity(): string {
    return this.#identity;
  }

  get displayName(): string {
    return this.#displayName || this.#identity;
  }

  /** As the node hears it. */
  get isSpeaking(): boolean {
    return this.#isSpeaking;
  }

  /** What one may do; changes when an administrator says so. */
  get grants(): Grants {
    return this.#grants;
  }

  /** Whether one has asked for the right to speak and not got it yet. */
  get isHandRaised(): boolean {
    return this.#isHandRaised;
  }

  /** Asks for the right to speak, or no longer; everybody sees it. */
  async raiseHand(raised = true): Promise<void> {
    await this.#session.request({ case: 'raiseHand', value: { raised } });
    this.#setHand(raised);
  }

  get publications(): readonly Publication[] {
    return [...this.#publications.values()];
  }

  /** The first publication of a source. */
  publication(source: TrackSource): Publication | undefined {
    return this.publications.find((publication) => publication.source === source);
  }

  /** Publishes a track that the application made; it stays the application's to stop. */
  async publish(mediaTrack: MediaStreamTrack, options: LocalTrackOptions): Promise<Publication> {
    return this.#publish(new LocalTrack(mediaTrack, options));
  }

  async unpublish(publication: Publication): Promise<void> {
    const track = publication.localTrack;
    if (!this.#publications.delete(track.clientTrackId)) return;
    if (track.capturedWith) track.mediaTrack?.stop();
    this.emit('publicationRemoved', publication);
    await this.#session.unpublish(track);
  }

  /** Opens and publishes the camera, or turns it off; while off it is published but muted, and its light is out. */
  async enableCamera(on: boolean, options: CameraOptions = {}): Promise<void> {
    const publication = this.publication('camera');
    if (publication) return publication.setMuted(!on);
    if (on) await this.#publishCaptured(await captureCamera(options), 'camera', options);
  }

  async enableMicrophone(on: boolean, options: MicrophoneOptions = {}): Promise<void> {
    const publication = this.publication('microphone');
    if (publication) return publication.setMuted(!on);
    if (on) await this.#publishCaptured(await captureMicrophone(options), 'microphone', options);
  }

  /** Asks what to share and publishes it, with its sound if there is any; ends with the browser's own button as well. */
  async enableScreenShare(on: boolean, options: ScreenOptions = {}): Promise<void> {
    const shared = this.publications.filter(({ source }) => source === 'screen' || source === 'screen-audio');
    if (!on) {
      await Promise.all(shared.map((publication) => this.unpublish(publication)));
    } else if (shared.length === 0) {
      const tracks = await captureScreen(options);
      tracks[0]?.addEventListener('ended', () => void this.enableScreenShare(false));
      await Promise.all(
        tracks.map((track) => this.#publishCaptured(track, track.kind === 'audio' ? 'screen-audio' : 'screen', {})),
      );
    }
  }

  /** Goes on with another camera or microphone. */
  async switchDevice(kind: 'camera' | 'microphone', deviceId: string): Promise<void> {
    const publication = this.publication(kind);
    if (!publication) return;
    const track = publication.localTrack;
    const options = { ...track.capturedWith, deviceId };
    if (track.muted && kind === 'camera') {
      track.capturedWith = options;
      return;
    }
    const replacement = kind === 'camera' ? await captureCamera(options) : await captureMicrophone(options);
    const old = track.capturedWith ? track.mediaTrack : null;
    track.capturedWith = options;
    await publication.replaceTrack(replacement);
    old?.stop();
  }

  /** Shown to others; needs the grant. */
  async setDisplayName(displayName: string): Promise<void> {
    await this.#session.request({ case: 'updateSelf', value: { displayName } });
    this.#displayName = displayName;
  }

  /** Merged key by key; an empty value removes a key. Needs the grant. */
  async setAttributes(attributes: Record<string, string>): Promise<void> {
    await this.#session.request({ case: 'updateSelf', value: { attributes } });
  }

  /** @internal */
  onJoined(joined: Joined): void {
    this.#id = joined.participantId;
    this.#identity = joined.identity;
    this.#setHand(false);
  }

  /** @internal What may not be published any more has ended at the node already. True: they are others than before. */
  onGrants(grants: Grants): boolean {
    const isChanged = JSON.stringify(grants) !== JSON.stringify(this.#grants);
    this.#grants = grants;
    if (grants.publish.includes('microphone')) this.#setHand(false);
    for (const publication of this.publications) {
      if (!grants.publish.includes(publication.source)) void this.unpublish(publication).catch(() => undefined);
    }
    return isChanged;
  }

  /** @internal */
  onSpeaking(speaking: boolean): void {
    if (speaking === this.#isSpeaking) return;
    this.#isSpeaking = speaking;
    this.emit('speakingChanged', speaking);
  }

  /** @internal */
  onOver(): void {
    for (const { localTrack } of this.publications) if (localTrack.capturedWith) localTrack.mediaTrack?.stop();
  }

  #setHand(raised: boolean): void {
    if (raised === this.#isHandRaised) return;
    this.#isHandRaised = raised;
    this.emit('handChanged', raised);
  }

  async #publishCaptured(
    mediaTrack: MediaStreamTrack,
    source: PublishedSource,
    capturedWith: CameraOptions,
  ): Promise<void> {
    try {
      await this.#publish(new LocalTrack(mediaTrack, { source, capturedWith }));
    } catch (error) {
      mediaTrack.stop();
      throw error;
    }
  }

  async #publish(track: LocalTrack): Promise<Publication> {
    const publication = this.#add(track);
    try {
      await this.#session.publish(track);
    } catch (error) {
      this.#publications.delete(track.clientTrackId);
      this.emit('publicationRemoved', publication);
      throw error;
    }
    return publication;
  }

  #add(track: LocalTrack): Publication {
    const publication = new Publication(track, this.#owner);
    this.#publications.set(track.clientTrackId, publication);
    publication.on('changed', () => this.emit('publicationChanged', publication));
    this.emit('publicationAdded', publication);
    return publication;
  }

  async #setMuted(track: LocalTrack, muted: boolean): Promise<void> {
    if (track.kind === 'audio') {
      if (track.mediaTrack) track.mediaTrack.enabled = !muted;
    } else {
      await this.#setCameraOn(track, !muted);
    }
    track.muted = muted;
    if (track.trackId === '') return;
    await this.#session.request({ case: 'updateTrack', value: { trackId: track.trackId, muted } });
  }

  async #setCameraOn(track: LocalTrack, on: boolean): Promise<void> {
    const options = track.capturedWith;
    if (!on) {
      await track.sender?.replaceTrack(null);
      if (!options) return;
      track.mediaTrack?.stop();
      track.mediaTrack = null;
    } else {
      if (options) track.mediaTrack = await captureCamera(options);
      await track.sender?.replaceTrack(track.mediaTrack);
    }
  }

  async #replaceTrack(track: LocalTrack, mediaTrack: MediaStreamTrack): Promise<void> {
    track.mediaTrack = mediaTrack;
    if (track.kind === 'audio') mediaTrack.enabled = !track.muted;
    if (track.kind === 'audio' || !track.muted) await track.sender?.replaceTrack(mediaTrack);
  }
}
