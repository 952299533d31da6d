import { type DragEvent, useState } from 'react';

const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');

/** Files that are dragged over the chat and let go there. */
export function useFileDrop(onFiles: ((files: readonly File[]) => void) | null) {
  const [depth, setDepth] = useState(0);
  const enabled = onFiles !== null;
  return {
    over: enabled && depth > 0,
    handlers: {
      // Enter and leave are told for each element below, so they are counted.
      onDragEnter: (event: DragEvent) => {
        if (enabled && carriesFiles(event)) setDepth((value) => value + 1);
      },
      onDragLeave: (event: DragEvent) => {
        if (enabled && carriesFiles(event)) setDepth((value) => Math.max(0, value - 1));
      },
      onDragOver: (event: DragEvent) => {
        if (carriesFiles(event)) event.preventDefault();
      },
      onDrop: (event: DragEvent) => {
        setDepth(0);
        if (!carriesFiles(event)) return;
        event.preventDefault();
        onFiles?.([...event.dataTransfer.files]);
      },
    },
  };
}
