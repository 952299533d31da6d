/** Sizes and times that both sides of the wire must agree on. Bytes, characters (UTF-16 units), seconds or milliseconds as the name says. */
export const LIMITS = {
  /** A larger WebSocket frame is refused with `frame_too_large` [WS4]. */
  frameBytes: 65_536,
  /** One message's text. */
  textCharacters: 8_000,
  /** JSON nested deeper than this is refused with `too_deep` [ERR3]. */
  jsonDepth: 32,
  /** Entries in one page of history or one catch-up frame. */
  pageEntries: 100,
  /** A socket with more unsent bytes than this is closed with 4008 and resumes [WS6]. */
  socketBudgetBytes: 1_048_576,
  /** The hello frame must arrive within this time [WS2]. */
  helloSeconds: 5,
  /** Either side sends a ping after this silence; silence of twice this closes the socket [WS7]. */
  heartbeatSeconds: 15,
  /** A ticket for a socket is good for this long, once [WS2]. */
  ticketSeconds: 30,
  /** Default upper limit of an uploaded file. */
  fileBytes: 20 * 1024 * 1024,
  /** All files of one conversation together. */
  conversationFileBytes: 500 * 1024 * 1024,
  /** An agent whose last connection is gone keeps offers and contacts for this long [CON6]. */
  agentGraceSeconds: 20,
  /** A repeated start with the same start id and device within this time returns the same session [HASH4]. */
  startRetrySeconds: 60,
} as const;
