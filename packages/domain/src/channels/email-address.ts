const ADDRESS = /^[^\s@<>"',;]{1,64}@[^\s@<>"',;]{1,189}$/;

/** Whether a text may be an e-mail address; whether mail arrives there only sending shows. */
export const isAddress = (text: string): boolean => ADDRESS.test(text);
