/* global AudioWorkletProcessor, registerProcessor, currentTime, sampleRate */
// Tells when a loud burst begins, to the sample, on the context's clock. In a file of its own, untouched by the bundler:
// an audio worklet loads it by its address.

// The tone is at 0.08, the burst at 0.7: far from both.
const LOUD = 0.3;
// Bursts come once a second and last 60 ms; within this time it is the same one.
const SAME_SECONDS = 0.5;

class BurstProcessor extends AudioWorkletProcessor {
  #last = -1;

  process([input]) {
    const samples = input[0];
    if (!samples || currentTime - this.#last < SAME_SECONDS) return true;
    const first = samples.findIndex((sample) => Math.abs(sample) > LOUD);
    if (first >= 0) {
      this.#last = currentTime;
      this.port.postMessage(currentTime + first / sampleRate);
    }
    return true;
  }
}

registerProcessor('burst', BurstProcessor);
