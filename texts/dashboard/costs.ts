export const costs = {
  pricesAndBudget: 'Prices and budget',
  whatAMillionCosts:
    'What a million tokens cost. Answers, agents and days are priced with it, also those of before. A model with prices of 0 may go on when the budget is spent.',
  model: 'Model',
  input: 'Input',
  output: 'Output',
  cached: 'Cached input',
  asInput: 'as input',
  priceOf: (model: string, sort: string) => `${model}: ${sort}`,
  currency: 'Currency',
  budget: 'Budget of a month',
  noBudget: 'no limit',
  budgetHint: 'Once it is spent, the built-in answerer answers until the month is over (UTC).',
  warnAt: 'Warn at per cent',
  save: 'Save prices and budget',
  saving: 'Saving…',
  saved: 'Prices and budget saved',
  spentThisMonth: (spent: string, budget: string | null) =>
    budget === null ? `Spent this month: ${spent}` : `Spent this month: ${spent} of ${budget}`,
  unpriced: (models: string) => `Without a price, and not counted: ${models}`,
  bannerWarned: (spent: string, budget: string) =>
    `${spent} of the month’s ${budget} for language models are spent.`,
  bannerStopped: (budget: string) =>
    `The month’s budget of ${budget} for language models is spent: the built-in answerer answers until the month is over.`,
  bannerDay: (most: number) =>
    `The day’s ${most} calls of language models are used up: the built-in answerer answers until midnight (UTC). How many there may be says HALO_MODEL_CALLS_A_DAY.`,
  changeBudget: 'Change the budget',
} as const
