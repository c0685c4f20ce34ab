import { describe, expect, test } from 'vitest';
import { emptyWindow, requestCall, type CallWindow } from '../../src/outbox/call-window.ts';

const minute = 60_000;
const limit = { calls: 3, withinMs: minute };

/** Lets destinations call as soon as they may, up to four times `lateMs` late, and returns when they called and how often they asked. */
function callAll(destinations: number, lateMs = 0): { times: number[]; asked: number } {
  let window: CallWindow = emptyWindow;
  const times: number[] = [];
  let asked = 0;
  const due = Array.from({ length: destinations }, (_, caller) => ({ caller, at: 0 }));
  for (let next = due.shift(); next; next = due.sort((a, b) => a.at - b.at).shift()) {
    asked += 1;
    const answer = requestCall(window, limit, { caller: next.caller, makes: true }, next.at);
    window = answer.window;
    if (answer.waitMs === 0) times.push(next.at);
    else due.push({ caller: next.caller, at: next.at + answer.waitMs + ((next.caller * 7) % 5) * lateMs });
  }
  return { times, asked };
}

describe('the calls to a workspace', () => {
  test('are a full burst, then as many again as the window moves on, with two requests per destination', () => {
    const { times, asked } = callAll(8);
    expect(times.map((at) => Math.round(at / minute))).toEqual([0, 0, 0, 1, 1, 1, 2, 2]);
    expect(asked).toBe(8 + 5);
  });

  test('are never more within a window, however late the requests are', () => {
    const { times } = callAll(200, 900);
    expect(times).toHaveLength(200);
    times.forEach((at, index) => expect(at - (times[index - 3] ?? -Infinity)).toBeGreaterThan(minute));
  });

  test('leave an unused slot to another destination after a while', () => {
    const one = { calls: 1, withinMs: minute };
    const first = requestCall(emptyWindow, one, { caller: 0, makes: true }, 0);
    const second = requestCall(first.window, one, { caller: 1, makes: true }, 0);
    const third = requestCall(second.window, one, { caller: 2, makes: true }, 1);
    expect(third.waitMs).toBeGreaterThan(2 * minute - 1);
    expect(requestCall(third.window, one, { caller: 3, makes: true }, 4 * minute).waitMs).toBe(0);
  });

  test('keep their place when they come late and are counted again', () => {
    const one = { calls: 1, withinMs: minute };
    const first = requestCall(emptyWindow, one, { caller: 0, makes: true }, 0);
    const second = requestCall(first.window, one, { caller: 1, makes: true }, 0);
    const again = requestCall(second.window, one, { caller: 0, makes: true, replaces: 0 }, 500);
    expect(again).toMatchObject({ waitMs: 0, window: { made: [500] } });
    expect(requestCall(again.window, one, { caller: 1, makes: true }, second.waitMs).waitMs).toBe(500);
  });

  test('are not counted by a request that only asks', () => {
    expect(requestCall(emptyWindow, limit, { caller: 0, makes: false }, 0)).toEqual({ waitMs: 0, window: emptyWindow });
  });
});
