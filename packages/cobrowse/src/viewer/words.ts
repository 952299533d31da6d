/** What the console and the viewer's frame say to each other, over a port that only the two hold. */
export type Tool = 'look' | 'pointer' | 'spotlight' | 'draw' | 'highlight' | 'control';

export type ToFrame =
  | { t: 'show'; kind: number; body: ArrayBuffer }
  | { t: 'blank' }
  | { t: 'tool'; tool: Tool }
  | { t: 'colour'; colour: string }
  | { t: 'zoom'; level: number | 'fit' }
  | { t: 'still'; n: number }
  | { t: 'choices'; n: number; node: number };

export type FromFrame =
  | { t: 'ready' }
  | { t: 'size'; width: number; height: number; scale: number }
  | { t: 'built' }
  | { t: 'broken' }
  | { t: 'still'; n: number; html: string }
  | { t: 'choices'; n: number; choices: { value: string; text: string }[] | undefined }
  | { t: 'move'; tool: Tool; x: number; y: number; on: boolean }
  | { t: 'line'; stroke: number; points: [number, number][]; end: boolean }
  | {
      t: 'press';
      tool: Tool;
      node: number;
      fx: number;
      fy: number;
      x: number;
      y: number;
      choices: { value: string; text: string }[] | undefined;
    }
  | { t: 'text'; text: string }
  | { t: 'key'; key: string; shift: boolean }
  | { t: 'scroll'; node: number; dx: number; dy: number };
