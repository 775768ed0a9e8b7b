import type { Person } from '../../protocol/entities.ts'

/** What others may see of an operator: never the e-mail address, which a visitor would get with the name. */
export const face = ({ id, name, image }: Person): Person => ({ id, name, image })
