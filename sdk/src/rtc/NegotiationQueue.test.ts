import { describe, expect, it } from 'vitest';
import { NegotiationQueue } from './NegotiationQueue.js';

function setUp() {
  const runs: { end(): void; fail(error: Error): void }[] = [];
  const queue = new NegotiationQueue(
    () => new Promise((resolve, reject) => runs.push({ end: () => resolve(), fail: reject })),
  );
  return { runs, queue };
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

describe('negotiations', () => {
  it('are one for all that is asked for in one go', async () => {
    const { runs, queue } = setUp();
    const both = Promise.all([queue.request(), queue.request()]);
    await settle();
    expect(runs).toHaveLength(1);
    runs[0]!.end();
    await both;
  });

  it('never run two at a time, and the next covers all who asked meanwhile', async () => {
    const { runs, queue } = setUp();
    const first = queue.request();
    await settle();
    const second = queue.request();
    const third = queue.request();
    await settle();
    expect(runs).toHaveLength(1);
    runs[0]!.end();
    await first;
    await settle();
    expect(runs).toHaveLength(2);
    runs[1]!.end();
    await Promise.all([second, third]);
    expect(runs).toHaveLength(2);
  });

  it('tell a failure to those who asked for it, and go on', async () => {
    const { runs, queue } = setUp();
    const first = queue.request();
    await settle();
    const second = queue.request();
    runs[0]!.fail(new Error('refused'));
    await expect(first).rejects.toThrow('refused');
    await settle();
    runs[1]!.end();
    await second;
    const third = queue.request();
    await settle();
    runs[2]!.end();
    await third;
  });
});
