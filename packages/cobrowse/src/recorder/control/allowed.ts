import type { CobrowseRefused } from '@alongside/protocol';
import { elementOf, lacksPermission, type Masking, parentOf } from '../masking.ts';
import { OWN_UI, type PagePolicy } from '../policy.ts';

export type Refusal = CobrowseRefused['reason'];

/** Why an agent may not act on this element, or undefined. Masked means untouchable too. */
export function refusalFor(element: Element, masking: Masking, policy: PagePolicy): Refusal | undefined {
  if (!element.isConnected) return 'gone';
  if (masking.of(element) !== 'open') return 'masked';
  const label = element.closest('label');
  if (label?.control && masking.of(label.control) !== 'open') return 'masked';
  for (let at: Element | null = element; at !== null; at = parentOf(at))
    if (
      at.matches(policy.readOnly) ||
      at.matches(policy.hide) ||
      at.matches(OWN_UI) ||
      lacksPermission(at, policy.interactive)
    )
      return 'not_allowed';
  return element.localName === 'input' && (element as HTMLInputElement).type === 'file' ? 'not_allowed' : undefined;
}

/** The element with the focus, inside shadow roots and same-origin frames too. */
export function focused(root: Document | ShadowRoot = document): Element | null {
  const active = root.activeElement;
  if (active === null) return null;
  if (active.shadowRoot !== null) return focused(active.shadowRoot) ?? active;
  if (active.localName === 'iframe') {
    try {
      const inner = (active as HTMLIFrameElement).contentDocument;
      return inner === null ? active : (focused(inner) ?? active);
    } catch {
      return active;
    }
  }
  return active;
}

export const elementOfNode = (node: Node | null): HTMLElement | null =>
  node === null ? null : (elementOf(node) as HTMLElement | null);
