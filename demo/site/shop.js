// A file of its own: this site's policy, like many a shop's, runs no script that stands in a page.
Halo.init({ key: document.currentScript.dataset.key })
