// s3rver on 127.0.0.1 with one bucket in a folder; S3Server.cs starts it. It prints its port and ends when its standard input does.
// Signatures are checked (access key and secret S3RVER). If-None-Match of a write is not: it overwrites.
import S3rver from 's3rver';

const [directory, port, bucket] = process.argv.slice(2);
const server = new S3rver({ directory, address: '127.0.0.1', port: Number(port), silent: true, configureBuckets: [{ name: bucket }] });
console.log((await server.run()).port);

process.stdin.on('end', () => process.exit()).resume();
