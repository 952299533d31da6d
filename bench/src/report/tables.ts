import { cobrowseTables } from '../cobrowse/table.ts';
import { mediaTables } from '../media/table.ts';
import { telephonyTables } from '../telephony/table.ts';
import type { ChatFigure } from '../parts/chat/chat.ts';
import { concurrencies } from '../parts/chat/concurrencies.ts';
import { type Goal, goalsOf } from './goals.ts';
import type { Results } from './results.ts';
import { rounded } from './statistics.ts';

/** Rows of cells under a head; drawn for a terminal or as Markdown. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Everything that a run has found, as tables. */
export function tablesOf(results: Results): Table[] {
  return [
    goals(results),
    ...chat(results),
    ...idle(results),
    ...storm(results),
    ...growth(results),
    ...start(results),
    ...routing(results),
    ...visitors(results),
    ...digitalChat(results),
    ...cobrowseTables(results.cobrowse),
    ...mediaTables(results.media),
    ...telephonyTables(results.telephony),
  ];
}

function goals(results: Results): Table {
  return {
    title: 'Goals',
    head: ['figure', 'measured', 'goal', ''],
    rows: goalsOf(results)
      .filter(({ value }) => value !== null)
      .map((goal) => [goal.name, withUnit(goal.value, goal.unit), limitOf(goal), goal.met ? 'pass' : 'MISS']),
  };
}

const limitOf = ({ direction, limit, unit }: Goal) => `${direction === 'least' ? '≥' : '≤'} ${withUnit(limit, unit)}`;
const withUnit = (value: number | null, unit: string) =>
  value === null ? '–' : `${thousands(value)}${unit === '' ? '' : ` ${unit}`}`;
const thousands = (value: number) => value.toLocaleString('en', { maximumSignificantDigits: 4 });
const cell = (value: number | null | undefined) => (value == null || Number.isNaN(value) ? '–' : thousands(value));

function chat({ chat: found }: Results): Table[] {
  if (found === undefined) return [];
  const tables = concurrencies.map((conversations): Table => {
    const figures = found.figures.filter((figure) => figure.conversations === conversations);
    const ceiling = figures.find(({ system }) => system === 'ceiling');
    return {
      title: `Chat: ${conversations.toLocaleString('en')} conversations, each with one message under way`,
      head: [
        'system',
        'messages/s',
        'of the ceiling',
        'ack p50',
        'p99 ms',
        'delivery p50',
        'p99 ms',
        'µs server',
        'database',
        'clients',
      ],
      rows: figures.map((figure) => [figure.label, cell(figure.rate), share(figure, ceiling), ...rest(figure)]),
    };
  });
  const curve: Table = {
    title: 'Latency against load: Alongside, 200 conversations, messages on a schedule that waits for nobody',
    head: [
      'of our top rate',
      'messages/s',
      'carried',
      'ack p50',
      'p99 ms',
      'delivery p50',
      'p99 ms',
      'disk stood ms',
      'ceiling ack p50',
      'p99 ms',
      'disk stood ms',
    ],
    rows: found.curve.map((point) => [
      `${Math.round(point.share * 100)} %`,
      cell(point.asked),
      cell(point.carried),
      ...[point.ackP50, point.ackP99, point.deliveryP50, point.deliveryP99, point.diskStall].map(cell),
      ...[point.ceilingAckP50, point.ceilingAckP99, point.ceilingDiskStall].map(cell),
    ]),
  };
  return [...tables, curve];
}

function share(figure: ChatFigure, ceiling: ChatFigure | undefined): string {
  return ceiling === undefined ? '–' : rounded(figure.rate / ceiling.rate, 2).toFixed(2);
}

const rest = (figure: ChatFigure): string[] =>
  [
    figure.ackP50,
    figure.ackP99,
    figure.deliveryP50,
    figure.deliveryP99,
    figure.serverMicroseconds,
    figure.postgresMicroseconds,
    figure.loadMicroseconds,
  ].map(cell);

