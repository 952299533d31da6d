/** @jsxImportSource preact */
import { Dialog } from './dialog.tsx';

type Props = {
  title: string;
  text: string;
  /** The safe choice; has the focus first. */
  stay: string;
  go: string;
  onStay: () => void;
  onGo: () => void;
};

/** Asks before something that cannot be undone. */
export function Confirm({ title, text, stay, go, onStay, onGo }: Props) {
  return (
    <Dialog title={title} text={text} onStay={onStay}>
      <div class="confirm-choices">
        <button type="button" class="as-button as-button-main" onClick={onStay}>
          {stay}
        </button>
        <button type="button" class="as-button" onClick={onGo}>
          {go}
        </button>
      </div>
    </Dialog>
  );
}
