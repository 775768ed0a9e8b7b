/** A message did not get through: why, how long to wait if the other side said so, and whether trying again is of any use. */
export class NotDelivered extends Error {
  override readonly name = 'NotDelivered'
  readonly after: number | undefined
  readonly hopeless: boolean

  constructor(message: string, { after, hopeless = false }: { after?: number; hopeless?: boolean } = {}) {
    super(message)
    this.after = after
    this.hopeless = hopeless
  }
}
