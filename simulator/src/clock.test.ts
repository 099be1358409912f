import { describe, expect, it } from 'vitest';
import { Clock } from './clock.ts';

const startAt = new Date('2026-11-20T18:00:00.000Z');

describe('a clock', () => {
  it('stands still at speed 0 until it is advanced or set', () => {
    const clock = new Clock(startAt, 0);
    expect(clock.now()).toBe(startAt.getTime());
    clock.advance(1_500);
    expect(clock.now()).toBe(startAt.getTime() + 1_500);
    clock.set(new Date('2020-01-01T00:00:00Z'));
    expect(clock.now()).toBe(Date.UTC(2020, 0, 1));
  });

  it('keeps the instant when its speed changes, and runs', async () => {
    const clock = new Clock(startAt, 0);
    clock.setSpeed(100_000);
    expect(clock.now()).toBeGreaterThanOrEqual(startAt.getTime());
    await expect.poll(() => clock.now()).toBeGreaterThan(startAt.getTime() + 60_000);
    clock.setSpeed(0);
    const stopped = clock.now();
    expect([clock.now(), clock.speed]).toEqual([stopped, 0]);
  });

  it('refuses to run backwards or to nowhere', () => {
    const clock = new Clock(startAt, 1);
    expect(() => clock.advance(-1)).toThrow(RangeError);
    expect(() => clock.setSpeed(-1)).toThrow(RangeError);
    expect(() => clock.set(Number.NaN)).toThrow(RangeError);
  });
});
