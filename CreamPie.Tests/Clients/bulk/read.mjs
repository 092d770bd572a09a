// node read.mjs parquet|arrow FILE: prints the rows of a long table, one JSON object a line, as a foreign reader has them.
import { readFileSync } from 'node:fs';
import { tableFromIPC } from 'apache-arrow';
import { parquetReadObjects } from 'hyparquet';

const readers = {
  async parquet(bytes) {
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    return parquetReadObjects({ file });
  },
  async arrow(bytes) {
    return [...tableFromIPC(bytes)].map(row => row.toJSON());
  },
};

const day = value => new Date(value).toISOString().slice(0, 10);
const whole = value => typeof value === 'bigint' ? Number(value) : value;

const [format, path] = process.argv.slice(2);
for (const row of await readers[format](readFileSync(path))) {
  const plain = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, whole(value ?? null)]));
  console.log(JSON.stringify({ ...plain, date: day(row.date) }));
}
