import { figuresOf } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';

export const gracefulStop: Row = {
  id: 'F23',
  fault: 'SIGTERM under load',
  async run({ scene: open }) {
    const scene = await open();
    const pairs = [];
    for (let n = 0; n < 20; n += 1) {
      const { client, started } = await scene.customer();
      pairs.push({ client, conversationId: started.conversationId });
    }
    scene.talk(pairs);
    await scene.until(() => scene.acked >= 500, 20_000);
    const { code, milliseconds } = await scene.server.stop();
    await scene.server.start();
    const before = scene.acked;
    await scene.until(() => scene.acked >= before + 200, 20_000);
    const { figures, violations } = await scene.judge();
    return {
      figures: { ...figuresOf(figures), 'stopped after ms': Math.round(milliseconds), 'exit code': code ?? 'none' },
      violations: [
        ...violations,
        ...goal(code === 0, `it ended with ${code}`),
        ...goal(milliseconds <= 10_000, `it took ${Math.round(milliseconds)} ms`),
        ...goal(figures.refused === 0, `${figures.refused} messages were refused`),
      ],
    };
  },
};
