import createClient from 'openapi-fetch';
import type { paths } from './schema.d.ts';

declare const process: { env: Record<string, string | undefined> };

const api = createClient<paths>({ baseUrl: process.env.API_ADDRESS!, headers: { authorization: process.env.API_AUTHORIZATION! } });

function must<T>(answer: { data?: T; error?: { code: string } }): T {
  if (answer.error || answer.data === undefined)
    throw new Error(answer.error?.code ?? 'no data');
  return answer.data;
}

const test = { path: { symbol: 'TEST' } };
const series = must(await api.GET('/api/stock-data/{symbol}/bars', { params: { ...test, query: { interval: '1wk', limit: 2 } } }));
if (typeof series === 'string')
  throw new Error('CSV was not asked for');
const close: number = series.bars![0].close;
must(await api.GET('/api/stock-data/{symbol}', { params: test }));
must(await api.GET('/api/stock-data/{symbol}/actions', { params: test }));
must(await api.GET('/api/stock-data/{symbol}/quote', { params: test }));
must(await api.GET('/api/stock-data/{symbol}/attempts', { params: test }));
must(await api.GET('/api/stock-data/{symbol}/listings', { params: test }));
must(await api.GET('/api/stock-data/{symbol}/figures', { params: test }));
must(await api.GET('/api/stock-data/{symbol}/indicators', { params: { ...test, query: { ind: 'sma(5)' } } }));
must(await api.GET('/api/stock-data/compare', { params: { query: { symbols: 'TEST' } } }));
must(await api.GET('/api/stock-data/symbols'));
must(await api.POST('/api/stock-data/track', { body: { symbol: 'AAPL' } }));
must(await api.GET('/api/stock-data/bars', { params: { query: { symbols: 'TEST', adjust: 'none' } } }));
must(await api.GET('/api/stock-data/changes'));
must(await api.GET('/api/stock-data/track/{symbol}', { params: { path: { symbol: 'AAPL' } } }));
const key = must(await api.POST('/api/users/me/api-keys', { body: { name: 'Script', scopes: ['read'] } }));
must(await api.GET('/api/users/me/api-keys'));
const byKey = createClient<paths>({ baseUrl: process.env.API_ADDRESS!, headers: { 'x-api-key': key.key } });
must(await byKey.GET('/api/stock-data/{symbol}', { params: test }));
must(await api.POST('/api/users/me/feeds', { body: { name: 'Sheet' } }));
must(await api.GET('/api/users/me/feeds'));
must(await api.GET('/api/users/me'));
must(await api.PUT('/api/users/me/preferences', { body: { theme: 'dark' } }));
const { error } = await api.GET('/api/stock-data/{symbol}', { params: { path: { symbol: 'NONE' } } });
console.log(`${series.interval} ${close} ${error?.code}`);
