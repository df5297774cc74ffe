import { expect, it } from 'vitest';
import { raisedHands } from './HandsPanel.js';

it('lists raised hands in the order of the raising', () => {
  const ada = { handRaisedAt: new Date(2000) };
  const bea = { handRaisedAt: undefined };
  const cleo = { handRaisedAt: new Date(1000) };
  expect(raisedHands([ada, bea, cleo])).toEqual([cleo, ada]);
});
