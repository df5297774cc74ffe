const ABS_CAPTURE_TIME = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time';

interface NegotiableExtension {
  uri: string;
  direction: RTCRtpTransceiverDirection;
}

/** Not in TypeScript's DOM library yet: https://w3c.github.io/webrtc-extensions/#rtp-header-extension-control */
interface ExtensionControl {
  getHeaderExtensionsToNegotiate?(): NegotiableExtension[];
  setHeaderExtensionsToNegotiate?(extensions: NegotiableExtension[]): void;
}

/** Asks for abs-capture-time on what we publish, where the browser can; it offers it only when asked. */
export function offerCaptureTime(transceiver: RTCRtpTransceiver): void {
  const control = transceiver as ExtensionControl;
  if (!control.getHeaderExtensionsToNegotiate || !control.setHeaderExtensionsToNegotiate) return;
  const extensions = control.getHeaderExtensionsToNegotiate();
  const captureTime = extensions.find((extension) => extension.uri === ABS_CAPTURE_TIME);
  if (!captureTime) return;
  captureTime.direction = 'sendrecv';
  try {
    control.setHeaderExtensionsToNegotiate(extensions);
  } catch {
    // Without it the node takes the capture time from sender reports.
  }
}
