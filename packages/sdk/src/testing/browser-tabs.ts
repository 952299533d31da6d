import type { TabChannel } from '../phone/voice-tab.ts';

/** Tabs of one browser: what one says, the others hear. */
export function browserTabs() {
  const open = new Set<TabChannel>();
  return (): TabChannel => {
    const channel: TabChannel = {
      onmessage: null,
      postMessage(data) {
        for (const other of open) if (other !== channel) other.onmessage?.({ data });
      },
      close: () => open.delete(channel),
    };
    open.add(channel);
    return channel;
  };
}
