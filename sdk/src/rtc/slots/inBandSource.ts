/**
 * The CSRC that a slot's newest output carries: for a picture the one now shown, for sound the one now played.
 * Undefined: nothing with a CSRC was put out in the last ten seconds.
 */
export function inBandSource(receiver: RTCRtpReceiver): RTCRtpContributingSource | undefined {
  return newest(receiver.getContributingSources?.() ?? []);
}

/** When the slot last put out anything, on the browser's clock for sources; 0: nothing yet. */
export function lastOutput(receiver: RTCRtpReceiver): number {
  return newest(receiver.getSynchronizationSources?.() ?? [])?.timestamp ?? 0;
}

function newest<Source extends RTCRtpContributingSource>(sources: readonly Source[]): Source | undefined {
  let found: Source | undefined;
  for (const source of sources) if (!found || source.timestamp > found.timestamp) found = source;
  return found;
}
