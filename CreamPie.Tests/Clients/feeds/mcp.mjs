// node mcp.mjs http://HOST/mcp KEY CALLS: prints the tools of the server, and the answers to CALLS (JSON: [{ name, arguments }]). The
// client itself throws for structured content that is not what the tool's output schema says, once the tools were listed.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const [address, key, calls] = process.argv.slice(2);
const client = new Client({ name: 'creampie-tests', version: '1.0.0' });
const transport = new StreamableHTTPClientTransport(new URL(address), { requestInit: { headers: { 'X-Api-Key': key } } });
try {
  await client.connect(transport);
} catch (error) {
  console.log(JSON.stringify({ error: error.message, code: error.code ?? null }));
  process.exit(0);
}
const { tools } = await client.listTools();
const answers = [];
for (const call of JSON.parse(calls))
  answers.push(await client.callTool(call));
console.log(JSON.stringify({ server: client.getServerVersion(), tools, answers }));
await client.close();
