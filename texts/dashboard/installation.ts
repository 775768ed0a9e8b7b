export const installation = {
  installation: 'Installation',
  theCodeForYour: 'The code for your site',
  pasteThisIntoYour:
    'Paste this into your site, in the head or before the closing body tag. The page never waits for it. The chat button appears on every page that has it, and looks as the agent does who answers there.',
  toCallHalo: 'To call Halo from your page',
  aStubKeeps:
    'This line, anywhere before your own calls, keeps them until the script has come. A page that says all at once may leave “data-key” out and call Halo.init with the key instead.',
  thenCall: 'Then, whenever you like:',
  whereItWasSeen: 'Where it was seen',
  theWidgetWasLoaded: 'The widget was loaded on',
  oneSite: 'one site',
  sitesSightings: (sightings: number) => `${sightings} sites`,
  notSeenYetThis: 'Not seen yet. This page looks again every few seconds.',
  sites: 'Sites',
  site: 'Site',
  page: 'Page',
  lastSeen: 'Last seen',
  version: 'Version',
  notThisOne: 'Not this one',
  isTheCodeOn:
    'Is the code on the page that you opened, and was it published? Look for “widget.js” in the page’s source.',
  ifYourSiteHas: (origin: string) => `If your site has a Content-Security-Policy: it must name ${origin} in`,
  and: 'and',
  ifTheWidgetMay:
    'If the widget may be embedded on certain sites only, is yours among them? The list is in HALO_WIDGET_ORIGINS and with the widget key.',
  adBlockersStopSome: 'Ad blockers stop some chat buttons. Try a window without one.',
  theBrowsersConsoleSays: 'The browser’s console says what else is wrong; lines of ours begin with “Halo”.',
  forASiteThat: 'For a site that is built, or written with React',
  thePackageIsTyped: 'The package has types and a component for React. Keep the file beside your code.',
  inReact: 'In React:',
  anywhereElse: 'Anywhere else:',
} as const