function idle({ idle: found }: Results): Table[] {
  if (found === undefined) return [];
  return [
    {
      title: 'Idle: memory of one connected, authenticated, silent customer',
      head: [
        'system',
        'connections',
        'KiB each',
        'of it heap',
        'buffers',
        'MiB when empty',
        'connected in s',
        '% of a core',
      ],
      rows: found.figures.map((figure) => [
        figure.system === 'ours' ? 'Alongside' : 'bare ws',
        ...[
          figure.connections,
          figure.residentKiB,
          figure.heapKiB,
          figure.externalKiB,
          figure.emptyMiB,
          figure.connectSeconds,
          figure.processor,
        ].map(cell),
      ]),
    },
  ];
}

function storm({ storm: found }: Results): Table[] {
  if (found === undefined) return [];
  const { bystanders, refused } = found;
  const told = Object.entries(refused).map(([status, times]) => `${status === '0' ? 'no answer' : status}: ${times}`);
  return [
    {
      title: `Storm: ${found.customers.toLocaleString('en')} customers cut at once, ${found.missedEach} messages missed by each`,
      head: ['figure', 'measured'],
      rows: [
        ['caught up', `${cell(found.caughtUp)} of ${cell(found.customers)}`],
        [
          'after, p50 / p99 / last',
          `${cell(found.p50Seconds)} / ${cell(found.p99Seconds)} / ${cell(found.lastSeconds)} s`,
        ],
        ['timelines with a doubled message', cell(found.doubled)],
        ['requests refused or unanswered', told.join(', ') || 'none'],
        ['bystanders: messages, errors', `${cell(bystanders.messages)}, ${cell(bystanders.errors)}`],
        [
          'bystanders: ack p50 / p99 (p99 before)',
          `${cell(bystanders.ackP50Milliseconds)} / ${cell(bystanders.ackP99Milliseconds)} (${cell(bystanders.beforeP99Milliseconds)}) ms`,
        ],
        [
          'processor seconds: server / database / customers',
          `${cell(found.processorSeconds.server)} / ${cell(found.processorSeconds.postgres)} / ${cell(found.processorSeconds.customers)}`,
        ],
        ['database connections', cell(found.databaseConnections)],
        ["server's largest memory", `${cell(found.peakMemoryMiB)} MiB`],
      ],
    },
  ];
}

function growth({ growth: found }: Results): Table[] {
  if (found === undefined) return [];
  const { figures } = found;
  const names = Object.keys(figures[0]?.asks ?? {});
  return [
    {
      title: 'Growth: p50 / p99 in ms of what a console asks for, over HTTP',
      head: ['stored entries', ...figures.map(({ entries }) => entries.toLocaleString('en'))],
      rows: [
        ['conversations', ...figures.map(({ conversations }) => cell(conversations))],
        ['database, MiB', ...figures.map(({ databaseMiB }) => cell(databaseMiB))],
        ...names.map((name) => [
          name,
          ...figures.map(({ asks }) => `${cell(asks[name]?.p50)} / ${cell(asks[name]?.p99)}`),
        ]),
        ['reads of the disk for each conversation opened', ...figures.map(({ diskReads }) => cell(diskReads))],
        ['chat, 200 conversations, messages/s', ...figures.map(({ chatRate }) => cell(chatRate))],
        ['chat, ack p99 ms', ...figures.map(({ chatAckP99 }) => cell(chatAckP99))],
      ],
    },
  ];
}

function start({ start: found }: Results): Table[] {
  if (found === undefined) return [];
  const names = {
    cold: 'start in an empty folder until ready',
    warm: 'start in a folder with data until ready',
    afterKill: 'start after kill -9 until ready',
    tapToOffer: "tap on Help until it rings on the agent's screen",
    acceptToFirstMessage: "accept until the agent's first message is on the customer's screen",
  } as const;
  const keys = Object.keys(names) as (keyof typeof names)[];
  return [
    {
      title: 'Start',
      head: ['', 'p50 ms', 'p95 ms', 'runs'],
      rows: keys.map((key) => [names[key], cell(found[key].p50), cell(found[key].p95), cell(found[key].runs)]),
    },
  ];
}

