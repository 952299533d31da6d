import { FileText, X } from 'lucide-react';
import { useLanguage } from '../i18n/use-language.ts';
import { IconButton } from '../ui/icon-button.tsx';
import type { Staging } from './use-staged-files.ts';

/** What will be sent along. */
export function StagedFiles({ staging }: { readonly staging: Staging }) {
  const { t, formats } = useLanguage();
  if (staging.files.length === 0) return null;
  return (
    <ul className="staged">
      {staging.files.map(({ key, file, preview }) => (
        <li key={key} className="staged-file">
          {preview ? <img src={preview} alt="" /> : <FileText size={20} aria-hidden="true" />}
          <span className="file-name">
            <bdi>{file.name}</bdi>
          </span>
          <span className="file-size">{formats.bytes(file.size)}</span>
          <IconButton icon={X} label={t('composer.remove', { name: file.name })} onPress={() => staging.remove(key)} />
        </li>
      ))}
    </ul>
  );
}
