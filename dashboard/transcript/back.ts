/** The lists that a conversation is opened from. */
export type Back = '/inbox/live' | '/inbox/completed' | '/tickets' | '/tickets/mine' | '/tickets/mentions'
