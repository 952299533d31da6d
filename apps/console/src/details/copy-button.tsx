import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useConsole } from '../hooks/use-console.ts';
import { useTexts } from '../i18n/use-language.ts';
import { IconButton } from '../ui/icon-button.tsx';

const SHOWN_MS = 1_500;

/** Copies one value. @param what its label */
export function CopyButton({ what, text }: { readonly what: string; readonly text: string }) {
  const t = useTexts();
  const { speak, notices } = useConsole();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    navigator.clipboard.writeText(text).then(() => {
      setCopied(true);
      speak.politely((texts) => texts('common.copied'));
    }, notices.failure);
  };
  return (
    <IconButton
      className="copy"
      icon={copied ? Check : Copy}
      label={copied ? t('common.copied') : t('details.copy', { what })}
      onPress={copy}
    />
  );
}
