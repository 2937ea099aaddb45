// Ways into the web app as the member whose chat is open.

/** The app, at a page of it when one is given, entered through the client. */
export function inApp(personId, to) {
  const query = new URLSearchParams({ person: personId ?? '', ...(to ? { to } : {}) });
  return `/sandbox/open?${query}`;
}

/** A link of a message: one of our own app goes through the client, every other stays as it is. */
export function throughClient(href, personId) {
  const { origin, pathname, search } = new URL(href, location.href);
  return origin === location.origin && pathname.startsWith('/app/') ? inApp(personId, pathname + search) : href;
}
