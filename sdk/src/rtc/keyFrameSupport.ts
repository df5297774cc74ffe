/** Not in TypeScript's DOM library yet: https://w3c.github.io/webrtc-extensions/#rtcrtpsender-setparameters-keyframe */
export type KeyFrameSender = Omit<RTCRtpSender, 'setParameters'> & {
  setParameters(
    parameters: RTCRtpSendParameters,
    options: { encodingOptions?: { keyFrame: boolean }[] },
  ): Promise<void>;
};

let known: boolean | undefined;

/**
 * Whether this browser makes a key frame of one layer when told so by setParameters' second argument. There is no
 * question for that in the API: whether it reads the option at all is the answer.
 */
export function canMakeKeyFrames(): boolean {
  known ??= probe();
  return known;
}

function probe(): boolean {
  const connection = new RTCPeerConnection();
  let wasRead = false;
  const options = {
    get encodingOptions(): { keyFrame: boolean }[] {
      wasRead = true;
      return [];
    },
  };
  try {
    const { sender } = connection.addTransceiver('video', { direction: 'sendonly' });
    const keyFrameSender: KeyFrameSender = sender;
    keyFrameSender.setParameters(sender.getParameters(), options).catch(() => undefined);
  } catch {
    return false;
  } finally {
    connection.close();
  }
  return wasRead;
}
