/** Joins rooms of a Banyan mesh from a browser: `join` is the way in. */
export * from './errors.js';
export type { Listener } from './events.js';
export { join, type JoinOptions, type PublishRequest } from './join.js';
export { LocalParticipant, type LocalParticipantEvents } from './LocalParticipant.js';
export {
  captureCamera,
  captureMicrophone,
  captureScreen,
  type CameraOptions,
  type MicrophoneOptions,
  type ScreenOptions,
} from './media/capture.js';
export { Publication, type PublicationEvents } from './Publication.js';
export { RemoteParticipant, type RemoteParticipantEvents } from './RemoteParticipant.js';
export { Room, type RoomEvents, type RoomState, type UnlistedPage } from './Room.js';
export type { Layers } from './rtc/encodings.js';
export type { LocalTrackOptions, PublishedSource } from './rtc/LocalTrack.js';
export type { MediaState } from './rtc/MediaWatchdog.js';
export type { CallStats, SendStats, SlotStats } from './rtc/statistics.js';
export type { Downlink, PictureLayer } from './session/downlink.js';
export type { Grants } from './session/grants.js';
export type { PauseReason, TrackKind, TrackSource } from './session/model.js';
export { Moderation } from './session/Moderation.js';
export type { CallQuality, Quality, QualityCause, QualityLevel } from './session/quality.js';
export type { HopReason, PathHop, TrackPath } from './session/trackPaths.js';
export { Subscription, type SubscriptionEvents, type SubscriptionState } from './Subscription.js';
export { SDK_VERSION } from './version.js';
