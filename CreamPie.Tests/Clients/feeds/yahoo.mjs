// node yahoo.mjs http://HOST/feeds/TOKEN SYMBOL: prints what yahoo-finance2 reads from a feed in place of Yahoo.
import YahooFinance from 'yahoo-finance2';

const [feed, symbol] = process.argv.slice(2);
const warn = (...words) => console.error(...words);

const yahoo = new YahooFinance({
  // The library puts it between https:// and /v8/finance/...: a host with a path is one too.
  YF_QUERY_HOST: feed.replace(/^http:\/\//, ''),
  fetch(address, options) {
    const url = String(address);
    // Quotes begin with two calls for a cookie and a crumb, to Yahoo's fixed hosts. A feed needs neither, so nobody is asked for them.
    if (url === 'https://finance.yahoo.com/quote/AAPL')
      return Promise.resolve(new Response('', { headers: { 'set-cookie': 'A=none; Domain=.yahoo.com; Path=/; Max-Age=3600' } }));
    if (url === 'https://query1.finance.yahoo.com/v1/test/getcrumb')
      return Promise.resolve(new Response('none'));
    const plain = url.replace(/^https:/, 'http:');
    return plain.startsWith(`${feed}/`) ? fetch(plain, options) : Promise.reject(new Error(`Not of the feed: ${url}`));
  },
  suppressNotices: ['yahooSurvey', 'ripHistorical'],
  logger: { info: warn, warn, error: warn, debug() {}, dir: warn },
});

const whole = { period1: '2000-01-01', period2: '2030-01-01' };
const { meta, quotes, events } = await yahoo.chart(symbol, whole);
const refused = await yahoo.chart('NOT-HERE', whole).then(() => 'answered', error => error.message);
console.log(JSON.stringify({
  meta,
  quotes,
  events,
  weeks: (await yahoo.chart(symbol, { ...whole, interval: '1wk' })).quotes,
  future: (await yahoo.chart(symbol, { period1: '2100-01-01', period2: '2100-02-01' })).quotes,
  history: await yahoo.historical(symbol, whole),
  dividends: await yahoo.historical(symbol, { ...whole, events: 'dividends' }),
  splits: await yahoo.historical(symbol, { ...whole, events: 'split' }),
  // It demands the expiry of a future, which no bar tells: such a quote is read by its own option that does without.
  quote: await yahoo.quote(symbol, {}, { validateResult: !symbol.endsWith('=F') }),
  several: (await yahoo.quote([symbol, 'NOT-HERE'], {}, { validateResult: !symbol.endsWith('=F') })).map(q => q.symbol),
  refused,
}));
