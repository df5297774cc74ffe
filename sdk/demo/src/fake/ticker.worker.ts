// Timers of a page in the background are throttled, a worker's are not: frames go on at their rate.
let timer: ReturnType<typeof setTimeout> | undefined;

self.onmessage = ({ data: periodMillis }: MessageEvent<number>): void => {
  clearTimeout(timer);
  let due = performance.now();
  const tick = (): void => {
    self.postMessage(null);
    // From the time it was due, so that lateness does not add up; what was missed is not made up for.
    due = Math.max(due + periodMillis, performance.now() - periodMillis);
    timer = setTimeout(tick, due - performance.now());
  };
  tick();
};
