/** Told to the server in `hello`, for its log. Equal to package.json; a test holds them together. */
export const CLIENT = 'alongside-sdk/0.1.0';