function routing({ routing: found }: Results): Table[] {
  if (found === undefined) return [];
  const { decider, freedToOffered, movedUp, board } = found;
  const both = ({ p50, p99 }: { p50: number; p99: number }) => `${cell(p50)} / ${cell(p99)} ms`;
  return [
    {
      title: `Routing: ${cell(found.agents)} agents, ${cell(found.waiting)} waiting on sockets, ${found.entries.toLocaleString('en')} stored entries`,
      head: ['figure', 'measured'],
      rows: [
        [`one decision, the decider alone, p50 / p99 of ${cell(decider.decisions)}`, both(decider)],
        [`agent free until the next one rings, p50 / p99 of ${cell(freedToOffered.runs)}`, both(freedToOffered)],
        [`everybody moves up by one: told after, p50 / p99 (medians of ${cell(movedUp.runs)})`, both(movedUp)],
        ['the last of all, in the worst run', `${cell(movedUp.worstLast)} ms`],
        ['not told', cell(movedUp.missing)],
        [
          'processor for telling everybody once: server / database',
          `${cell(movedUp.serverMilliseconds)} / ${cell(movedUp.postgresMilliseconds)} ms`,
        ],
        [`the supervisor's board (${cell(board.KiB)} KiB), p50 / p99`, both(board)],
      ],
    },
  ];
}

function visitors({ visitors: found }: Results): Table[] {
  if (found === undefined) return [];
  const both = ({ p50, p99 }: { p50: number; p99: number }) => `${cell(p50)} / ${cell(p99)} ms`;
  return [
    {
      title: `Visitors: ${cell(found.visitors)} on the site, ${cell(found.asked)} events/s, 20 in a request`,
      head: ['figure', 'measured'],
      rows: [
        ['stored beside the chats', `${cell(found.stored)}/s`],
        ['refused, lost', `${cell(found.refused)}, ${cell(found.lost)}`],
        ['a report is answered, p99', `${cell(found.answerP99)} ms`],
        [
          'processor for an event: server / database',
          `${cell(found.serverMicroseconds)} / ${cell(found.postgresMicroseconds)} µs`,
        ],
        ['the most that goes, 20 in a request', `${cell(found.topBatched)}/s`],
        ['the most that goes, one in a request', `${cell(found.topSingle)}/s`],
        ...found.chat.flatMap(({ messages, alone, besideThrownAway, beside, runs }) => [
          [`chat at ${cell(messages)} messages/s, ack p50 / p99, nobody on the site (medians of ${runs})`, both(alone)],
          ['the same beside as many reports that another process throws away', both(besideThrownAway)],
          ['the same beside the visitors', both(beside)],
        ]),
      ],
    },
  ];
}

function digitalChat({ digitalChat: found }: Results): Table[] {
  if (found === undefined) return [];
  const both = ({ p50, p99 }: { p50: number; p99: number }) => `${cell(p50)} / ${cell(p99)} ms`;
  return [
    {
      title: `Digital chat: ${cell(found.chats)} live chats of published clients at once, connected in ${cell(found.connectSeconds)} s`,
      head: [
        'messages/s',
        'push p50 / p99',
        'echo',
        'acknowledged',
        'missing, doubled, refused',
        'server µs',
        'database µs',
      ],
      rows: found.figures.map((figure) => [
        cell(figure.rate),
        both(figure.push),
        both(figure.echo),
        both(figure.acknowledged),
        `${cell(figure.missing)}, ${cell(figure.doubled)}, ${cell(figure.refused)}`,
        cell(figure.serverMicroseconds),
        cell(figure.postgresMicroseconds),
      ]),
    },
  ];
}
