import { h } from './dom.js';

/** Fills a menu with the devices of a kind; `chosen` is selected if it is there. */
export async function fillDevices(select: HTMLSelectElement, kind: MediaDeviceKind, chosen: string): Promise<void> {
  const devices = (await (navigator as Partial<Navigator>).mediaDevices?.enumerateDevices()) ?? [];
  const ofKind = devices.filter((device) => device.kind === kind);
  select.replaceChildren(
    ...ofKind.map((device, index) => {
      const label = device.label || `${kind === 'videoinput' ? 'Camera' : 'Microphone'} ${index + 1}`;
      return h('option', { value: device.deviceId, selected: device.deviceId === chosen }, label);
    }),
  );
  if (ofKind.length === 0) select.append(h('option', { value: '' }, 'None found'));
  select.disabled = ofKind.length < 2;
}
