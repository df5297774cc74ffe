import { describe, expect, it } from 'vitest';
import { SenderControl } from './SenderControl.js';

/** A sender that refuses, as browsers do, parameters that were not read since the last change. */
class FakeSender {
  encodings = [
    { rid: 'q', active: true },
    { rid: 'h', active: true },
  ];
  readonly changes: unknown[][] = [];
  #read = false;

  getParameters() {
    this.#read = true;
    return { encodings: this.encodings.map((encoding) => ({ ...encoding })) };
  }

  async setParameters(parameters: { encodings: { rid: string; active: boolean }[] }, ...options: unknown[]) {
    if (!this.#read) throw new Error('InvalidStateError');
    this.#read = false;
    await Promise.resolve();
    this.encodings = parameters.encodings;
    this.changes.push(options);
  }
}

describe('the control of a sender', () => {
  it('makes a key frame on the layer that is asked for', async () => {
    const sender = new FakeSender();
    await new SenderControl(sender as unknown as RTCRtpSender).requestKeyFrame('h');
    expect(sender.changes).toEqual([[{ encodingOptions: [{ keyFrame: false }, { keyFrame: true }] }]]);
  });

  it('changes one thing after the other', async () => {
    const sender = new FakeSender();
    const control = new SenderControl(sender as unknown as RTCRtpSender);
    await Promise.all([control.setActive('q', false), control.requestKeyFrame('h'), control.setActive('h', false)]);
    expect(sender.encodings.map(({ active }) => active)).toEqual([false, false]);
    expect(sender.changes).toHaveLength(2);
  });

  it('changes at once what came while another change was under way', async () => {
    const sender = new FakeSender();
    const control = new SenderControl(sender as unknown as RTCRtpSender);
    await control.setActive('q', false);
    const frame = control.requestKeyFrame('h');
    await Promise.all([frame, control.setActive('h', false), control.setActive('q', true)]);
    expect(sender.encodings.map(({ active }) => active)).toEqual([true, false]);
    expect(sender.changes).toHaveLength(3);
  });

  it('sends everything again', async () => {
    const sender = new FakeSender();
    const control = new SenderControl(sender as unknown as RTCRtpSender);
    await Promise.all([control.setActive('q', false), control.setActive('h', false)]);
    await control.activateAll();
    await control.activateAll();
    expect(sender.encodings.map(({ active }) => active)).toEqual([true, true]);
    expect(sender.changes).toHaveLength(2);
  });

  it('leaves alone what is so already, since a change costs a key frame', async () => {
    const sender = new FakeSender();
    const control = new SenderControl(sender as unknown as RTCRtpSender);
    await control.setActive('q', true);
    await control.setActive('unknown', false);
    expect(sender.changes).toEqual([]);
  });
});
