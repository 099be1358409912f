/** Simulated time. It runs at `speed` simulated seconds per real second; at 0 it stands still until advanced. */
export class Clock {
  #simulatedAtMark: number;
  #realAtMark: number;
  #speed: number;

  constructor(startAt: Date, speed: number) {
    this.#simulatedAtMark = startAt.getTime();
    this.#realAtMark = performance.now();
    this.#speed = checkedSpeed(speed);
  }

  /** The simulated instant, in whole ms since 1970. */
  now(): number {
    return Math.floor(this.#simulatedAtMark + (performance.now() - this.#realAtMark) * this.#speed);
  }

  get speed(): number {
    return this.#speed;
  }

  setSpeed(speed: number): void {
    const checked = checkedSpeed(speed);
    this.set(this.now());
    this.#speed = checked;
  }

  /** Jumps ahead by simulated ms. Going back needs `set`. */
  advance(byMs: number): void {
    if (!(byMs >= 0)) throw new RangeError('the clock advances by 0 ms or more');
    this.set(this.now() + byMs);
  }

  set(instant: number | Date): void {
    const ms = typeof instant === 'number' ? instant : instant.getTime();
    if (!Number.isFinite(ms)) throw new RangeError('not an instant');
    this.#simulatedAtMark = ms;
    this.#realAtMark = performance.now();
  }
}

function checkedSpeed(speed: number): number {
  if (!Number.isFinite(speed) || speed < 0) throw new RangeError('the speed is a number of 0 or more');
  return speed;
}
