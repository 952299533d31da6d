import { useEffect, useState } from 'preact/hooks';
import { useWidget } from '../context.ts';
import { problemOf } from '../logic/pick-files.ts';

/** A file that was picked and not yet sent. */
export type TrayFile = { readonly key: number; readonly file: File };

let nextKey = 1;

/** The files beside the message: picked, dropped or pasted; what cannot be sent is named with the reason. */
export function useFiles() {
  const { config, formats, t } = useWidget();
  const [tray, setTray] = useState<readonly TrayFile[]>([]);
  const [problem, setProblem] = useState<string | null>(null);

  const add = (files: Iterable<File>) => {
    const problems: string[] = [];
    const good: TrayFile[] = [];
    for (const file of files) {
      const why = problemOf(file, config.files);
      const name = file.name;
      if (why === 'tooLarge')
        problems.push(t('composer.tooLarge', { name, max: formats.bytes(config.files.maxBytes) }));
      else if (why) problems.push(t(`composer.${why}`, { name }));
      else good.push({ key: nextKey++, file });
    }
    setProblem(problems.length > 0 ? problems.join(' ') : null);
    setTray((before) => [...before, ...good]);
  };
  return {
    tray,
    problem,
    add,
    remove: (key: number) => setTray((before) => before.filter((entry) => entry.key !== key)),
    clear() {
      setTray([]);
      setProblem(null);
    },
  };
}

/** Whether files are being dragged over the panel; calls `add` when they are let go. */
export function useDrop(add: (files: Iterable<File>) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      add(event.dataTransfer?.files ?? []);
    };
    document.addEventListener('dragover', onOver);
    document.addEventListener('dragleave', onLeave);
    document.addEventListener('drop', onDrop);
    return () => {
      document.removeEventListener('dragover', onOver);
      document.removeEventListener('dragleave', onLeave);
      document.removeEventListener('drop', onDrop);
    };
  }, [add]);
  return over;
}
