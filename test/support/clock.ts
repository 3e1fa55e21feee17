import { onTestFinished, vi } from 'vitest'

/** Stops the wall clock and the monotonic clock of this process, but no timers. `forward` moves both. */
export function stopClock(): { forward(milliseconds: number): void; setWallClock(milliseconds: number): void } {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] })
  onTestFinished(() => void vi.useRealTimers())
  return {
    forward: (milliseconds) => void vi.advanceTimersByTime(milliseconds),
    setWallClock: (milliseconds) => void vi.setSystemTime(milliseconds),
  }
}
