import { ConnectionError } from '@banyan/sdk';

export interface Access {
  token: string;
  room: string;
  /** Who the token says one is: ask with it to stay the same person. */
  identity: string;
  /** Of the node to join at. */
  url: string;
}

/** Asks the node that served this page for a token: a local mesh makes them for everybody. */
export async function requestAccess(
  room: string,
  name: string,
  node: string,
  identity: string | undefined,
  role: string,
): Promise<Access> {
  let response: Response;
  try {
    response = await fetch('/demo/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ room, name, identity, role }),
    });
  } catch (cause) {
    throw new ConnectionError('The node that served this page does not answer.', { cause });
  }
  if (!response.ok) {
    const why =
      response.status === 404 ? 'This node makes no tokens: open a link that has one.' : await response.text();
    throw new ConnectionError(why || `The node refused a token (${response.status}).`);
  }
  const access = (await response.json()) as Omit<Access, 'url'> & { url?: string };
  return { ...access, url: node || access.url || location.origin };
}
