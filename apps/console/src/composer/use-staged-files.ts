import { LIMITS } from '@alongside/protocol/constants';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isPicture } from '../chat/previews.ts';
import { useConsole } from '../hooks/use-console.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { fileProblem, type StagedFile } from './files.ts';

function drop(gone: readonly StagedFile[]): void {
  for (const { preview } of gone) if (preview) URL.revokeObjectURL(preview);
}

export interface Staging {
  readonly files: readonly StagedFile[];
  readonly add: (files: readonly File[]) => void;
  readonly remove: (key: string) => void;
  readonly clear: () => void;
}

/** Files wait beside the text until they are sent: a paste sends nothing by itself. */
export function useStagedFiles(): Staging {
  const language = useLanguage();
  const { notices } = useConsole();
  const [files, setFiles] = useState<readonly StagedFile[]>([]);
  const now = useRef(files);
  now.current = files;

  useEffect(() => () => drop(now.current), []);

  const add = useCallback(
    (added: readonly File[]) => {
      const good = added.filter((file) => {
        const problem = fileProblem(file, LIMITS.fileBytes, language);
        if (problem) notices.show('warning', () => problem);
        return problem === null;
      });
      const staged = good.map((file) => ({
        key: crypto.randomUUID(),
        file,
        preview: isPicture(file.type) ? URL.createObjectURL(file) : null,
      }));
      setFiles((old) => [...old, ...staged]);
    },
    [language, notices],
  );
  return {
    files,
    add,
    remove: (key) => {
      drop(files.filter((file) => file.key === key));
      setFiles((old) => old.filter((file) => file.key !== key));
    },
    clear: () => {
      drop(files);
      setFiles([]);
    },
  };
}
