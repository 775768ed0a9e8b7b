/** The browser fetches it by itself, with the session's cookie, and streams it to the disk. */
export function download(address: string, name: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
}
