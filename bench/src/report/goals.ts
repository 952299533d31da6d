import { mostBridged } from '../media/table.ts';
import type { ChatFigure } from '../parts/chat/chat.ts';
import type { Results } from './results.ts';
import { rounded } from './statistics.ts';

/** A figure that has a goal. */
export interface Goal {
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
  readonly limit: number;
  /** `least`: the value must be at least the limit; `most`: at most. */
  readonly direction: 'least' | 'most';
  /** Null when it was not measured. */
  readonly met: boolean | null;
}

/** The goals of this project, each with what this run found. They are not bent to fit. */
export function goalsOf(results: Results): Goal[] {
  const { chat, idle, storm, growth, routing, visitors, digitalChat, cobrowse, media, telephony } = results;
  const at = (system: string): ChatFigure | undefined =>
    chat?.figures.find((figure) => figure.system === system && figure.conversations === 200);
  const ratio = (one: ChatFigure | undefined, other: ChatFigure | undefined) =>
    one === undefined || other === undefined ? null : rounded(one.rate / other.rate);
  return [
    least('durable messages/s against the ceiling, 200 conversations', ratio(at('ours'), at('ceiling')), '×', 0.7),
    least('the same with SDK clients on both', ratio(at('ours-sdk'), at('ceiling-sdk')), '×', 0.7),
    least(
      'durable messages/s against ejabberd with archive, 200 conversations',
      ratio(at('ours'), at('ejabberd')),
      '×',
      4,
    ),
    most('acknowledgement p99 at half of our top rate', chat?.halfLoad?.ackP99 ?? null, 'ms', 25),
    most('memory of an idle customer above bare ws', idle?.aboveBareKiB ?? null, 'KiB', 12),
    least('share of a storm that has caught up', storm === undefined ? null : storm.caughtUp / storm.customers, '', 1),
    most('until the last of a storm has caught up', storm?.lastSeconds ?? null, 's', 10),
    most('errors that bystanders of a storm saw', storm?.bystanders.errors ?? null, '', 0),
    most("opening a conversation's last page, largest store against smallest", growth?.lastPageRatio ?? null, '×', 1.3),
    most('a routing decision, p99', routing?.decider.p99 ?? null, 'ms', 5),
    most('until all who wait know their new place', routing?.movedUp.worstLast ?? null, 'ms', 1_000),
    most('who was not told', routing?.movedUp.missing ?? null, '', 0),
    least('events of visitors stored beside chats', visitors?.stored ?? null, '/s', 4_950),
    most('events of visitors taken and not stored', visitors?.lost ?? null, '', 0),
    most('chat p99 beside 5,000 events/s against alone, 1,000 messages/s', beside(results, 'alone'), '×', 1.25),
    most(
      'the same against chat beside 5,000 events/s that another process throws away',
      beside(results, 'besideThrownAway'),
      '×',
      1.25,
    ),
    most(
      'push to a published chat client, 1,000 live chats, p99',
      digitalChat?.figures.at(-1)?.push.p99 ?? null,
      'ms',
      100,
    ),
    most('pushes that did not come, or came twice', digitalChat === undefined ? null : lost(digitalChat), '', 0),
    most("the supervisor's board, p99", routing?.board.p99 ?? null, 'ms', 50),
    ...cobrowseGoals(cobrowse),
    ...mediaGoals(media),
    most("telephone: INVITE until the agent's screen shows it, p95", telephony?.story?.offered.p95 ?? null, 'ms', 300),
    most('telephone: answered until each hears the other, p95', telephony?.story?.speaking.p95 ?? null, 'ms', 500),
  ];
}

function cobrowseGoals(found: Results['cobrowse']): Goal[] {
  const whole = found?.snapshots.find(({ nodes }) => nodes === 50_000);
  return [
    most("co-browse: joined until the agent's first paint, p50", found?.firstPaint.p50 ?? null, 'ms', 350),
    most('the same, p95', found?.firstPaint.p95 ?? null, 'ms', 700),
    most("co-browse: change until the agent's paint, p50", found?.change.p50 ?? null, 'ms', 35),
    most('the same, p95', found?.change.p95 ?? null, 'ms', 90),
    most("co-browse: the agent's key on both sides, p95", found?.key.p95 ?? null, 'ms', 60),
    most('co-browse: over to another page, p95', found?.gap.p95 ?? null, 'ms', 500),
    most('co-browse: DOM stream of the busy page', found?.wire ?? null, 'kB/s', 6),
    most("co-browse: the customer's main thread", found?.mainThread ?? null, 'points', 10),
    most('co-browse: longest task of a whole page of 50,000 elements', whole?.longestTask ?? null, 'ms', 50),
    most('co-browse: masked values found on the wire', found?.masked.leaked ?? null, '', 0),
    least(
      'co-browse: share of pages whose open word was found',
      found === undefined ? null : rounded(found.masked.found / found.masked.pages),
      '',
      1,
    ),
  ];
}

function mediaGoals(found: Results['media']): Goal[] {
  const { product } = found ?? {};
  return [
    most("a video call: Accept until the customer's first picture, p95", product?.customerSeen.p95 ?? null, 'ms', 800),
    most("a video call: Camera on until the agent's first picture, p95", product?.agentSeen.p95 ?? null, 'ms', 800),
    most("calls: accepted until the other's first picture, p95", found?.firstFrame.ahead.p95 ?? null, 'ms', 800),
    most('calls: browser to telephone and back, p50', found?.roundTrip.p50 ?? null, 'ms', 120),
    most('calls: engine killed until the next call is heard', found?.recovery.milliseconds ?? null, 'ms', 5_000),
    least('calls: with telephones at once in one process', found === undefined ? null : mostBridged(found), '', 40),
  ];
}

/** null: not measured. */
function beside({ visitors }: Results, what: 'alone' | 'besideThrownAway'): number | null {
  const chat = visitors?.chat[0];
  return chat === undefined ? null : rounded(chat.beside.p99 / chat[what].p99);
}

function least(name: string, value: number | null, unit: string, limit: number): Goal {
  return { name, value, unit, limit, direction: 'least', met: value === null ? null : value >= limit };
}

function most(name: string, value: number | null, unit: string, limit: number): Goal {
  return { name, value, unit, limit, direction: 'most', met: value === null ? null : value <= limit };
}

const lost = ({ figures }: NonNullable<Results['digitalChat']>): number =>
  figures.reduce((total, { missing, doubled }) => total + missing + doubled, 0);
