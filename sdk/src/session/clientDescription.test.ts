import { describe, expect, it } from 'vitest';
import { browserOf } from './clientDescription.js';

describe('the name of the browser', () => {
  it.each([
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36',
      'Chrome',
      '156.0.0.0',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', '140.0'],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.1',
      'Edge',
      '156.1',
    ],
    ['Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Safari/605.1.15', 'Safari', '19.1'],
    ['curl/8', '', ''],
  ])('is read from %s', (userAgent, browser, browserVersion) => {
    expect(browserOf(userAgent)).toEqual({ browser, browserVersion });
  });
});
