import { describe, expect, it } from 'vitest';
import { Speakers } from './Speakers.js';

describe('who speaks', () => {
  it('keeps the order of the node and tells who began or ceased', () => {
    const speakers = new Speakers();
    expect(speakers.replace(['ada', 'bea'])).toEqual(['ada', 'bea']);
    expect(speakers.replace(['bea', 'cleo'])).toEqual(['ada', 'cleo']);
    expect(speakers.ids).toEqual(['bea', 'cleo']);
    expect(speakers.includes('ada')).toBe(false);
  });

  it('finds nothing new in the same once more', () => {
    const speakers = new Speakers();
    speakers.replace(['ada', 'bea']);
    expect(speakers.replace(['bea', 'ada'])).toEqual([]);
    expect(speakers.replace([])).toEqual(['bea', 'ada']);
  });
});
