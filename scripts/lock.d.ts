/** Lets one process at a time do `work` in this checkout. */
export function alone<T>(name: string, root: string, work: () => Promise<T>): Promise<T>
