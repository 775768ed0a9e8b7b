/** What the launcher can show; free of the schema library. The SVG path of each icon, in a square of 24. The server sends the one that is wanted, so that a site loads no other. */
export const iconPaths = {
  bubble:
    'M12 3C6.8 3 3 6.4 3 10.7c0 2.4 1.2 4.5 3.2 5.9-.1 1.2-.6 2.4-1.5 3.4-.2.3 0 .7.4.7 2.1-.2 3.9-1 5.2-2 .6.1 1.1.1 1.7.1 5.2 0 9-3.5 9-8S17.2 3 12 3Z',
  question:
    'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm-1.1 14.3h2.2v2.2h-2.2Zm1.2-10.8c2.3 0 3.9 1.3 3.9 3.3 0 1.4-.7 2.2-1.7 2.9-.9.6-1.2 1-1.2 1.8v.8H11v-1c0-1.5.6-2.3 1.7-3.1.8-.5 1.2-.9 1.2-1.6 0-.8-.7-1.3-1.8-1.3-1.2 0-2 .6-2.2 1.7H7.8c.2-2.2 1.9-3.5 4.3-3.5Z',
  spark:
    'm11 2 2.4 6.6L20 11l-6.6 2.4L11 20l-2.4-6.6L2 11l6.6-2.4Zm8 12 1.1 2.9L23 18l-2.9 1.1L19 22l-1.1-2.9L15 18l2.9-1.1Z',
  headset:
    'M12 3a9 9 0 0 0-9 9v5.5A2.5 2.5 0 0 0 5.5 20H8v-8H5a7 7 0 0 1 14 0h-3v8h2.9a4 4 0 0 1-3.3 1.5H12V23h3.6c3 0 5.4-2.4 5.4-5.4V12a9 9 0 0 0-9-9Z',
} as const

export type LauncherIcon = keyof typeof iconPaths
export const launcherIcons = Object.keys(iconPaths) as [LauncherIcon, ...LauncherIcon[]]
