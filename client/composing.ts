/**
 * Whether a key belongs to an input method, as Enter does that chooses a word of Japanese, Chinese or Korean. Safari ends the composition
 * before it tells of the key; 229 gives it away.
 */
export const isComposing = (event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean =>
  event.isComposing || event.keyCode === 229
