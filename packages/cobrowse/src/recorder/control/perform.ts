import type { CobrowseAction } from '@alongside/protocol';
import { COBROWSE_LIMITS } from '@alongside/protocol/constants';
import type { Masking } from '../masking.ts';
import type { PagePolicy } from '../policy.ts';
import { elementOfNode, focused, type Refusal, refusalFor } from './allowed.ts';
import { click } from './click.ts';
import { press } from './key.ts';
import { choose, takesText, type } from './type.ts';

export interface ControlledPage {
  readonly masking: Masking;
  readonly policy: PagePolicy;
  nodeOf(id: number): Node | null;
}

const KEYS = /^(?:Enter|Backspace|Delete|Tab|Escape|Arrow(?:Left|Right|Up|Down)|Home|End)$/;
const fraction = (value: unknown): number => (typeof value === 'number' && value >= 0 && value <= 1 ? value : 0.5);

/** Does one thing for an agent. The frame is an outsider's: every field is looked at again. @returns why it was not done */
export function perform(action: CobrowseAction, page: ControlledPage): Refusal | undefined {
  if (action.do === 'scroll') return scroll(action, page);
  const target = action.node > 0 ? elementOfNode(page.nodeOf(action.node)) : (focused() as HTMLElement | null);
  if (target === null) return 'gone';
  const refusal = refusalFor(target, page.masking, page.policy);
  if (refusal !== undefined) return refusal;
  switch (action.do) {
    case 'click':
      click(target, fraction(action.fx), fraction(action.fy));
      return undefined;
    case 'type':
      if (typeof action.text !== 'string' || action.text.length > COBROWSE_LIMITS.typeCharacters) return 'malformed';
      if (!takesText(target)) return 'failed';
      type(target, action.text, action.replace === true);
      return undefined;
    case 'key':
      if (!KEYS.test(action.key)) return 'malformed';
      press(target, action, (element) => refusalFor(element, page.masking, page.policy) === undefined);
      return undefined;
    case 'select':
      if (typeof action.value !== 'string') return 'malformed';
      if (!/^(?:select|input)$/.test(target.localName) || (target as HTMLInputElement).disabled) return 'failed';
      choose(target, action.value);
      return undefined;
    default:
      return 'malformed';
  }
}

/** Scrolling shows nothing that was not sent anyway, so a masked list may be scrolled. */
function scroll(
  { node, dx, dy }: Extract<CobrowseAction, { do: 'scroll' }>,
  page: ControlledPage,
): Refusal | undefined {
  if (!Number.isFinite(dx) || !Number.isFinite(dy)) return 'malformed';
  let at = node > 0 ? elementOfNode(page.nodeOf(node)) : null;
  for (; at !== null; at = at.parentElement) {
    const { scrollTop, scrollLeft } = at;
    if (at === at.ownerDocument.documentElement) break;
    at.scrollBy({ left: dx, top: dy, behavior: 'instant' });
    if (at.scrollTop !== scrollTop || at.scrollLeft !== scrollLeft) return undefined;
  }
  (at?.ownerDocument.defaultView ?? window).scrollBy({ left: dx, top: dy, behavior: 'instant' });
  return undefined;
}
