// ID tokens that are wrong in one respect, and right in all others: signed by the provider's own key, except one.
import { generateKeyPairSync, sign } from 'node:crypto';

const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const own = pair();

export const keys = [{ ...own.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }];

const hour = 3600;

const flaws = {
  none: claims => claims,
  issuer: claims => ({ ...claims, iss: claims.iss + '/elsewhere' }),
  audience: claims => ({ ...claims, aud: 'another-client' }),
  nonce: claims => ({ ...claims, nonce: claims.nonce + '0' }),
  noNonce: ({ nonce, ...claims }) => claims,
  expired: claims => ({ ...claims, iat: claims.iat - 2 * hour, exp: claims.iat - hour }),
  subject: claims => ({ ...claims, sub: 'somebody-else' }),
  key: claims => claims,
};

export function flawed(token, flaw) {
  const [header, payload] = token.split('.');
  const claims = flaws[flaw](JSON.parse(Buffer.from(payload, 'base64url')));
  const body = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  return `${body}.${sign('sha256', Buffer.from(body), flaw === 'key' ? pair() : own).toString('base64url')}`;
}
