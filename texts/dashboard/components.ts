export const components = {
  watching: (people: string) => `Watching: ${people}`,
  copy: 'Copy',
  copied: 'Copied',
  close: 'Close',
  tryAgain: 'Try again',
  today: 'Today',
  yesterday: 'Yesterday',
  min: (minutes: number) => `${minutes} min`,
  hMin: (minutes: number, minutes2: number) => `${minutes} h ${minutes2} min`,
} as const
