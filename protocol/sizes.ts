/** How much of what may be sent, free of the schema library, because browsers check before they send. Lengths are in characters. */

/** A file of knowledge may have this many bytes. */
export const largestFile = 10 * 1024 * 1024

export const maxCommentLength = 2000
export const maxNoteLength = 10_000
export const maxLessonLength = 10_000
export const maxDocLength = 20_000
/** Internal documents are put before the model whole, at every reply; all of them together must leave room for the conversation. */
export const maxDocsTogether = 60_000
export const maxGuidanceLength = 2000
/** A topic has to fit a row of the feed. */
export const maxTopicWords = 5
export const maxTopicLength = 60
export const maxTopicExamples = 20
export const maxTopicExampleLength = 500

/** Questions that an agent suggests to visitors. */
export const mostSuggestions = 4
