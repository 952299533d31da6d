/**
 * Lets co-browse see into closed shadow roots of elements that fit the selector, by making them open. It has to run
 * before the elements are made, so the tag calls it only for a company that asks for it: pages can then tell.
 */
export function openShadowRoots(selector: string): void {
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init: ShadowRootInit): ShadowRoot {
    const opens = init.mode === 'closed' && !this.matches('[data-alongside-ui]') && this.matches(selector);
    return attach.call(this, opens ? { ...init, mode: 'open' } : init);
  };
}
