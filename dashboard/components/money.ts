/** An amount as the reader writes it. What is less than a cent is not called nothing. */
export function money(amount: number, currency: string): string {
  const small = amount > 0 && amount < 1
  return new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    ...(small && { minimumFractionDigits: 2, maximumFractionDigits: 5 }),
  }).format(amount)
}
