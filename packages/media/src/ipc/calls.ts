import { type Static, type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';

const id = Type.String({ minLength: 1, maxLength: 200 });
const sdp = Type.String({ maxLength: 100_000 });
const kind = Type.Union([Type.Literal('audio'), Type.Literal('video'), Type.Literal('screen')]);
const role = Type.Union([
  Type.Literal('customer'),
  Type.Literal('agent'),
  Type.Literal('supervisor'),
  Type.Literal('third_party'),
]);
const leg = Type.Object({ sessionId: id, legId: id, role });
const routes = Type.Array(Type.Object({ from: id, to: id, kinds: Type.Array(kind, { maxItems: 3 }) }), {
  maxItems: 1_000,
});
const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const port = Type.Integer({ minimum: 1, maximum: 65_535 });

/** What may be asked of the engine's process, by name, with the shapes of the parameters: see `MediaEngine`. */
export const callSchemas = {
  createSession: Type.Tuple([
    Type.Object({ sessionId: id, audio: Type.Union([Type.Literal('opus'), Type.Literal('g711')]) }),
  ]),
  endSession: Type.Tuple([id]),
  addBrowserLeg: Type.Tuple([leg]),
  addTelephoneLeg: Type.Tuple([leg]),
  connectTelephoneLeg: Type.Tuple([
    id,
    id,
    Type.Object({
      host: Type.String({ minLength: 1, maxLength: 255 }),
      port,
      codec: Type.Union([Type.Literal('PCMU'), Type.Literal('PCMA')]),
      dtmfPayloadType: nullable(Type.Integer({ minimum: 0, maximum: 127 })),
      srtpKey: nullable(Type.String({ minLength: 40, maxLength: 40 })),
    }),
  ]),
  removeLeg: Type.Tuple([id, id]),
  publish: Type.Tuple([
    id,
    id,
    Type.Object({ sdp, screens: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 20 }) }),
  ]),
  answer: Type.Tuple([id, id, Type.Integer({ minimum: 0 }), sdp]),
  candidate: Type.Tuple([
    id,
    id,
    Type.Union([Type.Literal('publish'), Type.Literal('subscribe')]),
    Type.Object({
      candidate: Type.String({ maxLength: 1_000 }),
      sdpMid: nullable(Type.String({ maxLength: 100 })),
      sdpMLineIndex: nullable(Type.Integer({ minimum: 0, maximum: 1_000 })),
    }),
  ]),
  restartIce: Type.Tuple([id, id]),
  setRoutes: Type.Union([Type.Tuple([id, routes]), Type.Tuple([id, routes, routes])]),
  play: Type.Tuple([
    id,
    id,
    Type.Union([
      Type.Object({ kind: Type.Literal('silence') }),
      Type.Object({ kind: Type.Literal('tone'), hertz: Type.Number({ minimum: 20, maximum: 4_000 }) }),
      Type.Object({
        kind: Type.Literal('file'),
        name: Type.String({ minLength: 1, maxLength: 200 }),
        repeat: Type.Boolean(),
      }),
    ]),
  ]),
  stopPlaying: Type.Tuple([id, id]),
  sendDtmf: Type.Tuple([id, id, Type.String({ maxLength: 100 })]),
  startRecording: Type.Tuple([
    id,
    Type.Object({
      legIds: Type.Array(id, { maxItems: 100 }),
      modes: Type.Array(Type.Union([Type.Literal('per_leg'), Type.Literal('mixed')]), { maxItems: 2 }),
    }),
  ]),
  pauseRecording: Type.Tuple([id]),
  resumeRecording: Type.Tuple([id]),
  stopRecording: Type.Tuple([id]),
} satisfies Record<string, TSchema>;

export type CallName = keyof typeof callSchemas;
export type CallParameters<Name extends CallName> = Static<(typeof callSchemas)[Name]>;

export const callNames = Object.keys(callSchemas) as CallName[];

const checks = new Map(callNames.map((name) => [name as string, Compile(callSchemas[name] as TSchema)]));

/** Why a call cannot be made as it stands; null: it can. */
export function faultOf(name: string, parameters: unknown): string | null {
  const check = checks.get(name);
  if (check === undefined) return `The engine knows no call "${name}".`;
  if (check.Check(parameters)) return null;
  const [first] = check.Errors(parameters);
  return `${name}: ${first === undefined ? 'wrong parameters' : `${first.instancePath} ${first.message}`}.`;
}
