// node calls.js ADDRESS PASSWORD: calls every operation of the document.
import createClient from 'openapi-fetch';
import type { paths } from './schema.d.ts';

declare const process: { argv: string[] };

const [baseUrl, password] = process.argv.slice(2);
const api = createClient<paths>({ baseUrl });

function must<T>(answer: { data?: T; error?: { code: string }; response: Response }): T {
  if (!answer.response.ok)
    throw new Error(`${answer.response.url} ${answer.response.status} ${answer.error?.code}`);
  return answer.data!;
}

await api.POST('/api/auth/login', { body: { email: 'leaver@example.org', password } });
await api.POST('/api/auth/login', { body: { email: 'admin@example.org', password } });
const first = must(await api.POST('/api/auth/login', { body: { email: 'admin@example.org', password } }));
const tokens = must(await api.POST('/api/auth/refresh', { body: { refreshToken: first.refreshToken } }));
api.use({
  onRequest({ request }) {
    request.headers.set('authorization', `Bearer ${tokens.accessToken}`);
  },
});

must(await api.GET('/api/version'));
const test = { path: { symbol: 'TEST' } };
const series = must(await api.GET('/api/stock-data/{symbol}/bars', { params: { ...test, query: { interval: '1wk', limit: 2 } } }));
if (typeof series === 'string')
  throw new Error('CSV was not asked for');
const close: number = series.bars![0].close;
must(await api.GET('/api/stock-data/{symbol}', { params: test }));
must(await api.GET('/api/stock-data/{symbol}/actions', { params: test }));
must(await api.GET('/api/stock-data/{symbol}/quote', { params: test }));
must(await api.GET('/api/stock-data/{symbol}/attempts', { params: test }));
must(await api.GET('/api/stock-data/{symbol}/figures', { params: test }));
must(await api.GET('/api/stock-data/{symbol}/indicators', { params: { ...test, query: { ind: 'sma(5)' } } }));
must(await api.GET('/api/stock-data/{symbol}/bars/{date}/provenance', { params: { path: { symbol: 'TEST', date: '2024-01-02' } } }));
must(await api.GET('/api/stock-data/compare', { params: { query: { symbols: 'TEST' } } }));
must(await api.GET('/api/stock-data/symbols'));
must(await api.GET('/api/stock-data/bars', { params: { query: { symbols: 'TEST', adjust: 'none' } } }));
must(await api.GET('/api/stock-data/changes'));
const findingOf = async (symbol: string) =>
  ({ path: { id: must(await api.GET('/api/stock-data/{symbol}/listings', { params: { path: { symbol } } })).findings[0].id } });
must(await api.POST('/api/stock-data/findings/{id}/confirm', { params: await findingOf('S') }));
must(await api.POST('/api/stock-data/findings/{id}/join', { params: await findingOf('T') }));

const apple = { path: { symbol: 'AAPL' } };
must(await api.POST('/api/stock-data/track', { body: { symbol: 'AAPL' } }));
must(await api.GET('/api/stock-data/track/{symbol}', { params: apple }));
must(await api.GET('/api/stock-data/track'));
must(await api.POST('/api/stock-data/{symbol}/refresh', { params: apple }));
must(await api.DELETE('/api/stock-data/tracked/{symbol}', { params: apple }));
const imported = must(await api.POST('/api/stock-data/import', {
  body: { file: 'Date,Close\n2024-01-02,1\n' },
  bodySerializer({ file }) {
    const form = new FormData();
    form.append('file', new Blob([file]), 'MSFT.csv');
    return form;
  },
}));
const document = { path: { id: imported.id } };
must(await api.GET('/api/stock-data/documents/{id}', { params: document }));
must(await api.GET('/api/stock-data/documents/{id}/parsed', { params: document }));
must(await api.GET('/api/stock-data/documents/{id}/raw', { params: document, parseAs: 'blob' }));
must(await api.POST('/api/stock-data/documents/{id}/retry', { params: { path: { id: 101 } } }));
must(await api.GET('/api/stock-data/documents'));

const key = must(await api.POST('/api/users/me/api-keys', { body: { name: 'Script', scopes: ['read'] } }));
must(await api.GET('/api/users/me/api-keys'));
const byKey = createClient<paths>({ baseUrl, headers: { 'x-api-key': key.key } });
must(await byKey.GET('/api/stock-data/{symbol}', { params: test }));
must(await api.DELETE('/api/users/me/api-keys/{id}', { params: { path: { id: key.id } } }));
const feed = must(await api.POST('/api/users/me/feeds', { body: { name: 'Sheet' } }));
must(await api.GET('/api/users/me/feeds'));
must(await api.DELETE('/api/users/me/feeds/{id}', { params: { path: { id: feed.id } } }));
must(await api.GET('/api/users/me'));
must(await api.PUT('/api/users/me/preferences', { body: { theme: 'dark' } }));
must(await api.GET('/api/users/me/preferences'));
const away = must(await api.GET('/api/users/me/sessions')).sessions.find(s => !s.isHere)!;
must(await api.DELETE('/api/users/me/sessions/{id}', { params: { path: { id: away.id } } }));
must(await api.DELETE('/api/users/me/sessions/others'));

const { id } = must(await api.GET('/api/users', { params: { query: { query: 'leaver' } } })).items[0];
const leaver = { params: { path: { id } } };
const { sessions } = must(await api.GET('/api/users/{id}', leaver));
must(await api.DELETE('/api/users/{id}/sessions/{session}', { params: { path: { id, session: sessions[0].id } } }));
must(await api.DELETE('/api/users/{id}/sessions', leaver));
must(await api.PUT('/api/users/{id}/role', { ...leaver, body: { role: 'Analyst' } }));
must(await api.POST('/api/users/{id}/disable', leaver));
must(await api.POST('/api/users/{id}/enable', leaver));
must(await api.POST('/api/users/{id}/require-new-password', leaver));
must(await api.POST('/api/users/{id}/reset-second-factor', leaver));
must(await api.DELETE('/api/users/{id}', leaver));
const invited = must(await api.POST('/api/users/invitations', { body: { email: 'new@example.org' } }));
must(await api.GET('/api/users/invitations'));
must(await api.DELETE('/api/users/invitations/{invitation}', { params: { path: { invitation: invited.id } } }));
must(await api.GET('/api/users/audit'));
const { error } = await api.GET('/api/stock-data/{symbol}', { params: { path: { symbol: 'NONE' } } });
must(await api.POST('/api/auth/logout'));
console.log(`${series.interval} ${close} ${error?.code}`);
