/** `2024-12-06T08:37:50+00:00`: a fraction would make clients drop the event. */
export const wireDate = (at: string | Date): string => `${iso(at).slice(0, 19)}+00:00`;

/** `2024-12-06T08:37:50.858+00:00`. */
export const wireDateWithMilliseconds = (at: string | Date): string => `${iso(at).slice(0, 23)}+00:00`;

/** Whatever the source's precision or offset. */
const iso = (at: string | Date): string => new Date(at).toISOString();
