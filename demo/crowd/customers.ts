/** A customer of the demo shop, as the shop's own site knows them. */
export interface Customer {
  id: string
  name: string
  email: string
  company: string | null
  plan: string | null
  since: string
}

/** Customers come back: who was here before finds the earlier conversation, and so does the operator. */
export const customers: Customer[] = [
  ['Maya Lindqvist', null, 'Duo', '2023-04'],
  ['Tom Okafor', null, 'Solo', '2024-11'],
  ['Priya Raman', 'Lanternworks', 'Pro', '2022-01'],
  ['Elena Rossi', null, 'Duo', '2025-02'],
  ['Samir Haddad', null, null, '2024-06'],
  ['Nadia Petrova', null, 'Solo', '2023-09'],
  ['Oliver Grant', 'Grant & Daughters', 'Pro', '2021-05'],
  ['Yuki Tanaka', null, 'Solo', '2025-06'],
  ['Aisha Bello', 'Harbour Street Café', 'Pro', '2020-10'],
  ['Lars Nygaard', null, null, '2025-01'],
  ['Camille Laurent', null, 'Duo', '2022-08'],
  ['Diego Fuentes', null, 'Solo', '2024-03'],
  ['Hannah Weber', 'Büro Nord', 'Pro', '2023-01'],
  ['Noah Fischer', null, null, '2025-04'],
  ['Sofia Almeida', null, 'Duo', '2021-12'],
  ['Grace Mwangi', 'Studio Acacia', 'Pro', '2024-01'],
  ['Ivan Horvat', null, 'Solo', '2022-11'],
  ['Leila Amini', null, null, '2025-05'],
  ['Peter Novak', null, 'Duo', '2020-07'],
  ['Chloe Bennett', 'The Reading Room', 'Pro', '2023-06'],
  ['Marcus Lee', null, 'Solo', '2024-09'],
  ['Freya Holm', null, 'Duo', '2021-03'],
  ['Ahmed Saleh', null, null, '2025-03'],
  ['Rosa Jimenez', null, 'Solo', '2023-11'],
  ['William Chen', 'Quayside Offices', 'Pro', '2022-04'],
  ['Ingrid Solberg', null, 'Duo', '2019-09'],
  ['Kofi Mensah', null, 'Solo', '2024-12'],
  ['Zofia Nowak', null, null, '2025-07'],
  ['Daniel Brooks', null, 'Duo', '2023-02'],
  ['Anika Sharma', 'Paper Crane Design', 'Pro', '2024-05'],
  ['Julien Moreau', null, 'Solo', '2022-02'],
  ['Emma Virtanen', null, 'Solo', '2025-01'],
  ['Mateo Silva', null, null, '2024-10'],
  ['Ruth Goldberg', null, 'Duo', '2020-02'],
  ['Finn O’Connor', null, 'Solo', '2023-08'],
  ['Mei Lin', 'Tidewater Labs', 'Pro', '2021-10'],
].map(([name, company, plan, since]) => ({
  id: `customer-${slug(name!)}`,
  name: name!,
  email: `${slug(name!).replace('-', '.')}@example.com`,
  company: company!,
  plan: plan!,
  since: since!,
}))

/** What the shop's site tells the widget of a customer who is signed in. */
export function claimOf({ id, name, email, company, plan, since }: Customer) {
  return {
    userId: id,
    userTraits: { name, email, customer_since: since, ...(plan && { plan }) },
    ...(company && { companyId: slug(company), companyTraits: { name: company, tier: 'wholesale' } }),
    ...(plan && {
      context: {
        subscription: {
          label: `${plan} subscription`,
          type: 'status' as const,
          value: { state: 'active', next_roast: 'Thursday' },
        },
      },
    }),
  }
}

function slug(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[^\p{L} ]/gu, '')
    .toLowerCase()
    .trim()
    .replace(/\s+/g, '-')
}
