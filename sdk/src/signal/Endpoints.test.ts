import { describe, expect, it } from 'vitest';
import { Endpoints, signalUrl } from './Endpoints.js';

describe('endpoints', () => {
  it.each([
    ['https://a.example', 'wss://a.example/v1/signal'],
    ['http://127.0.0.1:7880/', 'ws://127.0.0.1:7880/v1/signal'],
    ['wss://a.example/v1/signal', 'wss://a.example/v1/signal'],
    ['wss://a.example/behind/a/proxy', 'wss://a.example/behind/a/proxy'],
  ])('make a signalling URL of %s', (given, url) => {
    expect(signalUrl(given)).toBe(url);
  });

  it('try the same node twice, then the others in turn', () => {
    const endpoints = new Endpoints('wss://a.example');
    endpoints.setAlternatives(['wss://b.example', 'wss://a.example', 'wss://c.example']);
    const tried: string[] = [];
    for (let attempt = 0; attempt < 5; attempt++) {
      tried.push(new URL(endpoints.current).hostname[0]!);
      endpoints.onFailed();
    }
    expect(tried.join('')).toBe('aabca');
  });

  it('stay where it worked', () => {
    const endpoints = new Endpoints('wss://a.example');
    endpoints.setAlternatives(['wss://b.example']);
    endpoints.moveOn([]);
    endpoints.onConnected();
    endpoints.setAlternatives(['wss://a.example']);
    expect(endpoints.current).toBe('wss://b.example/v1/signal');
  });

  it('go where they are sent', () => {
    const endpoints = new Endpoints('wss://a.example');
    endpoints.moveOn(['wss://z.example']);
    expect(endpoints.current).toBe('wss://z.example/v1/signal');
  });
});
