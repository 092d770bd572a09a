// oidc-provider on a free port of 127.0.0.1 with one client; CertifiedProvider.cs starts it and writes down whom it knows. It prints
// its issuer and ends when its standard input does. Whoever has a flaw gets ID tokens that are wrong in this one respect.
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import Provider, { interactionPolicy } from 'oidc-provider';
import { flawed, keys } from './flaws.mjs';

const { client, people } = JSON.parse(process.env.PROVIDER);

const server = createServer();
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

// Of a client on the same machine the provider disregards the port (RFC 8252), but asks whoever signs in for consent each time.
const policy = interactionPolicy.base();
policy.get('consent').checks.remove('native_client_prompt');

const provider = new Provider(issuer, {
  clients: [{
    client_id: client.id,
    client_secret: client.secret,
    application_type: 'native',
    token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: ['127.0.0.1', 'localhost'].map(host => `http://${host}/account/external/0/callback`),
    require_auth_time: true,
  }],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
  cookies: { keys: ['of no worth'] },
  features: { devInteractions: { enabled: false } },
  interactions: { policy, url: (_, { uid }) => `/interaction/${uid}` },
  jwks: { keys },
  ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 3600, IdToken: 600, Interaction: 600, Session: 3600 },
  findAccount: (_, login) => people[login] && {
    accountId: login,
    claims: () => ({ sub: login, email: people[login].email, email_verified: true, name: login, groups: people[login].groups }),
  },
  async loadExistingGrant({ oidc }) {
    const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope('openid profile email');
    await grant.save();
    return grant;
  },
});

provider.use(async (context, next) => {
  await next();
  const flaw = context.oidc?.route === 'token' && people[context.oidc.entities.Account?.accountId]?.flaw;
  if (flaw)
    context.body.id_token = flawed(context.body.id_token, flaw);
});

const form = `<!doctype html><html lang="en"><title>Contoso</title><link rel="icon" href="data:,">
  <h1>Sign in to Contoso</h1>
  <form method="post"><label>Login <input name="login" required></label> <button>Continue</button></form></html>`;

const answer = provider.callback();
server.on('request', async (request, response) => {
  if (!request.url.startsWith('/interaction/'))
    return answer(request, response);
  if (request.method !== 'POST')
    return response.setHeader('content-type', 'text/html').end(form);
  const accountId = new URLSearchParams(await text(request)).get('login');
  await provider.interactionFinished(request, response, { login: { accountId } }, { mergeWithLastSubmission: false });
});

process.stdin.on('end', () => process.exit()).resume();
console.log(issuer);
