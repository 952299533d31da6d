import type { FromFrame, ToFrame } from '../words.ts';
import { Glass } from './glass.ts';
import { Replay } from './replay.ts';

/** Starts the frame's side: waits for the one port that the framing console hands over. */
export function startFrame(): void {
  const take = (event: MessageEvent) => {
    const port = event.ports[0];
    if (event.source !== window.parent || event.data !== 'alongside-cobrowse' || port === undefined) return;
    removeEventListener('message', take);
    serve(port);
  };
  addEventListener('message', take);
}

function serve(port: MessagePort): void {
  const view = document.getElementById('view') as HTMLElement;
  const say = (word: FromFrame) => port.postMessage(word);
  let page = { width: 1, height: 1 };
  let zoom: number | 'fit' = 'fit';
  const fit = () => {
    const scale = zoom === 'fit' ? Math.min(innerWidth / page.width, innerHeight / page.height, 1) : zoom;
    glass.scale = scale;
    // A page that is smaller than the frame stands in its middle.
    const left = Math.max(0, Math.floor((innerWidth - page.width * scale) / 2));
    view.style.cssText = `width:${page.width}px;height:${page.height}px;margin-left:${left}px;transform:scale(${scale})`;
    say({ t: 'size', ...page, scale });
  };
  const replay = new Replay(document.getElementById('stage') as HTMLElement, {
    size: (width, height) => {
      page = { width, height };
      fit();
    },
    built: () => say({ t: 'built' }),
    broken: () => say({ t: 'broken' }),
  });
  const glass = new Glass(document.getElementById('glass') as HTMLTextAreaElement, replay, say);
  addEventListener('resize', fit);
  port.onmessage = ({ data }: MessageEvent<ToFrame>) => {
    switch (data.t) {
      case 'show':
        return replay.take(data.kind, new Uint8Array(data.body));
      case 'blank':
        return replay.blank();
      case 'tool':
        glass.tool = data.tool;
        return;
      case 'colour':
        glass.colour = data.colour;
        return;
      case 'zoom':
        zoom = data.level;
        return fit();
      case 'still':
        return void replay.still().then((html) => say({ t: 'still', n: data.n, html }));
      case 'choices':
        return say({ t: 'choices', n: data.n, choices: replay.choices(data.node) });
    }
  };
  say({ t: 'ready' });
}

startFrame();
