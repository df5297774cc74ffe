/**
 * Keeps the browser's audio output running while there is a call. Chromium starts it with the first element that plays
 * a remote track, which takes 100 ms and more; what arrives until then waits in the jitter buffer, and everything after
 * it is heard that much late for seconds, out of sync with the picture.
 */
export class AudioOutput {
  #element: HTMLVideoElement | undefined;

  /** Begins to play a track unheard; of all that is received, whichever. */
  start(track: MediaStreamTrack): void {
    if (this.#element || typeof document === 'undefined') return;
    // Muted video may always play by itself; muted audio may not.
    this.#element = document.createElement('video');
    this.#element.muted = true;
    this.#element.srcObject = new MediaStream([track]);
    // Where it may not play after all, the first sound that is attached starts the output.
    this.#element.play().catch(() => undefined);
  }

  stop(): void {
    if (this.#element) this.#element.srcObject = null;
    this.#element = undefined;
  }
}
