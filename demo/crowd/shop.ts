export interface ShopPage {
  url: string
  title: string
}

const page = (path: string, title: string): ShopPage => ({ url: `https://northwind.example/${path}`, title })

/** Where visitors of the demo shop are when they open the chat. */
export const shop = {
  home: page('', 'Northwind Coffee'),
  beans: page('beans', 'Beans'),
  grinders: page('grinders', 'Grinders'),
  cart: page('cart', 'Your cart'),
  checkout: page('checkout', 'Checkout'),
  plans: page('subscription', 'Subscription'),
  account: page('account', 'Your account'),
  orders: page('account/orders', 'Your orders'),
  signIn: page('account/sign-in', 'Sign in'),
  help: page('help', 'Help'),
  shipping: page('help/shipping', 'Shipping and delivery times'),
  refunds: page('help/refunds', 'Refunds and returns'),
  payment: page('help/payment', 'Payment methods and invoices'),
  warranty: page('help/warranty', 'Grinder warranty and repairs'),
  brewing: page('help/brewing', 'Brewing guide'),
  gifts: page('gift-cards', 'Gift cards'),
  business: page('wholesale', 'For cafés and offices'),
}
