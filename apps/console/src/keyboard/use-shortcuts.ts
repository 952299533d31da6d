import { useEffect } from 'react';
import { useConsole } from '../hooks/use-console.ts';
import { useDetailsToggle } from '../hooks/use-details.ts';
import type { Console } from '../state/console.ts';
import { selectedConversation } from '../state/route.ts';
import { focusNextPlace, focusPlace } from './focus.ts';
import { type Command, commandFor, type Place } from './keymap.ts';

const FIELDS = 'input, textarea, select, [contenteditable="true"]';
const CONTROLS =
  'button, a[href], summary, [role="option"], [role="row"], [role="menuitem"], [role="menuitemradio"], [role="switch"], [role="radio"]';
const OVERLAYS = '[role="dialog"], [role="alertdialog"], [role="menu"]';

function placeOf(target: EventTarget | null, { state, settings, client }: Console): Place {
  const element = target instanceof Element ? target : null;
  return {
    editing: element?.closest(FIELDS) != null,
    onControl: element?.closest(CONTROLS) != null,
    dialog: state.get().dialog !== null || element?.closest(OVERLAYS) != null,
    singleKeys: settings.get().singleKeys,
    offers: (client.desk.get()?.offers.length ?? 0) > 0,
  };
}

/** Does what a key asked for. False where there is nothing to do it to: the key then keeps its other use. */
function obey(command: Command, console: Console, toggleDetails: () => void): boolean {
  const { go, commands, client, state, settings, rows, drafts } = console;
  const [offer] = client.desk.get()?.offers ?? [];
  const { route } = state.get();
  const id = selectedConversation(route);
  const mine = rows.get().find((row) => row.conversationId === id && row.state === 'active');
  const writing = document.activeElement?.id === 'place-composer';
  const then = (open: () => void) => {
    open();
    if (writing) focusPlace('composer');
    return true;
  };
  if (command.startsWith('chat-')) return then(() => go.openNumber(Number(command.slice(5))));
  switch (command) {
    case 'accept':
      if (!offer) return false;
      void commands.accept(offer).then(() => focusPlace('composer'));
      return true;
    case 'decline':
      if (offer) void commands.decline(offer);
      return offer !== undefined;
    case 'presence':
      void commands.togglePresence();
      return true;
    case 'ready':
      if (!client.desk.get()?.presence.afterContactUntil) return false;
      void commands.ready();
      return true;
    case 'mute':
      settings.update((value) => ({ ...value, sound: !value.sound }));
      return true;
    case 'next':
      return then(() => go.step(1));
    case 'previous':
      return then(() => go.step(-1));
    case 'urgent':
      return then(go.openMostUrgent);
    case 'code': {
      const { cobrowse } = state.get();
      if (cobrowse === null) go.showDialog({ kind: 'code' });
      else
        state.update((value) => ({
          ...value,
          cobrowse: { ...cobrowse, look: cobrowse.look === 'folded' ? 'open' : 'folded' },
        }));
      return true;
    }
    case 'switch':
    case 'help':
      go.showDialog({ kind: command === 'help' ? 'keys' : 'switch' });
      return true;
    case 'compose':
    case 'note':
      if (!mine) return false;
      drafts.set(mine.conversationId, {
        ...drafts.get(mine.conversationId),
        mode: command === 'note' ? 'note' : 'reply',
      });
      focusPlace('composer');
      return true;
    case 'end':
    case 'transfer':
      if (mine) go.showDialog({ kind: command, conversationId: mine.conversationId });
      return mine !== undefined;
    case 'details':
      toggleDetails();
      return true;
    case 'next-pane':
    case 'previous-pane':
      focusNextPlace(command === 'next-pane' ? 1 : -1);
      return true;
    case 'back':
      if (console.surroundings.isWide() && route.at !== 'earlier' && !(route.at === 'chat' && route.details))
        return false;
      go.back();
      return true;
    default:
      return false;
  }
}

/** Listens on the whole page, before any list takes a letter for a search. */
export function useShortcuts(): void {
  const console = useConsole();
  const toggleDetails = useDetailsToggle();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { key, code, altKey, ctrlKey, metaKey, shiftKey, isComposing } = event;
      const altGraph = event.getModifierState('AltGraph');
      const command = commandFor(
        { key, code, altKey, ctrlKey, metaKey, shiftKey, isComposing, altGraph },
        placeOf(event.target, console),
      );
      if (command === null || !obey(command, console, toggleDetails)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, [console, toggleDetails]);
}
