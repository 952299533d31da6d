import type { TogetherState } from './together.ts';

/** What the agent is told of where it stands; one word of these at any time. */
export type Phase =
  | 'connecting'
  | 'waiting'
  | 'asked'
  | 'declined'
  | 'taken_back'
  | 'building'
  | 'live'
  | 'hidden'
  | 'paused'
  | 'moving'
  | 'left'
  | 'lost'
  | 'reconnecting'
  | 'refused'
  | 'ended';

/** @returns the one that matters most: the end before the road, the road before the page, the page before the consent */
export function phaseOf(state: Pick<TogetherState, 'road' | 'refused' | 'endedBy' | 'page' | 'asked'>): Phase {
  const { road, refused, endedBy, page, asked } = state;
  if (endedBy !== null || page?.phase === 'ended') return 'ended';
  if (refused !== null) return 'refused';
  if (road === 'reconnecting') return 'reconnecting';
  if (road === 'connecting' || page === null) return 'connecting';
  // Without a page nothing has been lost: nobody was there yet.
  if (page.page === undefined) return 'waiting';
  if (page.phase === 'lost' || page.phase === 'left' || page.phase === 'moving' || page.phase === 'paused')
    return page.phase;
  if (asked.view !== 'yes') return asked.view === 'no' ? 'waiting' : asked.view;
  if (!page.shown) return 'building';
  return page.phase === 'hidden' ? 'hidden' : 'live';
}

/** The page is in sight, and tools reach it. */
export const isShown = (phase: Phase): boolean => phase === 'live' || phase === 'hidden';
