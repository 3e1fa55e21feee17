import { onTestFinished, vi } from 'vitest'

/** Stops the clocks of this process, wall and monotonic; timers and sockets go on. `forward` moves both. */
export function stopClock(): { forward(milliseconds: number): void; setWallClock(milliseconds: number): void } {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] })
  onTestFinished(() => void vi.useRealTimers())
  return {
    forward: (milliseconds) => void vi.advanceTimersByTime(milliseconds),
    setWallClock: (milliseconds) => void vi.setSystemTime(milliseconds),
  }
}
