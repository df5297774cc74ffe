import type { MessageInitShape } from '@bufbuild/protobuf';
import { canMakeKeyFrames } from '../rtc/keyFrameSupport.js';
import type { ClientInfoSchema } from '../signal/gen/banyan/signal/v1/signal_pb.js';
import { SDK_VERSION } from '../version.js';

// In this order, since browsers also name the ones they descend from.
const browsers: readonly [name: string, version: RegExp][] = [
  ['Edge', /Edg(?:A|iOS)?\/([\d.]+)/],
  ['Firefox', /(?:Firefox|FxiOS)\/([\d.]+)/],
  ['Chrome', /(?:HeadlessChrome|Chrome|CriOS)\/([\d.]+)/],
  ['Safari', /Version\/([\d.]+).*Safari/],
];

/** The browser's name and version as far as its user agent tells. */
export function browserOf(userAgent: string): { browser: string; browserVersion: string } {
  for (const [browser, pattern] of browsers) {
    const version = pattern.exec(userAgent)?.[1];
    if (version) return { browser, browserVersion: version };
  }
  return { browser: '', browserVersion: '' };
}

export function clientDescription(): MessageInitShape<typeof ClientInfoSchema> {
  return {
    sdk: 'banyan-js',
    sdkVersion: SDK_VERSION,
    ...browserOf(navigator.userAgent),
    canMakeKeyFrames: canMakeKeyFrames(),
  };
}
