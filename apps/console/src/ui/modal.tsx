import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal as AriaModal, ModalOverlay } from 'react-aria-components/Modal';
import { useConsole } from '../hooks/use-console.ts';
import { useTexts } from '../i18n/use-language.ts';
import { IconButton } from './icon-button.tsx';

interface ModalProps {
  readonly title: string;
  readonly size?: 'small' | 'medium' | 'large';
  readonly children: ReactNode;
  readonly onClose?: () => void;
  /** A click beside it does not close it. */
  readonly stays?: boolean;
}

/** A dialog over the page: keeps the keyboard inside, gives it back afterwards, closes on Esc. */
export function Modal({ title, size = 'small', children, onClose, stays = false }: ModalProps) {
  const { go } = useConsole();
  const t = useTexts();
  const close = onClose ?? go.closeDialog;
  return (
    <ModalOverlay className="overlay" isOpen isDismissable={!stays} onOpenChange={(open) => !open && close()}>
      <AriaModal className={`modal modal-${size}`}>
        <Dialog className="dialog">
          <header className="dialog-head">
            <Heading slot="title" className="dialog-title">
              {title}
            </Heading>
            <IconButton icon={X} label={t('common.close')} onPress={close} />
          </header>
          {children}
        </Dialog>
      </AriaModal>
    </ModalOverlay>
  );
}
